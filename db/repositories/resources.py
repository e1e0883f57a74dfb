"""Queries about resources, their hours and closures."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from db.base import UtcDateTime
from db.enums import ResourceKind
from db.models import Closure, Resource


async def find(session: AsyncSession, resource_id: int) -> Resource | None:
    """A resource with its opening hours, in service or not."""
    found: Resource | None = await session.scalar(
        select(Resource)
        .where(Resource.id == resource_id)
        .options(selectinload(Resource.opening_hours))
    )
    return found


_LOCK = (
    select(Resource)
    .where(Resource.id.in_(bindparam("ids", expanding=True)))
    .options(joinedload(Resource.opening_hours))
    .order_by(Resource.id)
    .with_for_update(of=Resource, key_share=True)
)


async def lock_for_booking(
    session: AsyncSession, resource_ids: Collection[int]
) -> Sequence[Resource]:
    """Those of these resources that are there, with their hours, in the order of their ids.

    Their rows are locked in that order where the database locks rows (SQLite has one writer), so
    that two bookings of several resources never wait for each other.
    """
    rows = await session.scalars(_LOCK, {"ids": sorted(resource_ids)})
    return rows.unique().all()


async def list_active(
    session: AsyncSession,
    *,
    kind: ResourceKind | None = None,
    other_than: int | None = None,
) -> Sequence[Resource]:
    """Resources in service with their hours, rooms first, then by name."""
    query = (
        select(Resource)
        .where(Resource.is_active)
        .options(selectinload(Resource.opening_hours))
        .order_by(Resource.kind.desc(), Resource.name)
    )
    if kind is not None:
        query = query.where(Resource.kind == kind)
    if other_than is not None:
        query = query.where(Resource.id != other_than)
    return (await session.scalars(query)).all()


async def count(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(Resource)) or 0


_CLOSURES = (
    select(Closure.resource_id, Closure.starts_at, Closure.ends_at, Closure.reason)
    .where(
        or_(
            Closure.resource_id.in_(bindparam("ids", expanding=True)),
            Closure.resource_id.is_(None),
        ),
        Closure.ends_at > bindparam("begins", type_=UtcDateTime()),
        Closure.starts_at < bindparam("ends", type_=UtcDateTime()),
    )
    .order_by(Closure.starts_at)
)


async def closures_between(
    session: AsyncSession, resource_ids: Sequence[int], begins: datetime, ends: datetime
) -> Sequence[tuple[int | None, datetime, datetime, str | None]]:
    """(resource_id, starts_at, ends_at, reason) of the closures of some resources, and of those of
    every resource, that touch a stretch."""
    rows = await session.execute(_CLOSURES, {"ids": resource_ids, "begins": begins, "ends": ends})
    return [(row[0], row[1], row[2], row[3]) for row in rows]
