"""Who runs the place, and who is kept out of it."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.actor import Actor
from bot.services import refusals
from bot.services.access.users import Actors
from bot.services.retries import retried
from bot.services.rights import check_admin
from db.engine import Database
from db.enums import ADMIN_ROLES, Role
from db.models import User
from db.repositories import sites, users


@retried
async def set_role(db: Database, actors: Actors, actor: Actor, user_id: int, role: Role) -> None:
    """Give somebody another role; admins block and let in again, owners say who else runs it.

    Raises NotAdmin, NotOwner, PersonMissing, OwnerFixed or LastOwner.
    """
    check_admin(actor)
    async with db.writing() as session:
        await sites.lock(session)
        user = await users.find_known(session, user_id)
        if user is None:
            raise refusals.PersonMissing
        await _check_change(session, actors, actor, user, role)
        user.role = role
    actors.forget(user.telegram_id)


async def _check_change(
    session: AsyncSession, actors: Actors, actor: Actor, user: User, role: Role
) -> None:
    is_about_admins = user.role in ADMIN_ROLES or role in ADMIN_ROLES
    if actors.is_fixed_owner(user.telegram_id) and role is not Role.OWNER:
        raise refusals.OwnerFixed
    if is_about_admins and not actor.is_owner:
        raise refusals.NotOwner
    if user.role is not Role.OWNER or role is Role.OWNER or actors.has_fixed_owners:
        return
    if await users.count_owners(session) == 1:
        raise refusals.LastOwner
