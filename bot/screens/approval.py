"""The card in the approval group, and the question for a reason."""

from datetime import datetime

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.schemas.actor import Actor
from bot.schemas.bookings import BookingView
from bot.screens.my import figures
from bot.screens.screen import Id, Revision, Screen, button, keyboard, lines
from bot.texts import Texts
from db.enums import BookingStatus


class Approve(CallbackData, prefix="yes"):
    """The revision is the request as the card shows it; what it is by now may be another."""

    booking_id: Id
    revision: Revision


class Reject(CallbackData, prefix="no"):
    """Asks for a reason first."""

    booking_id: Id
    revision: Revision


class RejectSilently(CallbackData, prefix="no1"):
    booking_id: Id
    revision: Revision


class RejectNot(CallbackData, prefix="no0"):
    booking_id: Id


class Unreject(CallbackData, prefix="no2"):
    booking_id: Id


def card_screen(texts: Texts, booking: BookingView, *, now: datetime) -> Screen:
    """A pending request with its buttons; any other with how it went, and by whom."""
    if booking.status is not BookingStatus.PENDING:
        undo = button(texts.plain("button-undo"), Unreject(booking_id=booking.id))
        rows = [[undo]] if booking.can_be_unrejected(now=now) else []
        text = lines(_outcome(texts, booking), "", _body(texts, booking))
        return Screen(text, keyboard(rows) if rows else None)
    deadline = booking.decide_by and texts.html(
        "card-deadline",
        deadline=texts.moment(booking.decide_by, booking.zone),
        place=texts.clock(booking.decide_by, booking.zone),
    )
    shown = {"booking_id": booking.id, "revision": booking.revision}
    choice = [
        button(texts.plain("button-approve"), Approve(**shown), style="success"),
        button(texts.plain("button-reject"), Reject(**shown), style="danger"),
    ]
    return Screen(
        lines(texts.html("card-request"), "", _body(texts, booking), deadline or None),
        keyboard([choice]),
    )


def superseded_screen(texts: Texts, booking: BookingView) -> Screen:
    """In place of a card whose request was changed: what it is by now, the newer card says."""
    return Screen(lines(texts.html("card-superseded"), "", _who(texts, booking)))


def _body(texts: Texts, booking: BookingView) -> str:
    return lines(
        _who(texts, booking),
        texts.html("card-body", **figures(texts, booking)),
        booking.purpose and texts.html("card-purpose", purpose=booking.purpose),
    )


def _who(texts: Texts, booking: BookingView) -> str:
    return texts.html(
        "card-who",
        who=booking.user_name,
        who_id=str(booking.user_telegram_id),
        number=str(booking.id),
    )


def _outcome(texts: Texts, booking: BookingView) -> str:
    key = f"card-{booking.status}"
    if booking.status is BookingStatus.APPROVED and booking.decided_by_name is None:
        key = "card-unneeded"
    return lines(
        texts.html(key, by=booking.decided_by_name or "—"),
        booking.decision_reason and texts.html("card-reason", reason=booking.decision_reason),
    )


def reject_screen(texts: Texts, actor: Actor, booking: BookingView) -> Screen:
    """Opens the reply field of whoever tapped; the buttons are for those who have no reason."""
    text = texts.html("reject-question", who=actor.person.full_name, **figures(texts, booking))
    rows = [
        [
            button(
                texts.plain("button-reject-silently"),
                RejectSilently(booking_id=booking.id, revision=booking.revision),
                style="danger",
            )
        ],
        [button(texts.plain("button-reject-not"), RejectNot(booking_id=booking.id))],
    ]
    return Screen(text, InlineKeyboardMarkup(inline_keyboard=rows, force_reply=True))
