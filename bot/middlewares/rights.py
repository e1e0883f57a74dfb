"""What somebody has to be for a router to listen to them."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any

from aiogram import BaseMiddleware, Router
from aiogram.types import TelegramObject

from bot.middlewares import Handler
from bot.schemas.actor import Actor
from bot.services.refusals import NotAdmin


class Need(Enum):
    """Who may do what a router is for. The services check it again, each for its own rows."""

    ANYBODY = auto()
    """Who may not use the bot, too: to get in, to be understood, to be forgotten."""
    MEMBER = auto()
    """Who may use the bot."""
    APPROVER = auto()
    """A member of an approval group, within it: `approval.check_approver` knows."""
    ADMIN = auto()


class RightsMiddleware(BaseMiddleware):
    """Refuses before a handler runs; `needs` has every router that people reach, by its name.

    A router within another needs what that one does.
    """

    def __init__(self, needs: Mapping[str, Need]) -> None:
        self._needs = needs

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        router: Router = data["event_router"]
        actor: Actor = data["actor"]
        need = next(self._needs[one.name] for one in router.chain_head if one.name in self._needs)
        if need is Need.ADMIN and not actor.is_admin:
            raise NotAdmin
        return await handler(event, data)
