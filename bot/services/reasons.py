"""Why somebody did something to a booking, in their own words."""

from bot.services import refusals
from db.models.bookings import REASON_MAX


def check_reason(reason: str | None) -> None:
    if reason is not None and len(reason) > REASON_MAX:
        raise refusals.ReasonTooLong(REASON_MAX, len(reason))
