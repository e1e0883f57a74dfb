"""Messages as lines of text, to be read in a diff: HTML, then a line for each row of buttons."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, Message

from sandbox.callbacks import Answer

MASKS = {"draft": "…", "resource_id": "#", "booking_id": "#", "seen": "#"}
"""What is not the same every time, or says nothing."""


def told(messages: Sequence[Message], answer: Answer | None) -> str:
    """The messages of a picture, and what the last tap was answered with."""
    parts = [said(message) for message in messages]
    if answer and answer.text:
        parts.append(f"{'alert' if answer.show_alert else 'toast'}: {answer.text}")
    return "\n\n".join(parts)


def said(message: Message) -> str:
    """One message: `[label](data)`, `[label](off)` or `[label](address)` for a button."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else []
    return "\n".join([message.html_text, *(" ".join(map(_button, row)) for row in rows)])


def _button(button: InlineKeyboardButton) -> str:
    leads = button.url or (masked(button.callback_data) if button.callback_data else "off")
    return f"[{button.text}]({' '.join(filter(None, (leads, button.style)))})"


def masked(data: str) -> str:
    """Callback data without its ids."""
    prefix, *values = data.split(":")
    kind = next((one for one in _kinds() if one.__prefix__ == prefix), None)
    names = kind.model_fields if kind else {}
    shown = [MASKS.get(name, value) for name, value in zip(names, values, strict=bool(kind))]
    return ":".join([prefix, *shown])


def _kinds() -> list[type[CallbackData]]:
    return [one for one in CallbackData.__subclasses__() if one.__module__.startswith("bot.")]
