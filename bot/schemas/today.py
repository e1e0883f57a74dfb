"""What those look at who decide, and who run the place: what waits, and what needs attention."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from bot.schemas.bookings import BookingView
from bot.schemas.periods import Period, Zoned
from db.enums import NotificationKind


class Part(StrEnum):
    """What the message under the picture tells."""

    COUNTS = "counts"
    PENDING = "pending"
    UNDELIVERED = "undelivered"
    MISFITS = "misfits"


class GroupState(StrEnum):
    FINE = "fine"
    NONE = "none"
    """Something needs approval, and no group is bound."""
    LOST = "lost"
    """Cards cannot be posted into it."""


class Why(StrEnum):
    """What is wrong about a booking that was made when it was right."""

    GONE = "gone"
    CLOSURE = "closure"
    HOURS = "hours"


class Misfit(Zoned):
    """A booking of the next days that its resource could not give any more."""

    model_config = ConfigDict(frozen=True)

    booking_id: int
    user_name: str
    resource_name: str
    period: Period
    why: Why


class Undelivered(BaseModel):
    """What could not be told; `who` is None for the approval group."""

    model_config = ConfigDict(frozen=True)

    booking_id: int
    kind: NotificationKind
    who: str | None
    due_at: datetime


class Today(BaseModel):
    """`pending` is a page of them, the others are whole; only admins see what concerns them."""

    model_config = ConfigDict(frozen=True)

    day: date
    group: GroupState
    pending: tuple[BookingView, ...]
    pending_count: int
    page: int
    pages: int
    undelivered: tuple[Undelivered, ...] = ()
    misfits: tuple[Misfit, ...] = ()
