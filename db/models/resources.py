"""What can be booked, when it is open, and when it is closed."""

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from db.base import (
    TAGS_MAX,
    Base,
    Tags,
    TimestampMixin,
    check_length,
    check_order,
    enum_column_type,
    length_checks,
    one_of,
)
from db.enums import ResourceKind

if TYPE_CHECKING:
    from db.models.bookings import Allocation, Booking

NAME_MAX = 64
DESCRIPTION_MAX = 500
LOCATION_MAX = 128
TIMEZONE_MAX = 64
CLOSURE_REASON_MAX = 128
QUANTITY_MAX = 1000
MINUTES_PER_DAY = 24 * 60


class Resource(TimestampMixin, Base):
    """A room, or a kind of equipment with `quantity` identical units, and its booking rules."""

    __tablename__ = "resources"
    __table_args__ = (
        CheckConstraint(one_of("kind", ResourceKind), name="kind"),
        CheckConstraint(f"length(name) BETWEEN 1 AND {NAME_MAX}", name="name"),
        CheckConstraint(f"quantity BETWEEN 1 AND {QUANTITY_MAX}", name="quantity"),
        CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity"),
        CheckConstraint(
            "grid_minutes > 0 AND min_minutes > 0 AND"
            " (min_minutes + grid_minutes - 1) / grid_minutes * grid_minutes <= max_minutes",
            name="durations",
        ),
        CheckConstraint("id > 0", name="id"),
        CheckConstraint("max_open_bookings > 0 AND max_week_minutes > 0", name="quotas"),
        *length_checks(
            description=DESCRIPTION_MAX,
            location=LOCATION_MAX,
            timezone=TIMEZONE_MAX,
            bookers=TAGS_MAX,
        ),
        CheckConstraint(
            "notice_minutes >= 0 AND horizon_days > 0 AND buffer_minutes >= 0"
            " AND approval_minutes > 0",
            name="rules",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ResourceKind] = mapped_column(enum_column_type(ResourceKind))
    name: Mapped[str] = mapped_column(String(NAME_MAX), unique=True)
    description: Mapped[str | None] = mapped_column(String(DESCRIPTION_MAX))
    location: Mapped[str | None] = mapped_column(String(LOCATION_MAX))
    capacity: Mapped[int | None]
    """How many people fit; for rooms."""
    quantity: Mapped[int] = mapped_column(default=1, server_default="1")
    """How many identical units there are, numbered 1..quantity."""
    timezone: Mapped[str] = mapped_column(String(TIMEZONE_MAX))
    """IANA name: days, the grid and opening hours are computed in it."""
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
    bookers: Mapped[frozenset[str]] = mapped_column(
        Tags, default=frozenset(), server_default=text("''")
    )
    """Who may book it: people with one of these tags; none are named: everyone."""
    is_active: Mapped[bool] = mapped_column(default=True, server_default="1")
    shows_names: Mapped[bool] = mapped_column(default=False, server_default="0")
    """Whether its plan says to everybody who has booked it; others' purposes it never says."""

    opening_hours: Mapped[list["OpeningHours"]] = relationship(
        back_populates="resource",
        order_by="OpeningHours.weekday, OpeningHours.opens_minute",
        cascade="all, delete-orphan",
        lazy="raise",
    )
    allocations: Mapped[list["Allocation"]] = relationship(
        back_populates="resource",
        order_by="Allocation.occupied_from",
        foreign_keys="Allocation.resource_id",
        viewonly=True,
        lazy="raise",
    )
    bookings: Mapped[list["Booking"]] = relationship(
        secondary="booking_resources",
        primaryjoin="Resource.id == Allocation.resource_id",
        back_populates="resources",
        order_by="Booking.starts_at",
        viewonly=True,
        lazy="raise",
    )

    def check(self) -> None:
        if self.capacity is not None and self.capacity <= 0:
            raise ValueError(f"capacity is {self.capacity}; it must be positive")
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

    @validates("name")
    def _check_name(self, _key: str, value: str) -> str:
        check_length("name", value, least=1, most=NAME_MAX)
        return value

    @validates("quantity")
    def _check_quantity(self, _key: str, value: int) -> int:
        if not 1 <= value <= QUANTITY_MAX:
            raise ValueError(f"quantity is {value}; 1 to {QUANTITY_MAX} are allowed")
        return value

    @validates("timezone")
    def _check_timezone(self, _key: str, value: str) -> str:
        ZoneInfo(value)  # raises ZoneInfoNotFoundError, a KeyError
        return value


class OpeningHours(Base):
    """One weekly span in which a resource is open; a resource without any is always open."""

    __tablename__ = "opening_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint(
            f"opens_minute >= 0 AND opens_minute < closes_minute"
            f" AND closes_minute <= {MINUTES_PER_DAY}",
            name="span",
        ),
        Index(None, "resource_id", "weekday"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"))
    weekday: Mapped[int]
    """0 is Monday."""
    opens_minute: Mapped[int]
    """Minutes on the wall clock of the resource's zone since 00:00."""
    closes_minute: Mapped[int]

    resource: Mapped[Resource] = relationship(back_populates="opening_hours", lazy="raise")

    def check(self) -> None:
        if not 0 <= self.weekday <= 6:
            raise ValueError(f"weekday is {self.weekday}; 0 (Monday) to 6 are allowed")
        if not 0 <= self.opens_minute < self.closes_minute <= MINUTES_PER_DAY:
            raise ValueError(
                f"opening hours from {self.opens_minute} to {self.closes_minute} minutes of a day"
            )


class Closure(TimestampMixin, Base):
    """A stretch in which a resource (or, without one, every resource) cannot be booked."""

    __tablename__ = "closures"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="period"),
        *length_checks(reason=CLOSURE_REASON_MAX),
        Index(None, "resource_id", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int | None] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(String(CLOSURE_REASON_MAX))

    def check(self) -> None:
        check_order("a closure", self.starts_at, self.ends_at)
