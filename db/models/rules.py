"""The booking rules that a resource has, or follows."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column


def rule_checks() -> tuple[CheckConstraint, ...]:
    """The CHECKs that hold the rules together."""
    return (
        CheckConstraint(
            "grid_minutes > 0 AND min_minutes > 0 AND"
            " (min_minutes + grid_minutes - 1) / grid_minutes * grid_minutes <= max_minutes",
            name="durations",
        ),
        CheckConstraint("max_open_bookings > 0 AND max_week_minutes > 0", name="quotas"),
        CheckConstraint(
            "notice_minutes >= 0 AND horizon_days > 0 AND buffer_minutes >= 0"
            " AND approval_minutes > 0",
            name="rules",
        ),
    )


class BookingRules:
    """The columns of the rules; durations in minutes."""

    grid_minutes: Mapped[int] = mapped_column(default=30, server_default="30")
    min_minutes: Mapped[int] = mapped_column(default=30, server_default="30")
    max_minutes: Mapped[int] = mapped_column(default=240, server_default="240")
    notice_minutes: Mapped[int] = mapped_column(default=0, server_default="0")
    """How long before its start a booking must be made, at the latest."""
    horizon_days: Mapped[int] = mapped_column(default=60, server_default="60")
    """How far ahead a booking may start."""
    buffer_minutes: Mapped[int] = mapped_column(default=0, server_default="0")
    """Turnaround kept free on both sides of each booking: neighbours are twice this apart."""
    requires_approval: Mapped[bool] = mapped_column(default=False, server_default="0")
    approval_minutes: Mapped[int] = mapped_column(default=24 * 60, server_default="1440")
    """How long the approvers have before a pending booking expires."""
    max_open_bookings: Mapped[int | None]
    """How many bookings of it one person may have ahead; None: as many as they like."""
    max_week_minutes: Mapped[int | None]
    """How long one person may book it within a week, Monday to Sunday; None: without limit."""

    def check(self) -> None:
        if min(self.grid_minutes, self.min_minutes, self.horizon_days, self.approval_minutes) <= 0:
            raise ValueError("grid, minimum, horizon and approval time must be positive")
        if any(most is not None and most <= 0 for most in self._quotas):
            raise ValueError("a quota must be positive")
        if min(self.notice_minutes, self.buffer_minutes) < 0:
            raise ValueError("notice and buffer cannot be negative")
        if -(-self.min_minutes // self.grid_minutes) * self.grid_minutes > self.max_minutes:
            raise ValueError("the shortest booking on the grid is longer than the longest")

    @property
    def _quotas(self) -> tuple[int | None, int | None]:
        return self.max_open_bookings, self.max_week_minutes
