"""Queries about the links by which people come in."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import Role
from db.models import Invite


def _is_open(now: datetime) -> ColumnElement[bool]:
    """Whether it lets somebody in: neither used up nor expired nor revoked."""
    return and_(
        Invite.revoked_at.is_(None),
        or_(Invite.expires_at.is_(None), Invite.expires_at > now),
        or_(Invite.max_uses.is_(None), Invite.uses < Invite.max_uses),
    )


async def find_claim(session: AsyncSession, *, now: datetime) -> Invite | None:
    """The one that would make somebody the owner."""
    query = select(Invite).where(Invite.role == Role.OWNER, _is_open(now))
    found: Invite | None = await session.scalar(query.order_by(Invite.id.desc()).limit(1))
    return found


async def use(session: AsyncSession, code: str, role: Role, *, now: datetime) -> Invite | None:
    """Count one more use of an open invite to that role; None where there is no such.

    One statement: of those who come at once no more get in than it lets in.
    """
    used: Invite | None = await session.scalar(
        update(Invite)
        .where(Invite.code == code, Invite.role == role, _is_open(now))
        .values(uses=Invite.uses + 1)
        .returning(Invite)
        .execution_options(synchronize_session=False)
    )
    return used
