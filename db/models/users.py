"""People."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from db.base import (
    TAGS_MAX,
    Base,
    Tags,
    TimestampMixin,
    check_length,
    enum_column_type,
    length_checks,
    one_of,
)
from db.enums import Role

if TYPE_CHECKING:
    from db.models.bookings import Booking

FULL_NAME_MAX = 128  # Telegram allows 64 + 64 characters
USERNAME_MAX = 32
LANGUAGE_MAX = 16
BLOCK_REASON_MAX = 200
QUIET_FROM_MINUTE, QUIET_UNTIL_MINUTE = 22 * 60, 8 * 60
LAST_MINUTE = 24 * 60 - 1


class User(TimestampMixin, Base):
    """A Telegram user who has written to the bot at least once."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint(f"length(full_name) BETWEEN 1 AND {FULL_NAME_MAX}", name="full_name"),
        CheckConstraint(one_of("role", Role), name="role"),
        CheckConstraint(
            "telegram_id > 0 OR (telegram_id = -id AND forgotten_at IS NOT NULL)",
            name="telegram_id",
        ),
        CheckConstraint("max_open_bookings > 0", name="quota"),
        CheckConstraint(
            f"quiet_from_minute BETWEEN 0 AND {LAST_MINUTE}"
            f" AND quiet_until_minute BETWEEN 0 AND {LAST_MINUTE}",
            name="quiet_hours",
        ),
        *length_checks(
            username=USERNAME_MAX,
            language=LANGUAGE_MAX,
            language_code=LANGUAGE_MAX,
            tags=TAGS_MAX,
            block_reason=BLOCK_REASON_MAX,
        ),
        Index(None, "invite_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    """Of somebody who asked to be forgotten it is the row's own id, negative: it names nobody."""
    username: Mapped[str | None] = mapped_column(String(USERNAME_MAX))
    full_name: Mapped[str] = mapped_column(String(FULL_NAME_MAX))
    role: Mapped[Role] = mapped_column(
        enum_column_type(Role), default=Role.MEMBER, server_default=Role.MEMBER
    )
    language: Mapped[str] = mapped_column(String(LANGUAGE_MAX))
    """What Bronia speaks with this person."""
    language_code: Mapped[str | None] = mapped_column(String(LANGUAGE_MAX))
    """What their Telegram last reported: `language` follows it when it changes, and only then."""
    tags: Mapped[frozenset[str]] = mapped_column(
        Tags, default=frozenset(), server_default=text("''")
    )
    """Groups of people, such as `staff`: a resource may be for some of them only."""
    reachable: Mapped[bool] = mapped_column(default=True, server_default="1")
    quiet_from_minute: Mapped[int] = mapped_column(
        default=QUIET_FROM_MINUTE, server_default=str(QUIET_FROM_MINUTE)
    )
    """Local time of day from which reminders arrive silently; the same as the end means never."""
    quiet_until_minute: Mapped[int] = mapped_column(
        default=QUIET_UNTIL_MINUTE, server_default=str(QUIET_UNTIL_MINUTE)
    )

    block_reason: Mapped[str | None] = mapped_column(String(BLOCK_REASON_MAX))
    """Why they may not use the bot, in an admin's words, for them to read."""
    max_open_bookings: Mapped[int | None]
    """How many bookings they may have ahead, of all resources; None: the resources' rules alone."""
    invite_id: Mapped[int | None] = mapped_column(ForeignKey("invites.id"))
    """The invite by which they came."""
    forgotten_at: Mapped[datetime | None]

    bookings: Mapped[list["Booking"]] = relationship(
        back_populates="user",
        foreign_keys="Booking.user_id",
        order_by="Booking.starts_at",
        viewonly=True,
        lazy="raise",
    )

    @validates("full_name")
    def _check_full_name(self, _key: str, value: str) -> str:
        check_length("full_name", value, least=1, most=FULL_NAME_MAX)
        return value

    @validates("role")
    def _forget_why(self, _key: str, value: Role) -> Role:
        """Who is blocked no more has no reason for it either."""
        if value is not Role.BLOCKED:
            self.block_reason = None
        return value

    @validates("telegram_id")
    def _check_telegram_id(self, _key: str, value: int) -> int:
        if value <= 0 and (self.id is None or value != -self.id):
            raise ValueError(f"telegram_id is {value}; a person's is positive")
        return value
