"""Whose clock a time is on, where that has to be said (docs/decisions/0019-whose-clock.md)."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.texts import Texts, comes_twice


def clock_line(texts: Texts, at: datetime, zone: ZoneInfo) -> str | None:
    """A moment elsewhere, on both clocks, for a screen whose buttons can show but one of them."""
    away = texts.away(at, zone)
    return texts.html("clock-away", moment=texts.moment(at, zone), away=away) if away else None


def twice_line(texts: Texts, moments: Iterable[datetime], zone: ZoneInfo) -> str | None:
    """What the marks mean of an hour that comes twice, where one is there."""
    is_there = any(comes_twice(at, zone) for at in moments)
    return texts.html("clock-twice") if is_there else None
