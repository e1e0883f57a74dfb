"""What a screen is made of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import DisabledButton, InlineKeyboardButton, InlineKeyboardMarkup
from pydantic import Field

from bot.texts import Texts

Row = list[InlineKeyboardButton]

Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
"""A row's id in a button. A tap with any other number is no tap of ours."""
DraftId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8}$")]
"""As `new_draft_id` makes them. Whatever else a tap may send never reaches a query."""
Revision = Annotated[int, Field(ge=1, le=2**31 - 1)]
Units = Annotated[int, Field(ge=1, le=1000)]
PageNumber = Annotated[int, Field(ge=0, le=9999)]
Hour = Annotated[int, Field(ge=0, le=23)]
Minutes = Annotated[int, Field(ge=1, le=99_999)]
UnixTime = Annotated[int, Field(ge=0, le=4_102_444_800)]
"""Until the year 2100."""
DayNumber = Annotated[int, Field(ge=719_162, le=766_645)]
"""`date.toordinal()` of every day on which a UnixTime falls, in whatever zone."""


@dataclass(frozen=True)
class Screen:
    """One message: HTML, and the buttons under it; with a PNG, the text is its caption."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    picture: bytes | None = None


def button(label: str, data: CallbackData, *, style: str | None = None) -> InlineKeyboardButton:
    """`style` is Telegram's: success, danger or primary; clients that are older ignore it."""
    return InlineKeyboardButton(text=label, callback_data=data.pack(), style=style)


def off(label: str) -> InlineKeyboardButton:
    """A button that does nothing; its label must say so too, for clients that are older."""
    return InlineKeyboardButton(text=label, disabled=DisabledButton())


def keyboard(rows: Iterable[Row]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[row for row in rows if row])


def in_rows(buttons: list[InlineKeyboardButton], width: int) -> list[Row]:
    return [buttons[start : start + width] for start in range(0, len(buttons), width)]


def back_row(texts: Texts, data: CallbackData) -> Row:
    return [button(texts.plain("button-back"), data)]


def shortened(name: str, most: int) -> str:
    """A name that leaves room on a button."""
    return name if len(name) <= most else f"{name[: most - 1]}…"


def lines(*parts: str | None) -> str:
    """The parts that are there, a line each; an empty part is an empty line."""
    return "\n".join(part for part in parts if part is not None)


def page_turns(page: int, pages: int, turn: Callable[[int], CallbackData]) -> Row:
    """Back, where we are, and on; nothing for a single page. Pages count from 0."""
    if pages == 1:
        return []
    before = button("‹", turn(page - 1)) if page > 0 else off(" ")
    after = button("›", turn(page + 1)) if page < pages - 1 else off(" ")
    return [before, off(f"{page + 1} / {pages}"), after]
