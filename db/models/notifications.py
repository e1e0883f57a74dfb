"""The outbox: what to tell whom, and when."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Base, enum_column_type, length_checks, one_of
from db.enums import NotificationKind, NotificationState

if TYPE_CHECKING:
    from db.models.bookings import Booking
    from db.models.users import User

DEDUP_KEY_MAX = 64
LEASE_TOKEN_MAX = 32
ERROR_MAX = 200
IS_WAITING = text("state = 'waiting'")
IS_NAMED = text("group_id IS NOT NULL")
IS_LEASED = text("lease_token IS NOT NULL")
IS_PERSONAL = text("user_id IS NOT NULL")
"""Else SQLite looks for what waits for the group among all that it was ever told."""


class Notification(Base):
    """One thing to be told once. Written in the transaction of the change it tells of."""

    __tablename__ = "notifications"
    __table_args__ = (
        CheckConstraint(one_of("kind", NotificationKind), name="kind"),
        CheckConstraint(one_of("state", NotificationState), name="state"),
        CheckConstraint("attempts >= 0", name="attempts"),
        *length_checks(dedup_key=DEDUP_KEY_MAX, lease_token=LEASE_TOKEN_MAX, last_error=ERROR_MAX),
        Index(
            "ix_notifications_waiting",
            "next_try_at",
            sqlite_where=IS_WAITING,
            postgresql_where=IS_WAITING,
        ),
        Index(
            "ix_notifications_leased",
            "lease_token",
            sqlite_where=IS_LEASED,
            postgresql_where=IS_LEASED,
        ),
        UniqueConstraint("booking_id", "dedup_key"),
        Index(None, "user_id", sqlite_where=IS_PERSONAL, postgresql_where=IS_PERSONAL),
        Index(None, "group_id", sqlite_where=IS_NAMED, postgresql_where=IS_NAMED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[NotificationKind] = mapped_column(enum_column_type(NotificationKind))
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id"))
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    """Which revision of the booking it speaks of."""
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """The recipient; None is an approval group."""
    group_id: Mapped[int | None] = mapped_column(ForeignKey("approval_groups.id"))
    """Which one; None, where there is no recipient either, is the default group."""
    due_at: Mapped[datetime]
    dedup_key: Mapped[str] = mapped_column(String(DEDUP_KEY_MAX))
    """Of one booking nothing is told twice: kind, revision, and what tells two of them apart."""
    state: Mapped[NotificationState] = mapped_column(
        enum_column_type(NotificationState),
        default=NotificationState.WAITING,
        server_default=NotificationState.WAITING,
    )
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    next_try_at: Mapped[datetime]
    """`due_at` at first, later after a failure or while a lease runs."""
    lease_until: Mapped[datetime | None]
    lease_token: Mapped[str | None] = mapped_column(String(LEASE_TOKEN_MAX))
    sent_at: Mapped[datetime | None]
    chat_id: Mapped[int | None] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    is_posted_anew: Mapped[bool] = mapped_column(default=False, server_default="0")
    """A card whose message somebody had deleted; that is done once."""
    last_error: Mapped[str | None] = mapped_column(String(ERROR_MAX))

    booking: Mapped["Booking"] = relationship(lazy="raise")
    user: Mapped["User | None"] = relationship(viewonly=True, lazy="raise")
