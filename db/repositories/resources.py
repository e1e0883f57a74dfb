"""Queries about resources, their hours and closures."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

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


async def lock_for_booking(session: AsyncSession, resource_id: int) -> Resource | None:
    """The same, with its row locked where the database locks rows (SQLite has one writer)."""
    found: Resource | None = await session.scalar(
        select(Resource)
        .where(Resource.id == resource_id)
        .options(selectinload(Resource.opening_hours))
        .with_for_update(of=Resource)
    )
    return found


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


async def closures_between(
    session: AsyncSession, resource_ids: Sequence[int], begins: datetime, ends: datetime
) -> Sequence[Closure]:
    """The closures of some resources, and those of every resource, that touch a stretch."""
    query = (
        select(Closure)
        .where(
            or_(Closure.resource_id.in_(resource_ids), Closure.resource_id.is_(None)),
            Closure.ends_at > begins,
            Closure.starts_at < ends,
        )
        .order_by(Closure.starts_at)
    )
    return (await session.scalars(query)).all()
