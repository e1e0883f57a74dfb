"""Lengths of time and numbers: "90", "2 h", "1 h 30", "1:30", "3 дні"."""

import re

UNITS = {
    1: ("m", "min", "mins", "minute", "minutes", "хв", "хвилина", "хвилини", "хвилин", "хвилину"),
    60: ("h", "hr", "hrs", "hour", "hours", "г", "год", "година", "години", "годин", "годину"),
    24 * 60: ("d", "day", "days", "д", "дн", "день", "дні", "днів", "доба", "доби", "діб"),
    7 * 24 * 60: ("w", "week", "weeks", "тиж", "тиждень", "тижні", "тижнів"),
}
MINUTES_OF = {word: minutes for minutes, words in UNITS.items() for word in words}
PART = re.compile(
    r"(?P<number>[0-9]{1,6}(?:[.,][0-9]{1,2})?)(?![0-9])\s*(?:(?P<unit>[^\W\d_]+)\.?)?\s*"
)
COLON = re.compile(r"(?P<hours>[0-9]{1,3}):(?P<minutes>[0-5][0-9])")
WHOLE = re.compile(r"[0-9]{1,9}")


def length_of(typed: str, *, unit: int = 1) -> int | None:
    """Minutes; a bare number counts in the unit, or in minutes where hours stand before it."""
    text = typed.strip().casefold()
    if found := COLON.fullmatch(text):
        return int(found["hours"]) * 60 + int(found["minutes"])
    unsaid: int | None = unit
    total, at = 0.0, 0
    while found := PART.match(text, at):
        minutes = MINUTES_OF.get(found["unit"]) if found["unit"] else unsaid
        if minutes is None:
            return None
        total += float(found["number"].replace(",", ".")) * minutes
        at, unsaid = found.end(), 1 if minutes == 60 else None
        if not found["unit"]:
            break
    is_whole = at == len(text) > 0 and total == int(total)
    return int(total) if is_whole else None


def number_of(typed: str) -> int | None:
    """A whole number."""
    text = typed.strip()
    return int(text) if WHOLE.fullmatch(text) else None
