"""The Telegram groups whose members approve bookings."""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, TimestampMixin, length_checks

TITLE_MAX = 255
IS_DEFAULT_SQLITE = text("is_default = 1")
IS_DEFAULT_POSTGRESQL = text("is_default")


class ApprovalGroup(TimestampMixin, Base):
    """A group that was bound with /bind or named by ADMIN_CHAT_ID."""

    __tablename__ = "approval_groups"
    __table_args__ = (
        CheckConstraint("chat_id < 0", name="chat_id"),
        *length_checks(title=TITLE_MAX),
        Index(None, "bound_by"),
        Index(
            "ix_approval_groups_default",
            "is_default",
            unique=True,
            sqlite_where=IS_DEFAULT_SQLITE,
            postgresql_where=IS_DEFAULT_POSTGRESQL,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    title: Mapped[str] = mapped_column(String(TITLE_MAX))
    is_default: Mapped[bool] = mapped_column(default=False, server_default="0")
    """The one that is asked about resources that name no other."""
    bound_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """None: it was named by ADMIN_CHAT_ID."""
