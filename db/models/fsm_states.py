"""What half-finished dialogues remember."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, TimestampMixin, length_checks


class FsmState(TimestampMixin, Base):
    """The state and data of one person's dialogue in one chat."""

    __tablename__ = "fsm_states"
    __table_args__ = length_checks(key=128, state=64)

    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    state: Mapped[str | None] = mapped_column(String(64))
    data: Mapped[str] = mapped_column(Text, default="{}", server_default="{}")
    """JSON."""
