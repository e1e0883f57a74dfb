"""The one place that turns refusals into words."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.schemas.periods import Period
from bot.schemas.resources import OpeningSpan
from bot.services.refusals import Failure, NotAll, Refusal, TooFarAhead
from bot.texts import Texts


def refusal_text(texts: Texts, refusal: Refusal, *, most: int | None = None) -> str:
    """Plain text, for an alert or a message.

    Of several failures that are longer than `most` characters together, only what they are about.
    """
    text = texts.plain(f"refusal-{refusal.code}", **_words(texts, refusal))
    if most is not None and len(text) > most and isinstance(refusal, NotAll):
        names = ", ".join(failure.name for failure in refusal.failed)
        return texts.plain("refusal-not-all-names", names=names)
    return text


def _words(texts: Texts, refusal: Refusal) -> dict[str, object]:
    """The figures as they are spoken: durations and statuses beside the bare ones."""
    figures = refusal.figures
    zone = ZoneInfo(figures.get("timezone", "UTC"))
    words: dict[str, object] = {}
    for name, value in figures.items():
        words[name] = _word(texts, value, zone)
        if name.endswith("_minutes"):
            words[SPOKEN[name]] = texts.duration(value)
        elif name == "line":
            words[name] = str(value)  # a number to look for, and no quantity: "1008"
        elif name == "status":
            words["status_name"] = texts.plain("status-name", status=value)
        elif isinstance(refusal, TooFarAhead) and isinstance(value, date):
            words[name] = texts.dated(value)  # 31 December may be after 27 January
        elif isinstance(value, Period):
            words[f"{name}_hours"] = texts.hours(value, zone)
    return words


def _word(texts: Texts, value: Any, zone: ZoneInfo) -> object:
    """A figure as text, or as the number or the text that it is."""
    word = value
    match value:
        case None | "" | ():
            word = "none"
        case datetime():
            word = texts.moment(value, zone)
        case date():
            word = texts.day(value)
        case Period():
            word = texts.period(value, zone)
        case [OpeningSpan(), *_]:
            word = ", ".join(map(_span, value))
        case [Failure(), *_]:
            word = "\n".join(_failure_line(texts, failure) for failure in value)
    return word


def _span(span: OpeningSpan) -> str:
    """Such as "09:00–18:00", as it is written on a door: midnight is 24:00."""
    opens, closes = (divmod(at, 60) for at in (span.opens_minute, span.closes_minute))
    return f"{opens[0]:02}:{opens[1]:02}–{closes[0]:02}:{closes[1]:02}"


def _failure_line(texts: Texts, failure: Failure) -> str:
    why = refusal_text(texts, failure.refusal)
    return texts.plain("refusal-failure", name=failure.name, why=why)


SPOKEN = {
    "notice_minutes": "notice",
    "min_minutes": "min",
    "max_minutes": "max",
    "asked_minutes": "asked_time",
    "used_minutes": "used_time",
    "undo_minutes": "undo",
    "grid_minutes": "grid",
}
"""Figures in minutes, and the names of their spoken forms."""
