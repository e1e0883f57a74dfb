"""Requests for a booking, and bookings as people see them."""

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from bot.schemas.periods import Period, Zoned
from db.enums import BookingStatus, ResourceKind

CANCEL_GRACE = timedelta(minutes=15)


class BookingRequest(BaseModel):
    """What a draft asks for. `draft` is its id: sent twice, it books once."""

    model_config = ConfigDict(frozen=True)

    draft: str
    resource_id: int
    period: Period
    purpose: str | None = None


class BookingView(Zoned):
    """A booking as its owner and the approvers see it."""

    model_config = ConfigDict(frozen=True)

    id: int
    user_id: int
    user_name: str
    user_telegram_id: int
    resource_id: int
    resource_kind: ResourceKind
    resource_name: str
    resource_location: str | None
    period: Period
    status: BookingStatus
    purpose: str | None
    decide_by: datetime | None
    decided_by_name: str | None
    decision_reason: str | None
    created_at: datetime

    def can_be_cancelled(self, *, now: datetime) -> bool:
        """Until a little after the start: who took it by mistake, or does not come, frees it."""
        latest = max(self.period.starts_at, self.created_at) + CANCEL_GRACE
        return self.status.is_active and now < min(latest, self.period.ends_at)


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
