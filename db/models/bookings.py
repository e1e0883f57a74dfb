"""Bookings, the units they hold, and the ledger of what happened to them."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, Computed, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from db.base import (
    TAGS_MAX,
    Base,
    Tags,
    TimestampMixin,
    check_aware,
    check_order,
    enum_column_type,
    length_checks,
    one_of,
)
from db.enums import ACTIVE_STATUSES, LEGAL_CHANGES, BookingAction, BookingStatus

if TYPE_CHECKING:
    from db.models.resources import Resource
    from db.models.users import User

PURPOSE_MAX = 200
REASON_MAX = 200
REQUEST_KEY_MAX = 32

IS_ACTIVE_SQLITE = text("active = 1")
IS_ACTIVE_POSTGRESQL = text("active")
IN_HAND = "CASE WHEN unit < 0 THEN unit END"
IS_PENDING = text("status = 'pending'")
HAS_ACTIVE_STATUS = text(
    f"status IN ({', '.join(repr(str(status)) for status in ACTIVE_STATUSES)})"
)
"""Text, for a bound list of values never matches a partial index on SQLite."""


def check_status_change(old: BookingStatus, new: BookingStatus) -> None:
    """Raise ValueError when a booking of status `old` may not become `new`."""
    if new != old and new not in LEGAL_CHANGES.get(old, ()):
        raise ValueError(f"a booking that is {old} cannot become {new}")


class Booking(TimestampMixin, Base):
    """One person's claim on one or more resources for one half-open period."""

    __tablename__ = "bookings"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="period"),
        CheckConstraint(one_of("status", BookingStatus), name="status"),
        CheckConstraint(f"purpose IS NULL OR length(purpose) <= {PURPOSE_MAX}", name="purpose"),
        CheckConstraint("revision >= 1", name="revision"),
        *length_checks(request_key=REQUEST_KEY_MAX, decision_reason=REASON_MAX),
        Index(None, "user_id", "starts_at"),
        Index(
            "ix_bookings_active_of_user",
            "user_id",
            "ends_at",
            sqlite_where=HAS_ACTIVE_STATUS,
            postgresql_where=HAS_ACTIVE_STATUS,
        ),
        Index(
            "ix_bookings_undecided",
            "decide_by",
            sqlite_where=IS_PENDING,
            postgresql_where=IS_PENDING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    status: Mapped[BookingStatus] = mapped_column(
        enum_column_type(BookingStatus), server_default=BookingStatus.PENDING
    )
    purpose: Mapped[str | None] = mapped_column(String(PURPOSE_MAX))
    request_key: Mapped[str] = mapped_column(String(REQUEST_KEY_MAX), unique=True)
    """The draft's id: the same request, sent twice, books once."""
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    """Raised whenever what is held changes: a card, or an answer, to an older one is void."""
    decide_by: Mapped[datetime | None]
    """When a pending booking expires."""
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str | None] = mapped_column(String(REASON_MAX))

    user: Mapped["User"] = relationship(
        back_populates="bookings", foreign_keys=[user_id], viewonly=True, lazy="raise"
    )
    decider: Mapped["User | None"] = relationship(
        foreign_keys=[decided_by], viewonly=True, lazy="raise"
    )
    allocations: Mapped[list["Allocation"]] = relationship(
        back_populates="booking", order_by="Allocation.resource_id", lazy="raise"
    )
    resources: Mapped[list["Resource"]] = relationship(
        secondary="booking_resources",
        secondaryjoin="Resource.id == Allocation.resource_id",
        back_populates="bookings",
        order_by="Resource.id",
        viewonly=True,
        lazy="raise",
    )
    events: Mapped[list["BookingEvent"]] = relationship(
        back_populates="booking", order_by="BookingEvent.id", lazy="raise"
    )

    def check(self) -> None:
        check_order("a booking", self.starts_at, self.ends_at)

    @validates("starts_at", "ends_at")
    def _check_aware(self, _key: str, value: datetime) -> datetime:
        check_aware(value)
        return value

    @validates("status")
    def _check_status(self, _key: str, value: BookingStatus) -> BookingStatus:
        status = BookingStatus(value)
        if self.status is not None:
            check_status_change(self.status, status)
        return status


