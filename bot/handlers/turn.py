"""What a handler has at hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.clock import Clock
from bot.display import Display
from bot.memberships import Memberships
from bot.middlewares import Handler
from bot.middlewares.answering import Toast
from bot.schemas.actor import Actor
from bot.screens.screen import Screen
from bot.services.access.admission import Admission
from bot.services.access.users import Actors
from bot.services.place.approval_groups import ApprovalGroups
from bot.services.tally import RefusalTally
from bot.settings import Settings
from bot.texts import Texts, texts_of
from db.engine import Database


@dataclass(frozen=True)
class Turn:
    """One update's turn: who acts and in which language, and the parts of the house.

    Each field is the value of that name in the dispatcher's data.
    """

    actor: Actor
    texts: Texts
    state: FSMContext
    bot: Bot
    db: Database
    clock: Clock
    settings: Settings
    display: Display
    actors: Actors
    groups: ApprovalGroups
    tally: RefusalTally
    memberships: Memberships
    admission: Admission
    toast: Toast = field(default_factory=Toast)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def group_texts(self) -> Texts:
        """The language of the approval group, which all of its members read."""
        return texts_of(self.settings.default_language, self.settings.zone)

    async def show(self, event: Message | CallbackQuery, screen: Screen) -> int:
        """Answer a message, or edit the message that was tapped; returns the message's id."""
        return await self.display.show(event, screen)

    @asynccontextmanager
    async def answering(
        self, event: Message | CallbackQuery, screen: Screen, *, dialogue: int | None
    ) -> AsyncIterator[int]:
        """Show a screen of the dialogue that the message `dialogue` shows; gives the message's id,
        to be remembered within the block.

        That message stays the last one of the bot. What was typed goes at the end of the block,
        and so does the message that showed the dialogue before.
        """
        if isinstance(event, CallbackQuery) or dialogue is None:
            yield await self.show(event, screen)
            return
        chat_id = event.chat.id
        shown = await self.display.show_last(chat_id, dialogue, screen)
        yield shown
        await self.display.delete(chat_id, event.message_id)
        if shown != dialogue:
            await self.display.delete(chat_id, dialogue)


class TurnMiddleware(BaseMiddleware):
    """Gives every handler its `turn`; none to what sorts an error from before there was one."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if {"actor", "state"} <= data.keys():
            given = {part.name: data[part.name] for part in fields(Turn) if part.name in data}
            data["turn"] = Turn(**given)
        return await handler(event, data)
