"""The card in the approval group, and the question for a reason."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.schemas.actor import Actor
from bot.schemas.bookings import BookingView
from bot.screens.my import figures
from bot.screens.screen import Id, Screen, button, keyboard, lines
from bot.texts import Texts
from db.enums import BookingStatus


class Approve(CallbackData, prefix="yes"):
    booking_id: Id


class Reject(CallbackData, prefix="no"):
    """Asks for a reason first."""

    booking_id: Id


class RejectSilently(CallbackData, prefix="no1"):
    booking_id: Id


class RejectNot(CallbackData, prefix="no0"):
    booking_id: Id


def card_screen(texts: Texts, booking: BookingView) -> Screen:
    """A pending request with its buttons; any other with how it went, and by whom."""
    if booking.status is not BookingStatus.PENDING:
        return Screen(lines(_outcome(texts, booking), "", _body(texts, booking)))
    deadline = booking.decide_by and texts.html(
        "card-deadline",
        deadline=texts.moment(booking.decide_by, booking.zone),
        place=texts.place(booking.zone),
    )
    choice = [
        button(texts.plain("button-approve"), Approve(booking_id=booking.id), style="success"),
        button(texts.plain("button-reject"), Reject(booking_id=booking.id), style="danger"),
    ]
    return Screen(
        lines(texts.html("card-request"), "", _body(texts, booking), deadline or None),
        keyboard([choice]),
    )


def _body(texts: Texts, booking: BookingView) -> str:
    return lines(
        texts.html(
            "card-body",
            who=booking.user_name,
            who_id=str(booking.user_telegram_id),
            **figures(texts, booking),
        ),
        booking.purpose and texts.html("card-purpose", purpose=booking.purpose),
    )


def _outcome(texts: Texts, booking: BookingView) -> str:
    return lines(
        texts.html(f"card-{booking.status}", by=booking.decided_by_name or "—"),
        booking.decision_reason and texts.html("card-reason", reason=booking.decision_reason),
    )


def reject_screen(texts: Texts, actor: Actor, booking: BookingView) -> Screen:
    """Opens the reply field of whoever tapped; the buttons are for those who have no reason."""
    text = texts.html("reject-question", who=actor.person.full_name, **figures(texts, booking))
    rows = [
        [
            button(
                texts.plain("button-reject-silently"),
                RejectSilently(booking_id=booking.id),
                style="danger",
            )
        ],
        [button(texts.plain("button-reject-not"), RejectNot(booking_id=booking.id))],
    ]
    return Screen(text, InlineKeyboardMarkup(inline_keyboard=rows, force_reply=True))
