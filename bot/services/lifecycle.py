"""A booking's change of status: the row, the ledger and the outbox, in the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.bookings import BookingView
from bot.services import outbox, refusals
from bot.services.views import booking_view
from db.enums import BookingStatus, NotificationKind
from db.models import Booking
from db.repositories import bookings, notifications

DECISIONS = (BookingStatus.APPROVED, BookingStatus.REJECTED)

TOLD_TO_BOOKER = {
    BookingStatus.APPROVED: NotificationKind.DECISION,
    BookingStatus.REJECTED: NotificationKind.DECISION,
    BookingStatus.EXPIRED: NotificationKind.EXPIRY,
}
"""What the booker is told of; their own cancellation is answered on the screen."""


async def change(
    session: AsyncSession,
    booking: Booking,
    status: BookingStatus,
    *,
    actor_id: int | None,
    now: datetime,
    reason: str | None = None,
    reminder_leads: Sequence[timedelta] = (),
) -> BookingView:
    """Change the status, by one conditional UPDATE, and write down what follows from it.

    Raises AlreadyDecided when somebody was first.
    """
    old = booking.status
    is_decision = status in DECISIONS
    changed = await bookings.change_status(
        session,
        booking.id,
        old,
        status,
        decided_by=actor_id if is_decision else None,
        decided_at=now if is_decision else None,
        reason=reason,
    )
    if not changed:
        await raise_already_decided(session, booking.id)
    bookings.record_event(
        session, booking.id, old, status, actor_id=actor_id, at=now, reason=reason
    )
    await _follow_up(session, booking, status, now=now)
    if status is BookingStatus.APPROVED:
        outbox.remind(session, booking, reminder_leads, now=now)
    return await read_view(session, booking.id)


async def _follow_up(
    session: AsyncSession, booking: Booking, status: BookingStatus, *, now: datetime
) -> None:
    if not status.is_active:
        await notifications.drop_waiting(
            session, booking.id, NotificationKind.REMINDER, NotificationKind.DECISION
        )
    if status in TOLD_TO_BOOKER:
        outbox.tell_booker(session, booking, TOLD_TO_BOOKER[status], now=now)
    await outbox.update_card(session, booking, status, now=now)


async def raise_already_decided(session: AsyncSession, booking_id: int) -> None:
    """Say how it stands, and name the approver where one has brought it there."""
    view = await read_view(session, booking_id)
    is_decision = view.status in DECISIONS
    raise refusals.AlreadyDecided(view.status, view.decided_by_name if is_decision else None)


async def read_view(session: AsyncSession, booking_id: int) -> BookingView:
    """The booking as it is now; BookingMissing when there is none."""
    await session.flush()
    booking = await bookings.find(session, booking_id)
    if booking is None:
        raise refusals.BookingMissing
    return booking_view(booking)
