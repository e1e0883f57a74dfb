"""What can be offered of a resource, by its rules, its closures and what its units hold."""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import compress, takewhile
from operator import attrgetter

from bot.clock import MINUTES_PER_DAY, day_bounds, days_between, local_day
from bot.schemas.periods import Period
from bot.schemas.resources import ResourceView
from bot.schemas.rules import RuleValues
from bot.schemas.slots import DayState, DayView, Slot
from bot.services.calendar.grids import NO_STARTS, Starts, grid_of
from bot.services.calendar.hours import ClosureView, open_spans, without_closures
from bot.services.calendar.pools import Held, Stretch, full_stretches, overlaps, peak
from bot.services.calendar.rules import check_rules, earliest_start, last_day
from bot.services.refusals import Refusal

ROUND_HOURS = (15, 30, 45, 60, 90, 120, 150, 180, 240, 300, 360, 420, 480, 600, 720)
ROUND_DAYS = (1, 2, 3, 4, 5, 6, 7, 14, 21, 28)
ROUND_MINUTES = frozenset([*ROUND_HOURS, *(days * MINUTES_PER_DAY for days in ROUND_DAYS)])
"""Durations worth a button; on a fine grid the others would be a wall of them."""
_terms = attrgetter("timezone", "opening_hours", *RuleValues.model_fields)


