"""A resource, as people and rules see it."""

from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from bot.schemas.periods import Zoned
from bot.schemas.rules import RuleChanges, RuleValues
from db.enums import ResourceKind, Rule


class OpeningSpan(NamedTuple):
    """A weekly span, in minutes on the resource's wall clock; weekday 0 is Monday."""

    weekday: int
    opens_minute: int
    closes_minute: int


class ResourceView(Zoned, RuleValues):
    """A resource with its booking rules."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    kind: ResourceKind
    name: str
    description: str | None = None
    location: str | None = None
    capacity: int | None = None
    quantity: int = 1
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


class NewResource(RuleChanges):
    """A resource to be added. A rule that is given is its own; one that is left out is the site's,
    and all else as in the table."""

    kind: ResourceKind
    name: str
    timezone: str
    description: str | None = None
    location: str | None = None
    capacity: int | None = None
    quantity: int = 1
    bookers: frozenset[str] = frozenset()
    features: frozenset[str] = frozenset()
    shows_names: bool = False
    is_active: bool = True
    opening_hours: tuple[OpeningSpan, ...] = ()


class ResourceChange(RuleChanges):
    """What is to be different about a resource; what is left out stays as it is.

    A rule that is given becomes the resource's own.
    """

    name: str | None = None
    description: str | None = None
    """None, where it is given, empties it; so it does of the next two, and of the photo."""
    location: str | None = None
    capacity: int | None = None
    photo_id: str | None = None
    timezone: str | None = None
    quantity: int | None = None
    bookers: frozenset[str] | None = None
    is_active: bool | None = None
    shows_names: bool | None = None
    features: frozenset[str] | None = None
    opening_hours: tuple[OpeningSpan, ...] | None = None
    follows: frozenset[Rule] = frozenset()
    """The rules that are the site's from now on."""


class ResourceField(StrEnum):
    """What else can be changed about a resource: each is a column, and a field of the change."""

    NAME = "name"
    DESCRIPTION = "description"
    LOCATION = "location"
    CAPACITY = "capacity"
    QUANTITY = "quantity"
    TIMEZONE = "timezone"
    FEATURES = "features"
    BOOKERS = "bookers"
    NAMES = "shows_names"
    PHOTO = "photo_id"


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


class ResourceList(BaseModel):
    """One page of resources, in service or not; `page` counts from 0."""

    model_config = ConfigDict(frozen=True)

    resources: tuple[ResourceView, ...]
    page: int
    pages: int
