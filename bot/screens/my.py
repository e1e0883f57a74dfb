"""A person's own bookings: the list, the card, and the question before a cancellation."""

from datetime import datetime

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.schemas.bookings import BookingCard, BookingPage, BookingTab, BookingView
from bot.screens import start
from bot.screens.changes import change_rows
from bot.screens.held import NAMES_MAX, held_lines, held_names, location_lines
from bot.screens.screen import Id, PageNumber, Row, Screen, button, keyboard, lines, page_turns
from bot.texts import Texts
from db.enums import BookingStatus


class MyPage(CallbackData, prefix="my"):
    tab: BookingTab = BookingTab.UPCOMING
    page: PageNumber = 0


class MyCard(CallbackData, prefix="card"):
    booking_id: Id
    tab: BookingTab = BookingTab.UPCOMING
    """Where Back leads."""


class AskCancel(CallbackData, prefix="cancel"):
    booking_id: Id


class Cancel(CallbackData, prefix="cancelled"):
    booking_id: Id


def figures(texts: Texts, booking: BookingView) -> dict[str, str]:
    """What every sentence about a booking may name."""
    return {
        "held": held_lines(texts, booking.held),
        "names": held_names(texts, booking.held),
        "period": texts.period(booking.period, booking.zone),
        "place": texts.place(booking.zone),
    }


def list_screen(texts: Texts, page: BookingPage) -> Screen:
    empty = f"my-none-{page.tab}"
    text = lines(texts.html("my-title"), None if page.bookings else f"\n{texts.html(empty)}")
    return Screen(
        text,
        keyboard(
            [
                _tabs(texts, page),
                *([_list_button(texts, booking, page.tab)] for booking in page.bookings),
                page_turns(page.page, page.pages, lambda to: MyPage(tab=page.tab, page=to)),
                [
                    button(texts.plain("button-home"), start.Home()),
                    button(texts.plain("button-book"), start.StartBooking()),
                ],
            ]
        ),
    )


def _tabs(texts: Texts, page: BookingPage) -> Row:
    return [
        button(
            ("• " if tab is page.tab else "") + texts.plain(f"my-{tab}"), MyPage(tab=tab, page=0)
        )
        for tab in BookingTab
    ]


def _list_button(texts: Texts, booking: BookingView, tab: BookingTab) -> InlineKeyboardButton:
    label = texts.plain(
        "my-button",
        icon=texts.plain("status-icon", status=booking.status),
        moment=texts.moment(booking.period.starts_at, booking.zone),
        names=held_names(texts, booking.held, most=NAMES_MAX),
    )
    return button(label, MyCard(booking_id=booking.id, tab=tab))


def card_screen(
    texts: Texts,
    card: BookingCard,
    *,
    now: datetime,
    tab: BookingTab = BookingTab.UPCOMING,
) -> Screen:
    booking = card.booking
    cancel = button(
        texts.plain("button-cancel-booking"), AskCancel(booking_id=booking.id), style="danger"
    )
    return Screen(
        _card_text(texts, booking),
        keyboard(
            [
                *change_rows(texts, card, now=now),
                [cancel] if booking.can_be_cancelled(now=now) else [],
                [button(texts.plain("button-back"), MyPage(tab=tab))],
            ]
        ),
    )


def _card_text(texts: Texts, booking: BookingView) -> str:
    deadline = booking.decide_by if booking.status is BookingStatus.PENDING else None
    reason = booking.decision_reason
    return lines(
        texts.html(
            "my-card-text",
            **figures(texts, booking),
            status_icon=texts.plain("status-icon", status=booking.status),
            status=texts.plain("status-name", status=booking.status),
        ),
        texts.html(
            "my-card-deadline",
            deadline=texts.moment(deadline, booking.zone),
            place=texts.place(booking.zone),
        )
        if deadline
        else None,
        *location_lines(texts, booking.held),
        booking.purpose and texts.html("my-card-purpose", purpose=booking.purpose),
        reason and texts.html("my-card-reason", reason=reason),
    )


def cancel_question_screen(texts: Texts, booking: BookingView) -> Screen:
    yes = button(texts.plain("button-cancel-yes"), Cancel(booking_id=booking.id), style="danger")
    no = button(texts.plain("button-cancel-no"), MyCard(booking_id=booking.id))
    return Screen(
        texts.html("my-cancel-question", **figures(texts, booking)), keyboard([[yes], [no]])
    )
