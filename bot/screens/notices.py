"""What is sent without being asked for: decisions, expiries, reminders."""

from datetime import datetime

from bot.schemas.bookings import BookingView
from bot.screens.held import location_lines
from bot.screens.my import MyCard, figures
from bot.screens.screen import Screen, button, keyboard, lines
from bot.texts import Texts


def decision_screen(texts: Texts, booking: BookingView) -> Screen:
    """Approved or rejected."""
    return _notice(
        texts,
        booking,
        texts.html(f"notice-{booking.status}", **figures(texts, booking)),
        booking.decision_reason and texts.html("notice-reason", reason=booking.decision_reason),
    )


def expiry_screen(texts: Texts, booking: BookingView) -> Screen:
    return _notice(texts, booking, texts.html("notice-expired", **figures(texts, booking)))


def reminder_screen(texts: Texts, booking: BookingView, *, now: datetime) -> Screen:
    left = time_left(texts, booking.period.starts_at, now=now)
    return _notice(
        texts,
        booking,
        texts.html("notice-reminder", left=left, **figures(texts, booking)),
        *location_lines(texts, booking.held),
    )


def time_left(texts: Texts, at: datetime, *, now: datetime) -> str:
    """Such as "1 day" or "2 h 5 min"; never less than a minute."""
    return texts.duration(max(1, round((at - now).total_seconds() / 60)))


def _notice(texts: Texts, booking: BookingView, *parts: str | None) -> Screen:
    show = button(texts.plain("button-open-booking"), MyCard(booking_id=booking.id))
    return Screen(lines(*parts), keyboard([[show]]))
