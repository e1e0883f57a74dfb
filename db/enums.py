"""The closed sets of values that rows may hold."""

from enum import StrEnum


class Role(StrEnum):
    MEMBER = "member"
    ADMIN = "admin"
    BLOCKED = "blocked"


class ResourceKind(StrEnum):
    ROOM = "room"
    EQUIPMENT = "equipment"


class BookingStatus(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    EXPIRED = "expired"

    @property
    def is_active(self) -> bool:
        """Whether a booking of this status occupies its resources."""
        return self in ACTIVE_STATUSES


ACTIVE_STATUSES = (BookingStatus.PENDING, BookingStatus.APPROVED)

LEGAL_CHANGES: dict[BookingStatus, tuple[BookingStatus, ...]] = {
    BookingStatus.PENDING: (
        BookingStatus.APPROVED,
        BookingStatus.REJECTED,
        BookingStatus.CANCELLED,
        BookingStatus.EXPIRED,
    ),
    BookingStatus.APPROVED: (
        BookingStatus.CANCELLED,
        BookingStatus.PENDING,  # it was moved, and the new time needs an answer too
    ),
    # Undone. A rejection leads to an approval where nothing has to be approved any more.
    BookingStatus.CANCELLED: (BookingStatus.PENDING, BookingStatus.APPROVED),
    BookingStatus.REJECTED: (BookingStatus.PENDING, BookingStatus.APPROVED),
}
"""What each status may become; the guard in the database is made from this table."""


class BookingAction(StrEnum):
    """What a line of the ledger tells of."""

    BOOKED = "booked"
    APPROVED = "approved"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    MOVED = "moved"
    EXTENDED = "extended"
    ENDED_EARLY = "ended_early"
    RESTORED = "restored"  # the last step was undone


class NotificationKind(StrEnum):
    APPROVAL_CARD = "approval_card"
    CARD_OUTCOME = "card_outcome"
    DECISION = "decision"
    EXPIRY = "expiry"
    REMINDER = "reminder"
    ENDING = "ending"  # it is about to end, and could go on


class NotificationState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    OBSOLETE = "obsolete"  # what it would have said is no longer so
    UNDELIVERABLE = "undeliverable"  # the recipient cannot be reached, or it cannot be rendered
