"""A clock that stands still until it is moved."""

from datetime import UTC, datetime, timedelta

MONDAY_NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday without a change of the clock nearby; 11:00 in Kyiv."""


class FrozenClock:
    def __init__(self, at: datetime = MONDAY_NINE) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def advance(self, **delta: float) -> datetime:
        self.at += timedelta(**delta)
        return self.at
