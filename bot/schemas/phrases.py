"""What is understood of a phrase. Several candidates mean that a person has to choose."""

from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict

from bot.schemas.bookings import Wanted
from db.enums import ResourceKind


class Known(NamedTuple):
    """A resource that a phrase may name."""

    id: int
    name: str
    kind: ResourceKind
    zone: ZoneInfo
    capacity: int | None = None
    quantity: int = 1


class Wall(NamedTuple):
    """A time of day that a phrase may mean, in minutes of the wall clock since 00:00.

    `until` is the end, where one was said: more than 1440 where that is on the next day.
    """

    minute: int
    until: int | None = None


class Start(NamedTuple):
    """An instant (aware UTC) at which the booking may start, and its length, where it is known."""

    at: datetime
    minutes: int | None = None


class Understood(BaseModel):
    """What a phrase says; what it leaves open is empty or None, and is asked.

    Of a weekday on which a time is past already only the next is left; the same goes for the two
    readings of "at 3" said of today.
    """

    model_config = ConfigDict(frozen=True)

    resource_ids: tuple[int, ...] = ()
    """One where it was understood, several where what was said fits several as well."""
    kind: ResourceKind | None = None
    units: int | None = None
    extras: tuple[Wanted, ...] = ()
    """Equipment that was said to come with it: "with two laptops"."""
    people: int | None = None
    days: tuple[date, ...] = ()
    """Ascending, in the zone of the resource."""
    walls: tuple[Wall, ...] = ()
    """What was said of the time: kept for the day that will be chosen (`phrases.starts_on`)."""
    starts: tuple[Start, ...] = ()
    """`walls` on `days`, ascending; empty while either is open."""
    minutes: int | None = None
    """The length, where all candidates agree in it."""
    missing: tuple[date, int] | None = None
    """A day and a minute that were said, and that the wall clock of that day leaps over."""
    is_now: bool = False
    """It is to start at once: the one start is the minute of `now`."""
    purpose: str | None = None
    """What is left, in the person's own words."""

    @property
    def resource_id(self) -> int | None:
        return self.resource_ids[0] if len(self.resource_ids) == 1 else None

    @property
    def is_complete(self) -> bool:
        """Whether there is nothing to ask but "is that right?"."""
        return self.resource_id is not None and self.starts_at is not None and bool(self.minutes)

    @property
    def starts_at(self) -> AwareDatetime | None:
        return self.starts[0].at if len(self.starts) == 1 else None

    @property
    def says_when(self) -> bool:
        """Whether it says anything about the time."""
        return bool(self.days or self.walls or self.starts or self.minutes)

    @property
    def says_something(self) -> bool:
        """Whether it is about a booking at all, so far as can be seen."""
        return self != Understood(purpose=self.purpose)
