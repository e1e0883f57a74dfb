"""What happened to a booking: who did what, when and why, as its ledger says."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.actor import Actor
from bot.schemas.bookings import BookingStory, BookingView, ByAdmin, LedgerLine
from bot.schemas.resources import ResourceView
from bot.services import lifecycle, refusals
from bot.services.approval import check_approver, check_asked
from bot.services.booking import read_any, read_own
from bot.services.views import booking_view, held_resources, resource_view
from db.engine import Database
from db.enums import BookingAction, BookingStatus
from db.models import Booking, BookingEvent
from db.repositories import bookings, notifications, resources

BY_ADMINS = (BookingAction.BOOKED, BookingAction.MOVED, BookingAction.CANCELLED)
"""What an admin does to somebody's booking; the rest is its owner's and the approvers'."""


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


async def read_any_story(db: Database, actor: Actor, booking_id: int) -> BookingStory:
    """Of anybody's booking, for an admin. Raises NotAdmin or BookingMissing."""
    async with db.reading() as session:
        return await _read(session, await read_any(session, actor, booking_id))


async def find_by_admin(session: AsyncSession, booking: BookingView) -> ByAdmin | None:
    """What an admin did last to somebody's booking, as long as it stands."""
    lines = await _read_lines(session, booking.id)
    at = next((at for at, one in reversed(list(enumerate(lines))) if _is_others(one, booking)), 0)
    if not lines or not _is_others(lines[at], booking):
        return None
    done = lines[at]
    is_cancelled = done.action is BookingAction.CANCELLED
    if is_cancelled != (booking.status is BookingStatus.CANCELLED):
        return None
    before = next((one for one in reversed(lines[:at]) if one.period), None)
    return ByAdmin(done=done, before=before if done.period else None)


def _is_others(line: LedgerLine, booking: BookingView) -> bool:
    is_others = line.actor_id not in (None, booking.user_id)
    return is_others and line.action in BY_ADMINS


async def _read(session: AsyncSession, booking: Booking) -> BookingStory:
    lines = await _read_lines(session, booking.id)
    return BookingStory(booking=booking_view(booking), lines=lines)


async def _read_lines(session: AsyncSession, booking_id: int) -> tuple[LedgerLine, ...]:
    events = await bookings.list_events(session, booking_id)
    ids = {one for event in events if event.holds for one, _ in event.holds["units"]}
    named = {row[0]: resource_view(row) for row in await resources.list_by_id(session, ids)}
    return tuple(_line(event, named) for event in events)


def _line(event: BookingEvent, named: Mapping[int, ResourceView]) -> LedgerLine:
    line = LedgerLine(
        at=event.at,
        action=event.action,
        actor_id=event.actor_id,
        actor_name=event.actor.full_name if event.actor else None,
        reason=event.reason,
        overrides=event.overrides,
    )
    if event.holds is None:
        return line
    period, wanted = lifecycle.held_by(event.holds)
    held = held_resources((named[one.resource_id], one.units) for one in wanted)
    return line.model_copy(update={"period": period, "held": held})
