"""At what time: starts and ends on the wall clock, and the two readings of "at 3"."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from bot.clock import MINUTES_PER_DAY
from bot.phrases.numbers import WORDED, number_of
from bot.phrases.tokens import DAY, WEEKDAY, Line, any_of, rule
from bot.phrases.vocabulary import not_after, piece, table
from bot.phrases.words import Part
from bot.schemas.phrases import Wall

_PARTS: dict[str, Part] = table("parts")
_NAMED: dict[str, tuple[int, ...]] = table("named_times")
_ORDINALS: dict[str, int] = table("ordinals")
_TENS: dict[str, int] = table("tens")
_ONES = [word for word, number in _ORDINALS.items() if number < 10]


class Clock(NamedTuple):
    """A time as it was said. Exact: as a clock of 24 hours shows it, such as "09:00" or "15"."""

    hour: int
    minute: int = 0
    is_exact: bool = False
    part: Part | None = None
    named: tuple[int, ...] = ()

    def minutes(self, part: Part | None = None) -> tuple[int, ...]:
        """The minutes since 00:00 that it may mean; a part of the day that cannot be is ignored."""
        if self.named:
            return self.named
        hours = {self.hour}
        if self.hour <= 12 and (not self.is_exact or self.part):
            hours = {self.hour % 12, self.hour % 12 + 12}
        meant = self.part or part
        fitting = {hour for hour in hours if meant and hour in meant.value} or hours
        return tuple(sorted(hour * 60 + self.minute for hour in fitting))


def _figures(found: re.Match[str]) -> Clock | None:
    said, minute = found["hour"], found["minute"]
    hour, part = int(said), found["part"]
    is_exact = hour > 12 or said[0] == "0" or (minute is not None and len(said) == 2)
    if hour > 24 or (hour == 24 and int(minute or 0)):
        return None
    return Clock(hour, int(minute or 0), is_exact, _PARTS.get(part or ""))


def _hour_of(said: str) -> int:
    """Of "3", "3-тю", "three", "третю" or "двадцять першій"."""
    if figures := re.match("[0-9]+", said):
        return int(figures[0])
    if said in _ORDINALS:
        return _ORDINALS[said]
    tens, _, ones = said.partition(" ")
    return _TENS[tens] + _ORDINALS[ones] if ones in _ORDINALS else number_of(said)


def _worded(found: re.Match[str]) -> Clock | None:
    hour, minute = _hour_of(found["hour"]), number_of(found["minute"] or "0")
    if not 0 < hour < 24 or minute >= 60:
        return None
    return Clock(hour, minute, hour > 12, _PARTS.get(found["part"] or ""))


def _beside(minutes: int) -> Callable[[re.Match[str]], Clock | None]:
    """So many minutes past an hour, or before it."""

    def clock(found: re.Match[str]) -> Clock | None:
        hour = _hour_of(found["hour"])
        if not 1 <= hour <= 12:
            return None
        hour, minute = divmod(hour * 60 + minutes, 60)
        return Clock(hour or 12, minute, part=_PARTS.get(found["part"] or ""))

    return clock


_PART = rf"(?: ?(?P<part>{piece('parts')}))"
_OCLOCK = rf"(?: ?{piece('oclock')})"
_END = rf"(?:-?{piece('ordinal_ends')})"
_HOUR = r"(?<![0-9][:.,/])(?P<hour>[0-9]{1,2})"
_HYPHENED = r"-(?P<minute>00|30|45)(?![-:.0-9])"
""""10-00" is how a time is written, too: of 22-00 at least the start is clear."""
_WORD = rf"(?P<hour>{any_of(_TENS)} {any_of(_ONES)}|{any_of(_ORDINALS)}|{WORDED})"
_ANY_HOUR = rf"(?:на )?(?P<hour>[0-9]{{1,2}}{_END}?|{any_of(_ORDINALS)}|{WORDED})"
_NO_MORE = r"(?![0-9]|[:.,/][0-9]|-[0-9]{1,2}-[0-9]|-(?:00|30|45)(?![-:.0-9]))"
_TAIL = rf"{_OCLOCK}?{_PART}?"

BESIDE = (
    (rf"{piece('half_past')} {_ANY_HOUR}{_TAIL}", _beside(30)),
    (rf"{piece('half_to')} {_ANY_HOUR}{_TAIL}", _beside(-30)),
    (rf"{piece('quarter_past')} {_ANY_HOUR}{_TAIL}", _beside(15)),
    (rf"{piece('quarter_to')} {_ANY_HOUR}{_TAIL}", _beside(-15)),
    (rf"{piece('quarter_before')} {_ANY_HOUR}{_TAIL}", _beside(-45)),
)
NAMED = (rf"(?P<named>{any_of(_NAMED)})", lambda found: Clock(0, named=_NAMED[found["named"]]))
CLEAR = (
    *BESIDE,
    (rf"{_HOUR}:(?P<minute>[0-5][0-9]){_END}?{_TAIL}{_NO_MORE}", _figures),
    (rf"(?<![0-9][:.,/])(?P<hour>[0-9]{{2}})\.(?P<minute>[0-5][0-9]){_TAIL}{_NO_MORE}", _figures),
    (rf"{_HOUR}(?:\.(?P<minute>[0-5][0-9]))?{_END}?{_OCLOCK}?{_PART}{_NO_MORE}", _figures),
    (rf"{_HOUR}{_HYPHENED}{_TAIL}", _figures),
    (rf"{not_after('lasting')}{_HOUR}(?P<minute>){_END}?{_OCLOCK}(?P<part>){_NO_MORE}", _figures),
    (rf"{_WORD}(?: (?P<minute>{WORDED}))?{_OCLOCK}?{_PART}", _worded),
    NAMED,
)
"""Forms that are times wherever they stand."""
MARKED = (
    *CLEAR,
    (r"(?P<hour>[0-2][0-9])(?P<minute>00|15|30|45)(?P<part>)", _figures),
    (rf"{_HOUR}(?:\.(?P<minute>[0-5][0-9]))?{_END}?{_TAIL}{_NO_MORE}", _figures),
    (rf"{_WORD}(?: (?P<minute>{WORDED}|[0-5][0-9]))?{_TAIL}", _worded),
)
"""The same, and those that are times after "at", or beside another time."""


def _unnamed(forms: Iterable[tuple[str, object]]) -> str:
    pieces = "|".join(form for form, _ in forms)
    return f"(?:{re.sub(r'[(][?]P<[a-z]+>', '(?:', pieces)})"


def clock_of(said: str) -> Clock | None:
    """The time that a stretch says; None where no clock shows it, such as "25"."""
    for form, read in MARKED:
        found = rule(form).fullmatch(said)
        clock = read(found) if found else None
        if clock is not None:
            return clock
    return None


class Said(NamedTuple):
    """What a line says of its time: starts that are alternatives, and an end."""

    starts: tuple[Clock, ...]
    end: Clock | None = None


_CLEAR, _MARKED = _unnamed(CLEAR), _unnamed(MARKED)
_AT, _UNTIL, _OR = piece("at", "since", "loosely_at"), piece("until"), piece("alternative")
_COUNTED = r"(?! ?\w+(?:ами|ями|ьми|има)(?!\w))"
""""з 5 колегами" is no time."""
_IN_ROOM = rf"(?! {piece('rooms')})"
_RANGE = (
    rf"(?:{_AT} )?(?<![0-9][-/])(?P<start>{_MARKED})"
    rf"(?: ?- ?|,? (?:{piece('link')} )?{_UNTIL} )"
    rf"(?P<end>{_MARKED})(?!-)"
)
_BETWEEN = rf"{piece('between')} (?P<start>{_MARKED}) {piece('link')} (?P<end>{_MARKED})"
_START = (
    rf"(?:(?:{_AT} )?{not_after('until')}(?P<start>{_CLEAR})"
    rf"|(?:{_AT} |@ ?)(?P<marked>{_MARKED}){_COUNTED}{_IN_ROOM}"
    rf"|{piece('at_ordinal')} (?P<ordinal>{any_of(_ORDINALS)}|[0-9]{{1,2}}{_END}){_OCLOCK}?)"
    rf"(?: {_OR} (?:{_AT} )?(?P<other>{_MARKED}))?"
)
_FINISH = rf"{_UNTIL} (?P<end>{_MARKED})"
_BARE = rf"(?<={DAY} )(?P<start>[0-9]{{1,2}})(?=,| ?[\x00-\x02]| ?$)"


def _clock(line: Line, said: str) -> Clock | None:
    """ "о 9:00" is the morning: in Ukrainian figures with minutes are of 24 hours.

    The small hours are asked for all the same: who writes "о 3:30" is in a hurry.
    """
    clock = clock_of(said)
    if clock and line.is_cyrillic and re.match("[7-9][:.-]", said):
        return clock._replace(is_exact=True)
    return clock


def set_aside_open_ended(line: Line) -> None:
    """ "after 5" is no start."""
    line.set_aside(rf"{piece('open_ended')} (?:{_AT} )?{_MARKED}")


def take_range(line: Line) -> Said | None:
    """The first of the form "14-16", "from 3pm to 4:30pm" or "з 15 до 16:30"."""
    for form in (_BETWEEN, _RANGE):
        for found in rule(form).finditer(line.text):
            start, end = (_clock(line, found[name]) for name in ("start", "end"))
            if start and end and start.hour < 24 and found["start"] != found["end"]:
                line.close(*found.span())
                return Said((start,), end)
    return None


def take_start(line: Line) -> Said | None:
    """The first of the form "at 3", "9am", "10:00 or 11:00", or a bare hour beside a day.

    A lone "до 16:30" is none.
    """
    for form in (_START, _BARE):
        for found in rule(form).finditer(line.text):
            names = [name for name, text in found.groupdict().items() if text]
            clocks = [_clock(line, found[name]) for name in names]
            starts = tuple(clock for clock in clocks if clock and clock.hour < 24)
            if starts and len(starts) == len(clocks):
                line.close(*found.span())
                return Said(starts)
    return None


def take_end(line: Line) -> Clock | None:
    """The first of the form "until 5", where a start is known."""
    for found in rule(_FINISH).finditer(line.text):
        if clock := _clock(line, found["end"]):
            line.close(*found.span())
            return clock
    return None


_LONE_PART = rf"(?P<part>{piece('lone_parts')})|(?<=[{DAY}{WEEKDAY}] )(?P<beside>{piece('parts')})"
_BEFORE_DAY = rf"(?P<part>{piece('parts')})(?= [{DAY}{WEEKDAY}])"


def take_part(line: Line) -> Part | None:
    """The part of the day that is said apart from the time: "tomorrow morning at 9"."""
    for form in (_LONE_PART, _BEFORE_DAY):
        if found := line.take(form):
            return _PARTS[next(text for text in found.groupdict().values() if text)]
    return None


def walls_of(said: Said, part: Part | None) -> tuple[Wall, ...]:
    """Every reading: of an end the first after its start, past midnight where there is no other."""
    if said.end is None:
        return tuple(sorted({Wall(at) for start in said.starts for at in start.minutes(part)}))
    walls: set[Wall] = set()
    for start in said.starts:
        walls |= _pairs(start, said.end, part)
    return tuple(sorted(walls))


def _pairs(start: Clock, end: Clock, part: Part | None) -> set[Wall]:
    starts, ends = start.minutes(part), end.minutes()
    if start.hour == 12 and end.hour > 12 and not start.part:
        starts = starts[-1:]
    within = {
        Wall(at, min(until for until in ends if until > at)) for at in starts if at < ends[-1]
    }
    if within and end.part and not part:
        return {max(within)}  # of "3-5pm" the nearest 3
    if within:
        return within
    return {Wall(at, ends[0] + MINUTES_PER_DAY) for at in start.minutes(part or end.part)}
