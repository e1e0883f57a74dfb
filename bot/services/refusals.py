"""Expected answers of "no": a class each, with a stable code and the figures of the sentence.

The sentence of a code is `refusal-<code>` in `bot/locales`; `bot/screens/refusals.py` finds it.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from db.enums import BookingStatus


@dataclass(eq=False)
class Refusal(Exception):
    """The base of all of them. Nothing was changed."""

    code: ClassVar[str]

    @property
    def figures(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(eq=False)
class ResourceMissing(Refusal):
    """No such resource, or it is out of service."""

    code = "resource-missing"


@dataclass(eq=False)
class SlotTaken(Refusal):
    """Somebody else holds it; who is nobody's business."""

    code = "slot-taken"


@dataclass(eq=False)
class TooSoon(Refusal):
    """It starts in the past, or sooner than the resource's notice allows."""

    code = "too-soon"
    notice_minutes: int


@dataclass(eq=False)
class TooFarAhead(Refusal):
    code = "too-far-ahead"
    horizon_days: int
    last_day: date


@dataclass(eq=False)
class TooShort(Refusal):
    code = "too-short"
    min_minutes: int
    asked_minutes: int


@dataclass(eq=False)
class TooLong(Refusal):
    code = "too-long"
    max_minutes: int
    asked_minutes: int


@dataclass(eq=False)
class OffGrid(Refusal):
    """It does not start, or end, on the resource's grid."""

    code = "off-grid"
    grid_minutes: int


@dataclass(eq=False)
class OutsideHours(Refusal):
    code = "outside-hours"


@dataclass(eq=False)
class InClosure(Refusal):
    code = "in-closure"
    reason: str
    until: datetime
    timezone: str


@dataclass(eq=False)
class PurposeTooLong(Refusal):
    code = "purpose-too-long"
    most: int
    asked: int


@dataclass(eq=False)
class ReasonTooLong(Refusal):
    code = "reason-too-long"
    most: int
    asked: int


@dataclass(eq=False)
class BookingMissing(Refusal):
    """No such booking, or not this person's: the two look the same from outside."""

    code = "booking-missing"


@dataclass(eq=False)
class AlreadyStarted(Refusal):
    code = "already-started"


@dataclass(eq=False)
class NotActive(Refusal):
    """The booking is over already: cancelled, rejected or expired."""

    code = "not-active"
    status: BookingStatus


@dataclass(eq=False)
class AlreadyDecided(Refusal):
    """Somebody was first; `decided_by` is their name, or None when it was no approver."""

    code = "already-decided"
    status: BookingStatus
    decided_by: str | None


@dataclass(eq=False)
class DeadlinePassed(Refusal):
    """The time for a decision is over; the booking is about to be marked as expired."""

    code = "deadline-passed"


@dataclass(eq=False)
class NotApprover(Refusal):
    code = "not-approver"


@dataclass(eq=False)
class NotAdmin(Refusal):
    code = "not-admin"


@dataclass(eq=False)
class GroupFixed(Refusal):
    """The approval group is named by ADMIN_CHAT_ID, so /bind cannot change it."""

    code = "group-fixed"


@dataclass(eq=False)
class NotAGroup(Refusal):
    code = "not-a-group"


@dataclass(eq=False)
class DraftOver(Refusal):
    """The button belongs to a dialogue that is finished or was replaced by a newer one."""

    code = "draft-over"
    draft: str | None = None
    """The id of that dialogue's draft, where the button names it."""


@dataclass(eq=False)
class Blocked(Refusal):
    code = "blocked"


def all_refusals() -> list[type[Refusal]]:
    return list(Refusal.__subclasses__())
