"""A person's own bookings: the list, the card, and the question before a cancellation."""

from datetime import date, datetime
from itertools import groupby

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.schemas.bookings import BookingCard, BookingPage, BookingTab, BookingView, ByAdmin
from bot.screens import start
from bot.screens.changes import change_rows
from bot.screens.held import NAMES_MAX, held_lines, held_names, location_lines
from bot.screens.overrides import aside_line
from bot.screens.screen import Id, PageNumber, Row, Screen, button, keyboard, lines, off, page_turns
from bot.texts import Texts
from db.enums import BookingStatus


class MyPage(CallbackData, prefix="my"):
    tab: BookingTab = BookingTab.UPCOMING
    page: PageNumber = 0


class MyCard(CallbackData, prefix="card"):
    booking_id: Id
    tab: BookingTab = BookingTab.UPCOMING
    """Where Back leads."""


class ShowStory(CallbackData, prefix="why"):
    """What happened to it."""

    booking_id: Id
    tab: BookingTab = BookingTab.UPCOMING


class SendFile(CallbackData, prefix="ics"):
    """Send it as a file for one's own calendar."""

    booking_id: Id


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
        "place": texts.clock(booking.period.starts_at, booking.zone),
    }


def list_screen(texts: Texts, page: BookingPage) -> Screen:
    """What comes next in words, and a button for each booking under the name of its month."""
    empty = None if page.bookings else f"\n{texts.html(f'my-none-{page.tab}')}"
    return Screen(
        lines(texts.html("my-title"), empty, _next_up(texts, page)),
        keyboard(
            [
                _tabs(texts, page),
                *_months(texts, page),
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


def _next_up(texts: Texts, page: BookingPage) -> str | None:
    if page.tab is not BookingTab.UPCOMING or page.page or not page.bookings:
        return None
    return lines("", texts.html("my-next"), _summary(texts, page.bookings[0]))


def _months(texts: Texts, page: BookingPage) -> list[Row]:
    rows: list[Row] = []
    for month, bookings in groupby(page.bookings, key=_month):
        rows.append([off(f"— {texts.month(month)} —")])
        rows.extend([_list_button(texts, booking, page.tab)] for booking in bookings)
    return rows


def _month(booking: BookingView) -> date:
    """The first day of the month in which it begins."""
    return booking.period.starts_at.astimezone(booking.zone).date().replace(day=1)


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
        lines(summary_text(texts, booking), *by_admin_lines(texts, card.by_admin)),
        keyboard(
            [
                *change_rows(texts, card, now=now),
                [_file_button(texts, booking)] if now < booking.period.ends_at else [],
                [cancel] if booking.can_be_cancelled(now=now) else [],
                [
                    button(texts.plain("button-back"), MyPage(tab=tab)),
                    button(texts.plain("button-story"), ShowStory(booking_id=booking.id, tab=tab)),
                ],
            ]
        ),
    )


def _file_button(texts: Texts, booking: BookingView) -> InlineKeyboardButton:
    key = "button-file" if booking.status.is_active else "button-file-off"
    return button(texts.plain(key), SendFile(booking_id=booking.id))


def summary_text(texts: Texts, booking: BookingView) -> str:
    """What a card says of a booking, whoever looks at it."""
    deadline = booking.decide_by if booking.status is BookingStatus.PENDING else None
    reason = booking.decision_reason
    return lines(
        _summary(texts, booking),
        texts.html(
            "my-card-deadline",
            deadline=texts.moment(deadline, booking.zone),
            place=texts.clock(deadline, booking.zone),
        )
        if deadline
        else None,
        *location_lines(texts, booking.held),
        booking.purpose and texts.html("my-card-purpose", purpose=booking.purpose),
        reason and texts.html("my-card-reason", reason=reason),
    )


def by_admin_lines(texts: Texts, by: ByAdmin | None) -> list[str]:
    """What an admin has done to it: who, why, and against which rules."""
    if by is None:
        return []
    what = texts.plain("why-step", action=by.done.action)
    told = (
        texts.html("my-card-by", who=by.done.actor_name or "Bronia", what=what),
        by.done.reason and texts.html("my-card-reason", reason=by.done.reason),
        aside_line(texts, by.done.overrides),
    )
    return [line for line in told if line]


def _summary(texts: Texts, booking: BookingView) -> str:
    return texts.html(
        "my-card-text",
        number=str(booking.id),
        **figures(texts, booking),
        status_icon=texts.plain("status-icon", status=booking.status),
        status=texts.plain("status-name", status=booking.status),
    )


def cancel_question_screen(texts: Texts, booking: BookingView) -> Screen:
    yes = button(texts.plain("button-cancel-yes"), Cancel(booking_id=booking.id), style="danger")
    no = button(texts.plain("button-cancel-no"), MyCard(booking_id=booking.id))
    return Screen(
        texts.html("my-cancel-question", **figures(texts, booking)), keyboard([[yes], [no]])
    )
