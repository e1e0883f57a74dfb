"""/today: the plan of the day with the counts under it; what they are of is a tap away."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.schemas.bookings import BookingView
from bot.schemas.pages import page_within
from bot.schemas.today import GroupState, Misfit, Part, Today, Undelivered
from bot.screens.admin import AnyBooking, ShowToday
from bot.screens.held import NAMES_MAX, held_names
from bot.screens.screen import Id, Row, Screen, back_row, button, keyboard, lines, page_turns
from bot.screens.start import Home
from bot.texts import Texts

PAGE_SIZE = 5
NAME_MAX = 16


class WhereToDecide(CallbackData, prefix="tdw"):
    """An approver decides in the group."""

    booking_id: Id


def today_screen(
    texts: Texts, today: Today, picture: bytes, asked: ShowToday, *, is_admin: bool
) -> Screen:
    """The counts, or one of the lists behind them."""
    if asked.part is Part.COUNTS:
        return Screen(_counts(texts, today), keyboard(_doors(texts, today)), picture=picture)
    rows, page, pages = _part_rows(texts, today, asked, is_admin=is_admin)
    turns = page_turns(page, pages, lambda to: ShowToday(part=asked.part, page=to))
    back = back_row(texts, ShowToday())
    text = lines(
        texts.html("today-title", day=texts.day(today.day)),
        texts.html(f"today-{asked.part}", count=_count(today, asked.part)),
    )
    return Screen(text, keyboard([*rows, turns, back]), picture=picture)


def _count(today: Today, part: Part) -> int:
    counts = {
        Part.PENDING: today.pending_count,
        Part.UNDELIVERED: len(today.undelivered),
        Part.MISFITS: len(today.misfits),
    }
    return counts.get(part, 0)


LISTS = (Part.PENDING, Part.UNDELIVERED, Part.MISFITS)


def _counts(texts: Texts, today: Today) -> str:
    counted = [(part, _count(today, part)) for part in LISTS]
    told = [texts.html(f"today-{part}", count=count) for part, count in counted if count]
    if today.group is not GroupState.FINE:
        told.append(texts.html("today-group", state=today.group))
    title = texts.html("today-title", day=texts.day(today.day))
    return lines(title, *(told or [texts.html("today-nothing")]))


def _doors(texts: Texts, today: Today) -> list[Row]:
    doors = [
        [button(texts.plain(f"button-{part}", count=count), ShowToday(part=part))]
        for part in LISTS
        if (count := _count(today, part))
    ]
    refresh = button(texts.plain("button-refresh"), ShowToday())
    return [*doors, [refresh, button(texts.plain("button-home"), Home())]]


def _part_rows(
    texts: Texts, today: Today, asked: ShowToday, *, is_admin: bool
) -> tuple[list[Row], int, int]:
    """The buttons of a page, which it is, and how many there are."""
    if asked.part is Part.PENDING:
        rows = [[_pending(texts, one, is_admin=is_admin)] for one in today.pending]
        return rows, today.page, today.pages
    if asked.part is Part.UNDELIVERED:
        buttons = [_undelivered(texts, one) for one in today.undelivered]
    else:
        buttons = [_misfit(texts, one) for one in today.misfits]
    page, pages = page_within(asked.page, len(buttons), PAGE_SIZE)
    shown = buttons[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    return [[one] for one in shown], page, pages


def _pending(texts: Texts, booking: BookingView, *, is_admin: bool) -> InlineKeyboardButton:
    at = booking.decide_by or booking.period.starts_at
    label = texts.plain(
        "today-pending-button",
        until=texts.moment(at, booking.zone),
        names=held_names(texts, booking.held, most=NAMES_MAX),
    )
    data = AnyBooking if is_admin else WhereToDecide
    return button(label, data(booking_id=booking.id))


def _undelivered(texts: Texts, one: Undelivered) -> InlineKeyboardButton:
    label = texts.plain(
        "today-undelivered-button",
        who=(one.who or "")[:NAME_MAX],
        group="no" if one.who else "yes",
        number=str(one.booking_id),
    )
    return button(label, AnyBooking(booking_id=one.booking_id))


def _misfit(texts: Texts, one: Misfit) -> InlineKeyboardButton:
    label = texts.plain(
        "today-misfit-button",
        why=one.why,
        name=one.resource_name[:NAME_MAX],
        moment=texts.moment(one.period.starts_at, one.zone),
    )
    return button(label, AnyBooking(booking_id=one.booking_id))
