"""When first: of a day, a start and a length, what is free then; and what is free right now, of
all resources or of the one whose door it is.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import day_bounds, local_day
from bot.schemas.actor import Actor
from bot.schemas.pages import page_within
from bot.schemas.periods import Period
from bot.schemas.resources import ResourceView
from bot.schemas.slots import Door, FreeNow, FreePage
from bot.services.availability import Calendar
from bot.services.calendars import read_calendar, read_calendars
from bot.services.rules import check_may_look, is_for
from bot.services.slots import read_resource
from bot.services.users import Actors
from bot.services.views import resource_view
from db.engine import Database
from db.enums import ResourceKind
from db.repositories import resources

STEP = timedelta(minutes=30)
"""Starts worth a button, where nobody has chosen a resource and its grid yet."""
LENGTHS = (30, 60, 90, 120, 180, 240)
PAGE_SIZE = 8


async def list_starts(
    db: Database, actor: Actor, day: date, *, zone: ZoneInfo, now: datetime
) -> list[datetime]:
    """The half hours of a local day from which something could be booked, for its shortest time."""
    begins, ends = day_bounds(day, zone)
    async with db.reading() as session:
        calendars = await _calendars(session, actor, begins, ends, now=now)
    free = {
        slot.at
        for one in calendars
        for local in {local_day(begins, one.resource.zone), local_day(ends, one.resource.zone)}
        for slot in one.slots(local)
        if slot.is_free and begins <= slot.at < ends and slot.at.minute % 30 == 0
    }
    return sorted(free)


async def list_lengths(
    db: Database, actor: Actor, at: datetime, *, now: datetime
) -> tuple[int, ...]:
    """Of the usual lengths, in minutes, those for which something could be booked from `at`."""
    ends = at + timedelta(minutes=LENGTHS[-1])
    async with db.reading() as session:
        calendars = await _calendars(session, actor, at, ends, now=now)
    return tuple(
        minutes
        for minutes in LENGTHS
        if any(one.accepts(Period.of(at, minutes)) for one in calendars)
    )


async def find_free(
    db: Database, actor: Actor, period: Period, *, people: int, page: int, now: datetime
) -> FreePage:
    """What could be booked for a period and holds so many people, best fit first.

    What does not say how many it holds comes last. A page past the end is the last one.
    """
    async with db.reading() as session:
        calendars = await _calendars(session, actor, period.starts_at, period.ends_at, now=now)
    free = [one.resource for one in calendars if one.accepts(period)]
    fitting = [one for one in free if one.capacity is None or one.capacity >= people]
    fitting.sort(key=lambda one: (one.requires_approval, _spare(one, people), one.name))
    page, pages = page_within(page, len(fitting), PAGE_SIZE)
    shown = tuple(fitting[page * PAGE_SIZE : (page + 1) * PAGE_SIZE])
    return FreePage(period=period, people=people, resources=shown, page=page, pages=pages)


def _spare(resource: ResourceView, people: int) -> tuple[bool, int]:
    """How many seats would stay empty."""
    return resource.capacity is None, (resource.capacity or 0) - people


async def find_free_now(db: Database, actor: Actor, *, now: datetime) -> list[FreeNow]:
    """What could be booked at this moment without asking anybody, that for longest first."""
    ends = now + timedelta(minutes=LENGTHS[-1])
    async with db.reading() as session:
        calendars = await _calendars(session, actor, now - STEP, ends, now=now)
    free = [found for one in calendars if (found := _free_now(one, now=now)) is not None]
    free.sort(key=lambda one: (-one.minutes[-1], one.resource.capacity or 0, one.resource.name))
    return free[:PAGE_SIZE]


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
    return [slot.at for slot in calendar.slots(today) if slot.is_free]


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


async def _calendars(
    session: AsyncSession, actor: Actor, begins: datetime, ends: datetime, *, now: datetime
) -> Sequence[Calendar]:
    """Of the rooms that are for this person; of everything, where there are no rooms."""
    rows = await resources.list_active(session)
    shown = [one for one in map(resource_view, rows) if is_for(one, actor)]
    rooms = [one for one in shown if one.kind is ResourceKind.ROOM] or shown
    if not rooms:
        return []
    longest = timedelta(minutes=max(one.shortest_minutes for one in rooms))
    return await read_calendars(session, rooms, begins, ends + longest, now=now)
