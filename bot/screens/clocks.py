"""What a clock shows, and whose clock it is, where that has to be said
(docs/decisions/0019-whose-clock.md)."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.clock import MINUTES_PER_DAY
from bot.texts import Texts, comes_twice


def clock_line(texts: Texts, at: datetime, zone: ZoneInfo) -> str | None:
    """A moment elsewhere, on both clocks, for a screen whose buttons can show but one of them."""
    away = texts.away(at, zone)
    return texts.html("clock-away", moment=texts.moment(at, zone), away=away) if away else None


def twice_line(texts: Texts, moments: Iterable[datetime], zone: ZoneInfo) -> str | None:
    """What the marks mean of an hour that comes twice, where one is there."""
    is_there = any(comes_twice(at, zone) for at in moments)
    return texts.html("clock-twice") if is_there else None


def clock_face(minute: int) -> str:
    """A minute of a day, or of the one after it; midnight at the end of a day is 24:00."""
    minute = minute if minute <= MINUTES_PER_DAY else minute - MINUTES_PER_DAY
    return f"{minute // 60:02d}:{minute % 60:02d}"


def hours_span(opens: int, closes: int) -> str:
    """Such as "09:00–13:00"."""
    return f"{clock_face(opens)}–{clock_face(closes)}"
