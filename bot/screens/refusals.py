"""The one place that turns refusals into words."""

from zoneinfo import ZoneInfo

from bot.services.refusals import Failure, NotAll, Refusal
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
        elif name == "failed":
            words[name] = "\n".join(_failure_line(texts, failure) for failure in value)
    return {name: word for name, word in words.items() if isinstance(word, int | str)}


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
