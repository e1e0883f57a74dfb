"""Weekly hours, day by day.

In the table a span ends at midnight at the latest. People see one that goes on into the next day as
one span of the day on which it begins: `closes` is past 1440 then.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.schemas.resources import OpeningSpan

DAY = 24 * 60
DAYS = 7


class DaySpan(NamedTuple):
    """In minutes since the midnight with which the day begins."""

    opens: int
    closes: int


Day = tuple[DaySpan, ...]
ALL_DAY: Day = (DaySpan(0, DAY),)


def week_of(spans: Sequence[OpeningSpan]) -> tuple[Day, ...]:
    """Monday to Sunday; without any spans it is always open."""
    if not spans:
        return (ALL_DAY,) * DAYS
    days = [_joined(DaySpan(*span[1:]) for span in spans if span[0] == day) for day in range(DAYS)]
    tails = [_tail(days[day], days[(day + 1) % DAYS]) for day in range(DAYS)]
    return tuple(
        tuple(
            DaySpan(span.opens, DAY + tail) if tail and span.closes == DAY else span
            for span in days[day]
            if not (tails[day - 1] and span.opens == 0)
        )
        for day, tail in enumerate(tails)
    )


def _tail(day: Sequence[DaySpan], following: Sequence[DaySpan]) -> int:
    """For how long the day's last span goes on after midnight, where they are less than a day."""
    if day and following and day[-1].closes == DAY and following[0].opens == 0:
        return following[0].closes if following[0].closes <= day[-1].opens else 0
    return 0


def spans_of(week: Sequence[Day]) -> tuple[OpeningSpan, ...]:
    """As the table has them; nothing where it is always open, for that is what nothing means."""
    days: list[list[DaySpan]] = [[] for _ in range(DAYS)]
    for day, spans in enumerate(week):
        for opens, closes in spans:
            days[day].append(DaySpan(opens, min(closes, DAY)))
            if closes > DAY:
                days[(day + 1) % DAYS].append(DaySpan(0, closes - DAY))
    joined = [_joined(spans) for spans in days]
    if all(spans == ALL_DAY for spans in joined):
        return ()
    return tuple(OpeningSpan(day, *span) for day, spans in enumerate(joined) for span in spans)


def _joined(spans: Iterable[DaySpan]) -> Day:
    """In order; those that touch are one."""
    joined: list[DaySpan] = []
    for span in sorted(spans):
        if joined and span.opens <= joined[-1].closes:
            joined[-1] = DaySpan(joined[-1].opens, max(span.closes, joined[-1].closes))
        else:
            joined.append(span)
    return tuple(joined)
