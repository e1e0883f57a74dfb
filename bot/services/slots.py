"""What can be offered: the resources, the days of a month, the starts of a day, the durations."""

import calendar
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import day_bounds, local_day
from bot.schemas.pages import page_within
from bot.schemas.periods import Period
from bot.schemas.resources import ResourceOption, ResourcePage, ResourceView
from bot.schemas.slots import Alternative, DayView, DurationView, MonthView
from bot.services import refusals
from bot.services.calendars import read_calendar, read_calendars
from bot.services.rules import check_rules, last_day
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
            ResourceOption.model_validate(row)
            for row in rows
            if search is None or _matches(search, row.name, row.location, row.description)
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
    if row is None or not row.is_active:
        raise refusals.ResourceMissing
    return ResourceView.model_validate(row)


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
        begins, ends = day_bounds(day, resource.zone)
        shown = await read_calendar(
            session, resource, begins, ends + timedelta(minutes=resource.max_minutes), now=now
        )
    return DayView(resource=resource, day=day, slots=tuple(shown.slots(day)))


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


async def find_alternatives(
    db: Database, resource_id: int, wanted: Period, *, now: datetime
) -> list[Alternative]:
    """What would work instead: the nearest starts, then other resources of the same kind."""
    async with db.reading() as session:
        resource = await read_resource(session, resource_id)
        nearest = await _nearest_starts(session, resource, wanted, now=now)
        others = await _same_kind(session, resource, wanted, now=now)
    return [*sorted(nearest, key=_start), *others]


async def _nearest_starts(
    session: AsyncSession, resource: ResourceView, wanted: Period, *, now: datetime
) -> list[Alternative]:
    begins = max(wanted.starts_at - LOOK_AROUND, now - timedelta(days=1))
    shown = await read_calendar(session, resource, begins, wanted.ends_at + LOOK_AROUND, now=now)
    first = local_day(begins, resource.zone)
    last = local_day(wanted.starts_at + LOOK_AROUND, resource.zone)
    days = [first + timedelta(days=offset) for offset in range((last - first).days)]
    starts = [at for day in days for at in shown.free_starts(day, wanted.minutes)]
    starts.sort(key=lambda at: (abs(at - wanted.starts_at), at))
    return [
        _alternative(resource, Period.of(at, wanted.minutes))
        for at in _apart(starts, wanted.minutes)
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
    session: AsyncSession, resource: ResourceView, wanted: Period, *, now: datetime
) -> list[Alternative]:
    """Those that hold as many people first, then the tightest fit."""
    rows = await resources.list_active(session, kind=resource.kind, other_than=resource.id)
    others = [ResourceView.model_validate(row) for row in rows]
    if not others:
        return []
    shown = await read_calendars(session, others, wanted.starts_at, wanted.ends_at, now=now)
    free = [calendar.resource for calendar in shown if calendar.accepts(wanted)]
    needed = resource.capacity or 0
    free.sort(
        key=lambda other: ((other.capacity or 0) < needed, abs((other.capacity or 0) - needed))
    )
    return [_alternative(other, wanted) for other in free[:OTHER_RESOURCES]]


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
