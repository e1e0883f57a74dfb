"""Links that let people in: made and revoked by admins, opened by whoever has them."""

import secrets
from datetime import datetime

from bot.schemas.actor import Actor
from bot.schemas.invites import InviteForm, InvitePage, InviteView
from bot.schemas.pages import page_within
from bot.services import refusals
from bot.services.access.tags import checked
from bot.services.access.users import Actors
from bot.services.retries import retried
from bot.services.rights import check_admin
from db.engine import Database
from db.enums import Role
from db.models import Invite
from db.repositories import invites, users

CODE_BYTES = 12
"""16 characters."""
PAGE_SIZE = 6


@retried
async def make(db: Database, actor: Actor, form: InviteForm, *, now: datetime) -> InviteView:
    """A new link. Raises NotAdmin."""
    check_admin(actor)
    async with db.writing() as session:
        invite = Invite(
            code=secrets.token_urlsafe(CODE_BYTES),
            tags=form.tags,
            max_uses=form.uses or None,
            expires_at=now + form.lasts if form.lasts else None,
        )
        session.add(invite)
        await session.flush()
        return InviteView.model_validate(invite)


async def list_open(db: Database, actor: Actor, *, page: int, now: datetime) -> InvitePage:
    """Those that still let somebody in. Raises NotAdmin."""
    check_admin(actor)
    async with db.reading() as session:
        count = await invites.count_open(session, now=now)
        page, pages = page_within(page, count, PAGE_SIZE)
        rows = await invites.list_open(session, now=now, offset=page * PAGE_SIZE, limit=PAGE_SIZE)
        return InvitePage(
            invites=tuple(map(InviteView.model_validate, rows)), page=page, pages=pages
        )


async def get_open(db: Database, actor: Actor, invite_id: int, *, now: datetime) -> InviteView:
    """Raises NotAdmin, or InviteOver for one that lets nobody in any more."""
    check_admin(actor)
    async with db.reading() as session:
        found = await invites.find_open(session, invite_id, now=now)
        if found is None:
            raise refusals.InviteOver
        return InviteView.model_validate(found)


@retried
async def revoke(db: Database, actor: Actor, invite_id: int, *, now: datetime) -> None:
    """Let nobody else in by it; who came by it stays. Raises NotAdmin or InviteOver."""
    check_admin(actor)
    async with db.writing() as session:
        if not await invites.revoke(session, invite_id, now=now):
            raise refusals.InviteOver


@retried
async def join(db: Database, actors: Actors, actor: Actor, code: str, *, now: datetime) -> None:
    """Let the actor in by an invite, and give them its tags; who came by it already is in.

    Raises InviteOver or TooManyTags.
    """
    async with db.writing() as session:
        user = await users.get(session, actor.user_id, locks=True)
        if await invites.find_used(session, user.invite_id, code):
            return
        invite = await invites.use(session, code, Role.MEMBER, now=now)
        if invite is None:
            raise refusals.InviteOver
        user.invite_id = invite.id
        user.tags = checked(user.tags | invite.tags)
    actors.forget(actor.person.telegram_id)
