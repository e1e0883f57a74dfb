"""Puts a screen in front of a person: in place where there is a message to edit, else anew."""

import logging
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InaccessibleMessage,
    InputMediaPhoto,
    Message,
    ReplyParameters,
)
from cachetools import LRUCache

from bot.screens.screen import Screen

log = logging.getLogger(__name__)

REMEMBERED = 5_000


class Display:
    """Shows screens, and remembers what each recent message shows.

    A second tap on the same button asks for what is there already: telling Telegram again would
    be refused as "message is not modified", and counts against its limits.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._shown: LRUCache[tuple[int, int], Screen] = LRUCache(REMEMBERED)
        self._last: LRUCache[int, int] = LRUCache(REMEMBERED)
        """The message that was sent last into a chat."""

    async def show(self, event: Message | CallbackQuery, screen: Screen) -> int:
        """Answer a message, or edit the message that was tapped; returns the message's id."""
        if isinstance(event, Message):
            topic = event.message_thread_id if event.is_topic_message else None
            return await self.send(event.chat.id, screen, topic=topic)
        message = event.message
        if message is None or isinstance(message, InaccessibleMessage):
            return await self.send(event.from_user.id, screen)
        if message.photo and screen.picture is None:  # a picture cannot become a text
            return await self.send(message.chat.id, screen)
        return await self.edit(message.chat.id, message.message_id, screen)

    async def answer(self, typed: Message, message_id: int, screen: Screen) -> int:
        """Show a screen in the message of the dialogue into which something was typed; returns the
        message's id.

        The dialogue stays last: what was typed goes, and where a picture or a file was sent since,
        the dialogue comes anew below it.
        """
        chat_id = typed.chat.id
        if self._last.get(chat_id, message_id) <= message_id:
            shown = await self.edit(chat_id, message_id, screen)
        else:
            shown = await self.send(chat_id, screen)
            await self.delete(chat_id, message_id)
        await self.delete(chat_id, typed.message_id)
        return shown

    async def send(
        self, chat_id: int, screen: Screen, *, reply_to: int | None = None, topic: int | None = None
    ) -> int:
        """Send a new message, into a topic where the chat has those; returns its id."""
        shown: dict[str, Any] = {
            "message_thread_id": topic,
            "reply_markup": screen.keyboard,
            "reply_parameters": ReplyParameters(
                message_id=reply_to, allow_sending_without_reply=True
            )
            if reply_to
            else None,
        }
        if screen.picture is not None:
            photo = _file(screen.picture)
            sent = await self._bot.send_photo(chat_id, photo, caption=screen.text, **shown)
            return self._note(sent)
        sent = await self._bot.send_message(chat_id, screen.text, **shown)
        self._shown[chat_id, sent.message_id] = screen
        return self._note(sent)

    async def send_file(self, chat_id: int, name: str, content: bytes, *, text: str) -> None:
        """Send a file under this name; the text is its caption, as HTML."""
        file = BufferedInputFile(content, name)
        self._note(await self._bot.send_document(chat_id, file, caption=text))

    async def send_photo(self, chat_id: int, photo_id: str, *, text: str) -> bool:
        """Send a picture that Telegram has; the text is its caption, as HTML.

        False where it does not have it for this bot: a file_id is one bot's own.
        """
        try:
            self._note(await self._bot.send_photo(chat_id, photo_id, caption=text))
        except TelegramBadRequest as error:
            log.info("a photo cannot be sent: %s", error.message)
            return False
        return True

    async def edit(self, chat_id: int, message_id: int, screen: Screen) -> int:
        """Edit a message; one that cannot be edited any more is sent anew."""
        if self._shown.get((chat_id, message_id)) == screen:
            return message_id
        try:
            await self._put(chat_id, message_id, screen)
        except TelegramBadRequest as error:
            if "message is not modified" not in error.message:
                log.info("message %s cannot be edited: %s", message_id, error.message)
                return await self.send(chat_id, screen)
        if screen.picture is None:
            self._shown[chat_id, message_id] = screen
        else:  # a text comes anew where there is a picture
            self._shown.pop((chat_id, message_id), None)
        return message_id

    async def _put(self, chat_id: int, message_id: int, screen: Screen) -> None:
        where: dict[str, Any] = {
            "chat_id": chat_id,
            "message_id": message_id,
            "reply_markup": screen.keyboard,
        }
        if screen.picture is None:
            await self._bot.edit_message_text(screen.text, **where)
            return
        media = InputMediaPhoto(media=_file(screen.picture), caption=screen.text)
        await self._bot.edit_message_media(media, **where)

    async def delete(self, chat_id: int, message_id: int) -> None:
        """Delete a message; one that is gone already is fine, and one that stays does no harm."""
        self._shown.pop((chat_id, message_id), None)
        try:
            await self._bot.delete_message(chat_id, message_id)
        except TelegramAPIError as error:
            log.info("message %s cannot be deleted: %s", message_id, error.message)

    def _note(self, sent: Message) -> int:
        self._last[sent.chat.id] = sent.message_id
        return sent.message_id


def _file(picture: bytes) -> BufferedInputFile:
    return BufferedInputFile(picture, "plan.png")
