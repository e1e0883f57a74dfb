"""What is known about a person: for them to have, and to have erased."""

from datetime import datetime

from bot.schemas.actor import Actor
from bot.schemas.privacy import PersonalData
from bot.services import lifecycle, refusals
from bot.services.access.users import Actors
from bot.services.lifecycle import Act
from bot.services.retries import retried
from db.engine import Database
from db.enums import BookingStatus, Role
from db.repositories import bookings, personal, sites, users


async def read_data(db: Database, actor: Actor) -> PersonalData:
    """Every row about the person who asks."""
    async with db.reading() as session:
        rows = await personal.read_all(session, actor.user_id, actor.person.telegram_id)
    return PersonalData.model_validate(rows)


async def forget(db: Database, actors: Actors, actor: Actor, *, now: datetime) -> int:
    """Cancel what the person has ahead and erase who they are; returns how many were cancelled.

    What has begun stays, and so does the ledger, without them. Who writes again is somebody new:
    so whoever is blocked has to ask an admin. Raises Blocked or LastOwner.
    """
    if actor.role is Role.BLOCKED:
        raise refusals.Blocked
    cancelled = await _forget(db, actors, actor, now=now)
    actors.forget(actor.person.telegram_id)
    return cancelled


@retried
async def _forget(db: Database, actors: Actors, actor: Actor, *, now: datetime) -> int:
    user_id = actor.user_id
    async with db.writing() as session:
        await sites.lock(session)  # of two owners who leave at once, one is the last
        await users.lock(session, user_id)
        others = await personal.has_other_owner(session, user_id, actors.fixed_owners)
        if actor.is_owner and not others:
            raise refusals.LastOwner
        ahead = await personal.list_ahead(session, user_id, now=now)
        for booking_id in ahead:
            booking = await bookings.lock(session, booking_id)
            if booking.status.is_active:
                act = Act(user_id, now)
                await lifecycle.change_status(session, act, booking, BookingStatus.CANCELLED)
        await personal.erase(session, user_id, actor.person.telegram_id, now=now)
        return len(ahead)