class Allocation(Base):
    """One unit of one resource, held by one booking: the row that must not overlap another.

    The occupied period is the booking's with the resource's buffer on both sides. Both it and
    `active` are kept equal to the booking's by triggers (`db/guards`).

    While units are dealt anew, within one transaction, an allocation may be *in hand*: its unit
    is negative then, out of the way of the others. `in_hand` points at a resource that cannot
    exist, and a deferred foreign key refuses the commit of a transaction that leaves one there.
    """

    __tablename__ = "booking_resources"
    __table_args__ = (
        CheckConstraint("unit <> 0", name="unit"),
        CheckConstraint("occupied_from < occupied_until", name="occupied"),
        Index(
            "ix_booking_resources_active",
            "resource_id",
            "unit",
            "occupied_from",
            "occupied_until",
            sqlite_where=IS_ACTIVE_SQLITE,
            postgresql_where=IS_ACTIVE_POSTGRESQL,
        ),
        Index(None, "resource_id", "occupied_from"),
    )
    __mapper_args__ = {"eager_defaults": False}  # noqa: RUF012 - SQLAlchemy's own spelling

    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id"), primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id"), primary_key=True)
    unit: Mapped[int] = mapped_column(primary_key=True)
    occupied_from: Mapped[datetime]
    occupied_until: Mapped[datetime]
    active: Mapped[bool] = mapped_column(server_default="1")
    in_hand: Mapped[int | None] = mapped_column(
        Computed(IN_HAND, persisted=True),
        ForeignKey("resources.id", deferrable=True, initially="DEFERRED"),
    )

    booking: Mapped[Booking] = relationship(back_populates="allocations", lazy="raise")
    resource: Mapped["Resource"] = relationship(
        back_populates="allocations", foreign_keys=[resource_id], viewonly=True, lazy="raise"
    )

    def check(self) -> None:
        check_order("an allocation", self.occupied_from, self.occupied_until)
        if self.unit < 1:
            raise ValueError(f"unit is {self.unit}; they are numbered from 1")


class BookingEvent(Base):
    """One line of the ledger: who did what to a booking, when, and why. Append only."""

    __tablename__ = "booking_events"
    __table_args__ = (
        CheckConstraint(one_of("action", BookingAction), name="action"),
        CheckConstraint(one_of("from_status", BookingStatus), name="from_status"),
        CheckConstraint(one_of("to_status", BookingStatus), name="to_status"),
        *length_checks(reason=REASON_MAX, overrides=TAGS_MAX),
        Index(None, "booking_id"),
        Index(None, "actor_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """None: Bronia itself, such as when a deadline has passed."""
    at: Mapped[datetime]
    action: Mapped[BookingAction] = mapped_column(enum_column_type(BookingAction))
    from_status: Mapped[BookingStatus | None] = mapped_column(enum_column_type(BookingStatus))
    to_status: Mapped[BookingStatus] = mapped_column(enum_column_type(BookingStatus))
    reason: Mapped[str | None] = mapped_column(String(REASON_MAX))
    overrides: Mapped[frozenset[str]] = mapped_column(
        Tags, default=frozenset(), server_default=text("''")
    )
    """The rules, by the codes of their refusals, that an admin has deliberately set aside."""
    holds: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What the booking holds from then on, where that has changed: `starts_at` and `ends_at` in
    Unix seconds, and `units`, a list of [resource id, how many]."""

    booking: Mapped[Booking] = relationship(back_populates="events", lazy="raise")
    actor: Mapped["User | None"] = relationship(viewonly=True, lazy="raise")
