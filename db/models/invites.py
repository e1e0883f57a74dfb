"""Links by which people come in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import (
    TAGS_MAX,
    Base,
    Tags,
    TimestampMixin,
    enum_column_type,
    length_checks,
    one_of,
)
from db.enums import Role

CODE_MAX = 32


class Invite(TimestampMixin, Base):
    """A link that makes whoever opens it a member; the one that claims the place, its owner."""

    __tablename__ = "invites"
    __table_args__ = (
        CheckConstraint(one_of("role", Role), name="role"),
        CheckConstraint("uses >= 0 AND (max_uses IS NULL OR uses <= max_uses)", name="uses"),
        *length_checks(code=CODE_MAX, tags=TAGS_MAX),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(CODE_MAX), unique=True)
    role: Mapped[Role] = mapped_column(
        enum_column_type(Role), default=Role.MEMBER, server_default=Role.MEMBER
    )
    """What those who come by it become: member or owner."""
    tags: Mapped[frozenset[str]] = mapped_column(
        Tags, default=frozenset(), server_default=text("''")
    )
    """What those who come by it are given."""
    max_uses: Mapped[int | None]
    """None: as many people as like to."""
    uses: Mapped[int] = mapped_column(default=0, server_default="0")
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
