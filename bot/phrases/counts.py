"""How many: people ("нас буде 8"), and units of what was named ("2 laptops", "ноутбук 2 шт")."""

import re

from bot.phrases.numbers import NUMBER, WORDED, number_of
from bot.phrases.tokens import Line, any_of, rule
from bot.phrases.vocabulary import piece, table

PEOPLE_MAX = 1000
UNITS_MAX = 100
_TOGETHER: dict[str, int] = table("together")
_PARTS = piece("parts", "oclock")
_FEWEST = rf"(?:{NUMBER}\+? ?(?:-|to|or|до|чи|або) ?)?"
"""Of "6-8 people" the room has to hold eight."""
_PEOPLE = rf"{_FEWEST}(?P<people>{NUMBER})\+?"
PEOPLE_FORMS = (
    rf"(?:{piece('we_are')} )?{_PEOPLE}[ -]?{piece('people', 'of_us')}",
    rf"{piece('we_are')} {_PEOPLE}(?! ?[:.-] ?[0-9])(?! ?{_PARTS})",
)
_BARE = rf"(?:for|на|для) (?P<people>[1-9][0-9]{{0,2}}|{WORDED})(?= ?(?:$|[,\x00-\x02]))"
_SAID_TOGETHER = rf"(?P<together>{any_of(_TOGETHER)})"

_PIECES = piece("pieces")
_MONTH = rf"(?<![0-9] )(?<!го )(?<!th ){piece('months')}"
_TIME = piece("at", "since", "loosely_at", "until")
_TIME_BEFORE = rule(rf"(?:{_TIME}|{_MONTH}|.*[0-9] ?[-:./]|@) ?$")
_UNITS_BEFORE = rule(rf"(?P<units>{NUMBER})(?: ?{_PIECES})? ?$")
_UNITS_AFTER = rule(rf"^[ ,-]*(?:(?P<units>{NUMBER}) ?{_PIECES}|[xх×] ?(?P<times>[0-9]{{1,3}}))")


def take_people(line: Line) -> int | None:
    """A head-count, of which something says that it is one; of a range the larger number."""
    for form in PEOPLE_FORMS:
        found = rule(form).search(line.text)
        if found and 1 <= number_of(found["people"]) <= PEOPLE_MAX:
            line.close(*found.span())
            return number_of(found["people"])
    found = line.take(_SAID_TOGETHER)
    return _TOGETHER[found["together"]] if found else None


def take_bare_people(line: Line) -> int | None:
    """ "for 4" without a noun: people only where start and length are known already."""
    found = line.take(_BARE)
    return number_of(found["people"]) if found else None


def take_units(line: Line, begins: int, ends: int, *, is_linked: bool = False) -> int | None:
    """The number beside a name that stands there; "з 2 ноутбуками" has one if it is linked."""
    found = counted(line.text[:begins], is_linked=is_linked)
    if found:
        return _close_units(line, found["units"], *found.span())
    found = _UNITS_AFTER.search(line.text[ends:])
    if found:
        said = found["units"] or found["times"]
        return _close_units(line, said, ends + found.start(), ends + found.end())
    return None


def counted(before: str, *, is_linked: bool = False) -> re.Match[str] | None:
    """The number that ends what is before a name; that of "о 10 ноутбук" is a time."""
    found = _UNITS_BEFORE.search(before)
    is_time = found and not is_linked and _TIME_BEFORE.search(before[: found.start()])
    return None if is_time else found


def _close_units(line: Line, said: str, begins: int, ends: int) -> int | None:
    if not 1 <= number_of(said) <= UNITS_MAX:
        return None
    line.close(begins, ends)
    return number_of(said)
