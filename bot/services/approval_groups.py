"""Which group approves."""

import logging
from datetime import datetime

from bot.schemas.actor import Actor
from bot.services import refusals
from bot.services.retries import retried
from db.engine import Database
from db.repositories import approval_groups, notifications

log = logging.getLogger(__name__)


class ApprovalGroups:
    """The bound approval group. `fixed_chat_id` is ADMIN_CHAT_ID: where set, it alone decides."""

    def __init__(self, db: Database, *, fixed_chat_id: int | None = None) -> None:
        self._db = db
        self._fixed_chat_id = fixed_chat_id

    async def get_chat_id(self) -> int | None:
        """The group's chat id; None while no group is bound."""
        async with self._db.reading() as session:
            group = await approval_groups.find_bound(session)
            return None if group is None else group.chat_id

    async def is_bound(self, chat_id: int) -> bool:
        """Whether the members of this group decide about anything."""
        async with self._db.reading() as session:
            return await approval_groups.find_by_chat(session, chat_id) is not None

    async def bind(self, actor: Actor, chat_id: int, *, title: str, now: datetime) -> None:
        """Make a group the approval group; what waits for one goes there at once.

        Raises NotAdmin, NotAGroup or GroupFixed.
        """
        if not actor.is_admin:
            raise refusals.NotAdmin
        if chat_id >= 0:
            raise refusals.NotAGroup
        if self._fixed_chat_id is not None and chat_id != self._fixed_chat_id:
            raise refusals.GroupFixed
        await self._save(chat_id, title=title, bound_by=actor.user_id, now=now)

    async def ensure_fixed(self, *, title: str, now: datetime) -> None:
        """At start: what ADMIN_CHAT_ID says is what the database says."""
        if self._fixed_chat_id is not None:
            await self._save(self._fixed_chat_id, title=title, bound_by=None, now=now)

    @retried
    async def follow_migration(self, chat_id: int, new_chat_id: int, *, now: datetime) -> None:
        """The group became a supergroup: Telegram gave it another id."""
        async with self._db.writing() as session:
            group = await approval_groups.find_bound(session)
            if group is not None and group.chat_id == chat_id:
                group.chat_id = new_chat_id
                log.warning("the approval group is now %s; set ADMIN_CHAT_ID, if used", new_chat_id)
            await notifications.move_cards(session, chat_id, new_chat_id, now=now)

    @retried
    async def _save(self, chat_id: int, *, title: str, bound_by: int | None, now: datetime) -> None:
        async with self._db.writing() as session:
            await approval_groups.bind(session, chat_id, title=title, bound_by=bound_by)
            await notifications.hurry_group(session, now=now)
