"""The closed sets of values that rows may hold."""

from enum import StrEnum


class Role(StrEnum):
    MEMBER = "member"
    ADMIN = "admin"
    OWNER = "owner"
    BLOCKED = "blocked"


ADMIN_ROLES = (Role.ADMIN, Role.OWNER)
"""Who runs the place; an owner also says who else does."""


class Access(StrEnum):
    """Who may use the bot."""

    EVERYONE = "everyone"
    INVITED = "invited"  # who came by an invite link
    GROUP = "group"  # the members of one Telegram group


class Rule(StrEnum):
    """A booking rule: a resource has its own, or follows the site's."""

    GRID = "grid"
    SHORTEST = "min"
    LONGEST = "max"
    NOTICE = "notice"
    HORIZON = "horizon"
    BUFFER = "buffer"
    APPROVAL = "approval"
    DEADLINE = "deadline"
    OPEN_BOOKINGS = "open"
    WEEK_HOURS = "week"


RULE_COLUMNS: dict[Rule, str] = {
    Rule.GRID: "grid_minutes",
    Rule.SHORTEST: "min_minutes",
    Rule.LONGEST: "max_minutes",
    Rule.NOTICE: "notice_minutes",
    Rule.HORIZON: "horizon_days",
    Rule.BUFFER: "buffer_minutes",
    Rule.APPROVAL: "requires_approval",
    Rule.DEADLINE: "approval_minutes",
    Rule.OPEN_BOOKINGS: "max_open_bookings",
    Rule.WEEK_HOURS: "max_week_minutes",
}


class Repeat(StrEnum):
    """How a closure comes again, on the wall clock of its zone."""

    WEEKLY = "weekly"
    YEARLY = "yearly"


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
    BY_ADMIN = "by_admin"  # somebody else has booked, moved or cancelled it for them


class NotificationState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    OBSOLETE = "obsolete"  # what it would have said is no longer so
    UNDELIVERABLE = "undeliverable"  # the recipient cannot be reached, or it cannot be rendered
