"""The words of one language, as tables. What the CLDR knows is taken from there.

A table that one language has and the other needs not is empty there. Words are written as in a
dictionary: whoever uses them folds them first.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import Enum
from functools import cached_property

from babel import Locale
from babel.dates import get_day_names, get_month_names


class Part(Enum):
    """A part of the day: the hours of the wall clock that people call so."""

    MORNING = frozenset(range(12))
    AFTERNOON = frozenset(range(10, 19))
    EVENING = frozenset(range(16, 24))
    NIGHT = frozenset((*range(6), *range(18, 24)))
    PM = frozenset(range(12, 24))


@dataclass(frozen=True)
class Words:
    """One language. Tables of words that mean different things lead from the word to the thing."""

    locale: str
    spellings: Mapping[str, str]
    """Slang and short forms, and what they stand for."""
    numbers: Mapping[str, int]
    tens: Mapping[str, int]
    """What makes "twenty five" of "five"."""
    ordinals: Mapping[str, int]
    """Days of a month and hours: "fifth"."""
    ordinal_ends: tuple[str, ...]
    """What follows the figures of an ordinal: "5th"; hyphens are left out."""

    relative_days: Mapping[str, int]
    now: tuple[str, ...]
    weekday_cases: tuple[tuple[str, ...], ...]
    """From Monday on; besides the CLDR's."""
    month_cases: tuple[tuple[str, ...], ...]
    """From January on; besides the CLDR's."""
    this: tuple[str, ...]
    next: tuple[str, ...]
    this_week: tuple[str, ...]
    next_week: tuple[str, ...]
    day_ends: tuple[str, ...]
    """The same, where it is a day: "the 5th"."""
    day_of_month: tuple[str, ...]
    """What follows "the 5th" where the month is not said."""
    year: tuple[str, ...]
    ahead: tuple[str, ...]
    """Before a length: "in 3 days"."""
    from_now: tuple[str, ...]
    """The same, after it."""

    at: tuple[str, ...]
    since: tuple[str, ...]
    loosely_at: tuple[str, ...]
    """Before an hour, and as often before a place."""
    at_ordinal: tuple[str, ...]
    """Before an hour only where that is an ordinal: "на третю", but "на 3" may be three people."""
    until: tuple[str, ...]
    between: tuple[str, ...]
    """Leads to a range whose two ends are linked by `link`."""
    alternative: tuple[str, ...]
    oclock: tuple[str, ...]
    named_times: Mapping[str, tuple[int, ...]]
    """Minutes since 00:00; midnight is on either side of a day."""
    parts: Mapping[str, Part]
    """What follows a time, or a day."""
    lone_parts: tuple[str, ...]
    """Those that speak of the time wherever they stand, unlike "morning" in "morning run"."""
    half_past: tuple[str, ...]
    half_to: tuple[str, ...]
    quarter_past: tuple[str, ...]
    quarter_to: tuple[str, ...]
    quarter_before: tuple[str, ...]
    """"чверть на третю" is a quarter past two."""

    lasting: tuple[str, ...]
    """Before a length, or a head-count: "for"."""
    one: tuple[str, ...]
    """A number that goes unsaid as a rule: "an hour"."""
    hours: tuple[str, ...]
    one_hour: tuple[str, ...]
    """An hour without a number."""
    bare_hour: tuple[str, ...]
    """The same, where no ordinal is before it."""
    minutes: tuple[str, ...]
    days: tuple[str, ...]
    weeks: tuple[str, ...]
    half_an_hour: tuple[str, ...]
    hour_and_a_half: tuple[str, ...]
    quarter_hour: tuple[str, ...]
    and_a_half: tuple[str, ...]
    link: tuple[str, ...]
    """Between two things that are wanted, or between hours and minutes."""

    people: tuple[str, ...]
    we_are: tuple[str, ...]
    """Before a head-count that has no noun."""
    of_us: tuple[str, ...]
    """The same, after it."""
    together: Mapping[str, int]
    """Head-counts in one word."""
    pieces: tuple[str, ...]
    """Between a number and what is counted: "2 pcs"."""

    rooms: tuple[str, ...]
    """What any room may be called, so that it names none."""
    halls: tuple[str, ...]
    """What a room may be called, too, but few are."""
    equipment: tuple[str, ...]

    recurring: tuple[str, ...]
    past: tuple[str, ...]
    open_ended: tuple[str, ...]
    """Before a time that is no start: "after 5"."""

    greetings: tuple[str, ...]
    imperatives: tuple[str, ...]
    """Asks for a booking at the beginning of a phrase; elsewhere a "book" may be one to read."""
    asking: tuple[str, ...]
    """The same anywhere, or polite; never what a booking is for."""
    trailing: tuple[str, ...]
    """Leads to what was understood, and means nothing without it: "on", "at"."""
    leading: tuple[str, ...]
    """The same, before what a booking is for: "for a standup"."""

    @cached_property
    def weekdays(self) -> dict[str, int]:
        """A name in any case -> weekday; 0 is Monday."""
        known = {word: day for day, words in enumerate(self.weekday_cases) for word in words}
        locale = Locale(self.locale)
        for names_of in (
            get_day_names("wide", "format", locale),
            get_day_names("abbreviated", "format", locale),
        ):
            known |= {name.lower(): day for day, name in names_of.items()}
        return known

    @cached_property
    def months(self) -> dict[str, int]:
        """A name in any case -> month; 1 is January."""
        known = {word: month for month, words in enumerate(self.month_cases, 1) for word in words}
        locale = Locale(self.locale)
        for names_of in (
            get_month_names("wide", "format", locale),
            get_month_names("wide", "stand-alone", locale),
            get_month_names("abbreviated", "format", locale),
        ):
            known |= {name.lower().rstrip("."): month for month, name in names_of.items()}
        return known

    def all_words(self) -> Iterator[str]:
        """Every word of every table."""
        yield from _words((self.weekdays, self.months))
        yield from _words(getattr(self, each.name) for each in fields(self)[1:])


def _words(table: object) -> Iterator[str]:
    if isinstance(table, str):
        yield from table.split()
    elif isinstance(table, Iterable):
        for each in table:
            yield from _words(each)
