"""Days and hours of a closure: "25.12", "24.12-2.01", "25 Dec 10:00-14:00", "24-26 грудня"."""

import re
from datetime import date

from bot.clock import MINUTES_PER_DAY
from bot.phrases.tokens import any_of
from bot.phrases.vocabulary import table
from bot.schemas.closures import Said

MONTHS: dict[str, int] = table("months")
YEARS_AHEAD = 8
"""A 29 February may be so far."""

_MONTH = rf"(?:{any_of(MONTHS)})\.?"
_YEAR = r"(?:20[0-9]{2})"
_DATE = (
    rf"(?:{_YEAR}-[0-9]{{1,2}}-[0-9]{{1,2}}"
    rf"|[0-9]{{1,2}}[./][0-9]{{1,2}}(?:[./](?:{_YEAR}|[0-9]{{2}}))?\.?"
    rf"|[0-9]{{1,2}} ?{_MONTH}(?:,? {_YEAR})?"
    rf"|{_MONTH} [0-9]{{1,2}}(?:,? {_YEAR})?)"
)
_TIME = r"(?:[0-9]{1,2}(?::[0-9]{2})?)"
_TO = r"\s*(?:-|to|till|until|до|по)\s*"
_AT = r",?\s*(?:from |at |з |із |о |об )?"
FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?P<first>{_DATE})",
        rf"(?P<first>{_DATE}){_TO}(?P<last>{_DATE})",
        rf"(?P<day>[0-9]{{1,2}}){_TO}(?P<last>{_DATE})",
        rf"(?P<first>{_DATE}){_AT}(?P<opens>{_TIME}){_TO}(?P<closes>{_TIME})",
        rf"(?P<first>{_DATE}){_AT}(?P<opens>{_TIME}){_TO}(?P<last>{_DATE}){_AT}(?P<closes>{_TIME})",
    )
)
HOURS = re.compile(rf"(?P<opens>{_TIME}){_TO}(?P<closes>{_TIME})", re.IGNORECASE)
LEADING = re.compile(r"^(?:from|on|з|із|від)\s+", re.IGNORECASE)
DASHES = str.maketrans("–—−", "---")


def days_of(typed: str, *, today: date) -> Said | None:
    """The days that were typed; a date without a year is the next one, and the last day the first
    such day after it."""
    text = _plain(typed)
    for form in FORMS:
        found = form.fullmatch(text)
        if found:
            said = {name: value for name, value in found.groupdict().items() if value}
            return _said(said, today)
    return None


def hours_of(typed: str, *, first: date) -> Said | None:
    """Hours from a day on: "10-14"; if they end no later, then on the next day."""
    found = HOURS.fullmatch(_plain(typed))
    return _with_hours(first, first, found["opens"], found["closes"]) if found else None


def day_of(typed: str, *, today: date) -> date | None:
    """One day."""
    said = days_of(typed, today=today)
    return said.first if said is not None and said.first == said.last else None


def _plain(typed: str) -> str:
    text = re.sub(r"\s+", " ", typed.strip().casefold().translate(DASHES))
    return LEADING.sub("", text)


def _said(found: dict[str, str], today: date) -> Said | None:
    if "day" in found:
        last = _date(found["last"], today)
        first = _same_month(last, int(found["day"]))
    else:
        first = _date(found["first"], today)
        last = _date(found["last"], first) if "last" in found and first else first
    if first is None or last is None or last < first:
        return None
    if "opens" in found:
        return _with_hours(first, last, found["opens"], found["closes"])
    return Said(first=first, last=last)


def _same_month(last: date | None, day: int) -> date | None:
    if last is None or not 1 <= day <= last.day:
        return None
    return last.replace(day=day)


def _with_hours(first: date, last: date, since: str, until: str) -> Said | None:
    opens, closes = _minute(since), _minute(until)
    if opens is None or closes is None or opens == MINUTES_PER_DAY:
        return None
    if last == first and closes <= opens:
        last = date.fromordinal(first.toordinal() + 1)
    return Said(first=first, last=last, opens=opens, closes=closes)


def _minute(said: str) -> int | None:
    hours, _, minutes = said.partition(":")
    total = int(hours) * 60 + int(minutes or 0)
    return total if total <= MINUTES_PER_DAY and int(minutes or 0) < 60 else None


def _date(said: str, today: date) -> date | None:
    """The date that was said; without a year the next such, from that day on."""
    if "-" in said:
        year, month, day = map(int, said.split("-"))
        return _day(year, month, day)
    year_said = re.search(rf"[ .,/]({_YEAR})\.?$", said)
    rest = said[: year_said.start()] if year_said else said
    parts = re.findall(r"[0-9]+|[^\W\d_]+", rest)
    named = [part for part in parts if part in MONTHS]
    numbers = [int(part) for part in parts if part not in MONTHS]
    day, month = numbers[0], MONTHS[named[0]] if named else numbers[1]
    if year_said:
        return _day(int(year_said[1]), month, day)
    if len(numbers) > 2:
        return _day(2000 + numbers[2], month, day)
    ahead = (_day(today.year + later, month, day) for later in range(YEARS_AHEAD + 1))
    return next((one for one in ahead if one is not None and one >= today), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
