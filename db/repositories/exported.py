"""Whole tables, for whoever takes everything along: a batch of rows after another, so that neither
their number nor the time they take is felt by anybody else."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import Select, Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Allocation, Booking, BookingEvent, Closure, Site, User
from db.repositories.resources import STAMPS

_users, _bookings, _held = User.__table__, Booking.__table__, Allocation.__table__
_events, _closures, _site = BookingEvent.__table__, Closure.__table__, Site.__table__

AT_ONCE = 200
"""Rows of one batch."""

Rows = Sequence[dict[str, Any]]


def read_people(session: AsyncSession) -> AsyncIterator[Rows]:
    return _in_batches(session, _users)


def read_bookings(session: AsyncSession) -> AsyncIterator[Rows]:
    return _in_batches(session, _bookings)


async def read_allocations(session: AsyncSession, bookings: Rows) -> Rows:
    """Those of a batch of bookings, in its order."""
    if not bookings:
        return []
    query = select(_held.c.booking_id, _held.c.resource_id, _held.c.unit).where(
        _held.c.booking_id.between(bookings[0]["id"], bookings[-1]["id"])
    )
    return await _read(session, query.order_by(*_held.primary_key.columns))


def read_closures(session: AsyncSession) -> AsyncIterator[Rows]:
    return _in_batches(session, _closures)


def read_ledger(session: AsyncSession) -> AsyncIterator[Rows]:
    return _in_batches(session, _events)


async def read_site(session: AsyncSession) -> Rows:
    kept = [column for column in _site.c if column.name not in STAMPS]
    return await _read(session, select(*kept))


async def _in_batches(session: AsyncSession, table: Table) -> AsyncIterator[Rows]:
    """In the order of their ids; of an empty table an empty one."""
    query = select(*table.c).order_by(table.c.id).limit(AT_ONCE)
    rows = await _read(session, query)
    yield rows
    while len(rows) == AT_ONCE:
        rows = await _read(session, query.where(table.c.id > rows[-1]["id"]))
        yield rows


async def _read(session: AsyncSession, query: Select[*tuple[Any, ...]]) -> Rows:
    return [dict(row) for row in (await session.execute(query)).mappings()]
