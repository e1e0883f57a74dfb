"""The instants at which something may start, by the grid of the wall clock."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.clock import MINUTES_PER_DAY, wall_times


class Starts(NamedTuple):
    """Instants, ascending, and the same as Unix seconds."""

    at: Sequence[datetime]
    seconds: Sequence[int]


NO_STARTS = Starts((), ())


@lru_cache(maxsize=4096)
def grid_of(day: date, zone: ZoneInfo, step: int) -> Starts:
    """Those of a local day that are `step` minutes apart on the wall; they never change, and cost
    the most to find."""
    minutes = range(0, MINUTES_PER_DAY, step)
    starts = tuple(sorted(at for minute in minutes for at in wall_times(day, minute, zone)))
    return Starts(starts, tuple(int(at.timestamp()) for at in starts))
