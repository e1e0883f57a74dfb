"""On which day: weekdays, relative days and dates, counted from today.

A day that was said twice, as in "friday 6 march", is the one on which both agree; days that do
not agree are all candidates.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from bot.phrases.numbers import NUMBER, number_of
from bot.phrases.tokens import CLOSED, DAY, WEEKDAY, Line, any_of, rule
from bot.phrases.vocabulary import not_after, piece, table

AHEAD_MAX = timedelta(days=731)
WEEK = timedelta(days=7)
_RELATIVE: dict[str, int] = table("relative_days")
_WEEKDAYS: dict[str, int] = table("weekdays")
_MONTHS: dict[str, int] = table("months")
_ORDINALS: dict[str, int] = table("ordinals")
_TENS: dict[str, int] = table("tens")

Found = re.Match[str]


def _relative(found: Found, today: date) -> list[date]:
    return [today + timedelta(days=_RELATIVE.get(found["word"], 0))]


def _in_days(found: Found, today: date) -> list[date]:
    number = number_of(found["number"] or "1")
    return [today + timedelta(days=number * (7 if found["weeks"] else 1))]


def _weekday(found: Found, today: date) -> list[date]:
    """The next one; said on such a day it may be that day, too."""
    coming = _coming(found, today)
    return [coming, coming + WEEK] if coming == today else [coming]


def _coming(found: Found, today: date) -> date:
    return today + timedelta(days=(_WEEKDAYS[found["weekday"]] - today.weekday()) % 7)


def _this_weekday(found: Found, today: date) -> list[date]:
    return [_coming(found, today)]


def _next_weekday(found: Found, today: date) -> list[date]:
    """The first to come, or that of the next week: people mean either."""
    coming = _coming(found, today)
    first = coming + WEEK if coming == today else coming
    monday = today - timedelta(days=today.weekday()) + WEEK
    return sorted({first, monday + timedelta(days=_WEEKDAYS[found["weekday"]])})


def _next_week(_: Found, today: date) -> list[date]:
    monday = today - timedelta(days=today.weekday()) + WEEK
    return [monday + timedelta(days=offset) for offset in range(7)]


def _this_week(_: Found, today: date) -> list[date]:
    return [today + timedelta(days=offset) for offset in range(7 - today.weekday())]


def _date(found: Found, today: date) -> list[date]:
    day, month = _day_number(found["day"]), _MONTHS[found["month"]]
    return _in_a_year(day, month, found["year"], today)


def _figures(found: Found, today: date) -> list[date]:
    return _in_a_year(int(found["day"]), int(found["month"]), found["year"], today)


def _either(found: Found, today: date) -> list[date]:
    """03/04 is the third of April, or the fourth of March."""
    one, other = int(found["one"]), int(found["other"])
    readings = ((one, other), (other, one))
    return sorted({day for each in readings for day in _in_a_year(*each, found["year"], today)})


def _day_of_month(found: Found, today: date) -> list[date]:
    day = _day_number(found["day"])
    months = [(today.year + (today.month + ahead - 1) // 12, (today.month + ahead - 1) % 12 + 1)
              for ahead in range(13)]  # fmt: skip
    dates = (_date_of(year, month, day) for year, month in months)
    return [each for each in dates if each and each >= today][:1]


def _day_number(said: str) -> int:
    if figures := re.match("[0-9]+", said):
        return int(figures[0])
    tens, _, ones = said.partition(" ")
    return _TENS[tens] + _ORDINALS[ones] if ones else _ORDINALS[said]


def _in_a_year(day: int, month: int, year: str | None, today: date) -> list[date]:
    """Without a year the next such date: of 29 February that may take a while."""
    if year:
        dates = [_date_of(int(year) if len(year) == 4 else 2000 + int(year), month, day)]
    else:
        dates = [_date_of(today.year + ahead, month, day) for ahead in range(3)]
    return [each for each in dates if each and each >= today][:1]


def _date_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_WORD = rf"(?P<word>{any_of(_RELATIVE)}|(?:this|цього)(?= {piece('parts')}))"
_NAME = rf"(?P<weekday>{any_of(_WEEKDAYS)})"
_MONTH = rf"(?P<month>{any_of(_MONTHS)})\.?"
_ORDINAL = rf"{any_of(_TENS)} {any_of(_ORDINALS)}|{any_of(_ORDINALS)}"
_DAY = rf"(?:the )?(?P<day>[0-9]{{1,2}}(?:-?{piece('ordinal_ends')})?|{_ORDINAL})"
_YEAR = rf"(?:,? (?P<year>20[0-9]{{2}})(?: {piece('year')})?)?"
_NO_MORE = r"(?![0-9]|[-.:/,][0-9])"
_NO_LESS = r"(?<![-.:/,0-9])"
_A_NUMBER = rf"(?:{NUMBER}|{piece('one')})"
_NUMBER = rf"(?P<number>{_A_NUMBER})"
_COUNTED = rf"(?:{piece('days')}|(?P<weeks>{piece('weeks')}))"
_AHEAD, _FROM_NOW = piece("ahead"), piece("from_now")
_THIS, _NEXT = piece("this"), piece("next")
_NO_TIME = not_after("at")
_SHORT_YEAR = rf"(?P<year>20[0-9]{{2}}|[0-9]{{2}})(?: ?{piece('year')})?"
_ALONE = rf"(?= ?(?:$|[,@0-9\x00-\x02]|{piece('at', 'since', 'loosely_at', 'until', 'lasting')} ))"
""""the 5th floor" is no day."""

Reader = Callable[[Found, date], list[date]]
RULES: tuple[tuple[str, Reader, str], ...] = (
    (rf"{_NO_LESS}(?P<year>20[0-9]{{2}})-(?P<month>[01]?[0-9])-(?P<day>[0-3]?[0-9]){_NO_MORE}",
     _figures, DAY),
    (rf"{_NO_LESS}{_DAY}(?: of)? ?{_MONTH}{_YEAR}", _date, DAY),
    (rf"{_MONTH} {_DAY}{_NO_MORE}{_YEAR}", _date, DAY),
    (rf"{_AHEAD} {_NUMBER} {_COUNTED}", _in_days, DAY),
    (rf"{_AHEAD} (?P<number>){_COUNTED}", _in_days, DAY),
    (rf"{_NUMBER} {_COUNTED} {_FROM_NOW}", _in_days, DAY),
    (_WORD, _relative, DAY),
    (piece("next_week"), _next_week, CLOSED),
    (piece("this_week"), _this_week, CLOSED),
)  # fmt: skip
FIGURES: tuple[tuple[str, Reader, str], ...] = (
    (rf"{_NO_LESS}(?P<day>[0-9]{{1,2}})[.-](?P<month>[0-9]{{1,2}})[.-]{_SHORT_YEAR}{_NO_MORE}",
     _figures, DAY),
    (rf"{_NO_LESS}{_NO_TIME}(?P<day>[0-9]{{1,2}})\.(?P<month>[0-9]{{2}})(?P<year>){_NO_MORE}",
     _figures, DAY),
    (rf"{_NO_LESS}(?P<one>[0-9]{{1,2}})/(?P<other>[0-9]{{1,2}})(?:/{_SHORT_YEAR})?{_NO_MORE}",
     _either, DAY),
    (rf"(?:on )?(?:the )?(?P<day>[0-9]{{1,2}}-?{piece('day_ends')}){_ALONE}", _day_of_month, DAY),
    (rf"(?P<day>[0-9]{{1,2}}(?:-?{piece('day_ends')})?|{_ORDINAL}) {piece('day_of_month')}",
     _day_of_month, DAY),
)  # fmt: skip
"""These are dates only where no other rule has found one: "tomorrow 10.10" says a time."""
WEEKDAYS: tuple[tuple[str, Reader, str], ...] = (
    (rf"{_NEXT} {_NAME}", _next_weekday, WEEKDAY),
    (rf"{_THIS} {_NAME}", _this_weekday, WEEKDAY),
    (_NAME, _weekday, WEEKDAY),
)

_TO = rf"(?: ?- ?| {piece('until')} )"
_ANY_MONTH, _ANY_NAME = any_of(_MONTHS), any_of(_WEEKDAYS)
_FIGURE = rf"[0-9]{{1,2}}(?:-?{piece('ordinal_ends')})?"
_DOTTED = r"[0-9]{1,2}\.[0-9]{2}"
SPANS = (
    rf"{_ANY_NAME}{_TO}{_ANY_NAME}",
    rf"{_AHEAD} (?:(?:{_A_NUMBER} )?{piece('weeks')} (?:on |{piece('loosely_at')} )?)?{_ANY_NAME}",
    rf"{_A_NUMBER} {piece('weeks')} {piece('since')} {_ANY_NAME}",
    rf"{_FIGURE}(?: {_ANY_MONTH})?{_TO}{_FIGURE} {_ANY_MONTH}",
    rf"{_NO_LESS}(?<![0-9] )(?<!го )(?<!th ){_ANY_MONTH} {_FIGURE}{_TO}{_FIGURE}(?![:.0-9])",
    rf"{piece('recurring')}(?: other)? \w+|{piece('recurring')}",
    rf"{piece('past')}(?: \w+)?",
)
"""More days than one, days that are over, and "a week from monday", which nobody counts alike."""


def set_aside_spans(line: Line) -> None:
    """What would be mistaken for a day stays in the person's own words."""
    for form in SPANS:
        line.set_aside(form)
    for found in rule(rf"{_NO_LESS}{_DOTTED}{_TO}{_DOTTED}(?![-.:/,0-9])").finditer(line.text):
        pairs = [each.split(".") for each in re.findall(_DOTTED, found[0])]
        if all(_in_a_year(int(day), int(month), "2028", date.min) for day, month in pairs):
            line.keep(*found.span())


def take_days(line: Line, today: date) -> tuple[date, ...]:
    """The candidates, ascending; none where no day was said."""
    weekdays = list(_take_all(line, WEEKDAYS, today))
    dates = list(_take_all(line, RULES, today)) or list(_take_all(line, FIGURES, today))
    if not dates and not weekdays:
        return ()
    agreed = set.intersection(*map(set, dates or weekdays))
    said = {day.weekday() for days in weekdays for day in days}
    fitting = {day for day in agreed if not said or day.weekday() in said}
    return tuple(sorted(fitting or {day for days in (*dates, *weekdays) for day in days}))


def _take_all(
    line: Line, rules: tuple[tuple[str, Reader, str], ...], today: date
) -> Iterator[list[date]]:
    for form, read, mark in rules:
        for found in rule(form).finditer(line.text):
            days = [day for day in read(found, today) if today <= day <= today + AHEAD_MAX]
            if days:
                line.close(*found.span(), mark=mark)
                yield days
