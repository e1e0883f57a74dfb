"""Changing, deleting and pinning messages.

Sources: core.telegram.org/bots/api#updating-messages (only without reply markup or with an inline
keyboard) and #deletemessage (within 48 hours).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from aiogram.methods import (
    DeleteMessage,
    EditMessageCaption,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
    PinChatMessage,
)
from aiogram.types import InlineKeyboardMarkup, Message

from sandbox.errors import bad_request
from sandbox.methods.access import open_room
from sandbox.methods.keyboards import checked_inline
from sandbox.methods.wording import worded_caption, worded_text
from sandbox.people.groups import Group
from sandbox.people.rooms import Room

if TYPE_CHECKING:
    from sandbox.telegram import Telegram

DELETABLE = timedelta(hours=48)
SHOWN = {
    "text",
    "entities",
    "caption",
    "caption_entities",
    "photo",
    "document",
    "reply_markup",
    "link_preview_options",
}
"""What must differ for a message to count as modified."""


def edit_message_text(telegram: Telegram, request: EditMessageText) -> Message:
    """Another text; without a keyboard in the request the message loses its own."""
    _check_named(request)
    content = worded_text(telegram, request, too_long="MESSAGE_TOO_LONG")
    room, old = _editable(telegram, request)
    if old.text is None:
        raise bad_request("there is no text in the message to edit")
    return _edited(telegram, room, old, content=content, markup=request.reply_markup)


def edit_message_caption(telegram: Telegram, request: EditMessageCaption) -> Message:
    """Another caption, or none."""
    _check_named(request)
    content = worded_caption(telegram, request)
    room, old = _editable(telegram, request)
    if not (old.photo or old.document):
        raise bad_request("there is no caption in the message to edit")
    return _edited(telegram, room, old, content=content, markup=request.reply_markup)


def edit_message_media(telegram: Telegram, request: EditMessageMedia) -> Message:
    """Another picture or document, also in place of a text."""
    _check_named(request)
    content = worded_caption(telegram, request.media)
    room, old = _editable(telegram, request)
    media = _media(telegram, request.media)
    content |= media | {"text": None, "entities": None, "link_preview_options": None}
    return _edited(telegram, room, old, content=content, markup=request.reply_markup)


def edit_message_reply_markup(telegram: Telegram, request: EditMessageReplyMarkup) -> Message:
    """Another keyboard, or none."""
    _check_named(request)
    room, old = _editable(telegram, request)
    return _edited(telegram, room, old, content={}, markup=request.reply_markup)


def delete_message(telegram: Telegram, request: DeleteMessage) -> bool:
    """The bot's own messages, and in private chats the person's too, while they are young."""
    room = open_room(telegram, request.chat_id)
    message = room.messages.get(request.message_id)
    if message is None:
        raise bad_request("message to delete not found")
    if telegram.clock.now() - message.date > DELETABLE:
        raise bad_request("message can't be deleted for everyone")
    if not (room.is_private or _is_own(telegram, message) or _is_admin(telegram, room)):
        raise bad_request("message can't be deleted")
    room.forget(request.message_id)
    telegram.changes.touch()
    return True


def pin_chat_message(telegram: Telegram, request: PinChatMessage) -> bool:
    """Pin; in a group only an administrator may."""
    room = open_room(telegram, request.chat_id)
    if not room.is_private and not _is_admin(telegram, room):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    message = room.messages.get(request.message_id)
    if message is None:
        raise bad_request("message to pin not found")
    room.pinned.append(request.message_id)
    service = telegram.post(room, telegram.me, pinned_message=message)
    telegram.deliver(room, service)
    return True


def _media(telegram: Telegram, given: Any) -> dict[str, Any]:
    """`photo` and `document` of the edited message, one of them None."""
    if given.type == "photo":
        return {"photo": telegram.files.photo(given.media), "document": None}
    if given.type == "document":
        return {"photo": None, "document": telegram.files.document(given.media)}
    raise bad_request("unsupported media type")


def _check_named(request: Any) -> None:
    if request.inline_message_id:
        raise bad_request("MESSAGE_ID_INVALID")
    if request.chat_id is None:
        raise bad_request("chat_id is empty")
    if request.message_id is None:
        raise bad_request("message identifier is not specified")


def _editable(telegram: Telegram, request: Any) -> tuple[Room, Message]:
    """The bot's own message that can still be changed; Refused (400, 403) otherwise."""
    room = open_room(telegram, request.chat_id)
    message = room.messages.get(request.message_id)
    if message is None:
        raise bad_request("message to edit not found")
    if not _is_own(telegram, message) or message.message_id in room.sealed:
        raise bad_request("message can't be edited")
    return room, message


def _edited(
    telegram: Telegram,
    room: Room,
    old: Message,
    *,
    content: dict[str, Any],
    markup: InlineKeyboardMarkup | None,
) -> Message:
    kept = checked_inline(markup, is_private=room.is_private) if markup else None
    if kept and old.reply_markup:  # force_reply can't be changed by an edit
        kept = kept.model_copy(update={"force_reply": old.reply_markup.force_reply})
    new = old.model_copy(update=content | {"reply_markup": kept})
    if new.model_dump(include=SHOWN) == old.model_dump(include=SHOWN):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are"
            " exactly the same as a current content and reply markup of the message"
        )
    new = new.model_copy(update={"edit_date": int(telegram.clock.now().timestamp())})
    telegram.show(room, new)
    return new


def _is_own(telegram: Telegram, message: Message) -> bool:
    return message.from_user is not None and message.from_user.id == telegram.me.id


def _is_admin(telegram: Telegram, room: Room) -> bool:
    group: Group | None = telegram.groups.get(room.id)
    return group is not None and group.bot_status == "administrator"
