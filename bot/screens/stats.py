"""/stats: how the place is used."""

from aiogram.filters.callback_data import CallbackData

from bot.schemas.stats import Lasted, Span, Stats, typical
from bot.screens.screen import Row, Screen, back_row, button, keyboard, lines
from bot.screens.start import Admin
from bot.texts import Texts
from db.enums import BookingStatus

REFUSALS = 5
"""The most frequent ones; the file has all."""


class ShowStats(CallbackData, prefix="stats"):
    """The last so many days."""

    days: Span = Span.MONTH
    dark: bool = False


class SendStats(CallbackData, prefix="statsf"):
    """All figures, as a file."""

    days: Span


def stats_screen(texts: Texts, stats: Stats, picture: bytes, span: Span, *, dark: bool) -> Screen:
    spans = [
        button(_mark(texts.plain("stats-span", days=int(one)), is_on=one is span), _to(one, dark))
        for one in Span
    ]
    theme = texts.plain("plan-light" if dark else "plan-dark")
    rows: list[Row] = [
        spans[:2],
        spans[2:],
        [
            button(texts.plain("stats-file"), SendStats(days=span)),
            button(theme, _to(span, not dark)),
        ],
        back_row(texts, Admin()),
    ]
    return Screen(_text(texts, stats), keyboard(rows), picture=picture)


def _to(span: Span, dark: bool) -> ShowStats:  # noqa: FBT001 - it is a colour
    return ShowStats(days=span, dark=dark)


def _mark(label: str, *, is_on: bool) -> str:
    return f"• {label}" if is_on else label


def _text(texts: Texts, stats: Stats) -> str:
    cancelled = stats.statuses.get(BookingStatus.CANCELLED, 0)
    return lines(
        texts.html("stats-bookings", count=stats.bookings, cancelled=cancelled),
        _peak(texts, stats),
        _lasted(texts, ("stats-lead", "stats-lead-longer"), stats.leads),
        _lasted(texts, ("stats-answer", "stats-answer-longer"), stats.answers),
        *_refusals(texts, stats),
    )


def _peak(texts: Texts, stats: Stats) -> str | None:
    if stats.peak is None:
        return None
    weekday, hour = stats.peak
    return texts.html("stats-peak", weekday=texts.weekdays()[weekday], hour=f"{hour:02}:00")


def _lasted(texts: Texts, keys: tuple[str, str], lasted: tuple[Lasted, ...]) -> str | None:
    """`keys`: up to a bound, and longer than the last one."""
    middle = typical(lasted)
    if middle is None:
        return None
    within, longer = keys
    if middle.until_minutes is None:
        return texts.html(longer, longest=texts.duration(lasted[-2].until_minutes or 0))
    return texts.html(within, most=texts.duration(middle.until_minutes))


def _refusals(texts: Texts, stats: Stats) -> list[str]:
    if not stats.refusals:
        return []
    told = [
        texts.html("stats-refusal", why=texts.plain(f"stats-why-{one.code}"), count=one.count)
        for one in stats.refusals[:REFUSALS]
    ]
    return ["", texts.html("stats-refusals"), *told]