@dataclass(frozen=True)
class Calendar:
    """All that decides what can be offered of one resource at one moment, for some of its units."""

    resource: ResourceView
    rows: Sequence[tuple[int, int, int, int]]
    """What is held: the fields of `Held`, which is made of them where names are needed."""
    closures: Sequence[ClosureView]
    now: datetime
    units: int = 1
    _known_spans: dict[date, Sequence[Period]] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def full(self) -> list[Stretch]:
        """The stretches in which too few units are left."""
        if self.resource.quantity == self.units == 1:
            return sorted([row[1:3] for row in self.rows])
        return full_stretches(self.rows, self.resource.quantity - self.units)

    @cached_property
    def held(self) -> list[Held]:
        return [Held._make(row) for row in self.rows]

    def day_state(self, day: date) -> DayState:
        today = local_day(self.now, self.resource.zone)
        if day < today:
            return DayState.PAST
        if day > last_day(self.resource, now=self.now):
            return DayState.TOO_FAR
        shown = self.day_view(day)
        if any(shown.is_free):
            return DayState.FREE
        return DayState.FULL if shown.starts else self._state_without_starts(day)

    def day_view(self, day: date) -> DayView:
        """Every start of a local day that the rules allow, free or not, in one sweep."""
        minutes = self.resource.shortest_minutes
        at, seconds = self._allowed(day, minutes)
        return DayView(self.resource, day, at, self.are_free(seconds, minutes))

    def slots(self, day: date) -> list[Slot]:
        return self.day_view(day).slots

    def free_starts(self, day: date, minutes: int) -> list[datetime]:
        """The starts of a local day from which a booking of that length could be made."""
        at, seconds = self._allowed(day, minutes)
        return list(compress(at, self.are_free(seconds, minutes)))

    @property
    def terms(self) -> Hashable:
        """All rules, and whatever else decides at which starts a booking is allowed; not what is
        held."""
        return _terms(self.resource), tuple(self.closures), self.now

    def allowed_among(self, starts: Sequence[datetime], minutes: int) -> list[int]:
        """Of some instants, at least one and ascending, those at which the rules allow a booking of
        that length to start, as Unix seconds."""
        zone = self.resource.zone
        days = days_between(local_day(starts[0], zone), local_day(starts[-1], zone))
        wanted = frozenset(starts)
        return [
            seconds
            for day in days
            for at, seconds in zip(*self._allowed(day, minutes), strict=True)
            if at in wanted
        ]

    def are_free(self, seconds: Sequence[int], minutes: int) -> bytearray:
        """For each of some starts that the rules allow (Unix seconds, ascending), 1 where there is
        room for that long."""
        buffer, length = self.resource.buffer_minutes * 60, minutes * 60
        index, count = 0, len(seconds)
        is_free = bytearray(b"\1") * count
        for full_from, full_until in self._full_near(seconds, length + buffer):
            while index < count and seconds[index] <= full_from - length - buffer:
                index += 1
            while index < count and seconds[index] < full_until + buffer:
                is_free[index] = 0
                index += 1
        for index in range(bisect_right(seconds, int(self.now.timestamp()) + buffer)):
            begins, ends = seconds[index] - buffer, seconds[index] + length + buffer
            is_free[index] &= self._has_seat(begins, ends)
        return is_free

    def durations(self, at: datetime) -> list[int]:
        """The minutes a booking from `at` may last, as many as a phone can show."""
        span = self._span_at(at)
        shortest = Period.of(at, self.resource.shortest_minutes)
        if span is None or not self.has_room(shortest):
            return []
        end = min(span.ends_at, at + timedelta(minutes=self.resource.max_minutes))
        most = int((end - at).total_seconds()) // 60
        grid = self.resource.grid_minutes
        minutes = range(self.resource.shortest_minutes, most + 1, grid)
        return _offered(list(takewhile(lambda each: self.has_room(Period.of(at, each)), minutes)))

    def fits(self, at: datetime, minutes: int) -> bool:
        """Whether there is room, and the resource is open, for that long."""
        period = Period.of(at, minutes)
        span = self._span_at(at)
        return span is not None and period.ends_at <= span.ends_at and self.has_room(period)

    def accepts(self, period: Period) -> bool:
        """Whether this very period could be booked: by the rules, and by what is held."""
        return self.allows(period) and self.has_room(period)

    def allows(self, period: Period) -> bool:
        """Whether no rule stands against this very period, whatever is held."""
        try:
            check_rules(self.resource, period, closures=self.closures, now=self.now)
        except Refusal:
            return False
        return True

    def has_room(self, period: Period) -> bool:
        """Whether units could be dealt for this period (its buffer comes on top)."""
        begins, ends = self.occupied(period)
        if overlaps(self.full, begins, ends):
            return False
        return self._has_seat(begins, ends)

    def free_units(self, period: Period) -> int:
        """How many units could be booked for this very period: 0 where a rule stands against it."""
        if not self.allows(period):
            return 0
        begins, ends = self.occupied(period)
        used = max(peak(self.held, (begins, ends)), self._begun(begins, ends))
        return self.resource.quantity - used

    def occupied(self, period: Period) -> Stretch:
        """The period with the buffer on both sides."""
        return occupied(period, self.resource)

    def _has_seat(self, begins: int, ends: int) -> bool:
        return self.resource.quantity - self._begun(begins, ends) >= self.units

    def _begun(self, begins: int, ends: int) -> int:
        """How many units are not free of what has begun, where a request reaches back to now: that
        keeps its unit, so the request needs others."""
        now = int(self.now.timestamp())
        if begins > now:
            return 0
        begun = [one for one in self.held if one.begins <= now]
        return len({one.unit for one in begun if one.begins < ends and one.ends > begins})

    def _allowed(self, day: date, minutes: int) -> Starts:
        """The starts of a local day that are not past and at which the rules allow a booking of
        that length."""
        if day > last_day(self.resource, now=self.now):
            return NO_STARTS
        allowed_at: list[datetime] = []
        allowed_seconds: list[int] = []
        at, seconds = grid_of(day, self.resource.zone, self.resource.grid_minutes)
        first = bisect_left(at, earliest_start(self.resource, now=self.now))
        length = timedelta(minutes=minutes)
        for span in self._spans(day):
            begins = max(bisect_left(at, span.starts_at), first)
            ends = bisect_right(at, span.ends_at - length)
            allowed_at += at[begins:ends]
            allowed_seconds += seconds[begins:ends]
        return Starts(allowed_at, allowed_seconds)

    def _full_near(self, seconds: Sequence[int], reach: int) -> Sequence[Stretch]:
        """The full stretches that may stand against one of some starts: the last that begins before
        them, and on."""
        if not seconds:
            return ()
        begins = bisect_left(self.full, (seconds[0],)) - 1
        ends = bisect_left(self.full, (seconds[-1] + reach,))
        return self.full[max(begins, 0) : ends]

    def _spans(self, day: date) -> Sequence[Period]:
        """The open stretches of a day, and on for as long as a booking from it may last."""
        if day not in self._known_spans:
            _, ends = day_bounds(day, self.resource.zone)
            longest = timedelta(minutes=self.resource.max_minutes)
            spans = open_spans(self.resource, day, local_day(ends + longest, self.resource.zone))
            self._known_spans[day] = without_closures(spans, self.closures)
        return self._known_spans[day]

    def _span_at(self, at: datetime) -> Period | None:
        spans = self._spans(local_day(at, self.resource.zone))
        return next((span for span in spans if span.starts_at <= at < span.ends_at), None)

    def _state_without_starts(self, day: date) -> DayState:
        """Over, when something could have started on it; closed, when nothing ever could."""
        seconds = grid_of(day, self.resource.zone, self.resource.grid_minutes).seconds
        shortest = self.resource.shortest_minutes * 60
        had_starts = any(
            bisect_left(seconds, int(span.starts_at.timestamp()))
            < bisect_right(seconds, int(span.ends_at.timestamp()) - shortest)
            for span in self._spans(day)
        )
        return DayState.PAST if had_starts else DayState.CLOSED


def occupied(period: Period, resource: ResourceView) -> Stretch:
    """What a booking of that period takes of a resource: its buffer is on both sides."""
    buffer = resource.buffer_minutes * 60
    return int(period.starts_at.timestamp()) - buffer, int(period.ends_at.timestamp()) + buffer


def _offered(minutes: list[int]) -> list[int]:
    """Those that people ask for, and always the shortest and the longest."""
    ends = (minutes[:1], minutes[-1:])
    return [each for each in minutes if each in ROUND_MINUTES or [each] in ends]
