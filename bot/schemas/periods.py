"""Stretches of time."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Self
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict


class Zoned(BaseModel):
    """What has a place, and so a wall clock; `timezone` is an IANA name."""

    model_config = ConfigDict(frozen=True)

    timezone: str

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with another time zone has another clock, too: what was computed is copied."""
        copy = super().model_copy(update=update, deep=deep)
        if copy.timezone != self.timezone:
            vars(copy).pop("zone", None)
        return copy


class Period(BaseModel):
    """Half-open: starts_at <= t < ends_at, so back-to-back periods do not touch."""

    model_config = ConfigDict(frozen=True)

    starts_at: AwareDatetime
    ends_at: AwareDatetime

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at

    @property
    def minutes(self) -> int:
        return int(self.length.total_seconds()) // 60

    def overlaps(self, other: "Period") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def contains(self, other: "Period") -> bool:
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at

    def padded(self, margin: timedelta) -> "Period":
        return Period(starts_at=self.starts_at - margin, ends_at=self.ends_at + margin)

    @classmethod
    def of(cls, starts_at: datetime, minutes: int) -> "Period":
        return cls(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes))
