"""A booking as its owner looks at it, or an admin: what it is, what can be done, what was done."""

from datetime import datetime

from bot.schemas.actor import Actor
from bot.schemas.bookings import BookingCard
from bot.services import changes, stories, undo
from bot.services.booking import read_any, read_own
from bot.services.views import booking_view
from db.engine import Database


async def get_card(db: Database, actor: Actor, booking_id: int, *, now: datetime) -> BookingCard:
    """One of the actor's bookings; BookingMissing otherwise."""
    async with db.reading() as session:
        view = booking_view(await read_own(session, actor, booking_id))
        return BookingCard(
            booking=view,
            extensions=await changes.find_extensions(session, actor, view, now=now),
            undoes=await undo.find_step(session, actor, view, now=now),
            by_admin=await stories.find_by_admin(session, view),
        )


async def get_any_card(db: Database, actor: Actor, booking_id: int) -> BookingCard:
    """Anybody's booking, as an admin looks at it. Raises NotAdmin or BookingMissing."""
    async with db.reading() as session:
        view = booking_view(await read_any(session, actor, booking_id))
        return BookingCard(booking=view, by_admin=await stories.find_by_admin(session, view))
