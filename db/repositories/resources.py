"""Queries about resources, their hours and closures."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from db.base import UtcDateTime
from db.enums import ResourceKind
from db.models import Closure, OpeningHours, Resource

STAMPS = ("created_at", "updated_at")


Hours = tuple[int, int, int]
"""weekday, opens_minute, closes_minute."""


class ResourceRow(NamedTuple):
    """What is read of a resource again and again, as plain columns: no entity is made of it."""

    columns: dict[str, Any]
    hours: tuple[Hours, ...]


_COLUMNS = [column for column in Resource.__table__.c if column.name not in STAMPS]
"""The id comes first."""
_NAMES = [column.name for column in _COLUMNS]
_SPAN = (OpeningHours.weekday, OpeningHours.opens_minute, OpeningHours.closes_minute)
_ROW = select(*_COLUMNS).order_by(Resource.kind.desc(), Resource.name)
"""Rooms first, then by name."""
_BY_IDS = _ROW.where(Resource.id.in_(bindparam("ids", expanding=True)))
_IN_SERVICE = _ROW.where(Resource.is_active)
_HOURS = (
    select(OpeningHours.resource_id, *_SPAN)
    .where(OpeningHours.resource_id.in_(bindparam("ids", expanding=True)))
    .order_by(*_SPAN)
)
_LOCKED = (
    select(*_COLUMNS, *_SPAN)
    .outerjoin(Resource.opening_hours)
    .where(Resource.id.in_(bindparam("ids", expanding=True)))
    .order_by(Resource.id, *_SPAN)
    .with_for_update(of=Resource, key_share=True)
)
"""With the hours beside it: one statement less while others wait for the lock."""


async def find(session: AsyncSession, resource_id: int) -> ResourceRow | None:
    """A resource, in service or not."""
    rows = await _read(session, _BY_IDS, {"ids": [resource_id]})
    return rows[0] if rows else None


async def lock_for_booking(
    session: AsyncSession, resource_ids: Collection[int]
) -> Sequence[ResourceRow]:
    """Those of these resources that are there, in the order of their ids.

    Their rows are locked in that order where the database locks rows (SQLite has one writer), so
    that two bookings of several resources never wait for each other.
    """
    rows = await session.execute(_LOCKED, {"ids": sorted(resource_ids)})
    return [_row_of([tuple(row) for row in group]) for _, group in groupby(rows, itemgetter(0))]


def _row_of(joined: Sequence[tuple[Any, ...]]) -> ResourceRow:
    """One resource, that comes once for each of its opening hours, or once without any."""
    width = len(_NAMES)
    hours = [(row[width], row[width + 1], row[width + 2]) for row in joined]
    is_always_open = hours[0][0] is None
    columns = dict(zip(_NAMES, joined[0], strict=False))
    return ResourceRow(columns, () if is_always_open else tuple(hours))


async def list_active(
    session: AsyncSession,
    *,
    kind: ResourceKind | None = None,
    other_than: int | None = None,
) -> Sequence[ResourceRow]:
    """Resources in service, rooms first, then by name."""
    query = _IN_SERVICE
    if kind is not None:
        query = query.where(Resource.kind == kind)
    if other_than is not None:
        query = query.where(Resource.id != other_than)
    return await _read(session, query, {})


async def _read(
    session: AsyncSession, query: Select[Any], params: dict[str, Any]
) -> list[ResourceRow]:
    found = [dict(zip(_NAMES, row, strict=True)) for row in await session.execute(query, params)]
    hours: dict[int, list[Hours]] = defaultdict(list)
    ids = [columns["id"] for columns in found]
    for resource_id, weekday, opens, closes in await session.execute(_HOURS, {"ids": ids}):
        hours[resource_id].append((weekday, opens, closes))
    return [ResourceRow(columns, tuple(hours[columns["id"]])) for columns in found]


async def get_to_change(session: AsyncSession, resource_id: int) -> Resource:
    """The entity with its hours; the row must be there, and locked."""
    loaded = [selectinload(Resource.opening_hours)]
    return await session.get_one(Resource, resource_id, options=loaded)


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
