"""The hours of a day: "9-18", "9:00–13:00, 14-18", "22-02", "closed", "always"."""

import re

from bot.schemas.weekly import ALL_DAY, DAY, Day, DaySpan

CLOSED = {"closed", "off", "-", "–", "зачинено", "закрито", "вихідний", "не працює"}
ALWAYS = {
    "always", "all day", "24/7", "24h", "24 h", "завжди", "цілодобово", "весь день", "увесь день",
}  # fmt: skip
_TIME = r"([0-9]{1,2})(?:[:.]([0-5][0-9]))?\s*(am|pm)?"
SPAN = re.compile(rf"{_TIME}\s*(?:[-–—]|to|till|до)\s*{_TIME}")
BETWEEN = re.compile(r"\s*(?:[,;+\n]|\band\b|\bта\b|\bі\b)\s*")
FROM = re.compile(r"^(?:from|з|із)\s+")


def hours_of(typed: str) -> Day | None:
    """The spans of one day; none at all where it is closed."""
    text = typed.strip().casefold()
    if text in CLOSED:
        return ()
    if text in ALWAYS:
        return ALL_DAY
    spans = [_span(FROM.sub("", part)) for part in BETWEEN.split(text)]
    known = [span for span in spans if span is not None]
    return tuple(sorted(known)) if len(known) == len(spans) else None


def _span(part: str) -> DaySpan | None:
    found = SPAN.fullmatch(part)
    if found is None:
        return None
    opens, closes = _minute(*found.groups()[:3]), _minute(*found.groups()[3:])
    if opens is None or closes is None or opens in (closes, DAY):
        return None
    return DaySpan(opens, closes if closes > opens else closes + DAY)


def _minute(hour: str, minute: str | None, half: str | None) -> int | None:
    """Minutes since midnight: up to 24:00, or to 12 where am or pm is said."""
    hours = int(hour)
    if half is not None:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half == "pm" else 0)
    total = hours * 60 + int(minute or 0)
    return total if total <= DAY else None
