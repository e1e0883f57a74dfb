"""What is sent without being asked for: decisions, expiries, reminders."""

from collections.abc import Sequence
from datetime import datetime

from bot.schemas.bookings import BookingView
from bot.schemas.notices import Notice
from bot.screens.changes import EndNow, stay_row
from bot.screens.held import held_names, location_lines
from bot.screens.my import MyCard, figures
from bot.screens.screen import Screen, button, keyboard, lines
from bot.screens.start import MyBookings
from bot.texts import Texts
from db.enums import NotificationKind

NAMES_MAX = 80
"""Characters of a line in a digest; ten of them, with reasons, fit one message."""


def decision_screen(texts: Texts, booking: BookingView) -> Screen:
    """Approved or rejected; or pending again, for a rejection was taken back."""
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


def by_admin_screen(texts: Texts, booking: BookingView) -> Screen:
    """Somebody else has done something to it: what, its story tells."""
    status = texts.plain("status-name", status=booking.status)
    words = texts.html("notice-by_admin", status=status, **figures(texts, booking))
    return _notice(texts, booking, words)


def ending_screen(texts: Texts, booking: BookingView, extensions: tuple[int, ...]) -> Screen:
    """What is about to end, and could go on."""
    ends_at, zone = booking.period.ends_at, booking.zone
    text = texts.html(
        "notice-ending",
        names=held_names(texts, booking.held),
        until=texts.time(ends_at, zone),
        away=texts.away(ends_at, zone),
    )
    done = button(texts.plain("button-end-now"), EndNow(booking_id=booking.id))
    return Screen(text, keyboard([stay_row(texts, booking, extensions), [done]]))


def digest_screen(texts: Texts, notices: Sequence[Notice], *, now: datetime) -> Screen:
    """Several notices that are long overdue, a line each."""
    told = [_digest_line(texts, notice, now=now) for notice in notices]
    mine = button(texts.plain("button-my"), MyBookings())
    return Screen(lines(texts.html("digest-title"), "", *told), keyboard([[mine]]))


def _digest_line(texts: Texts, notice: Notice, *, now: datetime) -> str:
    booking = notice.booking
    is_decision = notice.kind is NotificationKind.DECISION
    line = texts.html(
        f"digest-{booking.status if is_decision else notice.kind}",
        names=held_names(texts, booking.held, most=NAMES_MAX),
        period=texts.period(booking.period, booking.zone),
        away=texts.away(booking.period.starts_at, booking.zone),
        left=time_left(texts, booking.period.starts_at, now=now),
    )
    reason = booking.decision_reason if is_decision else None
    return lines(line, reason and texts.html("notice-reason", reason=reason))


def time_left(texts: Texts, at: datetime, *, now: datetime) -> str:
    """Such as "1 day" or "2 h 5 min"; never less than a minute."""
    return texts.duration(max(1, round((at - now).total_seconds() / 60)))


def _notice(texts: Texts, booking: BookingView, *parts: str | None) -> Screen:
    show = button(texts.plain("button-open-booking"), MyCard(booking_id=booking.id))
    return Screen(lines(*parts), keyboard([[show]]))
