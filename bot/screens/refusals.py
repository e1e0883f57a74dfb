"""The one place that turns refusals into words."""

from zoneinfo import ZoneInfo

from bot.services.refusals import Refusal
from bot.texts import Texts


def refusal_text(texts: Texts, refusal: Refusal) -> str:
    """Plain text, for an alert or a message."""
    return texts.plain(f"refusal-{refusal.code}", **_words(texts, refusal))


def _words(texts: Texts, refusal: Refusal) -> dict[str, object]:
    """The figures as they are spoken: durations, days and moments beside the bare numbers."""
    words: dict[str, object] = {}
    for name, value in refusal.figures.items():
        words[name] = "none" if value in (None, "") else value
        if name.endswith("_minutes"):
            words[SPOKEN[name]] = texts.duration(value)
        elif name == "last_day":
            words[name] = texts.day(value)
        elif name == "until":
            words["until_moment"] = texts.moment(value, ZoneInfo(refusal.figures["timezone"]))
        elif name == "status":
            words["status_name"] = texts.plain("status-name", status=value)
    return {name: word for name, word in words.items() if isinstance(word, int | str)}


SPOKEN = {
    "notice_minutes": "notice",
    "min_minutes": "min",
    "max_minutes": "max",
    "asked_minutes": "asked_time",
    "grid_minutes": "grid",
}
"""Figures in minutes, and the names of their spoken forms."""
