"""Closures as admins say and see them: on the wall clock of their zone."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from bot.clock import day_bounds, wall_boundary
from bot.schemas.periods import Period, Zoned
from db.enums import Repeat, ResourceKind


class NewClosure(Zoned):
    """From one local day to another, both included: whole days, or from a minute until a minute.

    It is for a resource, for those of a kind, or for all.
    """

    resource_id: int | None = None
    kind: ResourceKind | None = None
    first: date
    last: date
    opens: int | None = None
    """The minute of the first day at which it begins; so is `closes` of the last. None: whole
    days."""
    closes: int | None = None
    repeats: Repeat | None = None
    until: date | None = None
    """The last day on which it may begin anew."""
    reason: str | None = None

    @property
    def period(self) -> Period:
        if self.opens is None or self.closes is None:
            starts_at, _ = day_bounds(self.first, self.zone)
            _, ends_at = day_bounds(self.last, self.zone)
        else:
            starts_at = wall_boundary(self.first, self.opens, self.zone)
            ends_at = wall_boundary(self.last, self.closes, self.zone)
        return Period(starts_at=starts_at, ends_at=ends_at)

    @property
    def repeats_until(self) -> datetime | None:
        """The last second of that day."""
        if self.repeats is None or self.until is None:
            return None
        _, ends_at = day_bounds(self.until, self.zone)
        return ends_at - timedelta(seconds=1)


class ClosureDraft(Zoned):
    """A closure that is being said, or changed; what is None was not said yet."""

    closure_id: int | None = None
    """Which one is changed."""
    name: str | None = None
    """Of the resource, where it is for one."""
    resource_id: int | None = None
    kind: ResourceKind | None = None
    first: date | None = None
    last: date | None = None
    opens: int | None = None
    closes: int | None = None
    repeats: Repeat | None = None
    until: date | None = None
    reason: str | None = None

    @property
    def closure(self) -> NewClosure | None:
        """What was said, once it is enough."""
        if self.first is None or self.last is None:
            return None
        return NewClosure(**self.model_dump(include=set(NewClosure.model_fields)))


class ClosureView(BaseModel):
    """A closure, for whom it is, and when it comes next."""

    model_config = ConfigDict(frozen=True)

    id: int
    closure: NewClosure
    name: str | None
    """Of its resource."""
    comes: Period


class ClosurePage(BaseModel):
    """A page of the closures that are still to come; `page` counts from 0."""

    model_config = ConfigDict(frozen=True)

    closures: tuple[ClosureView, ...]
    page: int
    pages: int


class Said(BaseModel):
    """When, as it was typed; hours are None where none were."""

    model_config = ConfigDict(frozen=True)

    first: date
    last: date
    opens: int | None = None
    closes: int | None = None


class ClosureStep(StrEnum):
    """What is asked about a closure, in this order."""

    DAY = "day"
    HOURS = "hours"
    REPEATS = "repeats"
    UNTIL = "until"
    REASON = "reason"
    IMPACT = "impact"
