"""How long: "2 hours", "an hour and a half", "1h30", "півгодини", "на годину"."""

import re
from collections.abc import Callable

from bot.phrases.numbers import WORDED, number_of
from bot.phrases.tokens import Line, rule
from bot.phrases.vocabulary import not_after, piece

LONGEST = 30 * 24 * 60
_FIGURES = r"[0-9]{1,5}(?:[.,][0-9]{1,2})?"
_AMOUNT = rf"(?:{_FIGURES}[ -]?|(?:{WORDED}|{piece('one')})[ -])"
"""With the gap before its unit: "2h", but "am" is no minute."""
_HOURS, _MINUTES = piece("hours"), piece("minutes")
_HALF = piece("and_a_half")
_AND = rf",?(?: {piece('link')})? ?"
_NO_CLOCK = not_after("at", "since", "until") + r"(?<![0-9][-:.,])(?<![0-9] -)(?<!- )"
""""о 15 годині" is a time of day."""

_NO_ORDINAL = "".join(rf"(?<!{end} )" for end in ("ту", "тю", "му", "шу", "гу"))
""""на третю годину" is one, too."""


def _amount(said: str) -> float:
    said = said.strip(" -").replace(",", ".")
    return float(said) if said[0].isdecimal() else number_of(said)


def _hours_and_minutes(found: re.Match[str]) -> float:
    return _amount(found["hours"]) * 60 + _amount(found["minutes"])


FORMS: tuple[tuple[str, Callable[[re.Match[str]], float]], ...] = (
    (piece("half_an_hour"), lambda _: 30),
    (piece("quarter_hour"), lambda _: 15),
    (piece("hour_and_a_half"), lambda _: 90),
    (rf"{piece('one_hour', 'bare_hour')} {_HALF}", lambda _: 90),
    (rf"(?P<hours>{_AMOUNT}){_HOURS} {_HALF}", lambda found: _amount(found["hours"]) * 60 + 30),
    (rf"(?P<hours>{_AMOUNT}) ?{_HALF} {_HOURS}", lambda found: _amount(found["hours"]) * 60 + 30),
    (
        rf"{piece('one_hour', 'bare_hour')}{_AND}(?P<minutes>{_AMOUNT}){_MINUTES}",
        lambda found: 60 + _amount(found["minutes"]),
    ),
    (rf"(?P<hours>{_AMOUNT}){_HOURS}{_AND}(?P<minutes>{_AMOUNT}){_MINUTES}", _hours_and_minutes),
    (rf"(?P<hours>[0-9]{{1,2}}) ?{_HOURS}(?P<minutes>[0-9]{{2}})", _hours_and_minutes),
    (rf"{_NO_CLOCK}(?P<hours>{_AMOUNT}){_HOURS}", lambda found: _amount(found["hours"]) * 60),
    (rf"(?P<minutes>{_AMOUNT}){_MINUTES}", lambda found: _amount(found["minutes"])),
    (piece("one_hour"), lambda _: 60),
    (rf"{_NO_CLOCK}{_NO_ORDINAL}{piece('bare_hour')}", lambda _: 60),
    (
        rf"{piece('lasting')} (?P<days>{_AMOUNT})?{piece('days')}",
        lambda found: _amount(found["days"] or "1") * 24 * 60,
    ),
    (
        rf"{piece('lasting')} (?P<weeks>{_AMOUNT})?{piece('weeks')}",
        lambda found: _amount(found["weeks"] or "1") * 7 * 24 * 60,
    ),
)
"""What is said, and how many minutes that is; longer forms first."""

_RANGES = (
    rf"[0-9]+ ?- ?[0-9]+ ?{_MINUTES}",
    rf"{piece('lasting')} [0-9]+ ?- ?[0-9]+ ?{_HOURS}",
    r"[0-9] ?- ?[0-9] ?(?:h|hrs|hours)",
)


def set_aside_ranges(line: Line) -> None:
    """ "2-3 hours" is neither a length nor a time."""
    for form in _RANGES:
        line.set_aside(form)


def take_length(line: Line) -> int | None:
    """Minutes, of the first length; of "15 год на 2 години" that which says that it is one."""
    return _take(line, before=rf"{piece('lasting')} ") or _take(line)


def take_delay(line: Line) -> int | None:
    """Minutes from now until the start: "in half an hour", "через 2 години"."""
    found = _take(line, before=rf"{piece('ahead')} ")
    return found or _take(line, after=rf" {piece('from_now')}")


def _take(line: Line, *, before: str = "", after: str = "") -> int | None:
    """What is too short or too long to be a length is left."""
    for form, minutes_of in FORMS:
        found = rule(before + form + after).search(line.text)
        minutes = minutes_of(found) if found else 0
        if found and 1 <= minutes <= LONGEST:
            line.close(*found.span())
            return round(minutes)
    return None
