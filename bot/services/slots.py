"""What can be offered: the resources, the days of a month, the starts of a day, the durations."""

import calendar
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import day_bounds, local_day
from bot.schemas.bookings import BookingRequest
from bot.schemas.pages import page_within
from bot.schemas.periods import Period
from bot.schemas.resources import ResourceOption, ResourcePage, ResourceView
from bot.schemas.slots import Alternative, DayView, DurationView, Extra, MonthView, WantedView
from bot.services import refusals
from bot.services.availability import Calendar
from bot.services.calendars import read_calendar, read_calendars
from bot.services.rules import check_rules, last_day
from bot.services.views import resource_view
from db.engine import Database
from db.enums import ResourceKind
from db.repositories import resources

PAGE_SIZE = 8
OTHER_STARTS = 4
OTHER_RESOURCES = 2
LOOK_AROUND = timedelta(days=3)


async def list_resources(
    db: Database,
    *,
    kind: ResourceKind | None = None,
    search: str | None = None,
    page: int = 0,
) -> ResourcePage:
    """A page of the resources in service; `search` is a part of a name, location or description.

    A page past the end is the last one.
    """
    async with db.reading() as session:
        rows = await resources.list_active(session, kind=kind)
        found = [
            ResourceOption.model_validate(one)
            for one in map(resource_view, rows)
            if search is None or _matches(search, one.name, one.location, one.description)
        ]
    page, pages = page_within(page, len(found), PAGE_SIZE)
    shown = tuple(found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE])
    return ResourcePage(options=shown, page=page, pages=pages, kind=kind, search=search)


def _matches(search: str, *texts: str | None) -> bool:
    return any(search.casefold() in text.casefold() for text in texts if text)


async def get_resource(db: Database, resource_id: int) -> ResourceView:
    """A resource in service; ResourceMissing otherwise."""
    async with db.reading() as session:
        return await read_resource(session, resource_id)


async def read_resource(session: AsyncSession, resource_id: int) -> ResourceView:
    row = await resources.find(session, resource_id)
    resource = row and resource_view(row)
    if resource is None or not resource.is_active:
        raise refusals.ResourceMissing
    return resource


async def get_month(db: Database, resource_id: int, asked: date, *, now: datetime) -> MonthView:
    """The days of a day's month; one before today's or after the horizon's becomes the nearest."""
    async with db.reading() as session:
        resource = await read_resource(session, resource_id)
        today = local_day(now, resource.zone)
        last = last_day(resource, now=now)
        first_day = min(max(asked, today), last).replace(day=1)
        length = calendar.monthrange(first_day.year, first_day.month)[1]
        days = [first_day + timedelta(days=offset) for offset in range(length)]
        begins, _ = day_bounds(days[0], resource.zone)
        _, ends = day_bounds(days[-1], resource.zone)
        ends += timedelta(minutes=resource.max_minutes)
        shown = await read_calendar(session, resource, begins, ends, now=now)
    return MonthView(
        resource=resource,
        year=first_day.year,
        month=first_day.month,
        days={day: shown.day_state(day) for day in days},
        has_previous=first_day > today.replace(day=1),
        has_next=days[-1] < last,
    )


async def get_day(db: Database, resource_id: int, day: date, *, now: datetime) -> DayView:
    """The starts of a local day, those that are taken marked as such."""
    async with db.reading() as session:
        resource = await read_resource(session, resource_id)
        return (await _read_days(session, [resource], day, now=now))[0]


async def list_days(
    db: Database, day: date, *, kind: ResourceKind | None = None, now: datetime
) -> list[DayView]:
    """The same for every resource in service, each in its own zone: one query, one sweep each."""
    async with db.reading() as session:
        rows = await resources.list_active(session, kind=kind)
        shown = [resource_view(row) for row in rows]
        return await _read_days(session, shown, day, now=now) if shown else []


async def _read_days(
    session: AsyncSession, shown: Sequence[ResourceView], day: date, *, now: datetime
) -> list[DayView]:
    bounds = [day_bounds(day, zone) for zone in {resource.zone for resource in shown}]
    longest = timedelta(minutes=max(resource.shortest_minutes for resource in shown))
    begins = min(begins for begins, _ in bounds)
    ends = max(ends for _, ends in bounds) + longest
    calendars = await read_calendars(session, shown, begins, ends, now=now)
    return [one.day_view(day) for one in calendars]


async def get_durations(
    db: Database, resource_id: int, at: datetime, *, now: datetime
) -> DurationView:
    """How long a booking from `at` may be; refused as the shortest booking would be."""
    async with db.reading() as session:
        resource = await read_resource(session, resource_id)
        ends = at + timedelta(minutes=resource.max_minutes)
        shown = await read_calendar(session, resource, at, ends, now=now)
    shortest = Period.of(at, resource.shortest_minutes)
    check_rules(resource, shortest, closures=shown.closures, now=now)
    minutes = tuple(shown.durations(at))
    if not minutes:
        raise refusals.SlotTaken
    return DurationView(resource=resource, at=at, minutes=minutes)


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
        calendars = await _read_around(session, shown, request.period, now=now)
    return tuple(
        WantedView(resource=one.resource, units=each.units, free=one.free_units(request.period))
        for one, each in zip(calendars, request.wanted, strict=True)
    )


async def list_extras(db: Database, request: BookingRequest, *, now: datetime) -> tuple[Extra, ...]:
    """The equipment that could be booked for the period of a request, and what is chosen of it."""
    chosen = {wanted.resource_id: wanted.units for wanted in request.wanted}
    async with db.reading() as session:
        rows = await resources.list_active(session, kind=ResourceKind.EQUIPMENT)
        shown = [resource_view(row) for row in rows]
        calendars = await _read_around(session, shown, request.period, now=now)
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
    period: Period,
    *,
    now: datetime,
    units: Mapping[int, int] | None = None,
) -> list[Calendar]:
    if not shown:
        return []
    return await read_calendars(
        session, shown, period.starts_at, period.ends_at, now=now, units=units
    )


async def find_alternatives(
    db: Database, request: BookingRequest, *, now: datetime
) -> list[Alternative]:
    """What would work instead: the nearest starts of all that is wanted, then, for a single
    resource, others of the same kind."""
    async with db.reading() as session:
        wanted = [await read_resource(session, one.resource_id) for one in request.wanted]
        nearest = await _nearest_starts(session, wanted, request, now=now)
        others = [] if len(wanted) > 1 else await _same_kind(session, wanted[0], request, now=now)
    return [*sorted(nearest, key=_start), *others]


async def _nearest_starts(
    session: AsyncSession, wanted: Sequence[ResourceView], request: BookingRequest, *, now: datetime
) -> list[Alternative]:
    main, period = wanted[0], request.period
    begins = max(period.starts_at - LOOK_AROUND, now - timedelta(days=1))
    units = {one.resource_id: one.units for one in request.wanted}
    around = Period(starts_at=begins, ends_at=period.ends_at + LOOK_AROUND)
    shown, *others = await _read_around(session, wanted, around, now=now, units=units)
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
    session: AsyncSession, resource: ResourceView, request: BookingRequest, *, now: datetime
) -> list[Alternative]:
    """Those that hold as many people first, then the tightest fit."""
    rows = await resources.list_active(session, kind=resource.kind, other_than=resource.id)
    needed_units = request.wanted[0].units
    others = [one for one in map(resource_view, rows) if one.quantity >= needed_units]
    units = {other.id: needed_units for other in others}
    shown = await _read_around(session, others, request.period, now=now, units=units)
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
