"""What happened to a booking: who did what, when and why, as its ledger says."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.actor import Actor
from bot.schemas.bookings import BookingStory, LedgerLine
from bot.schemas.resources import ResourceView
from bot.services import lifecycle, refusals
from bot.services.approval import check_approver, check_asked
from bot.services.booking import read_own
from bot.services.views import booking_view, held_resources, resource_view
from db.engine import Database
from db.models import Booking, BookingEvent
from db.repositories import bookings, notifications, resources


async def read_own_story(db: Database, actor: Actor, booking_id: int) -> BookingStory:
    """Of one of the actor's bookings; BookingMissing otherwise."""
    async with db.reading() as session:
        return await _read(session, await read_own(session, actor, booking_id))


async def read_asked_story(db: Database, actor: Actor, booking_id: int) -> BookingStory:
    """Of a booking about which the approvers were asked.

    Raises NotApprover, or BookingMissing: what needed no approval is no business of theirs.
    """
    check_approver(actor)
    async with db.reading() as session:
        booking = await bookings.find(session, booking_id)
        if booking is None or await notifications.find_shown_card(session, booking_id) is None:
            raise refusals.BookingMissing
        await check_asked(session, actor, booking.id, revision=booking.revision)
        return await _read(session, booking)


async def _read(session: AsyncSession, booking: Booking) -> BookingStory:
    events = await bookings.list_events(session, booking.id)
    ids = {one for event in events if event.holds for one, _ in event.holds["units"]}
    named = {row[0]: resource_view(row) for row in await resources.list_by_id(session, ids)}
    lines = tuple(_line(event, named) for event in events)
    return BookingStory(booking=booking_view(booking), lines=lines)


def _line(event: BookingEvent, named: Mapping[int, ResourceView]) -> LedgerLine:
    line = LedgerLine(
        at=event.at,
        action=event.action,
        actor_id=event.actor_id,
        actor_name=event.actor.full_name if event.actor else None,
        reason=event.reason,
    )
    if event.holds is None:
        return line
    period, wanted = lifecycle.held_by(event.holds)
    held = held_resources((named[one.resource_id], one.units) for one in wanted)
    return line.model_copy(update={"period": period, "held": held})
