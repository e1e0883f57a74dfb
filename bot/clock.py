"""Now; days and wall times of a zone. Everything else is told what time it is.

A wall time of a day may not exist (the clock goes forward), or exist twice (it goes back), and a
day may have 23 or 25 hours: so days and grids are computed here, on the wall clock of a zone, and
everything stored or compared is an aware UTC instant.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MINUTES_PER_DAY = 24 * 60


class Clock:
    """The time, in whole seconds of UTC. `offset` stays zero except in front of the sandbox."""

    def __init__(self) -> None:
        self.offset = timedelta(0)

    def now(self) -> datetime:
        return (datetime.now(UTC) + self.offset).replace(microsecond=0)


def wall_times(day: date, minute: int, zone: ZoneInfo) -> list[datetime]:
    """The UTC instants at which the zone's wall clock shows that minute of that day: 0, 1 or 2.

    `minute` counts on the wall clock from 00:00; 1440 is the next day's 00:00.
    """
    naive = datetime.combine(day, time()) + timedelta(minutes=minute)
    first, second = (naive.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():  # as nearly always
        return [first.astimezone(UTC)]
    instants = {first.astimezone(UTC), second.astimezone(UTC)}
    return sorted(at for at in instants if at.astimezone(zone).replace(tzinfo=None) == naive)


def wall_boundary(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The instant at which a span that is written on the wall clock begins or ends.

    Of a time that exists twice the first; for one that does not exist the jump itself.
    """
    naive = datetime.combine(day, time()) + timedelta(minutes=minute)
    instants = wall_times(day, minute, zone)
    if instants:
        return instants[0]
    before_jump, after_jump = (
        naive.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (1, 0)
    )
    return _jump_between(before_jump, after_jump, zone)


def _jump_between(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The first instant in (low, high] that has the offset of `high`."""
    offset = high.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            high = middle
        else:
            low = middle
    return high


def a_week_later(at: datetime, zone: ZoneInfo, *, now: datetime) -> tuple[date, datetime | None]:
    """The next time that is some weeks after `at` on the wall clock, and still ahead: its day, and
    its instant, which is None where that day's clock jumps over it."""
    local = at.astimezone(zone)
    day, minute = local.date(), local.hour * 60 + local.minute
    while True:
        day += timedelta(days=7)
        if wall_boundary(day, minute, zone) > now:
            instants = wall_times(day, minute, zone)
            return day, instants[0] if instants else None


@lru_cache(maxsize=4096)
def day_bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When a local day begins and ends, in UTC: 23, 24 or 25 hours apart as a rule."""
    return wall_boundary(day, 0, zone), wall_boundary(day, MINUTES_PER_DAY, zone)


def local_day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def days_between(first: date, last: date) -> list[date]:
    """Every day from one to another, both included."""
    return [first + timedelta(days=later) for later in range((last - first).days + 1)]
