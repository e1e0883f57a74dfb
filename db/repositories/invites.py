"""Queries about the links by which people come in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, update
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


async def find_used(session: AsyncSession, invite_id: int | None, code: str) -> Invite | None:
    """The invite by which somebody came, if it has this code."""
    query = select(Invite).where(Invite.id == invite_id, Invite.code == code)
    found: Invite | None = await session.scalar(query)
    return found


def _open_to_members(now: datetime) -> ColumnElement[bool]:
    return and_(Invite.role == Role.MEMBER, _is_open(now))


async def find_open(session: AsyncSession, invite_id: int, *, now: datetime) -> Invite | None:
    query = select(Invite).where(Invite.id == invite_id, _open_to_members(now))
    found: Invite | None = await session.scalar(query)
    return found


async def list_open(
    session: AsyncSession, *, now: datetime, offset: int, limit: int
) -> Sequence[Invite]:
    """Those that make members, the newest first."""
    query = select(Invite).where(_open_to_members(now)).order_by(Invite.id.desc())
    return (await session.scalars(query.offset(offset).limit(limit))).all()


async def count_open(session: AsyncSession, *, now: datetime) -> int:
    query = select(func.count()).select_from(Invite).where(_open_to_members(now))
    return await session.scalar(query) or 0


async def revoke(session: AsyncSession, invite_id: int, *, now: datetime) -> bool:
    """False where it lets nobody in anyway."""
    changed = await session.execute(
        update(Invite)
        .where(Invite.id == invite_id, _open_to_members(now))
        .values(revoked_at=now)
        .returning(Invite.id)
        .execution_options(synchronize_session=False)
    )
    return changed.scalar_one_or_none() is not None
