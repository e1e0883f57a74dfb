"""How the place is used, for those who run it."""

from datetime import date
from enum import IntEnum

from pydantic import BaseModel, ConfigDict

from bot.schemas.periods import Zoned
from db.enums import BookingStatus, ResourceKind


class Span(IntEnum):
    """How many days, up to today, are looked at."""

    WEEK = 7
    MONTH = 30
    QUARTER = 90
    YEAR = 365


class ResourceUse(BaseModel):
    """How much of a resource's open time was taken, turnaround included; both in minutes of a
    unit."""

    model_config = ConfigDict(frozen=True)

    resource_id: int
    name: str
    kind: ResourceKind
    taken_minutes: int
    open_minutes: int

    @property
    def share(self) -> float:
        """0 to 1; more where it was booked outside its hours."""
        return self.taken_minutes / self.open_minutes if self.open_minutes else 0.0


class Lasted(BaseModel):
    """How often something took up to so many minutes; the last bound is None: longer."""

    model_config = ConfigDict(frozen=True)

    until_minutes: int | None
    count: int


class RefusalTotal(BaseModel):
    model_config = ConfigDict(frozen=True)

    code: str
    count: int


class Stats(Zoned):
    """A period of whole local days of the office."""

    model_config = ConfigDict(frozen=True)

    first_day: date
    last_day: date
    resources: tuple[ResourceUse, ...]
    """The fullest first."""
    heat: tuple[tuple[float, ...], ...]
    """Monday to Sunday, 24 hours each: how many units were taken then, on average."""
    statuses: dict[BookingStatus, int]
    """Bookings that begin in the period."""
    leads: tuple[Lasted, ...]
    """From the booking to its start."""
    answers: tuple[Lasted, ...]
    """From the request to the approvers' answer, of those answered in the period."""
    refusals: tuple[RefusalTotal, ...]
    """What people wanted and could not get; the most frequent first."""

    @property
    def bookings(self) -> int:
        return sum(self.statuses.values())

    @property
    def peak(self) -> tuple[int, int] | None:
        """The weekday (0 is Monday) and hour at which most was taken; None: nothing ever was."""
        most, weekday, hour = max(
            (taken, -weekday, -hour)
            for weekday, hours in enumerate(self.heat)
            for hour, taken in enumerate(hours)
        )
        return (-weekday, -hour) if most else None


def typical(lasted: tuple[Lasted, ...]) -> Lasted | None:
    """Of all that is counted, the one in the middle; None where nothing is."""
    total = sum(one.count for one in lasted)
    seen = 0
    for one in lasted:
        seen += one.count
        if total and 2 * seen >= total:
            return one
    return None
