"""The hours across: where an instant of a local day is, along the wall clock.

An hour that comes twice in one of the days is there twice; in the others its second coming is a
gap, as is the hour that a day skips.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.clock import MINUTES_PER_DAY, day_bounds, wall_times
from bot.schemas.periods import Period
from bot.schemas.plans import Plan

HOUR = 60
STEP = 15
"""Clocks are put forward and back by multiples of it."""
ORDINARY = (8 * HOUR, 20 * HOUR)
"""The hours shown where nothing is open or booked."""

Span = tuple[int, int]
"""From, until."""


@dataclass(frozen=True)
class Axis:
    """`first` to `last` are shown, in minutes of the axis; whole hours.

    `repeated` are the minutes of the wall clock that come twice on one of the days.
    """

    zone: ZoneInfo
    first: int
    last: int
    repeated: Span | None = None

    def minute(self, day: date, at: datetime) -> float:
        """Where an instant is on a day; what lies outside the day is before 0 or after its end."""
        naive = at.astimezone(self.zone).replace(tzinfo=None)
        wall = (naive - datetime.combine(day, time())).total_seconds() / 60
        if self.repeated is None:
            return wall
        begins, ends = self.repeated
        if _repeated(day, self.zone) is None:
            is_after = wall >= ends
        else:
            is_after = at >= wall_times(day, begins, self.zone)[1]
        return wall + (ends - begins if is_after else 0)

    def hours(self) -> Iterator[tuple[int, int]]:
        """(minute of the axis, hour on the wall clock) from the first to the last."""
        begins, ends = self.repeated or (2 * MINUTES_PER_DAY, 2 * MINUTES_PER_DAY)
        marks = [(wall, wall) for wall in range(0, MINUTES_PER_DAY + 1, HOUR) if wall < ends]
        marks += [
            (wall + ends - begins, wall)
            for wall in range(0, MINUTES_PER_DAY + 1, HOUR)
            if wall >= begins
        ]
        for minute, wall in marks:
            if self.first <= minute <= self.last:
                yield minute, wall // HOUR

    def gaps(self, day: date) -> Iterator[Span]:
        """The stretches of the axis that this day does not have."""
        begins, ends = self.repeated or (0, 0)
        if skipped := _skipped(day, self.zone):
            shift = ends - begins if skipped[0] >= ends else 0
            yield skipped[0] + shift, skipped[1] + shift
        if self.repeated and _repeated(day, self.zone) is None:
            yield ends, 2 * ends - begins


def axis_of(plan: Plan) -> Axis:
    """From the first hour in which anything of a plan is open or booked to the last.

    What is open around the clock has no say in it, unless all of it is: its nights would leave
    little room for everybody's days.
    """
    days = sorted({row.day for row in plan.rows})
    repeated = next(filter(None, (_repeated(day, plan.zone) for day in days)), None)
    whole = Axis(plan.zone, 0, 2 * MINUTES_PER_DAY, repeated)
    minutes = [
        whole.minute(day, at) for day, begins, ends in _to_be_seen(plan) for at in (begins, ends)
    ]
    first, last = min(minutes, default=ORDINARY[0]), max(minutes, default=ORDINARY[1])
    return Axis(plan.zone, int(first // HOUR) * HOUR, -int(-last // HOUR) * HOUR, repeated)


def _to_be_seen(plan: Plan) -> Iterator[tuple[date, datetime, datetime]]:
    """(day, from, until) of all that must not lie outside the axis."""
    hours = [(row.day, period) for row in plan.rows for period in row.open]
    closing = [one for one in hours if not _is_whole_day(*one, plan.zone)]
    booked = [(row.day, one.period) for row in plan.rows for one in row.booked]
    for day, period in (closing or hours) + booked:
        begins, ends = day_bounds(day, plan.zone)
        if period.starts_at < ends and period.ends_at > begins:
            yield day, max(period.starts_at, begins), min(period.ends_at, ends)


def _is_whole_day(day: date, period: Period, zone: ZoneInfo) -> bool:
    begins, ends = day_bounds(day, zone)
    return period.starts_at <= begins and period.ends_at >= ends


@lru_cache(maxsize=4096)
def _skipped(day: date, zone: ZoneInfo) -> Span | None:
    """The minutes of the wall clock that a day does not have."""
    return _span_of(day, zone, times=0)


@lru_cache(maxsize=4096)
def _repeated(day: date, zone: ZoneInfo) -> Span | None:
    """Those that come twice."""
    return _span_of(day, zone, times=2)


def _span_of(day: date, zone: ZoneInfo, *, times: int) -> Span | None:
    minutes = range(0, MINUTES_PER_DAY, STEP)
    found = [minute for minute in minutes if len(wall_times(day, minute, zone)) == times]
    return (found[0], found[-1] + STEP) if found else None
