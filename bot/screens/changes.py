"""What can be done about a booking that there is: stay longer, leave, move, undo, book it again."""

from datetime import datetime

from aiogram.filters.callback_data import CallbackData

from bot.schemas.bookings import BookingCard, BookingView
from bot.screens.screen import Id, Minutes, Row, UnixTime, button
from bot.texts import Texts


class Extend(CallbackData, prefix="ext"):
    """`ends_at` is the end from which: whoever taps twice stays longer once."""

    booking_id: Id
    minutes: Minutes
    ends_at: UnixTime


class EndNow(CallbackData, prefix="end"):
    booking_id: Id


class Move(CallbackData, prefix="move"):
    """To another time, or to another resource."""

    booking_id: Id


class Undo(CallbackData, prefix="undo"):
    """Take the last step back."""

    booking_id: Id


class Again(CallbackData, prefix="again"):
    """The same a week later."""

    booking_id: Id


def booking_of(data: str) -> int | None:
    """The booking that a tap wants to extend, to end or to put back; None for any other tap."""
    kinds: tuple[type[Extend | EndNow | Undo], ...] = (Extend, EndNow, Undo)
    kind = next((one for one in kinds if data.startswith(f"{one.__prefix__}:")), None)
    return None if kind is None else kind.unpack(data).booking_id


def change_rows(texts: Texts, card: BookingCard, *, now: datetime) -> list[Row]:
    """What its owner can do about a booking right now, but for cancelling it."""
    booking = card.booking
    rows = [stay_row(texts, booking, card.extensions)]
    if booking.can_end_early(now=now):
        rows.append([button(texts.plain("button-end-now"), EndNow(booking_id=booking.id))])
    if booking.can_be_moved(now=now):
        rows.append([button(texts.plain("button-move"), Move(booking_id=booking.id))])
    if card.undoes is not None:
        rows.append(undo_row(texts, booking))
    if not booking.status.is_active or booking.period.ends_at <= now:
        rows.append([button(texts.plain("button-again"), Again(booking_id=booking.id))])
    return rows


def stay_row(texts: Texts, booking: BookingView, extensions: tuple[int, ...]) -> Row:
    """As much longer as one tap each asks for."""
    return [
        button(
            texts.plain("button-extend", duration=texts.duration(minutes, short=True)),
            Extend(
                booking_id=booking.id,
                minutes=minutes,
                ends_at=int(booking.period.ends_at.timestamp()),
            ),
        )
        for minutes in extensions
    ]


def undo_row(texts: Texts, booking: BookingView) -> Row:
    return [button(texts.plain("button-undo"), Undo(booking_id=booking.id))]
