"""For whom something is booked: who asks, or somebody for whom an admin asks.

Called in the transaction that books or changes.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.actor import Actor
from bot.services import refusals
from bot.services.calendar.overrides import NOTHING, Aside
from bot.services.calendar.rules import check_not_blocked, check_person_quota
from bot.services.rights import check_admin
from bot.services.views import actor_view
from db.enums import Role
from db.repositories import bookings, users


async def read_booker(
    session: AsyncSession, actor: Actor, user_id: int | None = None, *, locks: bool = False
) -> Actor:
    """The actor, or whom an admin names.

    `locks`: their row is locked, and counts as it is now. Of two requests of one person the second
    waits for the first; and so does who blocks them, or limits them, for what is being booked.

    Raises NotAdmin, PersonMissing, PersonBlocked or Blocked.
    """
    if user_id is None or user_id == actor.user_id:
        if locks:
            return await _lock(session, actor)
        check_not_blocked(actor)
        return actor
    check_admin(actor)
    user = await users.find_known(session, user_id, locks=locks)
    if user is None:
        raise refusals.PersonMissing
    if user.role is Role.BLOCKED:
        raise refusals.PersonBlocked(user.full_name)
    return actor_view(user)


async def _lock(session: AsyncSession, actor: Actor) -> Actor:
    """Since they were read they may have been blocked, limited, or given other tags."""
    standing = await users.lock(session, actor.user_id)
    if standing is None or standing.forgotten_at is not None:
        raise refusals.PersonMissing
    if standing.role is Role.BLOCKED and not actor.is_admin:
        raise refusals.Blocked(standing.block_reason or "")
    now = {"tags": standing.tags, "max_open_bookings": standing.max_open_bookings}
    return actor.model_copy(update=now)


async def check_room_for_more(
    session: AsyncSession, booker: Actor, *, now: datetime, aside: Aside = NOTHING
) -> None:
    """Raises PersonQuota."""
    if booker.max_open_bookings is None:
        return
    count = await bookings.count_of_user(session, booker.user_id, upcoming=True, now=now)
    with aside:
        check_person_quota(booker, count)


async def has_room_for_more(session: AsyncSession, booker: Actor, *, now: datetime) -> bool:
    try:
        await check_room_for_more(session, booker, now=now)
    except refusals.PersonQuota:
        return False
    return True
