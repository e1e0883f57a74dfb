"""What can be booked, when it is open, and when it is closed."""

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from db.base import (
    FEATURES_MAX,
    TAGS_MAX,
    Base,
    Features,
    Tags,
    TimestampMixin,
    check_length,
    check_order,
    enum_column_type,
    length_checks,
    one_of,
)
from db.enums import Repeat, ResourceKind
from db.models.rules import BookingRules, rule_checks

if TYPE_CHECKING:
    from db.models.bookings import Allocation, Booking

NAME_MAX = 64
DESCRIPTION_MAX = 500
LOCATION_MAX = 128
TIMEZONE_MAX = 64
CLOSURE_REASON_MAX = 128
PHOTO_ID_MAX = 255
QUANTITY_MAX = 1000
MINUTES_PER_DAY = 24 * 60
IS_REPEATING = text("repeats IS NOT NULL")


class Resource(BookingRules, TimestampMixin, Base):
    """A room, or a kind of equipment with `quantity` identical units, and its booking rules."""

    __tablename__ = "resources"
    __table_args__ = (
        CheckConstraint(one_of("kind", ResourceKind), name="kind"),
        CheckConstraint(f"length(name) BETWEEN 1 AND {NAME_MAX}", name="name"),
        CheckConstraint(f"quantity BETWEEN 1 AND {QUANTITY_MAX}", name="quantity"),
        CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity"),
        CheckConstraint("id > 0", name="id"),
        *rule_checks(),
        *length_checks(
            description=DESCRIPTION_MAX,
            location=LOCATION_MAX,
            timezone=TIMEZONE_MAX,
            bookers=TAGS_MAX,
            own_rules=TAGS_MAX,
            features=FEATURES_MAX,
            photo_id=PHOTO_ID_MAX,
        ),
        Index(None, "approval_group_id"),
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
    bookers: Mapped[frozenset[str]] = mapped_column(
        Tags, default=frozenset(), server_default=text("''")
    )
    """Who may book it: people with one of these tags; none are named: everyone."""
    is_active: Mapped[bool] = mapped_column(default=True, server_default="1")
    shows_names: Mapped[bool] = mapped_column(default=False, server_default="0")
    """Whether its plan says to everybody who has booked it; others' purposes it never says."""

    own_rules: Mapped[frozenset[str]] = mapped_column(
        Tags, default=frozenset(), server_default=text("''")
    )
    """The rules (`Rule`) that are its own; the others follow the site's."""
    features: Mapped[frozenset[str]] = mapped_column(
        Features, default=frozenset(), server_default=text("''")
    )
    """What it has, in people's own words: `projector`, `дошка`; people search by them."""
    photo_id: Mapped[str | None] = mapped_column(String(PHOTO_ID_MAX))
    """The picture of its card, as Telegram's file_id."""
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    """Its place among those of its kind; of equals the name decides."""
    approval_group_id: Mapped[int | None] = mapped_column(ForeignKey("approval_groups.id"))
    """Who decides about requests; None: the default group."""

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
        BookingRules.check(self)

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
    """A stretch in which a resource, those of a kind, or all of them cannot be booked.

    One that repeats comes again at the same time of its zone's wall clock.
    """

    __tablename__ = "closures"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="period"),
        CheckConstraint(f"kind IS NULL OR {one_of('kind', ResourceKind)}", name="kind"),
        CheckConstraint("kind IS NULL OR resource_id IS NULL", name="scope"),
        CheckConstraint(f"repeats IS NULL OR {one_of('repeats', Repeat)}", name="repeats"),
        CheckConstraint(
            "repeats IS NULL AND repeats_until IS NULL OR timezone IS NOT NULL", name="repetition"
        ),
        *length_checks(reason=CLOSURE_REASON_MAX, timezone=TIMEZONE_MAX),
        Index(None, "resource_id", "ends_at"),
        Index(
            "ix_closures_repeating",
            "repeats",
            sqlite_where=IS_REPEATING,
            postgresql_where=IS_REPEATING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int | None] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"))
    kind: Mapped[ResourceKind | None] = mapped_column(enum_column_type(ResourceKind))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(String(CLOSURE_REASON_MAX))
    repeats: Mapped[Repeat | None] = mapped_column(enum_column_type(Repeat))
    repeats_until: Mapped[datetime | None]
    """No repetition begins after it; None: for ever."""
    timezone: Mapped[str | None] = mapped_column(String(TIMEZONE_MAX))
    """On whose wall clock it repeats."""

    def check(self) -> None:
        check_order("a closure", self.starts_at, self.ends_at)
