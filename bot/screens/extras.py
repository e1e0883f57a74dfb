"""The side step of a booking in which equipment is added to it, unit by unit."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.schemas.bookings import WANTED_MAX, BookingRequest
from bot.schemas.pages import page_within
from bot.schemas.slots import Extra, WantedView
from bot.screens.book import last_row
from bot.screens.held import held_lines
from bot.screens.screen import (
    DraftId,
    Id,
    PageNumber,
    Row,
    Screen,
    button,
    keyboard,
    lines,
    off,
    page_turns,
)
from bot.texts import Texts

EXTRAS_PER_PAGE = 8


class AddUnit(CallbackData, prefix="b7"):
    draft: DraftId
    resource_id: Id


class TakeUnitAway(CallbackData, prefix="b8"):
    draft: DraftId
    resource_id: Id


class TurnExtras(CallbackData, prefix="be"):
    draft: DraftId
    page: PageNumber


class ExtrasDone(CallbackData, prefix="b9"):
    draft: DraftId


def can_add(extra: Extra, asked: BookingRequest) -> bool:
    """Whether there is one more unit, and a booking may hold what it would be."""
    fits = extra.chosen > 0 or len(asked.wanted) < WANTED_MAX
    return fits and extra.chosen < extra.free


def can_take_away(extra: Extra) -> bool:
    return extra.chosen > (1 if extra.is_main else 0)


def has_choice(extras: Sequence[Extra], asked: BookingRequest) -> bool:
    """Whether there is anything to add or to take away."""
    return any(can_add(extra, asked) or can_take_away(extra) for extra in extras)


def extras_screen(
    texts: Texts,
    asked: BookingRequest,
    wanted: Sequence[WantedView],
    extras: Sequence[Extra],
    *,
    page: int,
) -> Screen:
    main, draft = wanted[0].resource, asked.draft
    listed = [extra for extra in extras if not extra.is_main or main.quantity > 1]
    page, pages = page_within(page, len(listed), EXTRAS_PER_PAGE)
    first = page * EXTRAS_PER_PAGE
    text = texts.html(
        "extras-text",
        held=held_lines(texts, [one.held for one in wanted]),
        period=texts.period(asked.period, main.zone),
        away=texts.away(asked.period.starts_at, main.zone),
    )
    return Screen(
        lines(text, "", texts.html("extras-hint" if listed else "extras-none")),
        keyboard(
            [
                *(_row(texts, one, asked) for one in listed[first : first + EXTRAS_PER_PAGE]),
                page_turns(page, pages, lambda to: TurnExtras(draft=draft, page=to)),
                [button(texts.plain("button-extras-done"), ExtrasDone(draft=draft))],
                last_row(texts, draft),
            ]
        ),
    )


def _row(texts: Texts, extra: Extra, asked: BookingRequest) -> Row:
    row = [_add_button(texts, extra, asked)]
    if can_take_away(extra):
        label = texts.plain("extra-button-away", name=extra.name)
        row.append(button(label, TakeUnitAway(draft=asked.draft, resource_id=extra.resource_id)))
    return row


def _add_button(texts: Texts, extra: Extra, asked: BookingRequest) -> InlineKeyboardButton:
    key = "extra-button" if extra.chosen <= extra.free else "extra-button-short"
    label = texts.plain(key, name=extra.name, chosen=extra.chosen, free=extra.free)
    lock = " 🔐" if extra.requires_approval else ""
    if can_add(extra, asked):
        data = AddUnit(draft=asked.draft, resource_id=extra.resource_id)
        return button(f"➕ {label}{lock}", data)
    mark = "✓" if 0 < extra.chosen <= extra.free else "✕"
    return off(f"{mark} {label}{lock}")
