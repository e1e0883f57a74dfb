"""What people wanted and could not get."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, length_checks

REFUSAL_CODE_MAX = 32


class RefusalCount(Base):
    """How often a refusal was said on a day, of a resource where it is about one.

    Several rows may count the same: their sum is what counts.
    """

    __tablename__ = "refusal_counts"
    __table_args__ = (
        CheckConstraint("count > 0", name="count"),
        *length_checks(code=REFUSAL_CODE_MAX),
        Index(None, "day"),
        Index(None, "resource_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    """In the office's zone."""
    resource_id: Mapped[int | None] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(REFUSAL_CODE_MAX))
    count: Mapped[int]
