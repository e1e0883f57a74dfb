"""What somebody has to be for a router to listen to them."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any

from aiogram import BaseMiddleware, Router
from aiogram.enums import ChatType
from aiogram.types import Message, TelegramObject

from bot.middlewares import Handler
from bot.schemas.actor import Actor
from bot.services.access.admission import Admission
from bot.services.place.approval_groups import ApprovalGroups
from bot.services.rights import check_admin


class Need(Enum):
    """Who may do what a router is for. The services check it again, each for its own rows."""

    ANYBODY = auto()
    """Who may not use the bot, too: to get in, to be understood, to be forgotten."""
    MEMBER = auto()
    """Who may use the bot: `Admission` knows."""
    APPROVER = auto()
    """A member of an approval group, within it: `approval.check_approver` knows."""
    ADMIN = auto()


class RightsMiddleware(BaseMiddleware):
    """Refuses before a handler runs; `needs` has every router that people reach, by its name."""

    def __init__(
        self, needs: Mapping[str, Need], admission: Admission, groups: ApprovalGroups
    ) -> None:
        self._needs = needs
        self._admission = admission
        self._groups = groups

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        actor: Actor = data["actor"]
        need = self._need(data["event_router"])
        if need is Need.ADMIN:
            check_admin(actor)
        if need is Need.MEMBER and not await self._admission.is_admitted(actor):
            if isinstance(event, Message) and event.chat.type != ChatType.PRIVATE:
                is_approvers = await self._groups.find_id(event.chat.id) is not None
                return await handler(event, data) if is_approvers else None  # all would read it
            await self._admission.check_admitted(actor)
        return await handler(event, data)

    def _need(self, router: Router) -> Need:
        """A router within another needs what that one does."""
        while router.name not in self._needs and router.parent_router is not None:
            router = router.parent_router
        return self._needs[router.name]
