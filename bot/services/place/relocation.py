"""Where bookings could go that cannot stay, all of them together: by the rules that refuse.

Another resource of the kind that holds as many people, at the same time; else the nearest start as
long, on that day or in the week after. Whoever comes later finds the places of the earlier taken.
"""

from asyncio import sleep
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import local_day
from bot.schemas.actor import Actor
from bot.schemas.bookings import BookingView, Wanted
from bot.schemas.impact import Relocation, Touched
from bot.schemas.periods import Period
from bot.schemas.resources import ResourceView
from bot.services.calendar.availability import Calendar
from bot.services.calendar.calendars import read_held
from bot.services.calendar.rules import check_booker, check_may_book, check_week_hours, week_of
from bot.services.calendar.stretches import closures_of
from bot.services.refusals import Refusal
from bot.services.views import held_resources
from db.repositories import allocations
from db.repositories.allocations import Kept, UnitRow
from db.repositories.resources import ClosureRow

LOOK_AHEAD = 7
"""Days."""
MOST = 200
"""Bookings that are moved in one transaction; others wait for it. Of more the rest stays."""


@dataclass(frozen=True)
class _Guest:
    """A booking that has to go, and whose it is."""

    touched: Touched
    booker: Actor
    kept: Mapping[int, Kept]

    @property
    def view(self) -> BookingView:
        return self.touched.booking


async def read_relocations(
    board: "Board", touched: Sequence[Touched], bookers: Mapping[int, Actor]
) -> list[Touched]:
    """The same, earliest first, each with where it could go; whose they are, by user id."""
    await board.read(touched[:MOST])
    placed = []
    for one in touched[:MOST]:
        await sleep(0)  # everybody else has their turn
        kept = await allocations.kept_of(board.session, one.booking.id)
        relocation = await board.relocate(_Guest(one, bookers[one.booking.user_id], kept))
        placed.append(one.model_copy(update={"relocation": relocation}))
    return [*placed, *touched[MOST:]]


