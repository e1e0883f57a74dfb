"""A resource, as people and rules see it."""

from datetime import timedelta
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from bot.schemas.periods import Zoned
from db.enums import ResourceKind, Rule


class OpeningSpan(NamedTuple):
    """A weekly span, in minutes on the resource's wall clock; weekday 0 is Monday."""

    weekday: int
    opens_minute: int
    closes_minute: int


class ResourceView(Zoned):
    """A resource with its booking rules; durations in minutes."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    kind: ResourceKind
    name: str
    description: str | None = None
    location: str | None = None
    capacity: int | None = None
    quantity: int = 1
    grid_minutes: int
    min_minutes: int
    max_minutes: int
    notice_minutes: int
    horizon_days: int
    buffer_minutes: int
    requires_approval: bool
    approval_minutes: int
    max_open_bookings: int | None = None
    max_week_minutes: int | None = None
    bookers: frozenset[str] = frozenset()
    own_rules: frozenset[Rule] = frozenset()
    """Those that are its own; the others are the site's."""
    features: frozenset[str] = frozenset()
    photo_id: str | None = None
    position: int = 0
    approval_group_id: int | None = None
    is_active: bool
    shows_names: bool = False
    opening_hours: tuple[OpeningSpan, ...] = ()

    @property
    def grid(self) -> timedelta:
        return timedelta(minutes=self.grid_minutes)

    @property
    def shortest_minutes(self) -> int:
        """The shortest booking there can be: `min_minutes`, rounded up to the grid."""
        return -(-self.min_minutes // self.grid_minutes) * self.grid_minutes

    @property
    def buffer(self) -> timedelta:
        return timedelta(minutes=self.buffer_minutes)

    @property
    def has_quotas(self) -> bool:
        return self.max_open_bookings is not None or self.max_week_minutes is not None


class NewResource(BaseModel):
    """A resource to be added; what is left out is as in the table."""

    model_config = ConfigDict(frozen=True)

    kind: ResourceKind
    name: str
    timezone: str
    description: str | None = None
    location: str | None = None
    capacity: int | None = None
    quantity: int = 1
    grid_minutes: int = 30
    min_minutes: int = 30
    max_minutes: int = 240
    notice_minutes: int = 0
    horizon_days: int = 60
    buffer_minutes: int = 0
    requires_approval: bool = False
    approval_minutes: int = 24 * 60
    max_open_bookings: int | None = None
    max_week_minutes: int | None = None
    bookers: frozenset[str] = frozenset()
    shows_names: bool = False
    opening_hours: tuple[OpeningSpan, ...] = ()


class ResourceChange(BaseModel):
    """What is to be different about a resource; what is left out stays as it is."""

    model_config = ConfigDict(frozen=True)

    quantity: int | None = None
    grid_minutes: int | None = None
    min_minutes: int | None = None
    max_minutes: int | None = None
    notice_minutes: int | None = None
    horizon_days: int | None = None
    buffer_minutes: int | None = None
    requires_approval: bool | None = None
    approval_minutes: int | None = None
    max_open_bookings: int | None = None
    """None, where it is given, lifts the quota."""
    max_week_minutes: int | None = None
    bookers: frozenset[str] | None = None
    is_active: bool | None = None
    shows_names: bool | None = None
    opening_hours: tuple[OpeningSpan, ...] | None = None

    @property
    def columns(self) -> dict[str, object]:
        """Column -> value, for what was given; the hours have a table of their own."""
        return self.model_dump(exclude_unset=True, exclude={"opening_hours"})


class ResourceOption(BaseModel):
    """A line in the list of resources."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    kind: ResourceKind
    name: str
    capacity: int | None
    quantity: int
    requires_approval: bool


class ResourcePage(BaseModel):
    """One page of the resources that match a filter; `page` counts from 0."""

    model_config = ConfigDict(frozen=True)

    options: tuple[ResourceOption, ...]
    page: int
    pages: int
    kind: ResourceKind | None = None
    search: str | None = None
