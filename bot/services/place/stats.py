"""How the place is used: sums of the database, put beside what could have been used."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.clock import day_bounds, local_day
from bot.schemas.actor import Actor
from bot.schemas.resources import ResourceView
from bot.schemas.stats import Lasted, RefusalTotal, ResourceUse, Span, Stats
from bot.services.calendar.calendars import read_closures
from bot.services.calendar.hours import ClosureView, open_spans, without_closures
from bot.services.rights import check_admin
from bot.services.views import resource_view
from db.engine import Database
from db.enums import BookingStatus
from db.repositories import resources, stats

Key = TypeVar("Key")

Edge = tuple[int, int, int, int]
"""Hour, +1 or -1, how many, their seconds within the hour: as `stats.edges` has them."""
Taken = tuple[list[ResourceView], Mapping[int, list[ClosureView]], dict[int, int], Sequence[Edge]]
Booked = tuple[dict[tuple[BookingStatus, int], int], dict[int, int], list[tuple[str, int]]]

LEADS = (60, 24 * 60, 7 * 24 * 60, 30 * 24 * 60)
ANSWERS = (10, 60, 4 * 60, 24 * 60)
"""Minutes: up to an hour, a day, a week, a month; up to ten minutes, an hour, four, a day."""
HOUR_S = stats.HOUR_S
DAYS, HOURS = 7, 24


async def read_stats(
    db: Database, actor: Actor, span: Span, *, zone: ZoneInfo, now: datetime
) -> Stats:
    """The last days, today included, as the office's calendar has them. Raises NotAdmin.

    The sums are the database's, on two connections with a thread each, and what is left is counted
    in another: at a million bookings nobody who taps waits for it.
    """
    check_admin(actor)
    last = local_day(now, zone)
    first = last - timedelta(days=span - 1)
    begins, ends = day_bounds(first, zone)[0], day_bounds(last, zone)[1]
    (found, closures, taken, edges), (leads, answers, refused) = await asyncio.gather(
        _read_taken(db, begins, ends), _read_booked(db, first, last, begins, ends)
    )
    uses, heat = await asyncio.to_thread(
        lambda: (_uses(found, closures, taken, first, last), heat_of(edges, first, last, zone))
    )
    return Stats(
        timezone=zone.key,
        first_day=first,
        last_day=last,
        resources=uses,
        heat=heat,
        statuses=_sums((status, count) for (status, _), count in leads.items()),
        leads=_lasted(LEADS, _sums((index, count) for (_, index), count in leads.items())),
        answers=_lasted(ANSWERS, answers),
        refusals=tuple(RefusalTotal(code=code, count=count) for code, count in refused),
    )


async def _read_taken(db: Database, begins: datetime, ends: datetime) -> Taken:
    async with db.reading() as session:
        found = [resource_view(row) for row in await resources.list_active(session)]
        return (
            found,
            await read_closures(session, found, begins, ends),
            await stats.taken_seconds(session, begins, ends),
            await stats.edges(session, begins, ends),
        )


async def _read_booked(
    db: Database, first: date, last: date, begins: datetime, ends: datetime
) -> Booked:
    async with db.reading() as session:
        return (
            await stats.leads(session, begins, ends, LEADS),
            await stats.answers(session, begins, ends, ANSWERS),
            await stats.refusals(session, first, last),
        )


def _sums(counts: Iterable[tuple[Key, int]]) -> dict[Key, int]:
    sums: Counter[Key] = Counter()
    for key, count in counts:
        sums[key] += count
    return dict(sums)


def _lasted(bounds: Sequence[int], counts: Mapping[int, int]) -> tuple[Lasted, ...]:
    return tuple(
        Lasted(until_minutes=bound, count=counts.get(index, 0))
        for index, bound in enumerate([*bounds, None])
    )


def _uses(
    found: Iterable[ResourceView],
    closures: Mapping[int, Sequence[ClosureView]],
    taken: Mapping[int, int],
    first: date,
    last: date,
) -> tuple[ResourceUse, ...]:
    uses = [
        ResourceUse(
            resource_id=one.id,
            name=one.name,
            kind=one.kind,
            taken_minutes=taken.get(one.id, 0) // 60,
            open_minutes=open_minutes(one, closures.get(one.id, ()), first, last),
        )
        for one in found
    ]
    return tuple(sorted(uses, key=lambda use: (-use.share, use.name)))


def open_minutes(
    resource: ResourceView, closures: Sequence[ClosureView], first: date, last: date
) -> int:
    """Of all its units together, from one local day to another (both included)."""
    spans = open_spans(resource, first, last)
    left = without_closures(spans, closures) if closures else spans
    return resource.quantity * sum(span.minutes for span in left)


def heat_of(
    edges: Sequence[Edge], first: date, last: date, zone: ZoneInfo
) -> tuple[tuple[float, ...], ...]:
    """Weekday, hour -> the units taken on average in that hour of the zone's wall clock.

    An hour counts in the local hour in which it begins.
    """
    taken = [[0.0] * HOURS for _ in range(DAYS)]
    there = [[0] * HOURS for _ in range(DAYS)]
    begins = int(day_bounds(first, zone)[0].timestamp()) // HOUR_S
    ends = -(-int(day_bounds(last, zone)[1].timestamp()) // HOUR_S)
    for hour, seconds in _seconds_of_hours(edges, begins, ends):
        local = datetime.fromtimestamp(hour * HOUR_S, zone)
        taken[local.weekday()][local.hour] += seconds / HOUR_S
        there[local.weekday()][local.hour] += 1
    return tuple(
        tuple(sum_ / (count or 1) for sum_, count in zip(*rows, strict=True))
        for rows in zip(taken, there, strict=True)
    )


def _seconds_of_hours(edges: Sequence[Edge], begins: int, ends: int) -> Iterable[tuple[int, int]]:
    """(hour, how many seconds of units were taken in it), one after another.

    What began before an hour and has not ended lasts all of it; what begins or ends within it, the
    part behind the start or before the end.
    """
    inside: dict[int, tuple[int, int]] = {}
    running = 0
    for hour, sign, count, seconds in edges:
        if hour < begins:
            running += sign * count
            continue
        net, part = inside.get(hour, (0, 0))
        inside[hour] = net + sign * count, part + sign * (count * HOUR_S - seconds)
    for hour in range(begins, ends):
        net, part = inside.get(hour, (0, 0))
        yield hour, running * HOUR_S + part
        running += net