class Board:
    """What all resources hold while bookings are moved about, and how they would be by then."""

    def __init__(
        self,
        session: AsyncSession,
        shown: Mapping[int, ResourceView],
        closures: Sequence[ClosureRow],
        now: datetime,
    ) -> None:
        self.session = session
        self._shown, self._rows_of_closures, self._now = shown, closures, now
        self._calendars: dict[int, Calendar] = {}
        self._moved: dict[int, tuple[int, Relocation]] = {}
        """Booking id -> whose it is, and where it is now."""

    async def read(self, touched: Sequence[Touched]) -> None:
        """All that is held from the first of these bookings until a week after the last."""
        if not touched:
            return
        periods = [one.booking.period for one in touched]
        day = timedelta(days=1)
        begins = min(period.starts_at for period in periods) - day
        ends = max(period.ends_at for period in periods) + (LOOK_AHEAD + 1) * day
        held = await read_held(self.session, list(self._shown.values()), begins, ends)
        within = Period(starts_at=begins, ends_at=ends)
        for one in self._shown.values():
            closed = closures_of(one, self._rows_of_closures, within)
            self._calendars[one.id] = Calendar(one, held[one.id], closed, self._now)

    async def relocate(self, guest: _Guest) -> Relocation | None:
        """The first place that the booking could have, which it then has."""
        is_out = any(one.resource_id not in self._shown for one in guest.view.wanted)
        if is_out or guest.view.period.starts_at <= self._now:
            return None
        for period, wanted in self._places(guest):
            if await self._is_for(guest, period, wanted):
                return self._take(guest, period, wanted)
        return None

    def _places(self, guest: _Guest) -> Iterator[tuple[Period, tuple[Wanted, ...]]]:
        """The places for which there is room."""
        view = guest.view
        swapped = self._swapped(guest)
        if swapped is not None:
            yield view.period, swapped
        own = [self._without(guest, one) for one in view.wanted]
        for period in self._nearest(guest, own):
            if all(calendar.accepts(period) for calendar in own):
                yield period, view.wanted

    def _swapped(self, guest: _Guest) -> tuple[Wanted, ...] | None:
        """The same at the same time, with others for what stands in its way."""
        wanted = list(guest.view.wanted)
        for index, one in enumerate(wanted):
            if one.resource_id in guest.touched.resource_ids:
                other = self._other(guest, one, {each.resource_id for each in wanted})
                if other is None:
                    return None
                wanted[index] = Wanted(resource_id=other, units=one.units)
        return tuple(wanted)

    def _other(self, guest: _Guest, one: Wanted, taken: set[int]) -> int | None:
        """The tightest that fits."""
        resource = self._shown[one.resource_id]
        fitting = [
            other
            for other in self._shown.values()
            if other.id not in taken and _is_like(other, resource)
        ]
        fitting.sort(key=lambda other: ((other.capacity or 0), other.id))
        for other in fitting:
            calendar = replace(self._calendars[other.id], units=one.units)
            if calendar.accepts(guest.view.period) and _is_welcome(other, guest.booker):
                return other.id
        return None

    def _without(self, guest: _Guest, one: Wanted) -> Calendar:
        """The calendar of what it has, as if it were gone, with the buffer that it took."""
        calendar = self._calendars[one.resource_id]
        rows = [row for row in calendar.rows if row[3] != guest.view.id]
        taken = guest.kept.get(one.resource_id, Kept()).buffer_minutes
        buffer = max(taken, calendar.resource.buffer_minutes)
        resource = calendar.resource.model_copy(update={"buffer_minutes": buffer})
        return Calendar(resource, rows, calendar.closures, self._now, one.units)

    def _nearest(self, guest: _Guest, own: Sequence[Calendar]) -> Iterator[Period]:
        """Starts of the day, and of those after it, by how far they are from the old one."""
        main = next(one for one in own if one.resource.id == guest.touched.about.id)
        old, zone = guest.view.period, main.resource.zone
        day = local_day(old.starts_at, zone)
        for later in range(LOOK_AHEAD + 1):
            starts = main.free_starts(day + timedelta(days=later), old.minutes)
            for at in sorted(starts, key=lambda at: abs(at - old.starts_at)):
                yield Period.of(at, old.minutes)

    async def _is_for(self, guest: _Guest, period: Period, wanted: Sequence[Wanted]) -> bool:
        """Whether the rules about the person allow it."""
        kept = {one.resource_id for one in guest.view.wanted}
        shown = [self._shown[one.resource_id] for one in wanted]
        own = await self._read_own(guest, shown, period)
        try:
            for one in shown:
                if one.id not in kept:
                    check_booker(one, guest.booker, period, own[one.id], now=self._now)
                elif period != guest.view.period:
                    check_may_book(one, guest.booker)
                    check_week_hours(one, period, own[one.id])
        except Refusal:
            return False
        return True

    async def _read_own(
        self, guest: _Guest, shown: Sequence[ResourceView], period: Period
    ) -> Mapping[int, list[Period]]:
        """The person's other bookings of what has quotas, where those that were moved are now."""
        limited = [one.id for one in shown if one.has_quotas]
        own: dict[int, list[Period]] = {one.id: [] for one in shown}
        if not limited:
            return own
        weeks = [week_of(one, period).starts_at for one in shown]
        rows = await allocations.held_by_user(
            self.session, guest.view.user_id, limited, since=min(self._now, *weeks)
        )
        for resource_id, booking_id, starts_at, ends_at in rows:
            if booking_id != guest.view.id and booking_id not in self._moved:
                own[resource_id].append(Period(starts_at=starts_at, ends_at=ends_at))
        for user_id, to in self._moved.values():
            for each in to.wanted:
                if user_id == guest.view.user_id and each.resource_id in own:
                    own[each.resource_id].append(to.period)
        return own

    def _take(self, guest: _Guest, period: Period, wanted: tuple[Wanted, ...]) -> Relocation:
        view = guest.view
        for each in view.wanted:
            calendar = self._calendars[each.resource_id]
            self._put(calendar, [row for row in calendar.rows if row[3] != view.id])
        for each in wanted:
            calendar = self._calendars[each.resource_id]
            begins, ends = calendar.occupied(period)
            added = [(unit, begins, ends, view.id) for unit in range(each.units)]
            self._put(calendar, [*calendar.rows, *added])
        held = held_resources([(self._shown[one.resource_id], one.units) for one in wanted])
        timezone = self._shown[held[0].id].timezone
        relocation = Relocation(period=period, wanted=wanted, held=held, timezone=timezone)
        self._moved[view.id] = (view.user_id, relocation)
        return relocation

    def _put(self, calendar: Calendar, rows: list[UnitRow]) -> None:
        resource = calendar.resource
        self._calendars[resource.id] = Calendar(resource, rows, calendar.closures, self._now)


def _is_like(other: ResourceView, resource: ResourceView) -> bool:
    """Whether it serves as well, and asks nobody whom the other does not."""
    is_enough = (other.capacity or 0) >= (resource.capacity or 0)
    is_as_free = resource.requires_approval or not other.requires_approval
    return other.kind is resource.kind and is_enough and is_as_free


def _is_welcome(other: ResourceView, booker: Actor) -> bool:
    try:
        check_may_book(other, booker)
    except Refusal:
        return False
    return True
