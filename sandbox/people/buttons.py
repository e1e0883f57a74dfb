"""Finding the button a person means among those they see."""

from collections.abc import Iterable

from aiogram.types import InlineKeyboardButton, Message


def buttons_of(message: Message) -> list[InlineKeyboardButton]:
    """The inline buttons under a message, row by row."""
    if message.reply_markup is None:
        return []
    return [button for row in message.reply_markup.inline_keyboard for button in row]


def labels_of(message: Message) -> list[str]:
    """Their labels."""
    return [button.text for button in buttons_of(message)]


def find_button(newest_first: Iterable[Message], label: str) -> tuple[Message, str]:
    """The message and the callback data of the button with this label or unique part of one.

    The newest message that has it counts. LookupError, with the labels that are there, where none
    has it, where the part fits several buttons, and where the button sends no callback.
    """
    seen: list[str] = []
    for message in newest_first:
        buttons = buttons_of(message)
        meant = [each for each in buttons if each.text == label]
        meant = meant or [each for each in buttons if label in each.text]
        if meant:
            return message, _data_of(meant, label)
        seen += [each.text for each in buttons]
    raise LookupError(f"No button {label!r}; there are {seen}.")


def _data_of(meant: list[InlineKeyboardButton], label: str) -> str:
    if len(meant) > 1:
        raise LookupError(f"{label!r} fits several buttons: {[each.text for each in meant]}.")
    if meant[0].callback_data is None:
        raise LookupError(f"The button {meant[0].text!r} sends no callback (disabled or a link).")
    return meant[0].callback_data
