"""What would work instead of a request that was refused: only what this person can really have.

It keeps the rules that refuse, those about the person among them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import day_bounds, local_day
from bot.schemas.actor import Actor
from bot.schemas.bookings import BookingRequest, BookingView, Wanted
from bot.schemas.periods import Period
from bot.schemas.resources import ResourceView
from bot.schemas.slots import Alternative
from bot.services.bookers import has_room_for_more, read_booker
from bot.services.booking import read_own
from bot.services.calendar.availability import Calendar
from bot.services.calendar.calendars import read_calendars
from bot.services.calendar.rules import check_active, check_booker, is_for, last_day
from bot.services.refusals import Refusal
from bot.services.shares import Claim, own_periods
from bot.services.views import booking_view, resource_view
from db.engine import Database
from db.repositories import resources

OF_THE_SAME = 4
OTHER_RESOURCES = 2
NEXT_WEEK = 2
"""How many there are at most; of the week after only where nothing later is free in this one."""
LOOK_AROUND = 3
WEEK = 7
"""Days."""


async def find_alternatives(
    db: Database, actor: Actor, request: BookingRequest, *, now: datetime
) -> list[Alternative]:
    """The nearest starts of all that is wanted, or less of it at the start that was asked for.

    For a single resource also others of its kind at that time. A length or a number that no rule
    allows becomes the nearest that they allow.
    """
    async with db.reading() as session:
        ids = [one.resource_id for one in request.wanted]
        rows = {row[0]: row for row in await resources.list_by_id(session, ids)}
        if len(rows) < len(ids):
            return []
        wanted = [resource_view(rows[one]) for one in ids]
        booker = await read_booker(session, actor, request.for_user)
        if request.replaces is None and not await has_room_for_more(session, booker, now=now):
            return []
        search = await _begin(session, booker, request, now=now)
        same = await _of_the_same(search, wanted)
        others = await _of_the_kind(search, wanted[0]) if len(wanted) == 1 else []
    return [*same, *others]


@dataclass(frozen=True)
class _Search:
    """Whose it is, and what was asked for; `moved` is the booking that it shall replace."""

    session: AsyncSession
    actor: Actor
    request: BookingRequest
    now: datetime
    moved: BookingView | None

    async def look_at(
        self, shown: Sequence[ResourceView], within: Period, units: Mapping[int, int]
    ) -> list["_Candidate"]:
        """Each of them, as the person could have it within a stretch."""
        if not shown:
            return []
        replaces = self.request.replaces
        calendars = await read_calendars(
            self.session,
            shown,
            within.starts_at,
            within.ends_at,
            now=self.now,
            units=units,
            replaces=replaces,
        )
        claim = Claim(self.actor.user_id, (), within, self.now, booking_id=replaces)
        own = await own_periods(self.session, claim, shown)
        return [_Candidate(one, self.actor, own.get(one.resource.id, ())) for one in calendars]

    def is_new(self, main: Wanted, period: Period) -> bool:
        """Whether the booking that is moved would not stay just as it is."""
        asked = {main, *self.request.wanted[1:]}
        moved = self.moved
        return moved is None or period != moved.period or asked != set(moved.wanted)


async def _begin(
    session: AsyncSession, booker: Actor, request: BookingRequest, *, now: datetime
) -> _Search:
    moved = None
    if request.replaces is not None:
        moved = booking_view(await read_own(session, booker, request.replaces))
    return _Search(session, booker, request, now, moved)


@dataclass(frozen=True)
class _Candidate:
    """One resource, and one person with their other bookings of it."""

    calendar: Calendar
    actor: Actor
    own: Sequence[Period]

    def accepts(self, period: Period) -> bool:
        return self.is_for_person(period) and self.calendar.accepts(period)

    def is_for_person(self, period: Period) -> bool:
        """The same for all periods as long that start on one local day."""
        resource = self.calendar.resource
        try:
            check_active(resource)
            check_booker(resource, self.actor, period, self.own, now=self.calendar.now)
        except Refusal:
            return False
        return True

    def free_units(self, period: Period) -> int:
        return self.calendar.free_units(period) if self.is_for_person(period) else 0

    def starts(self, days: Iterable[date], minutes: int) -> Iterator[datetime]:
        for day in days:
            found = self.calendar.free_starts(day, minutes)
            if found and self.is_for_person(Period.of(found[0], minutes)):
                yield from found


async def _of_the_same(search: _Search, wanted: Sequence[ResourceView]) -> list[Alternative]:
    main = wanted[0]
    period = _fitting(main, search.request.period)
    units = {one.resource_id: one.units for one in search.request.wanted}
    if len(wanted) == 1:
        units[main.id] = min(units[main.id], main.quantity)
    days = _days_around(main, period, now=search.now)
    begins, ends = day_bounds(days[0], main.zone)[0], day_bounds(days[-1], main.zone)[1]
    within = Period(starts_at=begins, ends_at=ends + period.length)
    looked = await search.look_at(wanted, within, units)
    count = units[main.id]
    less = [_alternative(main, shorter, count) for shorter in _shorter(looked, period)]
    if len(wanted) == 1 and 0 < (free := looked[0].free_units(period)) < count:
        less.append(_alternative(main, period, free))
    most = OF_THE_SAME - len(less)
    starts = _nearest(search, looked, period, days, most=most)
    found = [*less, *(_alternative(main, Period.of(at, period.minutes), count) for at in starts)]
    return sorted(found, key=_order)


def _fitting(resource: ResourceView, period: Period) -> Period:
    """As long as the rules of a resource allow, at the same start."""
    grid = resource.grid_minutes
    longest = resource.max_minutes // grid * grid
    minutes = -(-period.minutes // grid) * grid
    return Period.of(period.starts_at, max(resource.shortest_minutes, min(minutes, longest)))


def _days_around(resource: ResourceView, period: Period, *, now: datetime) -> list[date]:
    """The local days to look at: some before and after what was asked for, and a week on.

    What is past, or beyond the horizon, is asked for on the nearest day that is not.
    """
    today, latest = local_day(now, resource.zone), last_day(resource, now=now)
    day = max(min(local_day(period.starts_at, resource.zone), latest), today)
    return [day + timedelta(days=offset) for offset in range(-LOOK_AROUND, WEEK + LOOK_AROUND + 1)]


def _shorter(looked: Sequence[_Candidate], period: Period) -> list[Period]:
    """The longest that could be had at that start, where that is less than what was asked for."""
    main = looked[0].calendar.resource
    lengths = range(main.shortest_minutes, period.minutes + 1, main.grid_minutes)

    def is_too_long(minutes: int) -> bool:
        shorter = Period.of(period.starts_at, minutes)
        return not all(one.accepts(shorter) for one in looked)

    possible = lengths[: bisect_left(lengths, 1, key=is_too_long)]
    is_less = possible and possible[-1] < period.minutes
    return [Period.of(period.starts_at, possible[-1])] if is_less else []


def _nearest(
    search: _Search,
    looked: Sequence[_Candidate],
    period: Period,
    days: Sequence[date],
    *,
    most: int,
) -> list[datetime]:
    """Starts for a period as long, ascending by how far they are from it."""
    main, *others = looked
    zone, minutes = main.calendar.resource.zone, period.minutes
    wanted = Wanted(resource_id=main.calendar.resource.id, units=main.calendar.units)

    def near(at: datetime, days: Sequence[date]) -> Iterator[datetime]:
        for start in sorted(main.starts(days, minutes), key=lambda one: (abs(one - at), one)):
            each = Period.of(start, minutes)
            if search.is_new(wanted, each) and all(other.accepts(each) for other in others):
                yield start

    this_week, next_week = days[: 2 * LOOK_AROUND + 1], days[2 * LOOK_AROUND + 1 :]
    found = _apart(near(period.starts_at, this_week), minutes, most=most)
    if any(at >= period.starts_at for at in found):
        return found
    a_week_on = (period.starts_at.astimezone(zone) + timedelta(days=WEEK)).astimezone(UTC)
    later = _apart(near(a_week_on, next_week), minutes, most=NEXT_WEEK)
    return [*found[: most - len(later)], *later]


def _apart(starts: Iterable[datetime], minutes: int, *, most: int) -> list[datetime]:
    """The first few; of starts within half a booking of each other only one says something new."""
    chosen: list[datetime] = []
    for at in starts:
        if len(chosen) == most:
            break
        if all(abs(at - other) >= timedelta(minutes=minutes) / 2 for other in chosen):
            chosen.append(at)
    return chosen


async def _of_the_kind(search: _Search, resource: ResourceView) -> list[Alternative]:
    """Those that hold as many people first, then the tightest fit."""
    units, period = search.request.wanted[0].units, search.request.period
    rows = await resources.list_active(search.session, kind=resource.kind, other_than=resource.id)
    others = [other for other in map(resource_view, rows) if is_for(other, search.actor)]
    fitting = _fitting(resource, period)
    within = max(period, fitting, key=lambda one: one.ends_at)
    looked = await search.look_at(others, within, {other.id: units for other in others})
    found = []
    for one in looked:
        accepted = [each for each in (period, fitting) if one.accepts(each)]
        if accepted:
            found.append((one.calendar.resource, accepted[0]))
    needed = resource.capacity or 0
    found.sort(key=lambda each: _misfit(each[0], needed))
    return [_alternative(other, each, units) for other, each in found[:OTHER_RESOURCES]]


def _misfit(resource: ResourceView, needed: int) -> tuple[bool, int]:
    capacity = resource.capacity or 0
    return capacity < needed, abs(capacity - needed)


def _alternative(resource: ResourceView, period: Period, units: int) -> Alternative:
    return Alternative(
        resource_id=resource.id,
        resource_kind=resource.kind,
        resource_name=resource.name,
        units=units,
        timezone=resource.timezone,
        period=period,
    )


def _order(alternative: Alternative) -> tuple[datetime, datetime, int]:
    period = alternative.period
    return period.starts_at, period.ends_at, alternative.units
