"""Puts a screen in front of a person: in place where there is a message to edit, else anew."""

import logging
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
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
UPLOAD_S = 120
"""A large file on a slow line takes its time."""


class LastSent(BaseRequestMiddleware):
    """Knows which message the bot has sent last into a chat, whoever sent it."""

    def __init__(self) -> None:
        self._last: LRUCache[int, int] = LRUCache(REMEMBERED)

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        result: Any = await make_request(bot, method)
        if isinstance(result, Message):  # one that was edited may be an older one
            self._last[result.chat.id] = max(result.message_id, self._last.get(result.chat.id, 0))
        return result  # type: ignore[no-any-return]

    def is_last(self, chat_id: int, message_id: int) -> bool:
        """Not of a chat into which nothing was sent since the bot came up."""
        return self._last.get(chat_id) == message_id


class Display:
    """Shows screens, and remembers what each recent message shows.

    A second tap on the same button asks for what is there already: telling Telegram again would
    be refused as "message is not modified", and counts against its limits.
    """

    def __init__(self, bot: Bot, last_sent: LastSent) -> None:
        self._bot = bot
        self._last_sent = last_sent
        self._shown: LRUCache[tuple[int, int], Screen] = LRUCache(REMEMBERED)

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

    async def show_last(self, chat_id: int, message_id: int, screen: Screen) -> int:
        """Edit a message, or send it anew where others were sent since; returns its id."""
        if self._last_sent.is_last(chat_id, message_id):
            return await self.edit(chat_id, message_id, screen)
        return await self.send(chat_id, screen)

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
            return sent.message_id
        sent = await self._bot.send_message(chat_id, screen.text, **shown)
        self._shown[chat_id, sent.message_id] = screen
        return sent.message_id

    async def send_file(self, chat_id: int, name: str, content: bytes, *, text: str) -> None:
        """Send a file under this name; the text is its caption, as HTML."""
        file = BufferedInputFile(content, name)
        await self._bot.send_document(chat_id, file, caption=text, request_timeout=UPLOAD_S)

    async def send_photo(self, chat_id: int, photo_id: str, *, text: str) -> bool:
        """Send a picture that Telegram has; the text is its caption, as HTML.

        False where it does not have it for this bot: a file_id is one bot's own.
        """
        try:
            await self._bot.send_photo(chat_id, photo_id, caption=text)
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


def _file(picture: bytes) -> BufferedInputFile:
    return BufferedInputFile(picture, "plan.png")
