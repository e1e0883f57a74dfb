"""What could come with a request, and what would work instead of one."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import local_day
from bot.schemas.actor import Actor
from bot.schemas.bookings import BookingRequest
from bot.schemas.periods import Period
from bot.schemas.resources import ResourceView
from bot.schemas.slots import Alternative, Extra, WantedView
from bot.services import refusals
from bot.services.availability import Calendar
from bot.services.calendars import read_calendars
from bot.services.rules import is_for
from bot.services.slots import read_resource
from bot.services.views import resource_view
from db.engine import Database
from db.enums import ResourceKind
from db.repositories import resources

OTHER_STARTS = 4
OTHER_RESOURCES = 2
LOOK_AROUND = timedelta(days=3)


async def get_wanted(
    db: Database, request: BookingRequest, *, now: datetime
) -> tuple[WantedView, ...]:
    """What a request asks for, in its order, and how much of each is free for its period.

    Of a resource that is out of service by now nothing is.
    """
    async with db.reading() as session:
        rows = [await resources.find(session, one.resource_id) for one in request.wanted]
        shown = [resource_view(row) for row in rows if row is not None]
        if len(shown) < len(rows):
            raise refusals.ResourceMissing
        calendars = await _read_around(session, shown, request, request.period, now=now)
    return tuple(
        WantedView(resource=one.resource, units=each.units, free=one.free_units(request.period))
        for one, each in zip(calendars, request.wanted, strict=True)
    )


async def list_extras(
    db: Database, actor: Actor, request: BookingRequest, *, now: datetime
) -> tuple[Extra, ...]:
    """The equipment that a person could book for the period of a request, and what is chosen."""
    chosen = {wanted.resource_id: wanted.units for wanted in request.wanted}
    async with db.reading() as session:
        rows = await resources.list_active(session, kind=ResourceKind.EQUIPMENT)
        shown = [one for one in map(resource_view, rows) if is_for(one, actor) or one.id in chosen]
        calendars = await _read_around(session, shown, request, request.period, now=now)
    extras = []
    for one in calendars:
        free = one.free_units(request.period)
        count = chosen.get(one.resource.id, 0)
        if free or count:
            extras.append(_extra(one.resource, request, free=free, count=count))
    return tuple(extras)


def _extra(resource: ResourceView, request: BookingRequest, *, free: int, count: int) -> Extra:
    return Extra(
        resource_id=resource.id,
        name=resource.name,
        free=free,
        chosen=count,
        requires_approval=resource.requires_approval,
        is_main=resource.id == request.wanted[0].resource_id,
    )


async def _read_around(
    session: AsyncSession,
    shown: Sequence[ResourceView],
    request: BookingRequest,
    period: Period,
    *,
    now: datetime,
    units: Mapping[int, int] | None = None,
) -> list[Calendar]:
    if not shown:
        return []
    return await read_calendars(
        session,
        shown,
        period.starts_at,
        period.ends_at,
        now=now,
        units=units,
        replaces=request.replaces,
    )


async def find_alternatives(
    db: Database, actor: Actor, request: BookingRequest, *, now: datetime
) -> list[Alternative]:
    """What would work instead: the nearest starts of all that is wanted, then, for a single
    resource, others of the same kind that are for this person."""
    async with db.reading() as session:
        wanted = [await read_resource(session, one.resource_id) for one in request.wanted]
        nearest = await _nearest_starts(session, wanted, request, now=now)
        others: list[Alternative] = []
        if len(wanted) == 1:
            others = await _same_kind(session, actor, wanted[0], request, now=now)
    return [*sorted(nearest, key=_start), *others]


async def fit_length(db: Database, request: BookingRequest) -> BookingRequest:
    """The request with the nearest length that the rules of its main resource allow."""
    async with db.reading() as session:
        main = await read_resource(session, request.wanted[0].resource_id)
    grid = main.grid_minutes
    longest = main.max_minutes // grid * grid
    minutes = -(-request.period.minutes // grid) * grid
    minutes = max(main.shortest_minutes, min(minutes, longest))
    period = Period.of(request.period.starts_at, minutes)
    return request.model_copy(update={"period": period})


async def _nearest_starts(
    session: AsyncSession, wanted: Sequence[ResourceView], request: BookingRequest, *, now: datetime
) -> list[Alternative]:
    main, period = wanted[0], request.period
    begins = max(period.starts_at - LOOK_AROUND, now - timedelta(days=1))
    units = {one.resource_id: one.units for one in request.wanted}
    around = Period(starts_at=begins, ends_at=period.ends_at + LOOK_AROUND)
    shown, *others = await _read_around(session, wanted, request, around, now=now, units=units)
    first = local_day(begins, main.zone)
    last = local_day(period.starts_at + LOOK_AROUND, main.zone)
    days = [first + timedelta(days=offset) for offset in range((last - first).days)]
    starts = [
        at
        for day in days
        for at in shown.free_starts(day, period.minutes)
        if all(other.accepts(Period.of(at, period.minutes)) for other in others)
    ]
    starts.sort(key=lambda at: (abs(at - period.starts_at), at))
    return [
        _alternative(main, Period.of(at, period.minutes)) for at in _apart(starts, period.minutes)
    ]


def _apart(starts: list[datetime], minutes: int) -> Iterator[datetime]:
    """The first few; of starts within half a booking of each other only one says something new."""
    chosen: list[datetime] = []
    for at in starts:
        if len(chosen) == OTHER_STARTS:
            return
        if all(abs(at - other) >= timedelta(minutes=minutes) / 2 for other in chosen):
            chosen.append(at)
            yield at


async def _same_kind(
    session: AsyncSession,
    actor: Actor,
    resource: ResourceView,
    request: BookingRequest,
    *,
    now: datetime,
) -> list[Alternative]:
    """Those that hold as many people first, then the tightest fit."""
    rows = await resources.list_active(session, kind=resource.kind, other_than=resource.id)
    others = [other for other in map(resource_view, rows) if is_for(other, actor)]
    units = {other.id: request.wanted[0].units for other in others}
    shown = await _read_around(session, others, request, request.period, now=now, units=units)
    free = [calendar.resource for calendar in shown if calendar.accepts(request.period)]
    needed = resource.capacity or 0
    free.sort(
        key=lambda other: ((other.capacity or 0) < needed, abs((other.capacity or 0) - needed))
    )
    return [_alternative(other, request.period) for other in free[:OTHER_RESOURCES]]


def _alternative(resource: ResourceView, period: Period) -> Alternative:
    return Alternative(
        resource_id=resource.id,
        resource_kind=resource.kind,
        resource_name=resource.name,
        timezone=resource.timezone,
        period=period,
    )


def _start(alternative: Alternative) -> datetime:
    return alternative.period.starts_at
