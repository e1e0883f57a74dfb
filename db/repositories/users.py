"""Queries about people."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import ADMIN_ROLES, Role
from db.models import User

_LOCKED: dict[str, Any] = {"with_for_update": {"key_share": True}, "populate_existing": True}
"""Rows that only refer to a person wait for nobody."""


async def find_by_telegram_id(session: AsyncSession, telegram_id: int) -> User | None:
    found: User | None = await session.scalar(select(User).where(User.telegram_id == telegram_id))
    return found


async def list_admins(session: AsyncSession, admin_ids: Collection[int]) -> Sequence[User]:
    """Who has the role, or one of these ids at Telegram; blocked people aside. By name."""
    found = await session.scalars(
        select(User)
        .where(or_(User.role.in_(ADMIN_ROLES), User.telegram_id.in_(admin_ids)))
        .where(User.role != Role.BLOCKED)
        .order_by(User.full_name, User.id)
    )
    return found.all()


async def count_owners(session: AsyncSession) -> int:
    """Those who have the role; whoever was forgotten is nobody."""
    query = select(func.count()).where(User.role == Role.OWNER, User.forgotten_at.is_(None))
    return await session.scalar(query) or 0


_KNOWN = User.forgotten_at.is_(None)
_NEWEST = User.id.desc()


async def count_known(session: AsyncSession) -> int:
    """Of everybody but those who asked to be forgotten."""
    return await session.scalar(select(func.count()).select_from(User).where(_KNOWN)) or 0


async def list_known(session: AsyncSession, *, offset: int, limit: int) -> Sequence[User]:
    """A page of them, the newest first."""
    query = select(User).where(_KNOWN).order_by(_NEWEST).offset(offset).limit(limit)
    return (await session.scalars(query)).all()


async def list_names(
    session: AsyncSession, *, before: int | None, limit: int
) -> Sequence[tuple[int, int, str | None, str]]:
    """(id, telegram_id, username, full_name) of the newest; `before`: of those with a lower id."""
    query = select(User.id, User.telegram_id, User.username, User.full_name).where(_KNOWN)
    if before is not None:
        query = query.where(User.id < before)
    rows = await session.execute(query.order_by(_NEWEST).limit(limit))
    return [(row[0], row[1], row[2], row[3]) for row in rows]


async def list_by_id(session: AsyncSession, user_ids: Collection[int]) -> Sequence[User]:
    """The newest first."""
    query = select(User).where(User.id.in_(user_ids)).order_by(_NEWEST)
    return (await session.scalars(query)).all()


async def list_tags(session: AsyncSession) -> frozenset[str]:
    """Those that people have."""
    found = await session.scalars(
        select(User.tags).where(_KNOWN, User.tags != frozenset()).distinct()
    )
    return frozenset().union(*found)


async def get(session: AsyncSession, user_id: int, *, locks: bool = False) -> User:
    """`locks`: as they are now, and whoever else changes them, or counts what they have, waits."""
    return await session.get_one(User, user_id, **(_LOCKED if locks else {}))


async def find(session: AsyncSession, user_id: int, *, locks: bool = False) -> User | None:
    return await session.get(User, user_id, **(_LOCKED if locks else {}))


async def find_known(session: AsyncSession, user_id: int, *, locks: bool = False) -> User | None:
    """The same; whoever asked to be forgotten is nobody."""
    user = await find(session, user_id, locks=locks)
    return None if user is None or user.forgotten_at is not None else user


class Standing(NamedTuple):
    """What decides whether somebody may book."""

    role: Role
    block_reason: str | None
    tags: frozenset[str]
    max_open_bookings: int | None
    forgotten_at: datetime | None


_users = User.__table__
_STANDING = (
    select(*(_users.c[name] for name in Standing._fields))
    .where(_users.c.id == bindparam("user_id"))
    .with_for_update(key_share=True)
)


async def lock(session: AsyncSession, user_id: int) -> Standing | None:
    """The same lock, where little of them is asked for."""
    row = (await session.execute(_STANDING, {"user_id": user_id})).one_or_none()
    return None if row is None else Standing(*row)


async def set_reachable(session: AsyncSession, user_id: int, *, reachable: bool) -> None:
    """Once Telegram says that a person has blocked the bot, and when they are back."""
    await session.execute(
        update(User)
        .where(User.id == user_id, User.reachable != reachable)
        .values(reachable=reachable)
    )


async def set_quiet_hours(session: AsyncSession, user_id: int, begins: int, ends: int) -> None:
    """In minutes of a local day."""
    await session.execute(
        update(User)
        .where(User.id == user_id)
        .values(quiet_from_minute=begins, quiet_until_minute=ends)
    )


async def set_language(session: AsyncSession, user_id: int, language: str) -> None:
    await session.execute(update(User).where(User.id == user_id).values(language=language))
