"""Queries about resources, their hours and closures."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, String, bindparam, cast, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from db.base import UtcDateTime
from db.engine import has_row_locks
from db.enums import Repeat, ResourceKind
from db.models import Closure, OpeningHours, Resource

STAMPS = ("created_at", "updated_at")


Hours = tuple[int, int, int]
"""weekday, opens_minute, closes_minute."""


ResourceRow = tuple[Any, ...]
"""The columns of a resource, named by `COLUMNS`, and behind them its hours as text.

No entity is made of it: it is read again and again.
"""

_resources, _hours, _closures = Resource.__table__, OpeningHours.__table__, Closure.__table__
_COLUMNS = [column for column in _resources.c if column.name not in STAMPS]
COLUMNS = tuple(column.name for column in _COLUMNS)
_SPAN = (_hours.c.weekday, _hours.c.opens_minute, _hours.c.closes_minute)
_DAY, _OPENS, _CLOSES = (cast(column, String) for column in _SPAN)
_HOURS = (
    select(func.aggregate_strings(_DAY + " " + _OPENS + " " + _CLOSES, ","))
    .where(_hours.c.resource_id == _resources.c.id)
    .scalar_subquery()
)
"""The hours beside their resource, as text: one statement, and many resources share theirs."""
ROW = select(*_COLUMNS, _HOURS).order_by(
    _resources.c.kind.desc(), _resources.c.position, _resources.c.name
)
"""Rooms first, in the order that the admins have given them, then by name."""
_BY_IDS = ROW.where(_resources.c.id.in_(bindparam("ids", expanding=True))).order_by(None)
_BY_IDS = _BY_IDS.order_by(_resources.c.id)
_LOCK = (
    select(_resources.c.id)
    .where(_resources.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(_resources.c.id)
    .with_for_update(key_share=True)
)
"""By itself: a statement that waits for a lock has its snapshot from before, hours included."""
_LOCK_ALL = select(_resources.c.id).order_by(_resources.c.id).with_for_update(key_share=True)
_IN_SERVICE = ROW.where(_resources.c.is_active)


def parse_hours(text: str | None) -> tuple[Hours, ...]:
    """The spans of a row's last column, in the order of the week."""
    spans = (span.split() for span in text.split(",")) if text else ()
    return tuple(sorted((int(day), int(opens), int(closes)) for day, opens, closes in spans))


async def find(session: AsyncSession, resource_id: int) -> ResourceRow | None:
    """A resource, in service or not."""
    rows = await list_by_id(session, [resource_id])
    return rows[0] if rows else None


async def list_by_id(session: AsyncSession, resource_ids: Collection[int]) -> Sequence[ResourceRow]:
    """Those of these resources that are there, in service or not, in the order of their ids."""
    return await _read(session, _BY_IDS, {"ids": sorted(resource_ids)})


async def lock(session: AsyncSession, resource_ids: Collection[int]) -> None:
    """Lock the rows of these resources, in the order of their ids, where the database locks rows.

    So two bookings of several resources never wait for each other. (SQLite has one writer.)
    """
    if has_row_locks(session):
        await session.execute(_LOCK, {"ids": sorted(resource_ids)})


async def lock_for_booking(
    session: AsyncSession, resource_ids: Collection[int]
) -> Sequence[ResourceRow]:
    """Those that are there, locked."""
    await lock(session, resource_ids)
    return await list_by_id(session, resource_ids)


async def list_active(
    session: AsyncSession,
    *,
    kind: ResourceKind | None = None,
    other_than: int | None = None,
) -> Sequence[ResourceRow]:
    """Resources in service, rooms first, then by name."""
    query = _IN_SERVICE
    if kind is not None:
        query = query.where(_resources.c.kind == kind)
    if other_than is not None:
        query = query.where(_resources.c.id != other_than)
    return await _read(session, query, {})


async def list_all(
    session: AsyncSession, *, kind: ResourceKind | None = None
) -> Sequence[ResourceRow]:
    """In service or not, in the same order."""
    return await _read(session, ROW if kind is None else ROW.where(_resources.c.kind == kind), {})


async def _read(
    session: AsyncSession, query: Select[Any], params: dict[str, Any]
) -> list[ResourceRow]:
    return [tuple(row) for row in await session.execute(query, params)]


async def get_to_change(session: AsyncSession, resource_id: int) -> Resource:
    """The entity with its hours; the row must be there, and locked."""
    loaded = [selectinload(Resource.opening_hours)]
    return await session.get_one(Resource, resource_id, options=loaded, populate_existing=True)


async def lock_all(session: AsyncSession) -> None:
    """Lock every row, in service or not, in the order of their ids."""
    if has_row_locks(session):
        await session.execute(_LOCK_ALL)


async def lock_all_to_change(session: AsyncSession) -> Sequence[Resource]:
    """Every entity, locked, in the order of their ids; without hours."""
    await lock_all(session)
    found = await session.scalars(select(Resource).order_by(Resource.id))
    return found.all()


async def lock_kind_to_change(session: AsyncSession, kind: ResourceKind) -> Sequence[Resource]:
    """Those of a kind, locked, as they are listed."""
    of_kind = _resources.c.kind == kind
    if has_row_locks(session):
        await session.execute(_LOCK_ALL.where(of_kind))
    query = select(Resource).where(of_kind).order_by(Resource.position, Resource.name)
    return (await session.scalars(query)).all()


async def last_position(session: AsyncSession, kind: ResourceKind) -> int:
    """Of those of a kind; 0 where nobody has given them an order."""
    query = select(func.max(_resources.c.position)).where(_resources.c.kind == kind)
    return await session.scalar(query) or 0


async def names(session: AsyncSession) -> set[str]:
    return set(await session.scalars(select(_resources.c.name)))


async def list_bookers(session: AsyncSession) -> frozenset[str]:
    """The tags of those for whom some resource is."""
    found = await session.scalars(select(Resource.bookers).distinct())
    return frozenset().union(*found)


async def count(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(_resources)) or 0


class ClosureRow(NamedTuple):
    """A closure as its table has it; of one that repeats the first stretch."""

    id: int
    resource_id: int | None
    kind: ResourceKind | None
    starts_at: datetime
    ends_at: datetime
    reason: str | None
    repeats: Repeat | None
    repeats_until: datetime | None
    timezone: str | None


_CLOSURE = select(*(_closures.c[name] for name in ClosureRow._fields))
_BEGINS_BEFORE = _closures.c.starts_at < bindparam("ends", type_=UtcDateTime())
_CLOSURES = union_all(
    _CLOSURE.where(
        or_(
            _closures.c.resource_id.in_(bindparam("ids", expanding=True)),
            _closures.c.resource_id.is_(None),
        ),
        _closures.c.ends_at > bindparam("begins", type_=UtcDateTime()),
        _BEGINS_BEFORE,
        _closures.c.repeats.is_(None),
    ),
    _CLOSURE.where(_closures.c.repeats.is_not(None), _BEGINS_BEFORE),
)
"""Those that repeat are few, and may touch whatever comes after their first start: they have an
index of their own, which is empty where nothing repeats."""


async def closures_between(
    session: AsyncSession, resource_ids: Sequence[int], begins: datetime, ends: datetime
) -> Sequence[ClosureRow]:
    """The closures of some resources, of kinds and of all that touch a stretch, and every one that
    repeats and may: which, and when, `bot.services.calendar.stretches` knows."""
    rows = await session.execute(_CLOSURES, {"ids": resource_ids, "begins": begins, "ends": ends})
    return [ClosureRow._make(row) for row in rows]
