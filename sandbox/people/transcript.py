"""What was said, as plain lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiogram.types import Message

from sandbox.people.buttons import buttons_of

if TYPE_CHECKING:
    from sandbox.telegram import Telegram

SHOWN = 12


def line_of(message: Message) -> dict[str, Any]:
    """One message for a transcript: number, author's name, unix seconds, text, rows of labels."""
    markup = message.reply_markup
    return {
        "message_id": message.message_id,
        "from": message.from_user.full_name if message.from_user else None,
        "date": int(message.date.timestamp()),
        "text": message.text or message.caption or f"<{message.content_type}>",
        "buttons": [[each.text for each in row] for row in markup.inline_keyboard]
        if markup
        else [],
    }


def recent(telegram: Telegram) -> str:
    """The newest messages of every chat, and the newest requests that were refused."""
    rooms = [each.room for each in telegram.people.values()]
    rooms += [each.room for each in telegram.groups.values()]
    lines = [
        f"[{room.id}] {_said(message)}"
        for room in rooms
        for message in list(room.messages.values())[-SHOWN:]
    ]
    lines += [f"refused {call.method}: {call.description}" for call in telegram.refused()[-5:]]
    return "\n".join(lines) or "(nothing)"


def _said(message: Message) -> str:
    line = line_of(message)
    labels = [each.text for each in buttons_of(message)]
    return f"{line['from']}: {line['text']}" + (f" {labels}" if labels else "")
