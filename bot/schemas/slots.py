"""What can be offered: days of a month, starts of a day, durations of a start."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from bot.schemas.actor import Contact
from bot.schemas.bookings import HeldResource, Wanted
from bot.schemas.periods import Period, Zoned
from bot.schemas.resources import ResourceView
from db.enums import ResourceKind


class DayState(StrEnum):
    FREE = "free"
    PAST = "past"
    TOO_FAR = "too-far"
    CLOSED = "closed"
    FULL = "full"


OUT_OF_RANGE = (DayState.PAST, DayState.TOO_FAR)


class MonthView(BaseModel):
    """The days of one month for one resource."""

    model_config = ConfigDict(frozen=True)

    resource: ResourceView
    year: int
    month: int
    days: dict[date, DayState]
    has_previous: bool
    has_next: bool

    @property
    def is_reachable(self) -> bool:
        """Whether any day of it lies between today and the horizon, and is not over."""
        return any(state not in OUT_OF_RANGE for state in self.days.values())


class Slot(NamedTuple):
    """A start on the grid, in opening hours; `is_free` when the shortest booking fits there."""

    at: datetime
    is_free: bool


@dataclass(frozen=True)
class DayView:
    """The starts of one local day, ascending; a wall time that comes twice is there twice.

    Of fifty resources there are thousands, so they are kept side by side and made on demand.
    """

    resource: ResourceView
    day: date
    starts: Sequence[datetime]
    is_free: Sequence[int]
    """1 or 0 for each start."""

    @property
    def slots(self) -> list[Slot]:
        return [Slot(at, bool(free)) for at, free in zip(self.starts, self.is_free, strict=True)]


class DurationView(BaseModel):
    """How long a booking that starts at `at` may be: minutes, ascending."""

    model_config = ConfigDict(frozen=True)

    resource: ResourceView
    at: datetime
    minutes: tuple[int, ...]


class Sought(NamedTuple):
    """What shall be free: which kind, for how many people, for how long, and what comes with it."""

    kind: ResourceKind
    people: int = 1
    minutes: int | None = None
    extras: tuple[Wanted, ...] = ()
    mark: int | None = None
    """That of a feature it must have (`bot.schemas.words`)."""


class FreeNow(BaseModel):
    """What is free at this moment: from its step of the grid on, for so many minutes, ascending."""

    model_config = ConfigDict(frozen=True)

    resource: ResourceView
    at: datetime
    minutes: tuple[int, ...]

    @property
    def until(self) -> datetime:
        return self.at + timedelta(minutes=self.minutes[-1])


class FreeNowPage(BaseModel):
    """A page of what is free at this moment; `page` counts from 0."""

    model_config = ConfigDict(frozen=True)

    kind: ResourceKind
    other: ResourceKind | None
    """The kind that could be looked among instead."""
    free: tuple[FreeNow, ...]
    page: int
    pages: int


class Door(BaseModel):
    """What somebody in front of a resource wants to know."""

    model_config = ConfigDict(frozen=True)

    resource: ResourceView
    free: FreeNow | None
    """What could be had from this moment on; None where it is taken or closed, or others decide."""
    next_at: datetime | None
    """The next start of today that is free."""
    admins: tuple[Contact, ...]


class Alternative(Zoned):
    """A request that would work instead of one that was refused."""

    model_config = ConfigDict(frozen=True)

    resource_id: int
    resource_kind: ResourceKind
    resource_name: str
    units: int = 1
    """Of that resource; whatever else is wanted stays as it is."""
    period: Period


class WantedView(BaseModel):
    """A resource of a request: how many units are wanted, and how many there would be."""

    model_config = ConfigDict(frozen=True)

    resource: ResourceView
    units: int
    free: int

    @property
    def can_be_had(self) -> bool:
        return self.units <= self.free

    @property
    def held(self) -> HeldResource:
        """What a booking of it would hold."""
        return HeldResource(
            id=self.resource.id,
            kind=self.resource.kind,
            name=self.resource.name,
            location=self.resource.location,
            units=self.units,
        )


class FreePage(BaseModel):
    """A page of what is free for a period and holds so many people; `page` counts from 0."""

    model_config = ConfigDict(frozen=True)

    period: Period
    kind: ResourceKind
    people: int
    other: ResourceKind | None
    """The kind that could be looked among instead."""
    resources: tuple[ResourceView, ...]
    extras: tuple[WantedView, ...] = ()
    """What was said to come with it."""
    features: tuple[str, ...] = ()
    """What of all that is free then has; those of most first."""
    feature: str | None = None
    """The one that was asked for."""
    page: int
    pages: int


class Extra(BaseModel):
    """Equipment that could come with a booking: `free` is how many units there would be."""

    model_config = ConfigDict(frozen=True)

    resource_id: int
    name: str
    free: int
    chosen: int
    requires_approval: bool
    is_main: bool = False
    """What the booking began with: at least one of it stays."""
