"""When first: of a day, a start and a length, what is free then; and what is free right now, of
all resources of a kind or of the one whose door it is.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import day_bounds, local_day
from bot.schemas.actor import Actor
from bot.schemas.pages import page_within
from bot.schemas.periods import Period
from bot.schemas.resources import ResourceField, ResourceView
from bot.schemas.slots import Door, FreeNow, FreeNowPage, FreePage, Sought, WantedView
from bot.schemas.words import mark_of
from bot.services.access.users import Actors
from bot.services.calendar.availability import Calendar
from bot.services.calendar.calendars import read_calendar, read_calendars
from bot.services.calendar.grids import grid_of
from bot.services.calendar.rules import check_may_look
from bot.services.calendar.sweep import free_among
from bot.services.finding.slots import read_resource
from bot.services.finding.sought import kinds_of, list_shown, other_kind, read_sought, words_of
from db.engine import Database
from db.enums import ResourceKind

STEP_MINUTES = 30
STEP = timedelta(minutes=STEP_MINUTES)
"""Starts worth a button, where nobody has chosen a resource and its grid yet."""
LENGTHS = (30, 60, 90, 120, 180, 240)
PAGE_SIZE = 8


async def list_kinds(db: Database, actor: Actor) -> tuple[ResourceKind, ...]:
    """The kinds of which there is anything for this person, rooms first."""
    async with db.reading() as session:
        return kinds_of(await list_shown(session, actor))


async def list_starts(
    db: Database, actor: Actor, sought: Sought, *, day: date, zone: ZoneInfo, now: datetime
) -> list[datetime]:
    """The half hours of a local day from which something could be booked, for its shortest time
    where no length is known yet."""
    begins, ends = day_bounds(day, zone)
    async with db.reading() as session:
        shown = await list_shown(session, actor)
        calendars = await read_sought(session, shown, sought, begins, ends, now=now)
    starts = grid_of(day, zone, STEP_MINUTES).at
    return free_among(calendars, starts, sought.minutes)


async def list_lengths(
    db: Database, actor: Actor, sought: Sought, *, at: datetime, now: datetime
) -> tuple[int, ...]:
    """Of the usual lengths, in minutes, those for which something could be booked from `at`."""
    ends = at + timedelta(minutes=LENGTHS[-1])
    async with db.reading() as session:
        shown = await list_shown(session, actor)
        calendars = await read_sought(session, shown, sought, at, ends, now=now)
    return tuple(
        minutes
        for minutes in LENGTHS
        if any(one.accepts(Period.of(at, minutes)) for one in calendars)
    )


async def find_free(
    db: Database, actor: Actor, sought: Sought, *, period: Period, page: int, now: datetime
) -> FreePage:
    """What could be booked for a period and holds so many people, best fit first.

    What does not say how many it holds comes last. A page past the end is the last one.
    """
    begins, ends = period.starts_at, period.ends_at
    async with db.reading() as session:
        shown = await list_shown(session, actor)
        calendars = await read_sought(session, shown, sought, begins, ends, now=now)
        extras = await _read_extras(session, shown, sought, period, now=now)
    free = [one.resource for one in calendars if one.accepts(period)]
    features = words_of(free, ResourceField.FEATURES)
    feature = next((word for word in features if mark_of(word) == sought.mark), None)
    free = [one for one in free if feature is None or feature in one.features]
    free.sort(key=lambda one: (one.requires_approval, _spare(one, sought.people), one.name))
    page, pages = page_within(page, len(free), PAGE_SIZE)
    return FreePage(
        period=period,
        kind=sought.kind,
        people=sought.people,
        other=other_kind(shown, sought.kind),
        resources=tuple(free[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]),
        extras=extras,
        features=tuple(features),
        feature=feature,
        page=page,
        pages=pages,
    )


def _spare(resource: ResourceView, people: int) -> tuple[bool, int]:
    """How many seats would stay empty."""
    return resource.capacity is None, (resource.capacity or 0) - people


async def _read_extras(
    session: AsyncSession,
    shown: Sequence[ResourceView],
    sought: Sought,
    period: Period,
    *,
    now: datetime,
) -> tuple[WantedView, ...]:
    units = {one.resource_id: one.units for one in sought.extras}
    extras = [one for one in shown if one.id in units]
    if not extras:
        return ()
    begins, ends = period.starts_at, period.ends_at
    calendars = await read_calendars(session, extras, begins, ends, now=now)
    return tuple(
        WantedView(resource=one.resource, units=units[one.resource.id], free=one.free_units(period))
        for one in calendars
    )


async def find_free_now(
    db: Database, actor: Actor, sought: Sought, *, page: int, now: datetime
) -> FreeNowPage:
    """What could be booked at this moment without asking anybody, that for longest first."""
    ends = now + timedelta(minutes=LENGTHS[-1])
    async with db.reading() as session:
        shown = await list_shown(session, actor)
        calendars = await read_sought(session, shown, sought, now - STEP, ends, now=now)
    free = [found for one in calendars if (found := _free_now(one, now=now)) is not None]
    free.sort(key=lambda one: (-one.minutes[-1], one.resource.capacity or 0, one.resource.name))
    page, pages = page_within(page, len(free), PAGE_SIZE)
    return FreeNowPage(
        kind=sought.kind,
        other=other_kind(shown, sought.kind),
        free=tuple(free[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]),
        page=page,
        pages=pages,
    )


async def look_at_free_now(
    db: Database, actor: Actor, resource_id: int, *, now: datetime
) -> FreeNow | None:
    """One of these; None once it is not free any more."""
    ends = now + timedelta(minutes=LENGTHS[-1])
    async with db.reading() as session:
        chosen = [one for one in await list_shown(session, actor) if one.id == resource_id]
        if not chosen:
            return None
        calendar = await read_calendar(session, chosen[0], now - STEP, ends, now=now)
    return _free_now(calendar, now=now)


def _free_now(calendar: Calendar, *, now: datetime) -> FreeNow | None:
    """From the running step of its grid on, for some hours at most."""
    if calendar.resource.requires_approval:
        return None
    found = _free_from_now(calendar, now=now)
    if found is None:
        return None
    minutes = tuple(each for each in found.minutes if each <= LENGTHS[-1])
    return found.model_copy(update={"minutes": minutes}) if minutes else None


def _free_from_now(calendar: Calendar, *, now: datetime) -> FreeNow | None:
    starts = [at for at in _free_today(calendar, now=now) if at <= now]
    minutes = tuple(calendar.durations(starts[-1])) if starts else ()
    if not minutes:
        return None
    return FreeNow(resource=calendar.resource, at=starts[-1], minutes=minutes)


def _free_today(calendar: Calendar, *, now: datetime) -> list[datetime]:
    today = local_day(now, calendar.resource.zone)
    return calendar.free_starts(today, calendar.resource.shortest_minutes)


async def look_at_door(
    db: Database, actors: Actors, actor: Actor, resource_id: int, *, now: datetime
) -> Door:
    """Of one resource: free until when, or from when on, and whom to ask.

    Raises ResourceMissing, NotForYou or Blocked.
    """
    async with db.reading() as session:
        resource = await read_resource(session, resource_id)
        check_may_look(resource, actor)
        _, ends = day_bounds(local_day(now, resource.zone), resource.zone)
        ends += timedelta(minutes=resource.max_minutes)
        calendar = await read_calendar(session, resource, now - STEP, ends, now=now)
    later = [at for at in _free_today(calendar, now=now) if at > now]
    return Door(
        resource=resource,
        free=_free_from_now(calendar, now=now),
        next_at=later[0] if later else None,
        admins=await actors.list_admins(),
    )
