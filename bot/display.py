"""Puts a screen in front of a person: in place where there is a message to edit, else anew."""

import logging
from collections import OrderedDict

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, InaccessibleMessage, Message, ReplyParameters

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
        self._shown: OrderedDict[tuple[int, int], Screen] = OrderedDict()

    async def show(self, event: Message | CallbackQuery, screen: Screen) -> int:
        """Answer a message, or edit the message that was tapped; returns the message's id."""
        if isinstance(event, Message):
            return await self.send(event.chat.id, screen)
        message = event.message
        if message is None or isinstance(message, InaccessibleMessage):
            return await self.send(event.from_user.id, screen)
        return await self.edit(message.chat.id, message.message_id, screen)

    async def send(self, chat_id: int, screen: Screen, *, reply_to: int | None = None) -> int:
        sent = await self._bot.send_message(
            chat_id,
            screen.text,
            reply_markup=screen.keyboard,
            reply_parameters=ReplyParameters(message_id=reply_to, allow_sending_without_reply=True)
            if reply_to
            else None,
        )
        self._remember(chat_id, sent.message_id, screen)
        return sent.message_id

    async def edit(self, chat_id: int, message_id: int, screen: Screen) -> int:
        """Edit a message; one that cannot be edited any more is sent anew."""
        if self._shown.get((chat_id, message_id)) == screen:
            return message_id
        try:
            await self._bot.edit_message_text(
                screen.text, chat_id=chat_id, message_id=message_id, reply_markup=screen.keyboard
            )
        except TelegramBadRequest as error:
            if "message is not modified" not in error.message:
                log.info("message %s cannot be edited: %s", message_id, error.message)
                return await self.send(chat_id, screen)
        self._remember(chat_id, message_id, screen)
        return message_id

    async def delete(self, chat_id: int, message_id: int) -> None:
        """Delete a message; one that is gone already is fine."""
        self._shown.pop((chat_id, message_id), None)
        try:
            await self._bot.delete_message(chat_id, message_id)
        except TelegramBadRequest as error:
            log.info("message %s cannot be deleted: %s", message_id, error.message)

    def _remember(self, chat_id: int, message_id: int, screen: Screen) -> None:
        self._shown[(chat_id, message_id)] = screen
        self._shown.move_to_end((chat_id, message_id))
        if len(self._shown) > REMEMBERED:
            self._shown.popitem(last=False)
