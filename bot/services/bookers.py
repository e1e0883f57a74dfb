"""For whom something is booked: who asks, or somebody for whom an admin asks.

Called in the transaction that books or changes.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.actor import Actor
from bot.services import refusals
from bot.services.calendar.overrides import NOTHING, Aside
from bot.services.calendar.rules import check_person_quota
from bot.services.rights import check_admin
from bot.services.views import actor_view
from db.enums import Role
from db.repositories import bookings, users


async def read_booker(session: AsyncSession, actor: Actor, user_id: int | None) -> Actor:
    """The actor, or whom an admin names, as their row is now.

    Raises NotAdmin, PersonMissing or PersonBlocked.
    """
    if user_id in (None, actor.user_id):
        return actor
    check_admin(actor)
    user = await users.find_known(session, user_id)
    if user is None:
        raise refusals.PersonMissing
    if user.role is Role.BLOCKED:
        raise refusals.PersonBlocked(user.full_name)
    return actor_view(user)


async def check_room_for_more(
    session: AsyncSession,
    booker: Actor,
    *,
    now: datetime,
    aside: Aside = NOTHING,
    is_locked: bool = False,
) -> None:
    """Raises PersonQuota. Of two requests of one person, the second counts the first: their row is
    locked, unless it `is_locked` already or nothing is written."""
    if booker.max_open_bookings is None:
        return
    if not is_locked:
        await users.lock(session, booker.user_id)
    count = await bookings.count_of_user(session, booker.user_id, upcoming=True, now=now)
    with aside:
        check_person_quota(booker, count)


async def has_room_for_more(session: AsyncSession, booker: Actor, *, now: datetime) -> bool:
    """The same, where nothing is written."""
    try:
        await check_room_for_more(session, booker, now=now, is_locked=True)
    except refusals.PersonQuota:
        return False
    return True
