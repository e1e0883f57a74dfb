"""What a cell says. None is what it cannot say; the columns know the sentence for that."""

import re
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.clock import wall_times
from bot.schemas.tables import Cell
from bot.services.refusals import DateAmbiguous, NoMoment, TimeSkipped, TimeTwice

YES = {"yes", "y", "true", "1", "так", "x", "+"}
NO = {"no", "n", "false", "0", "ні"}
NOTHING = {"-", "–", "—", "none"}
"""Empties what is there; an empty cell leaves it as it is."""
QUOTED = 40
"""So much of a cell is said again."""
FIRST_YEAR, LAST_YEAR = 2000, 2100
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
_OFFSET = r"\s?(?P<offset>Z|[+-]\d{2}:?\d{2})?"
ISO = re.compile(rf"(?P<year>\d{{4}})-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})[T ]{_TIME}{_OFFSET}")
DOTTED = re.compile(rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d{{4}}),? {_TIME}")
SLASHED = re.compile(r"\d{1,4}/\d{1,2}/\d{1,4}\b.*")


def yes_or_no(cell: str) -> bool | None:
    word = cell.casefold()
    return True if word in YES else False if word in NO else None


@lru_cache(maxsize=4096)
def moment(cell: Cell, zone: ZoneInfo) -> datetime:
    """An instant; what names no offset is on the wall clock of the zone. Files say the same again
    and again.

    Raises NoMoment, DateAmbiguous, TimeSkipped or TimeTwice.
    """
    if isinstance(cell, datetime):
        return _on_the_clock(cell, zone, f"{cell:%Y-%m-%d %H:%M}")
    if SLASHED.fullmatch(cell):
        raise DateAmbiguous(cell[:QUOTED])
    found = ISO.fullmatch(cell) or DOTTED.fullmatch(cell)
    if found is None:
        raise NoMoment(cell[:QUOTED])
    parts = found.groupdict()
    if offset := parts.pop("offset", None):
        return _with_offset(cell, parts, offset)
    return _on_the_clock(_naive(cell, parts), zone, cell[:QUOTED])


def _naive(cell: str, parts: dict[str, str | None]) -> datetime:
    year, month, day, hour, minute, second = (
        int(parts[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")
    )
    try:
        return datetime.combine(date(year, month, day), time(hour, minute, second))
    except ValueError:
        raise NoMoment(cell[:QUOTED]) from None


def _with_offset(cell: str, parts: dict[str, str | None], offset: str) -> datetime:
    try:
        aware = datetime.fromisoformat(f"{_naive(cell, parts).isoformat()}{offset}")
    except ValueError:
        raise NoMoment(cell[:QUOTED]) from None
    if not FIRST_YEAR <= aware.year <= LAST_YEAR:
        raise NoMoment(cell[:QUOTED])
    return aware.astimezone(UTC)


def _on_the_clock(wall: datetime, zone: ZoneInfo, said: str) -> datetime:
    if not FIRST_YEAR <= wall.year <= LAST_YEAR or wall.second:
        raise NoMoment(said)
    instants = wall_times(wall.date(), wall.hour * 60 + wall.minute, zone)
    if not instants:
        raise TimeSkipped(said)
    if len(instants) > 1:
        raise TimeTwice(said)
    return instants[0]
