"""New messages from the bot, and what goes with them: files, chat actions, callback answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiogram.methods import (
    AnswerCallbackQuery,
    GetFile,
    SendChatAction,
    SendDocument,
    SendMessage,
    SendPhoto,
)
from aiogram.types import (
    File,
    InlineKeyboardMarkup,
    Message,
    ReplyKeyboardMarkup,
    ReplyParameters,
)

from sandbox.errors import bad_request
from sandbox.methods.access import open_room
from sandbox.methods.keyboards import check_reply_keyboard, checked_inline
from sandbox.methods.wording import worded_caption, worded_text
from sandbox.people.rooms import Room

if TYPE_CHECKING:
    from sandbox.telegram import Telegram

MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024
"""Source: core.telegram.org/bots/api#getfile."""

CHAT_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def send_message(telegram: Telegram, request: SendMessage) -> Message:
    """A text."""
    content = worded_text(telegram, request, too_long="message is too long")
    return _sent(telegram, request, content)


def send_photo(telegram: Telegram, request: SendPhoto) -> Message:
    """A picture."""
    content = worded_caption(telegram, request)
    open_room(telegram, request.chat_id)
    content["photo"] = telegram.files.photo(request.photo)
    if request.show_caption_above_media:
        content["show_caption_above_media"] = True
    return _sent(telegram, request, content)


def send_document(telegram: Telegram, request: SendDocument) -> Message:
    """A file of any kind."""
    content = worded_caption(telegram, request)
    open_room(telegram, request.chat_id)
    content["document"] = telegram.files.document(request.document)
    return _sent(telegram, request, content)


def get_file(telegram: Telegram, request: GetFile) -> File:
    """Where a file can be fetched."""
    file = telegram.files.get(request.file_id)
    if file.size > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return file.as_file()


def send_chat_action(telegram: Telegram, request: SendChatAction) -> bool:
    """ "typing..." and the like; nobody in the sandbox sees it."""
    if request.action not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    open_room(telegram, request.chat_id)
    return True


def answer_callback_query(telegram: Telegram, request: AnswerCallbackQuery) -> bool:
    """The answer to a tap."""
    telegram.callbacks.answer(request)
    telegram.changes.touch()
    return True


def _sent(telegram: Telegram, request: Any, content: dict[str, Any]) -> Message:
    """Post it, with the reply, the keyboard and the protection asked for."""
    room = open_room(telegram, request.chat_id)
    if request.message_thread_id:
        content |= _in_topic(room, request.message_thread_id)
    markup, sealed = _markup(request.reply_markup, room)
    if request.protect_content:
        content["has_protected_content"] = True
    message = telegram.post(
        room,
        telegram.me,
        reply_to=_replied(request, room),
        reply_markup=markup,
        **content,
    )
    if sealed:
        room.sealed.add(message.message_id)
    return message


def _in_topic(room: Room, topic: int) -> dict[str, Any]:
    """What a message in a topic says of it; Refused (400) where there is no such topic."""
    if topic not in room.topics:
        raise bad_request("message thread not found")
    return {"message_thread_id": topic, "is_topic_message": True}


def _markup(markup: Any, room: Room) -> tuple[InlineKeyboardMarkup | None, bool]:
    """The keyboard the message keeps, and whether another kind of it forbids editing."""
    if isinstance(markup, InlineKeyboardMarkup):
        return checked_inline(markup, is_private=room.is_private), False
    if isinstance(markup, ReplyKeyboardMarkup):
        check_reply_keyboard(markup, is_private=room.is_private)
    return None, markup is not None


def _replied(request: Any, room: Room) -> Message | None:
    """The message replied to; None if it is gone and that is allowed, else Refused (400)."""
    wanted: ReplyParameters | None = request.reply_parameters
    number = wanted.message_id if wanted else request.reply_to_message_id
    if number is None:
        return None
    elsewhere = wanted is not None and wanted.chat_id not in {None, room.id}
    found = None if elsewhere else room.messages.get(number)
    source = wanted or request
    if found is None and not source.allow_sending_without_reply:
        raise bad_request("message to be replied not found")
    return found
