"""The Telegram group whose members approve bookings."""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, TimestampMixin, length_checks

TITLE_MAX = 255


class ApprovalGroup(TimestampMixin, Base):
    """A group that was bound with /bind or named by ADMIN_CHAT_ID."""

    __tablename__ = "approval_groups"
    __table_args__ = (
        CheckConstraint("chat_id < 0", name="chat_id"),
        *length_checks(title=TITLE_MAX),
        Index(None, "bound_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    title: Mapped[str] = mapped_column(String(TITLE_MAX))
    bound_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """None: it was named by ADMIN_CHAT_ID."""
