"""Whole tables, for whoever takes everything along."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Allocation, Booking, BookingEvent, Closure, Site, User
from db.repositories.resources import STAMPS

_users, _bookings, _held = User.__table__, Booking.__table__, Allocation.__table__
_events, _closures, _site = BookingEvent.__table__, Closure.__table__, Site.__table__

Rows = Sequence[dict[str, Any]]


async def read_people(session: AsyncSession) -> Rows:
    return await _read(session, select(*_users.c).order_by(_users.c.id))


async def read_bookings(session: AsyncSession) -> Rows:
    return await _read(session, select(*_bookings.c).order_by(_bookings.c.id))


async def read_allocations(session: AsyncSession) -> Rows:
    query = select(_held.c.booking_id, _held.c.resource_id, _held.c.unit)
    return await _read(session, query.order_by(*_held.primary_key.columns))


async def read_closures(session: AsyncSession) -> Rows:
    return await _read(session, select(*_closures.c).order_by(_closures.c.id))


async def read_ledger(session: AsyncSession) -> Rows:
    return await _read(session, select(*_events.c).order_by(_events.c.id))


async def read_site(session: AsyncSession) -> Rows:
    kept = [column for column in _site.c if column.name not in STAMPS]
    return await _read(session, select(*kept))


async def _read(session: AsyncSession, query: Select[*tuple[Any, ...]]) -> Rows:
    return [dict(row) for row in (await session.execute(query)).mappings()]
