"""The first owner: whoever opens the claim link, which only those read who start the bot."""

import logging
import secrets
from datetime import datetime, timedelta

from bot.schemas.actor import Actor
from bot.services import refusals
from bot.services.access.users import Actors
from bot.services.retries import retried
from db.engine import Database
from db.enums import Role
from db.models import Invite
from db.repositories import invites, sites, users

log = logging.getLogger(__name__)

CLAIM_LASTS = timedelta(hours=24)
CODE_BYTES = 18
"""24 characters that nobody guesses."""


@retried
async def ensure_code(db: Database, actors: Actors, *, now: datetime) -> str | None:
    """The code of the claim that is open, a new one where there is none; None where there is an
    owner."""
    if actors.has_fixed_owners:
        return None
    async with db.writing() as session:
        await sites.lock(session)
        if await users.count_owners(session):
            return None
        claim = await invites.find_claim(session, now=now)
        if claim is None:
            claim = Invite(
                code=secrets.token_urlsafe(CODE_BYTES),
                role=Role.OWNER,
                max_uses=1,
                expires_at=now + CLAIM_LASTS,
            )
            session.add(claim)
        return claim.code


@retried
async def claim(db: Database, actors: Actors, actor: Actor, code: str, *, now: datetime) -> None:
    """Make the actor the owner, where there is none. Raises ClaimOver."""
    async with db.writing() as session:
        await sites.lock(session)
        is_owned = actors.has_fixed_owners or await users.count_owners(session)
        if is_owned or not await invites.use(session, code, Role.OWNER, now=now):
            raise refusals.ClaimOver
        (await users.get(session, actor.user_id)).role = Role.OWNER
    actors.forget(actor.person.telegram_id)
    log.info("the place has an owner now")
