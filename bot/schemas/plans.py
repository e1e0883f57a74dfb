"""A plan: what is open, closed and booked, on one day of many resources or in a week of one."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from bot.schemas.periods import Period, Zoned
from db.enums import BookingStatus, ResourceKind


class Booked(BaseModel):
    """What one booking takes of a row; `occupied` is its period with the turnaround around it."""

    model_config = ConfigDict(frozen=True)

    period: Period
    occupied: Period
    status: BookingStatus
    is_mine: bool
    units: int = 1
    name: str | None = None
    """Who has booked it: of others only, and only where the resource shows names."""


class Closed(BaseModel):
    """A closure, and why it is one."""

    model_config = ConfigDict(frozen=True)

    period: Period
    reason: str | None


class PlanRow(Zoned):
    """One resource on one local day; the zone is the resource's own.

    Nothing of it lies outside that day, as the zone of the plan has it, but for bookings, which
    may reach out of it on both sides.
    """

    model_config = ConfigDict(frozen=True)

    day: date
    resource_id: int
    name: str
    quantity: int = 1
    open: tuple[Period, ...]
    """The opening hours; the closures are not cut out of them."""
    closed: tuple[Closed, ...] = ()
    booked: tuple[Booked, ...] = ()
    """By their starts."""


class Plan(Zoned):
    """What one person is shown; the hours across are those of the zone.

    The rows are the resources of a page of one day, or the days of one resource's week.
    """

    model_config = ConfigDict(frozen=True)

    first_day: date
    last_day: date
    rows: tuple[PlanRow, ...]
    now: datetime | None
    """None where it is not within these days. In steps, so that the same plan is made again."""
    resource_name: str | None = None
    """Whose week it is."""
    kind: ResourceKind | None = None
    page: int = 0
    pages: int = 1
