"""What is sent without being asked for: decisions, expiries, reminders."""

from collections.abc import Sequence
from datetime import datetime

from bot.schemas.bookings import BookingView, ByAdmin, LedgerLine
from bot.schemas.notices import Notice
from bot.screens.changes import EndNow, stay_row
from bot.screens.held import held_names, location_lines
from bot.screens.my import MyCard, figures
from bot.screens.overrides import aside_line
from bot.screens.screen import Screen, button, keyboard, lines
from bot.screens.start import MyBookings
from bot.texts import Texts
from db.enums import BookingAction, BookingStatus, NotificationKind

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


def by_admin_screen(texts: Texts, notice: Notice) -> Screen:
    """Somebody else has booked, moved or cancelled it: who, what, why, and what was before.

    Who is blocked reads it all the same, and has nothing to press.
    """
    booking, by = notice.booking, notice.by_admin
    if by is None:
        raise ValueError(f"nobody has done anything to booking {booking.id}")
    is_waiting = booking.status is BookingStatus.PENDING
    parts = (
        texts.html("notice-by_admin", action=_action(notice, by), **figures(texts, booking)),
        _before(texts, by.before, booking) if by.before else None,
        texts.html("notice-by-whom", who=by.done.actor_name or "Bronia"),
        by.done.reason and texts.html("notice-reason", reason=by.done.reason),
        aside_line(texts, by.done.overrides),
        texts.html("notice-waits") if is_waiting else None,
    )
    return Screen(lines(*parts)) if notice.is_blocked else _notice(texts, booking, *parts)


def _action(notice: Notice, by: ByAdmin) -> str:
    is_cancelled = by.done.action is BookingAction.CANCELLED
    return "blocked" if notice.is_blocked and is_cancelled else by.done.action


def _before(texts: Texts, before: LedgerLine, booking: BookingView) -> str | None:
    if before.period is None:
        return None
    period = texts.period(before.period, booking.zone)
    return texts.html("notice-before", names=held_names(texts, before.held), period=period)


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
        action=notice.by_admin.done.action if notice.by_admin else "",
    )
    reason = booking.decision_reason if is_decision else None
    if notice.by_admin is not None:
        reason = notice.by_admin.done.reason
    return lines(line, reason and texts.html("notice-reason", reason=reason))


def time_left(texts: Texts, at: datetime, *, now: datetime) -> str:
    """Such as "1 day" or "2 h 5 min"; never less than a minute."""
    return texts.duration(max(1, round((at - now).total_seconds() / 60)))


def _notice(texts: Texts, booking: BookingView, *parts: str | None) -> Screen:
    show = button(texts.plain("button-open-booking"), MyCard(booking_id=booking.id))
    return Screen(lines(*parts), keyboard([[show]]))
