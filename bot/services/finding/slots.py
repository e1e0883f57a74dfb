"""What can be offered: the resources, the days of a month, the starts of a day, the durations."""

import calendar
from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import day_bounds, local_day
from bot.schemas.actor import Actor
from bot.schemas.pages import page_within
from bot.schemas.periods import Period
from bot.schemas.phrases import Known
from bot.schemas.resources import ResourceOption, ResourcePage, ResourceView
from bot.schemas.slots import DayView, DurationView, MonthView
from bot.services import refusals
from bot.services.calendar.calendars import read_calendar
from bot.services.calendar.rules import check_rules, last_day, may_ask_for
from bot.services.views import resource_view
from db.engine import Database
from db.enums import ResourceKind
from db.repositories import resources

PAGE_SIZE = 8


async def list_resources(
    db: Database,
    actor: Actor,
    *,
    kind: ResourceKind | None = None,
    search: str | None = None,
    page: int = 0,
) -> ResourcePage:
    """A page of what the actor may ask for. One past the end is the last.

    `search` is a part of a name, location, description or feature.
    """
    async with db.reading() as session:
        rows = await resources.list_active(session, kind=kind)
        found = [
            ResourceOption.model_validate(one)
            for one in map(resource_view, rows)
            if may_ask_for(one, actor) and (search is None or _matches(search, one))
        ]
    page, pages = page_within(page, len(found), PAGE_SIZE)
    shown = tuple(found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE])
    return ResourcePage(options=shown, page=page, pages=pages, kind=kind, search=search)


def _matches(search: str, resource: ResourceView) -> bool:
    texts = (resource.name, resource.location, resource.description, *resource.features)
    return any(search.casefold() in text.casefold() for text in texts if text)


async def list_known(db: Database, actor: Actor) -> list[Known]:
    """What a phrase of the actor's may name."""
    async with db.reading() as session:
        rows = await resources.list_active(session)
    shown = [one for one in map(resource_view, rows) if may_ask_for(one, actor)]
    return [
        Known(one.id, one.name, one.kind, one.zone, one.capacity, one.quantity) for one in shown
    ]


async def list_named(
    db: Database, actor: Actor, resource_ids: Collection[int]
) -> list[ResourceOption]:
    """Of these resources, those that the actor may ask for."""
    async with db.reading() as session:
        rows = await resources.list_active(session)
    return [
        ResourceOption.model_validate(one)
        for one in map(resource_view, rows)
        if one.id in resource_ids and may_ask_for(one, actor)
    ]


async def get_resource(db: Database, resource_id: int) -> ResourceView:
    """A resource in service; ResourceMissing otherwise."""
    async with db.reading() as session:
        return await read_resource(session, resource_id)


async def read_resource(session: AsyncSession, resource_id: int) -> ResourceView:
    row = await resources.find(session, resource_id)
    resource = None if row is None else resource_view(row)
    if resource is None or not resource.is_active:
        raise refusals.ResourceMissing
    return resource


async def get_month(
    db: Database, resource_id: int, asked: date, *, now: datetime, replaces: int | None = None
) -> MonthView:
    """The days of a day's month; one before today's or after the horizon's becomes the nearest.

    What the booking `replaces` holds counts as free, here and below.
    """
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
        shown = await read_calendar(session, resource, begins, ends, now=now, replaces=replaces)
    return MonthView(
        resource=resource,
        year=first_day.year,
        month=first_day.month,
        days={day: shown.day_state(day) for day in days},
        has_previous=first_day > today.replace(day=1),
        has_next=days[-1] < last,
    )


async def get_day(
    db: Database, resource_id: int, day: date, *, now: datetime, replaces: int | None = None
) -> DayView:
    """The starts of a local day, those that are taken marked as such."""
    async with db.reading() as session:
        resource = await read_resource(session, resource_id)
        begins, ends = day_bounds(day, resource.zone)
        ends += timedelta(minutes=resource.shortest_minutes)
        shown = await read_calendar(session, resource, begins, ends, now=now, replaces=replaces)
    return shown.day_view(day)


async def get_durations(
    db: Database, resource_id: int, at: datetime, *, now: datetime, replaces: int | None = None
) -> DurationView:
    """How long a booking from `at` may be; refused as the shortest booking would be."""
    async with db.reading() as session:
        resource = await read_resource(session, resource_id)
        ends = at + timedelta(minutes=resource.max_minutes)
        shown = await read_calendar(session, resource, at, ends, now=now, replaces=replaces)
    shortest = Period.of(at, resource.shortest_minutes)
    check_rules(resource, shortest, closures=shown.closures, now=now)
    minutes = tuple(shown.durations(at))
    if not minutes:
        raise refusals.SlotTaken
    return DurationView(resource=resource, at=at, minutes=minutes)
