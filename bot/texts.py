"""Sentences, dates and durations in a person's language. The sentences live in `locales/`."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_time, get_day_names
from fluent.runtime import FluentBundle, FluentResource

from bot.clock import MINUTES_PER_DAY
from bot.schemas.periods import Period

LOCALES = Path(__file__).parent / "locales"
TWICE = ("¹", "²")
"""Behind a time that comes twice, the first time and the second."""


class Tagged(str):
    """A figure that is HTML already: `Texts.html` does not escape it."""

    __slots__ = ()


class Texts:
    """Everything one language says. `plain` is for buttons and alerts, `html` for messages.

    `home` is the zone that people take for granted: a time on another wall clock is also said on
    the reader's own.
    """

    def __init__(self, language: str, home: ZoneInfo | None = None) -> None:
        self.language = language
        self._home = home
        self._locale = Locale.parse(language)
        self._bundle = FluentBundle([language], use_isolating=False)
        for path in sorted((LOCALES / language).glob("*.ftl")):
            self._bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))

    def plain(self, key: str, **figures: Any) -> str:
        """The sentence of a key; KeyError for an unknown key, ValueError for a missing figure."""
        found = self._bundle.has_message(key) and self._bundle.get_message(key).value
        if not found:
            raise KeyError(f"{self.language} has no sentence {key!r}")
        sentence, errors = self._bundle.format_pattern(found, figures)
        if errors:
            raise ValueError(f"{key!r} in {self.language}: {errors[0]}")
        return cast("str", sentence)

    def html(self, key: str, **figures: Any) -> str:
        """The same as HTML: every text among the figures is escaped, but for what is Tagged."""
        return self.plain(key, **{name: _escaped(value) for name, value in figures.items()})

    def day(self, day: date) -> str:
        """Such as "Tue, 24 Nov"."""
        return format_date(day, "EEE, d MMM", locale=self._locale)

    def dated(self, day: date) -> str:
        """Such as "Tue, 24 Nov 2026"."""
        return format_date(day, "EEE, d MMM y", locale=self._locale)

    def month(self, day: date) -> str:
        """Such as "November 2026"."""
        return _capitalised(format_date(day, "LLLL y", locale=self._locale))

    def month_name(self, day: date) -> str:
        """Such as "November"."""
        return _capitalised(format_date(day, "LLLL", locale=self._locale))

    def weekdays(self) -> list[str]:
        """The short names of Monday .. Sunday."""
        names = get_day_names("short", context="stand-alone", locale=self._locale)
        return [_capitalised(names[weekday]) for weekday in range(7)]

    def time(self, at: datetime, zone: ZoneInfo, *, short: bool = False) -> str:
        """Such as "14:30", on the zone's wall clock; of an hour that comes twice also which.

        Short, by a mark that the screen explains: "03:00²".
        """
        local = at.astimezone(zone)
        shown = format_time(local, "HH:mm", locale=self._locale)
        if not comes_twice(at, zone):
            return shown
        return shown + TWICE[local.fold] if short else f"{shown} {local.tzname()}"

    def moment(self, at: datetime, zone: ZoneInfo) -> str:
        """Such as "Tue, 24 Nov, 14:30"."""
        return f"{self.day(at.astimezone(zone).date())}, {self.time(at, zone)}"

    def period(self, period: Period, zone: ZoneInfo) -> str:
        """Such as "Tue, 24 Nov, 14:30–15:30"; the second day is named where it is another."""
        day = self.day(period.starts_at.astimezone(zone).date())
        return f"{day}, {self.hours(period, zone)}"

    def hours(self, period: Period, zone: ZoneInfo) -> str:
        """Such as "14:30–15:30"; the second day is named where it is another."""
        starts, ends = (at.astimezone(zone) for at in (period.starts_at, period.ends_at))
        dash = "–" if starts.date() == ends.date() else " – "
        return f"{self.time(starts, zone)}{dash}{self.until(ends, starts, zone)}"

    def until(self, at: datetime, since: datetime, zone: ZoneInfo, *, short: bool = False) -> str:
        """A time, with its day where that is another than the one of `since`.

        Short, of the next day only the weekday is said: "Wed, 01:00".
        """
        local = at.astimezone(zone)
        days = (local.date() - since.astimezone(zone).date()).days
        if not days:
            return self.time(at, zone)
        if short and days == 1:
            weekday = format_date(local.date(), "EEE", locale=self._locale)
            return f"{weekday}, {self.time(at, zone)}"
        return self.moment(at, zone)

    def place(self, zone: ZoneInfo) -> str:
        """The city whose time it is, such as "Kyiv"."""
        for name in (zone.key, *_former_names(zone.key)):
            if city := self._locale.time_zones.get(name, {}).get("city"):
                return str(city)
        return zone.key.rpartition("/")[2].replace("_", " ")

    def clock(self, at: datetime, zone: ZoneInfo) -> Tagged:
        """Whose time it is: "Kyiv"; away from home also the same moment on the reader's own clock.

        Telegram alone knows the reader's zone, and shows the moment in it
        (core.telegram.org/bots/api#html-style, `tg-time`); an old client shows what is inside.
        """
        place = escape(self.place(zone), quote=False)
        if not self._is_away(at, zone):
            return Tagged(place)
        shown = f"{self.moment(at, ZoneInfo('UTC'))} UTC"
        return Tagged(
            f'{place} · 🌍 <tg-time unix="{at.timestamp():.0f}" format="wDt">{shown}</tg-time>'
        )

    def away(self, at: datetime, zone: ZoneInfo) -> Tagged:
        """The same in brackets, to stand behind the time; at home the clock goes without saying."""
        return Tagged(f" ({self.clock(at, zone)})" if self._is_away(at, zone) else "")

    def _is_away(self, at: datetime, zone: ZoneInfo) -> bool:
        return self._home is not None and _offset(at, zone) != _offset(at, self._home)

    def duration(self, minutes: int, *, short: bool = False) -> str:
        """Such as "1 h 30 min" (short: "1 h 30"); whole days are days."""
        days, rest = divmod(minutes, MINUTES_PER_DAY)
        if days and not rest:
            return self.plain("duration-days", days=days)
        hours, rest = divmod(minutes, 60)
        if not hours:
            return self.plain("duration-minutes", minutes=rest)
        if not rest:
            return self.plain("duration-hours", hours=hours)
        key = "duration-short" if short else "duration-both"
        return self.plain(key, hours=hours, minutes=rest)


def comes_twice(at: datetime, zone: ZoneInfo) -> bool:
    """Whether the wall clock shows that time once more on its day."""
    local = at.astimezone(zone)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _escaped(figure: Any) -> Any:
    if isinstance(figure, Tagged) or not isinstance(figure, str):
        return figure
    return escape(figure, quote=False)


def _offset(at: datetime, zone: ZoneInfo) -> timedelta | None:
    return at.astimezone(zone).utcoffset()


def _capitalised(word: str) -> str:
    return word[0].upper() + word[1:]


def _former_names(zone: str) -> list[str]:
    """CLDR keeps a city under the zone's first name: Kyiv's under Europe/Kiev."""
    return [former for former, present in get_global("zone_aliases").items() if present == zone]


@lru_cache
def texts_of(language: str, home: ZoneInfo | None = None) -> Texts:
    """The one instance of a language: one of `settings.LANGUAGES`."""
    return Texts(language, home)
