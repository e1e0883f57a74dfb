"""What is free: pure functions over a resource, its closures and what its units hold."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.clock import MINUTES_PER_DAY, day_bounds, local_day, wall_times
from bot.schemas.periods import Period
from bot.schemas.resources import ResourceView
from bot.schemas.slots import DayState, Slot
from bot.services.hours import ClosureView, open_spans, without_closures
from bot.services.refusals import Refusal
from bot.services.rules import check_rules, earliest_start, last_day

ROUND_HOURS = (15, 30, 45, 60, 90, 120, 150, 180, 240, 300, 360, 420, 480, 600, 720)
ROUND_DAYS = (1, 2, 3, 4, 5, 6, 7, 14, 21, 28)
ROUND_MINUTES = frozenset([*ROUND_HOURS, *(days * MINUTES_PER_DAY for days in ROUND_DAYS)])
"""Durations worth a button; on a fine grid the others would be a wall of them."""

Held = tuple[int, datetime, datetime]
"""unit, occupied from, occupied until."""


class Busy:
    """What each unit of one resource holds. The periods of a unit never overlap."""

    def __init__(self, quantity: int, held: Iterable[Held]) -> None:
        self._units: Mapping[int, list[tuple[datetime, datetime]]] = {
            unit: [] for unit in range(1, quantity + 1)
        }
        for unit, occupied_from, occupied_until in sorted(held):
            if unit in self._units:
                self._units[unit].append((occupied_from, occupied_until))

    def free_units(self, occupied: Period) -> Iterator[int]:
        """The units that hold nothing in this (buffered) period, in ascending order."""
        for unit, periods in self._units.items():
            last = _last_before(periods, occupied.ends_at)
            if last is None or last[1] <= occupied.starts_at:
                yield unit

    def free_until(self, occupied: Period) -> datetime | None:
        """How long some unit stays free that is free in this period; None: for good."""
        latest = occupied.starts_at
        for unit in self.free_units(occupied):
            following = _first_from(self._units[unit], occupied.ends_at)
            if following is None:
                return None
            latest = max(latest, following)
        return latest


def _last_before(
    periods: Sequence[tuple[datetime, datetime]], at: datetime
) -> tuple[datetime, datetime] | None:
    index = bisect_left(periods, (at,))
    return periods[index - 1] if index else None


def _first_from(periods: Sequence[tuple[datetime, datetime]], at: datetime) -> datetime | None:
    index = bisect_left(periods, (at,))
    return periods[index][0] if index < len(periods) else None


@dataclass(frozen=True)
class Calendar:
    """All that decides what can be offered of one resource at one moment."""

    resource: ResourceView
    busy: Busy
    closures: Sequence[ClosureView]
    now: datetime
    _known_spans: dict[date, list[Period]] = field(default_factory=dict, repr=False)

    def day_state(self, day: date) -> DayState:
        today = local_day(self.now, self.resource.zone)
        if day < today:
            return DayState.PAST
        if day > last_day(self.resource, now=self.now):
            return DayState.TOO_FAR
        state = None
        for at in self._starts(day):
            if self.fits(at, self.resource.shortest_minutes):
                return DayState.FREE
            state = DayState.FULL
        return state or self._state_without_starts(day)

    def slots(self, day: date) -> list[Slot]:
        """Every start of a local day that the rules allow, free or not."""
        return [
            Slot(at=at, is_free=self.fits(at, self.resource.shortest_minutes))
            for at in self._starts(day)
        ]

    def durations(self, at: datetime) -> list[int]:
        """The minutes a booking from `at` may last, as many as a phone can show."""
        span = self._span_at(at)
        shortest = Period.of(at, self.resource.shortest_minutes)
        if span is None or not self._has_unit(shortest):
            return []
        end = min(span.ends_at, at + timedelta(minutes=self.resource.max_minutes))
        next_busy = self.busy.free_until(shortest.padded(self.resource.buffer))
        if next_busy is not None:
            end = min(end, next_busy - self.resource.buffer)
        most = int((end - at).total_seconds()) // 60
        grid = self.resource.grid_minutes
        return _offered(list(range(self.resource.shortest_minutes, most + 1, grid)))

    def fits(self, at: datetime, minutes: int) -> bool:
        """Whether some unit is free, and the resource open, for that long."""
        period = Period.of(at, minutes)
        span = self._span_at(at)
        if span is None or span.ends_at < period.ends_at:
            return False
        return self._has_unit(period)

    def accepts(self, period: Period) -> bool:
        """Whether this very period could be booked: by the rules, and by what is held."""
        try:
            check_rules(self.resource, period, closures=self.closures, now=self.now)
        except Refusal:
            return False
        return self._has_unit(period)

    def _has_unit(self, period: Period) -> bool:
        return any(self.busy.free_units(period.padded(self.resource.buffer)))

    def free_starts(self, day: date, minutes: int) -> list[datetime]:
        return [at for at in self._starts(day) if self.fits(at, minutes)]

    def _starts(self, day: date) -> Iterator[datetime]:
        """The instants of the day's grid that are open, not past, and leave the shortest room."""
        earliest = earliest_start(self.resource, now=self.now)
        shortest = timedelta(minutes=self.resource.shortest_minutes)
        spans = self._spans(day)
        if not spans or day > last_day(self.resource, now=self.now):
            return
        for at in _grid_of(day, self.resource.zone, self.resource.grid_minutes):
            is_open = any(span.starts_at <= at and at + shortest <= span.ends_at for span in spans)
            if at >= earliest and is_open:
                yield at

    def _spans(self, day: date) -> list[Period]:
        """The open stretches of a day, and on for as long as a booking from it may last."""
        if day not in self._known_spans:
            ahead = timedelta(days=1 + self.resource.max_minutes // MINUTES_PER_DAY)
            spans = open_spans(self.resource, day, day + ahead)
            self._known_spans[day] = without_closures(spans, self.closures)
        return self._known_spans[day]

    def _span_at(self, at: datetime) -> Period | None:
        spans = self._spans(local_day(at, self.resource.zone))
        return next((span for span in spans if span.starts_at <= at < span.ends_at), None)

    def _state_without_starts(self, day: date) -> DayState:
        """A day on which nothing can start any more is closed, or over."""
        begins, ends = day_bounds(day, self.resource.zone)
        is_open = any(
            span.overlaps(Period(starts_at=begins, ends_at=ends)) for span in self._spans(day)
        )
        return DayState.PAST if is_open else DayState.CLOSED


@lru_cache(maxsize=4096)
def _grid_of(day: date, zone: ZoneInfo, step: int) -> tuple[datetime, ...]:
    """The instants of a day's grid, ascending: they never change, and cost the most to find."""
    minutes = range(0, MINUTES_PER_DAY, step)
    return tuple(sorted(at for minute in minutes for at in wall_times(day, minute, zone)))


def _offered(minutes: list[int]) -> list[int]:
    """Those that people ask for, and always the shortest and the longest."""
    ends = (minutes[:1], minutes[-1:])
    return [each for each in minutes if each in ROUND_MINUTES or [each] in ends]
