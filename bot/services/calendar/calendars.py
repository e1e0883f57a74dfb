"""Reads what a calendar needs, in the caller's transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from operator import attrgetter

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.periods import Period
from bot.schemas.resources import ResourceView
from bot.services.calendar.availability import Calendar
from bot.services.calendar.hours import ClosureView
from bot.services.calendar.stretches import closures_of
from bot.services.views import resource_view
from db.repositories import allocations, resources
from db.repositories.allocations import ClosedRow, Held, UnitRow

USUAL_BUFFER = timedelta(minutes=30)
"""As far on both sides of a stretch is read before it is known which buffers there are."""


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
    replaces: int | None = None,
) -> list[Calendar]:
    """The same for several resources, by one query for what they hold and when they are closed;
    where closures repeat, or are of a kind, by one more.

    `units` is how many are wanted of each resource id, where it is more than one. What the booking
    `replaces` holds counts as free.
    """
    widest = max(resource.buffer for resource in wanted)
    since, until = begins - widest, ends + widest
    ids = [resource.id for resource in wanted]
    held, closed = await allocations.barred_between(session, ids, since, until)
    closures = await _closures_of(session, wanted, closed, since, until)
    return _calendars(wanted, held, closures, units or {}, now=now, replaces=replaces)


async def look_at(
    session: AsyncSession,
    units: Mapping[int, int],
    begins: datetime,
    ends: datetime,
    *,
    now: datetime,
    replaces: int | None = None,
) -> list[Calendar]:
    """The calendars of a few resources that have not been read yet, in the order of their ids;
    those that are not there are left out. One query reads both, where no buffer is a wide one.

    `units`: resource id -> how many are wanted of it. Each unit's next allocation after the stretch
    is read too.
    """
    padding = USUAL_BUFFER
    while True:
        since, until = begins - padding, ends + padding
        found, held, closed = await allocations.look_at(session, units, since, until)
        wanted = [resource_view(row) for row in found]
        widest = max((one.buffer for one in wanted), default=padding)
        if widest <= padding:
            break
        padding = widest
    closures = await _closures_of(session, wanted, closed, since, until)
    return _calendars(wanted, held, closures, units, now=now, replaces=replaces)


def _calendars(
    wanted: Sequence[ResourceView],
    held: Held,
    closures: Mapping[int, list[ClosureView]],
    units: Mapping[int, int],
    *,
    now: datetime,
    replaces: int | None,
) -> list[Calendar]:
    return [
        Calendar(
            resource=one,
            rows=_of_units(one, held, replaces=replaces),
            closures=closures[one.id],
            now=now,
            units=units.get(one.id, 1),
        )
        for one in wanted
    ]


async def _closures_of(
    session: AsyncSession,
    wanted: Sequence[ResourceView],
    closed: Sequence[ClosedRow] | None,
    begins: datetime,
    ends: datetime,
) -> Mapping[int, list[ClosureView]]:
    """Of what was read with the rest; None of it where a closure has terms to be read."""
    if closed is None:
        return await read_closures(session, wanted, begins, ends)
    return _closures(closed, [resource.id for resource in wanted])


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
    held = await allocations.held_between(session, ids, begins - widest, ends + widest)
    return {one.id: _of_units(one, held) for one in wanted}


def _of_units(resource: ResourceView, held: Held, *, replaces: int | None = None) -> list[UnitRow]:
    """Units that are gone since hold nothing, though the past has them."""
    most = resource.quantity
    return [row for row in held.get(resource.id, ()) if row[0] <= most and row[3] != replaces]
