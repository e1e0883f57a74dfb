"""Who is acting, and in which language we answer."""

from typing import Any
from zoneinfo import ZoneInfo

from aiogram import BaseMiddleware
from aiogram.enums import ChatType
from aiogram.types import TelegramObject, Update
from aiogram.types import User as TelegramUser

from bot.logs import note
from bot.middlewares import Handler
from bot.schemas.actor import Person
from bot.services.access.users import Actors
from bot.services.refusals import Blocked
from bot.texts import texts_of
from db.enums import Role


class ActingMiddleware(BaseMiddleware):
    """Gives handlers `actor` and `texts`. Updates without a person, or from a bot, end here."""

    def __init__(self, actors: Actors, home: ZoneInfo) -> None:
        self._actors = actors
        self._home = home

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        user: TelegramUser | None = data.get("event_from_user")
        if user is None or user.is_bot:
            return None
        person = _person(user)
        language = self._actors.language_of(person)
        data["texts"] = texts_of(language, self._home)  # for an error of what follows
        actor = await self._actors.resolve(person)
        note(actor=actor.user_id)
        data["actor"] = actor
        data["texts"] = texts_of(actor.language, self._home)
        if actor.role is Role.BLOCKED:
            if _is_public(event):
                return None
            raise Blocked(actor.block_reason or "")
        return await handler(event, data)


def _is_public(event: TelegramObject) -> bool:
    """A message in a group: what is said to one person there, all would read."""
    message = event.message if isinstance(event, Update) else None
    return message is not None and message.chat.type != ChatType.PRIVATE


def _person(user: TelegramUser) -> Person:
    return Person(
        telegram_id=user.id,
        username=user.username,
        full_name=user.full_name,
        language_code=user.language_code,
    )
