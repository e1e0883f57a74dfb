"""A booking as its owner looks at it: what it is, what can be done about it, what has been done."""

from datetime import datetime

from bot.schemas.actor import Actor
from bot.schemas.bookings import BookingCard
from bot.services import changes, undo
from bot.services.booking import read_own
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
        )
