"""Anybody's booking, as those see it who run the place: the card, its story, a cancellation."""

from datetime import datetime

from aiogram.filters.callback_data import CallbackData

from bot.schemas.bookings import BookingCard, BookingStory, BookingView
from bot.screens.admin import AnyBooking, PersonCard
from bot.screens.my import by_admin_lines, figures, summary_text
from bot.screens.screen import Id, Row, Screen, button, keyboard, lines
from bot.screens.stories import story_text
from bot.texts import Texts
from db.enums import BookingStatus


class AnyStory(CallbackData, prefix="anyw"):
    booking_id: Id


class MoveAny(CallbackData, prefix="anym"):
    """By the dialogue; whose it is stays as it is."""

    booking_id: Id


class AskCancelAny(CallbackData, prefix="anyc"):
    """Asks for a reason first."""

    booking_id: Id


class CancelAny(CallbackData, prefix="anyx"):
    """With the reason that was typed, if one was."""

    booking_id: Id


def any_card_screen(
    texts: Texts, card: BookingCard, *, now: datetime, done: str | None = None
) -> Screen:
    """`done`: the key of what has just been done to it, in a line above."""
    booking = card.booking
    return Screen(
        lines(
            done and texts.html(done, name=booking.user_name),
            texts.html(
                "any-who",
                who=booking.user_name,
                who_id=str(booking.user_telegram_id),
            ),
            summary_text(texts, booking),
            *by_admin_lines(texts, card.by_admin),
            texts.html("any-approvers") if booking.status is BookingStatus.PENDING else None,
        ),
        keyboard(
            [
                *_change_rows(texts, booking, now=now),
                [
                    button(texts.plain("button-person"), PersonCard(user_id=booking.user_id)),
                    button(texts.plain("button-story"), AnyStory(booking_id=booking.id)),
                ],
            ]
        ),
    )


def _change_rows(texts: Texts, booking: BookingView, *, now: datetime) -> list[Row]:
    if not booking.status.is_active or booking.period.ends_at <= now:
        return []
    ask = AskCancelAny(booking_id=booking.id)
    cancel = button(texts.plain("button-cancel-booking"), ask, style="danger")
    if not booking.can_be_moved(now=now):
        return [[cancel]]
    return [[button(texts.plain("button-move"), MoveAny(booking_id=booking.id))], [cancel]]


def any_story_screen(texts: Texts, story: BookingStory, *, reader_id: int) -> Screen:
    booking = story.booking
    card = button(texts.plain("button-any-card"), AnyBooking(booking_id=booking.id))
    return Screen(story_text(texts, story, reader_id=reader_id), keyboard([[card]]))


def cancel_any_screen(texts: Texts, booking: BookingView, reason: str | None) -> Screen:
    """The question before it is cancelled; the reason as it was typed."""
    yes = button(texts.plain("button-cancel-yes"), CancelAny(booking_id=booking.id), style="danger")
    no = button(texts.plain("button-cancel-no"), AnyBooking(booking_id=booking.id))
    return Screen(
        lines(
            texts.html("any-cancel-question", name=booking.user_name, **figures(texts, booking)),
            texts.html("my-card-reason", reason=reason)
            if reason
            else texts.html("any-reason-hint"),
        ),
        keyboard([[yes], [no]]),
    )
