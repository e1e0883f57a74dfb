"""Which groups approve: one by default, others for the resources that name them."""

import logging
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.actor import Actor
from bot.schemas.approval_groups import GroupCard, GroupView
from bot.services import refusals
from bot.services.retries import retried
from bot.services.rights import check_admin
from db.engine import Database
from db.models import ApprovalGroup
from db.repositories import approval_groups, bookings, notifications, resources

log = logging.getLogger(__name__)


class ApprovalGroups:
    """The groups that are bound. `fixed_chat_id` is ADMIN_CHAT_ID: where set, it is the default."""

    def __init__(self, db: Database, *, fixed_chat_id: int | None = None) -> None:
        self._db = db
        self._fixed_chat_id = fixed_chat_id

    async def get_chat_id(self) -> int | None:
        """The chat id of the default group; None while no group is bound."""
        async with self._db.reading() as session:
            group = await approval_groups.find_bound(session)
            return None if group is None else group.chat_id

    async def find_id(self, chat_id: int) -> int | None:
        """The group of a chat; None for one that is not bound."""
        async with self._db.reading() as session:
            group = await approval_groups.find_by_chat(session, chat_id)
            return None if group is None else group.id

    async def list_bound(self) -> list[GroupView]:
        """All of them, the default first."""
        async with self._db.reading() as session:
            return _views(await approval_groups.list_all(session))

    async def bind(self, actor: Actor, chat_id: int, *, title: str, now: datetime) -> None:
        """Make a group the default one; what waits for that goes there at once.

        The one that was stays bound. Raises NotAdmin, NotAGroup or GroupFixed.
        """
        check_admin(actor)
        if chat_id >= 0:
            raise refusals.NotAGroup
        self._check_not_fixed(chat_id)
        await self._save(chat_id, title=title, bound_by=actor.user_id, now=now)

    @retried
    async def make_default(self, actor: Actor, group_id: int, *, now: datetime) -> None:
        """Ask it about resources that name no other. Raises NotAdmin, GroupMissing, GroupFixed."""
        check_admin(actor)
        async with self._db.writing() as session:
            group = await get_group(session, group_id)
            self._check_not_fixed(group.chat_id)
            await approval_groups.make_default(session, group)
            await notifications.hurry_group(session, now=now)

    @retried
    async def unbind(self, actor: Actor, group_id: int) -> None:
        """Ask it no more.

        Raises NotAdmin, GroupMissing, GroupFixed, or GroupInUse while a resource names it or
        requests wait for its answer.
        """
        check_admin(actor)
        async with self._db.writing() as session:
            group = await get_group(session, group_id)
            if group.chat_id == self._fixed_chat_id:
                raise refusals.GroupFixed
            named = await approval_groups.count_resources(session, group.id)
            waiting = await bookings.count_pending(session, [group])
            if named or waiting:
                raise refusals.GroupInUse(named, waiting)
            await approval_groups.delete_one(session, group)

    async def ensure_fixed(self, *, title: str, now: datetime) -> None:
        """At start: what ADMIN_CHAT_ID says is what the database says."""
        if self._fixed_chat_id is not None:
            await self._save(self._fixed_chat_id, title=title, bound_by=None, now=now)

    @retried
    async def follow_migration(self, chat_id: int, new_chat_id: int, *, now: datetime) -> None:
        """The group became a supergroup: Telegram gave it another id."""
        async with self._db.writing() as session:
            group = await approval_groups.find_by_chat(session, chat_id)
            if group is not None:
                group.chat_id = new_chat_id
                log.warning("the approval group is now %s; set ADMIN_CHAT_ID, if used", new_chat_id)
            await notifications.move_cards(session, chat_id, new_chat_id, now=now)

    def _check_not_fixed(self, chat_id: int) -> None:
        if self._fixed_chat_id is not None and chat_id != self._fixed_chat_id:
            raise refusals.GroupFixed

    @retried
    async def _save(self, chat_id: int, *, title: str, bound_by: int | None, now: datetime) -> None:
        async with self._db.writing() as session:
            await approval_groups.bind(session, chat_id, title=title, bound_by=bound_by)
            await notifications.hurry_group(session, now=now)


def _views(groups: Iterable[ApprovalGroup]) -> list[GroupView]:
    return [GroupView.model_validate(one) for one in groups]


async def list_groups(db: Database, actor: Actor) -> tuple[GroupView, ...]:
    """Every group that is bound, the default first. Raises NotAdmin."""
    check_admin(actor)
    async with db.reading() as session:
        return tuple(_views(await approval_groups.list_all(session)))


async def get_card(db: Database, actor: Actor, group_id: int) -> GroupCard:
    """One of them. Raises NotAdmin or GroupMissing."""
    check_admin(actor)
    async with db.reading() as session:
        group = await approval_groups.find(session, group_id)
        if group is None:
            raise refusals.GroupMissing
        return GroupCard(
            group=GroupView.model_validate(group),
            resources=tuple(await approval_groups.list_names(session, group.id)),
            waiting=await bookings.count_pending(session, [group]),
        )


@retried
async def set_group_of(db: Database, actor: Actor, resource_id: int, group_id: int | None) -> None:
    """Let a group decide about requests to come for a resource; None: the default group.

    Raises NotAdmin, ResourceMissing or GroupMissing.
    """
    check_admin(actor)
    async with db.writing() as session:
        if group_id is not None:
            await get_group(session, group_id)
        if not await resources.lock_for_booking(session, [resource_id]):
            raise refusals.ResourceMissing
        resource = await resources.get_to_change(session, resource_id)
        resource.approval_group_id = group_id


async def get_group(session: AsyncSession, group_id: int) -> ApprovalGroup:
    """Locked. Raises GroupMissing."""
    group = await approval_groups.lock(session, group_id)
    if group is None:
        raise refusals.GroupMissing
    return group
