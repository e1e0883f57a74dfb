"""When closures are: one that repeats comes again at the same time of its zone's wall clock."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import count
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.clock import MINUTES_PER_DAY, wall_boundary
from bot.schemas.periods import Period
from bot.schemas.resources import ResourceView
from bot.services.calendar.hours import ClosureView
from db.enums import Repeat
from db.repositories.resources import ClosureRow

WEEK = 7
"""Days."""


def closures_of(
    resource: ResourceView, rows: Iterable[ClosureRow], within: Period
) -> list[ClosureView]:
    """The stretches within a period in which these closures close a resource, earliest first."""
    found = [
        ClosureView(period=period, reason=row.reason)
        for row in rows
        if concerns(row, resource)
        for period in stretches_of(row, within)
    ]
    return sorted(found, key=lambda closure: closure.period.starts_at)


def concerns(row: ClosureRow, resource: ResourceView) -> bool:
    """Whether a closure is for that resource, for its kind, or for all."""
    return row.resource_id in (None, resource.id) and row.kind in (None, resource.kind)


def stretches_of(row: ClosureRow, within: Period) -> Iterator[Period]:
    """The stretches of a closure that touch a period, earliest first."""
    first = Period(starts_at=row.starts_at, ends_at=row.ends_at)
    if row.repeats is None or row.timezone is None:
        if first.overlaps(within):
            yield first
        return
    for period in _repetitions(row, first, within):
        if period.starts_at >= within.ends_at:
            return
        if row.repeats_until is not None and period.starts_at > row.repeats_until:
            return
        if period.overlaps(within):
            yield period


class Wall(NamedTuple):
    """A stretch on the wall clock: its first and its last day, and the minutes of these days.

    It ends on its last day, be it at 24:00: so 28 February is one day in every year.
    """

    first: date
    opens: int
    last: date
    closes: int
    zone: ZoneInfo

    @property
    def is_whole(self) -> bool:
        """Whether it is of whole days."""
        return (self.opens, self.closes) == (0, MINUTES_PER_DAY)

    def on(self, first: date, last: date) -> Period | None:
        starts_at = wall_boundary(first, self.opens, self.zone)
        ends_at = wall_boundary(last, self.closes, self.zone)
        return Period(starts_at=starts_at, ends_at=ends_at) if starts_at < ends_at else None


def _repetitions(row: ClosureRow, first: Period, within: Period) -> Iterator[Period]:
    """The first stretch, and those after it from about the beginning of a period on; no end."""
    wall = wall_of(first, ZoneInfo(row.timezone or "UTC"))
    days = (within.starts_at - first.ends_at).days
    if row.repeats is Repeat.WEEKLY:
        again: Callable[[Wall, int], Period | None] = _weeks_later
        skipped = max(1, days // WEEK - 1)
    else:
        again, skipped = _years_later, max(1, days // 366 - 1)
    yield first
    for later in count(skipped):
        period = again(wall, later)
        if period is not None:
            yield period


def wall_of(first: Period, zone: ZoneInfo) -> Wall:
    """How a stretch reads on the clocks of a zone."""
    starts, ends = first.starts_at.astimezone(zone), first.ends_at.astimezone(zone)
    closes, last = _minute(ends), ends.date()
    if not closes:
        closes, last = MINUTES_PER_DAY, last - timedelta(days=1)
    return Wall(starts.date(), _minute(starts), last, closes, zone)


def _minute(local: datetime) -> int:
    return local.hour * 60 + local.minute


def _weeks_later(wall: Wall, later: int) -> Period | None:
    days = timedelta(days=WEEK * later)
    return wall.on(wall.first + days, wall.last + days)


def _years_later(wall: Wall, later: int) -> Period | None:
    """From a 29 February that there is not, the day after it; until it, the day before.

    So what is that day alone does not come in other years.
    """
    first_year, last_year = wall.first.year + later, wall.last.year + later
    first = _in_year(wall.first, first_year) or date(first_year, 3, 1)
    last = _in_year(wall.last, last_year) or date(last_year, 2, 28)
    return wall.on(first, last)


def _in_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:
        return None
