"""What holds for the whole place."""

from sqlalchemy import BigInteger, CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, TimestampMixin, enum_column_type, length_checks, one_of
from db.enums import Access
from db.models.approval_groups import TITLE_MAX
from db.models.rules import BookingRules, rule_checks


class Site(BookingRules, TimestampMixin, Base):
    """One row: who may use the bot, and the booking rules of resources that have none of their own.

    A resource has the values of all rules in its own row, those that it follows too; `own_rules`
    says which are its own, and a change here is written to all others.
    """

    __tablename__ = "site"
    __table_args__ = (
        CheckConstraint("id = 1", name="id"),
        CheckConstraint(one_of("access", Access), name="access"),
        CheckConstraint("members_chat_id < 0", name="members_chat_id"),
        *length_checks(members_chat_title=TITLE_MAX),
        *rule_checks(),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    access: Mapped[Access] = mapped_column(
        enum_column_type(Access), default=Access.EVERYONE, server_default=Access.EVERYONE
    )
    members_chat_id: Mapped[int | None] = mapped_column(BigInteger)
    """The group whose members may use the bot, where that is the rule."""
    members_chat_title: Mapped[str | None] = mapped_column(String(TITLE_MAX))
