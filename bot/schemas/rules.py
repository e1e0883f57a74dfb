"""The booking rules: their values, and what they come to."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from db.enums import RULE_COLUMNS, Rule


class RuleValues(BaseModel):
    """A value for every rule; durations in minutes."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

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

    def value_of(self, rule: Rule) -> int | None:
        return _number_of(self, rule)


class RuleChanges(BaseModel):
    """New values for some rules; None, where it is given, lifts a quota."""

    model_config = ConfigDict(frozen=True)

    grid_minutes: int | None = None
    min_minutes: int | None = None
    max_minutes: int | None = None
    notice_minutes: int | None = None
    horizon_days: int | None = None
    buffer_minutes: int | None = None
    requires_approval: bool | None = None
    approval_minutes: int | None = None
    max_open_bookings: int | None = None
    max_week_minutes: int | None = None

    def value_of(self, rule: Rule) -> int | None:
        return _number_of(self, rule)

    @property
    def rules(self) -> frozenset[Rule]:
        """Those for which there is a value."""
        given = self.model_fields_set
        return frozenset(rule for rule, column in RULE_COLUMNS.items() if column in given)

    @property
    def columns(self) -> dict[str, Any]:
        """Column -> value, for what was given; the hours have a table of their own."""
        return self.model_dump(exclude_unset=True, exclude={"opening_hours", "follows"})


def _number_of(rules: RuleValues | RuleChanges, rule: Rule) -> int | None:
    """Whether approval is needed is 0 or 1."""
    value: int | None = getattr(rules, RULE_COLUMNS[rule])
    return None if value is None else int(value)


class RuleExample(NamedTuple):
    """What rules come to, on a day on which something could be booked."""

    rules: RuleValues
    zone: ZoneInfo
    starts: tuple[datetime, ...]
    """The first that could be booked."""
    shortest_minutes: int
    longest_minutes: int
    ask_by: datetime
    """Until when the first of them can be asked for."""
    last_day: date
    """The last on which a booking may start."""
