"""Reads what a calendar needs, in the caller's transaction."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from operator import attrgetter

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.periods import Period
from bot.schemas.resources import ResourceView
from bot.services.availability import Calendar
from bot.services.hours import ClosureView
from bot.services.stretches import closures_of
from db.repositories import allocations, resources
from db.repositories.allocations import ClosedRow, HeldRow

UnitRow = tuple[int, int, int, int]
"""unit, occupied from, occupied until, booking id: the fields of `pools.Held`."""


async def read_calendar(
    session: AsyncSession,
    resource: ResourceView,
    begins: datetime,
    ends: datetime,
    *,
    now: datetime,
    replaces: int | None = None,
) -> Calendar:
    """The calendar of one resource, good for questions about begins..ends."""
    shown = await read_calendars(session, [resource], begins, ends, now=now, replaces=replaces)
    return shown[0]


async def read_calendars(
    session: AsyncSession,
    wanted: Sequence[ResourceView],
    begins: datetime,
    ends: datetime,
    *,
    now: datetime,
    units: Mapping[int, int] | None = None,
    around: bool = False,
    replaces: int | None = None,
) -> list[Calendar]:
    """The same for several resources, by one query for what they hold and when they are closed;
    where closures repeat, or are of a kind, by one more.

    `units` is how many are wanted of each resource id, where it is more than one. `around`: each
    unit's next allocation after that is read too. What the booking `replaces` holds counts as free.
    """
    widest = max(resource.buffer for resource in wanted)
    since, until = begins - widest, ends + widest
    ids = [resource.id for resource in wanted]
    rows, closed = await allocations.barred_between(session, ids, since, until, around=around)
    held = _held(rows, wanted, replaces=replaces)
    if closed is None:
        closures = await read_closures(session, wanted, since, until)
    else:
        closures = _closures(closed, ids)
    return [
        Calendar(
            resource=resource,
            rows=held[resource.id],
            closures=closures[resource.id],
            now=now,
            units=(units or {}).get(resource.id, 1),
        )
        for resource in wanted
    ]


async def read_closures(
    session: AsyncSession, wanted: Sequence[ResourceView], begins: datetime, ends: datetime
) -> Mapping[int, list[ClosureView]]:
    """Resource id -> the closures that touch a stretch, the earliest first."""
    ids = [resource.id for resource in wanted]
    found = await resources.closures_between(session, ids, begins, ends)
    within = Period(starts_at=begins, ends_at=ends)
    return {one.id: closures_of(one, found, within) for one in wanted}


def _closures(
    rows: Iterable[ClosedRow], resource_ids: Iterable[int]
) -> Mapping[int, list[ClosureView]]:
    """The same of those that come once; a row of no resource closes every one."""
    found = []
    for row in sorted(rows, key=attrgetter("starts_at")):
        period = Period(starts_at=_at(row.starts_at), ends_at=_at(row.ends_at))
        found.append((row.resource_id, ClosureView(period=period, reason=row.reason)))
    return {
        one: [closure for resource_id, closure in found if resource_id in (None, one)]
        for one in resource_ids
    }


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


async def read_held(
    session: AsyncSession, wanted: Sequence[ResourceView], begins: datetime, ends: datetime
) -> Mapping[int, list[UnitRow]]:
    """Resource id -> what its units hold in a stretch and its buffers."""
    widest = max(resource.buffer for resource in wanted)
    ids = [resource.id for resource in wanted]
    rows = await allocations.held_between(session, ids, begins - widest, ends + widest)
    return _held(rows, wanted)


def _held(
    rows: Iterable[HeldRow], wanted: Sequence[ResourceView], *, replaces: int | None = None
) -> Mapping[int, list[UnitRow]]:
    """Units that are gone since hold nothing, though the past has them."""
    quantity = {resource.id: resource.quantity for resource in wanted}
    held: dict[int, list[UnitRow]] = defaultdict(list)
    for row in rows:
        if row[1] <= quantity[row[0]] and row[4] != replaces:
            held[row[0]].append(row[1:])
    return held
