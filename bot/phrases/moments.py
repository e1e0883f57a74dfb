"""Instants: times of the wall clock on days of a zone, which may leap an hour, or repeat it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.clock import MINUTES_PER_DAY, local_day, wall_times
from bot.phrases.times import Clock
from bot.schemas.phrases import Start, Wall


class When(NamedTuple):
    """The fields of `Understood` that are about time."""

    days: tuple[date, ...] = ()
    walls: tuple[Wall, ...] = ()
    starts: tuple[Start, ...] = ()
    minutes: int | None = None
    missing: tuple[date, int] | None = None


def starts_on(
    walls: Iterable[Wall], day: date, *, zone: ZoneInfo, minutes: int | None = None
) -> tuple[Start, ...]:
    """Where the times that were said are on a day, ascending; `minutes` where a length was said.

    A time that the day has twice is there twice, one that it has not is not there. Lengths are
    counted between instants; one that ends at a time that does not exist is unknown.
    """
    return tuple(sorted(start for wall in walls for start in _starts(wall, day, zone, minutes)))


def _starts(wall: Wall, day: date, zone: ZoneInfo, minutes: int | None) -> Iterator[Start]:
    ends = [] if wall.until is None else wall_times(day, wall.until, zone)
    for at in wall_times(day, wall.minute, zone):
        lengths: list[int | None] = [(end - at) // timedelta(minutes=1) for end in ends if end > at]
        for length in lengths or [minutes]:
            yield Start(at, length)


def planned(
    days: Sequence[date],
    walls: tuple[Wall, ...],
    minutes: int | None,
    *,
    zone: ZoneInfo,
    now: datetime,
) -> When:
    """Of candidates that are past only what nothing else is left of."""
    starts = [start for day in days for start in starts_on(walls, day, zone=zone, minutes=minutes)]
    starts = [start for start in starts if start.at >= now] or starts
    begun = {local_day(start.at, zone) for start in starts}
    lengths = {start.minutes for start in starts} or {_length(wall) for wall in walls}
    return When(
        days=tuple(sorted(begun)) or tuple(days),
        walls=walls,
        starts=tuple(starts),
        minutes=minutes or (lengths.pop() if len(lengths) == 1 else None),
        missing=_missing(days, walls, starts, zone=zone),
    )


def _length(wall: Wall) -> int | None:
    return None if wall.until is None else wall.until - wall.minute


def _missing(
    days: Sequence[date], walls: tuple[Wall, ...], starts: Sequence[Start], *, zone: ZoneInfo
) -> tuple[date, int] | None:
    """What the clock leaps over, where that leaves no start, or a start without its end."""
    if starts and (not walls[0].until or all(start.minutes for start in starts)):
        return None
    said = ((day, at) for day in days for wall in walls for at in wall if at is not None)
    leapt = (
        (day + timedelta(days=at // MINUTES_PER_DAY), at % MINUTES_PER_DAY)
        for day, at in said
        if not wall_times(day, at, zone)
    )
    return next(leapt, None)


def at_once(at: datetime, end: Clock | None, minutes: int | None, *, zone: ZoneInfo) -> When:
    """From an instant on; an end is the first of its readings that is still to come."""
    day = local_day(at, zone)
    if end is not None:
        readings = [
            minute + day_ahead for day_ahead in (0, MINUTES_PER_DAY) for minute in end.minutes()
        ]
        ends = [
            until for minute in readings for until in wall_times(day, minute, zone) if until > at
        ]
        minutes = (min(ends) - at) // timedelta(minutes=1) if ends else None
    return When(days=(day,), starts=(Start(at, minutes),), minutes=minutes)
