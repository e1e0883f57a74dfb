"""Rows into views, inside the transaction that read them."""

from bot.schemas.bookings import BookingView
from bot.schemas.periods import Period
from bot.services.hours import ClosureView
from db.models import Booking, Closure


def booking_view(booking: Booking) -> BookingView:
    """`booking` must have its user, decider and resources loaded."""
    resource = booking.allocations[0].resource
    return BookingView(
        id=booking.id,
        user_id=booking.user_id,
        user_name=booking.user.full_name,
        user_telegram_id=booking.user.telegram_id,
        resource_id=resource.id,
        resource_kind=resource.kind,
        resource_name=resource.name,
        resource_location=resource.location,
        timezone=resource.timezone,
        period=Period(starts_at=booking.starts_at, ends_at=booking.ends_at),
        status=booking.status,
        purpose=booking.purpose,
        decide_by=booking.decide_by,
        decided_by_name=booking.decider.full_name if booking.decider else None,
        decision_reason=booking.decision_reason,
        created_at=booking.created_at,
    )


def closure_view(closure: Closure) -> ClosureView:
    return ClosureView(
        period=Period(starts_at=closure.starts_at, ends_at=closure.ends_at), reason=closure.reason
    )
