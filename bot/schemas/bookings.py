"""Requests for a booking, and bookings as people see them."""

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bot.schemas.periods import Period, Zoned
from db.enums import BookingAction, BookingStatus, ResourceKind

CANCEL_GRACE = timedelta(minutes=15)
UNDO_WINDOW = timedelta(minutes=5)
WANTED_MAX = 10
"""How many resources one booking may hold: its message has to stay readable."""


class Wanted(BaseModel):
    """How many units of a resource."""

    model_config = ConfigDict(frozen=True)

    resource_id: int
    units: int = Field(1, ge=1)


class BookingRequest(BaseModel):
    """What a draft asks for: all of it, or nothing. `draft` is its id: sent twice, it books once.

    No resource is wanted twice.
    """

    model_config = ConfigDict(frozen=True)

    draft: str
    wanted: tuple[Wanted, ...] = Field(min_length=1, max_length=WANTED_MAX)
    period: Period
    purpose: str | None = None
    replaces: int | None = None
    """The booking of the same person that shall be moved; what that holds counts as free."""
    for_user: int | None = None
    """For whom it is, where an admin asks for somebody."""
    overrides: frozenset[str] = frozenset()
    """The rules that an admin sets aside for it."""

    @field_validator("wanted")
    @classmethod
    def _check_wanted(cls, value: tuple[Wanted, ...]) -> tuple[Wanted, ...]:
        if len({one.resource_id for one in value}) < len(value):
            raise ValueError("a resource is wanted twice: say how many units instead")
        return value


class HeldResource(BaseModel):
    """A resource of a booking, and how many of its units."""

    model_config = ConfigDict(frozen=True)

    id: int
    kind: ResourceKind
    name: str
    location: str | None
    units: int


class BookingView(Zoned):
    """A booking as its owner and the approvers see it.

    `held` begins with what the booking is named after: rooms come first. The zone is its zone.
    """

    model_config = ConfigDict(frozen=True)

    id: int
    revision: int
    user_id: int
    user_name: str
    user_telegram_id: int
    held: tuple[HeldResource, ...]
    period: Period
    status: BookingStatus
    purpose: str | None
    decide_by: datetime | None
    decided_by_name: str | None
    decided_at: datetime | None
    decision_reason: str | None
    created_at: datetime

    @property
    def main(self) -> HeldResource:
        return self.held[0]

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        """The request that would hold the same."""
        return tuple(Wanted(resource_id=held.id, units=held.units) for held in self.held)

    def is_running(self, *, now: datetime) -> bool:
        return self.period.starts_at <= now < self.period.ends_at

    def can_be_unrejected(self, *, now: datetime) -> bool:
        """While whoever has rejected it can take that back."""
        is_recent = self.decided_at is not None and now < self.decided_at + UNDO_WINDOW
        is_ahead = now < self.period.starts_at
        return self.status is BookingStatus.REJECTED and is_recent and is_ahead

    def can_end_early(self, *, now: datetime) -> bool:
        """The present minute is used up, so nothing would be freed in the last one."""
        minute = timedelta(minutes=1)
        is_last = self.period.ends_at - now <= minute
        return self.status is BookingStatus.APPROVED and self.is_running(now=now) and not is_last

    def can_be_moved(self, *, now: datetime) -> bool:
        return self.status.is_active and now < self.period.starts_at

    def can_be_cancelled(self, *, now: datetime) -> bool:
        """Until a little after the start: who took it by mistake, or does not come, frees it."""
        latest = max(self.period.starts_at, self.created_at) + CANCEL_GRACE
        return self.status.is_active and now < min(latest, self.period.ends_at)


class LedgerLine(BaseModel):
    """What somebody did to a booking."""

    model_config = ConfigDict(frozen=True)

    at: datetime
    action: BookingAction
    actor_id: int | None
    """The user; None is Bronia itself."""
    actor_name: str | None
    reason: str | None
    overrides: frozenset[str] = frozenset()
    """The rules that were set aside for it."""
    period: Period | None = None
    """From then on, where what it holds has changed; so is `held`."""
    held: tuple[HeldResource, ...] = ()


class ByAdmin(BaseModel):
    """What an admin has done to somebody's booking, and what it held before that."""

    model_config = ConfigDict(frozen=True)

    done: LedgerLine
    before: LedgerLine | None = None


class BookingCard(BaseModel):
    """A booking with what its owner can do about it right now."""

    model_config = ConfigDict(frozen=True)

    booking: BookingView
    extensions: tuple[int, ...] = ()
    """By how many minutes it could go on."""
    undoes: BookingAction | None = None
    """The step that could be taken back."""
    by_admin: ByAdmin | None = None


class BookingStory(BaseModel):
    """A booking and its ledger, oldest line first."""

    model_config = ConfigDict(frozen=True)

    booking: BookingView
    lines: tuple[LedgerLine, ...]


class BookingTab(StrEnum):
    """The two halves of /my."""

    UPCOMING = "upcoming"
    PAST = "past"


class BookingPage(BaseModel):
    """One page of a person's bookings; `page` counts from 0."""

    model_config = ConfigDict(frozen=True)

    bookings: tuple[BookingView, ...]
    tab: BookingTab
    page: int
    pages: int


class Decision(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"
