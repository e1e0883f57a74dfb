"""Queries for tables that come in: many rows at once."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Row as SqlRow
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Allocation, Booking, BookingEvent, User
from db.models.bookings import HAS_ACTIVE_STATUS

AT_ONCE = 200
"""Rows of one statement: a transaction of very many lets others on the loop have their turns."""

_ADD_BOOKINGS = insert(Booking).returning(Booking).execution_options(render_nulls=True)
"""With nulls, for else rows that have none and rows that have some are statements of their own."""

Row = Mapping[str, Any]
T = TypeVar("T")


async def list_people(
    session: AsyncSession, telegram_ids: Collection[int], usernames: Collection[str]
) -> list[User]:
    """Those of these people who are known; usernames in whatever case."""
    found: list[User] = []
    name = func.lower(User.username)
    for ids in batches(sorted(telegram_ids)):
        found += await session.scalars(select(User).where(User.telegram_id.in_(ids)))
    for names in batches(sorted(one.lower() for one in usernames)):
        found += await session.scalars(select(User).where(name.in_(names)).order_by(User.id))
    return found


async def read_active_since(
    session: AsyncSession, since: datetime
) -> AsyncIterator[Sequence[SqlRow[int, int, int, datetime, datetime]]]:
    """(booking_id, user_id, resource_id, starts_at, ends_at) of what active bookings hold from then
    on, in batches."""
    booking, held = Booking.__table__.c, Allocation.__table__.c  # entities come all at once
    query = (
        select(booking.id, booking.user_id, held.resource_id, booking.starts_at, booking.ends_at)
        .join_from(Booking.__table__, Allocation.__table__)
        .where(HAS_ACTIVE_STATUS, booking.ends_at > since)
        .distinct()
    )
    for rows in (await session.execute(query)).partitions(AT_ONCE):
        yield rows
        await asyncio.sleep(0)  # to read a row takes its time, too


async def add_bookings(session: AsyncSession, rows: Sequence[Row]) -> list[Booking]:
    """Insert a batch of bookings; returns them in the same order.

    Told apart by their request keys: to return them in order, SQLite would insert one at a time.
    """
    added = await session.scalars(_ADD_BOOKINGS, rows)
    by_key = {one.request_key: one for one in added}
    return [by_key[row["request_key"]] for row in rows]


async def add_allocations(session: AsyncSession, rows: Sequence[Row]) -> None:
    """Raises what the guards say of an overlap."""
    for some in batches(rows):
        await session.execute(insert(Allocation.__table__), some)


async def add_events(session: AsyncSession, rows: Sequence[Row]) -> None:
    """A batch of them."""
    await session.execute(insert(BookingEvent.__table__), rows)


def batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    return (rows[first : first + AT_ONCE] for first in range(0, len(rows), AT_ONCE))
