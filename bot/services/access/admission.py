"""Who may use the bot: everyone, who was invited, or the members of a group."""

from datetime import timedelta
from time import monotonic
from typing import Protocol

from bot.schemas.access import AccessRule
from bot.schemas.actor import Actor
from bot.services import refusals
from bot.services.retries import retried
from bot.services.rights import check_admin
from db.engine import Database
from db.enums import Access
from db.models.approval_groups import TITLE_MAX
from db.repositories import sites

KNOWN_FOR = timedelta(seconds=60)
"""What another process, or plain SQL, changes about the rule is seen after this long."""


class AsksMembership(Protocol):
    """Whether somebody, by their Telegram id, belongs to a group."""

    async def __call__(self, chat_id: int, telegram_id: int) -> bool: ...


class Admission:
    """The rule of who may use the bot. While it is known, to ask costs no read."""

    def __init__(self, db: Database, is_member: AsksMembership) -> None:
        self._db = db
        self._is_member = is_member
        self._known: tuple[AccessRule | None, float] = (None, 0.0)

    async def check_admitted(self, actor: Actor) -> None:
        """Raises NotAdmitted."""
        if not await self.is_admitted(actor):
            rule = await self.get_rule()
            raise refusals.NotAdmitted(rule.access, rule.title)

    async def is_admitted(self, actor: Actor) -> bool:
        """Whether the actor may use the bot; who runs the place always may."""
        rule = await self.get_rule()
        match rule.access:
            case Access.EVERYONE:
                return True
            case Access.INVITED:
                return actor.is_invited or actor.is_admin
            case Access.GROUP:
                return actor.is_admin or await self._belongs(rule, actor)

    async def _belongs(self, rule: AccessRule, actor: Actor) -> bool:
        if rule.chat_id is None:
            return False
        return await self._is_member(rule.chat_id, actor.person.telegram_id)

    async def get_rule(self) -> AccessRule:
        rule, until = self._known
        if rule is None or monotonic() > until:
            rule = await self._read()
            self._known = (rule, monotonic() + KNOWN_FOR.total_seconds())
        return rule

    async def set_access(self, actor: Actor, access: Access) -> None:
        """Change who may use the bot; bookings that people have already stay.

        Raises NotAdmin, or NoMembersGroup where no group was chosen yet.
        """
        check_admin(actor)
        if access is Access.GROUP and (await self._read()).chat_id is None:
            raise refusals.NoMembersGroup
        await self._save(access=access)

    async def set_group(self, actor: Actor, chat_id: int, *, title: str) -> None:
        """From now on the members of this group may use the bot. Raises NotAdmin or NotAGroup."""
        check_admin(actor)
        if chat_id >= 0:
            raise refusals.NotAGroup("members")
        await self._save(
            access=Access.GROUP, members_chat_id=chat_id, members_chat_title=title[:TITLE_MAX]
        )

    async def follow_migration(self, chat_id: int, new_chat_id: int) -> None:
        """The group became a supergroup: Telegram gave it another id."""
        if (await self._read()).chat_id == chat_id:
            await self._save(members_chat_id=new_chat_id)

    @retried
    async def _save(self, **values: object) -> None:
        async with self._db.writing() as session:
            site = await sites.lock(session)
            for column, value in values.items():
                setattr(site, column, value)
        self._known = (None, 0.0)

    async def _read(self) -> AccessRule:
        async with self._db.glancing() as session:
            site = await sites.get(session)
            return AccessRule(
                access=site.access, chat_id=site.members_chat_id, title=site.members_chat_title
            )
