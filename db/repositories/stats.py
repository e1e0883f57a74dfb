"""Sums over a period, made by the database: a million rows never become a million objects."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.base import UtcDateTime, epoch
from db.enums import BookingStatus
from db.models import Allocation, Booking, RefusalCount
from db.repositories.parts import parts_of

HOUR_S = 3600

_held, _bookings, _refusals = Allocation.__table__, Booking.__table__, RefusalCount.__table__


def _moment(at: datetime) -> ColumnElement[datetime]:
    return literal(at, UtcDateTime())


def _taken_between(begins: datetime, ends: datetime) -> list[ColumnElement[bool]]:
    """Of active allocations; their partial index has all that is asked for.

    The times as numbers: else an index is taken that leads to each of a million rows by itself.
    """
    return [
        _held.c.active,
        epoch(_held.c.occupied_until) > int(begins.timestamp()),
        epoch(_held.c.occupied_from) < int(ends.timestamp()),
    ]


async def taken_seconds(session: AsyncSession, begins: datetime, ends: datetime) -> dict[int, int]:
    """Resource id -> how long its units were taken in a stretch, in seconds of a unit."""
    starts, stops = _held.c.occupied_from, _held.c.occupied_until
    since = case((starts < _moment(begins), _moment(begins)), else_=starts)
    until = case((stops > _moment(ends), _moment(ends)), else_=stops)
    rows = await session.execute(
        select(_held.c.resource_id, func.sum(epoch(until) - epoch(since)))
        .where(*_taken_between(begins, ends))
        .group_by(_held.c.resource_id)
    )
    return {resource_id: int(seconds) for resource_id, seconds in rows}


async def edges(
    session: AsyncSession, begins: datetime, ends: datetime
) -> Sequence[tuple[int, int, int, int]]:
    """(hour, +1 or -1, how many, sum of their seconds within the hour), for the starts (+1) and
    the ends (-1) of what was taken in a stretch; hours are counted from 1970.

    One pass: those that begin in one hour, and end in one, are counted together.
    """
    since, until = epoch(_held.c.occupied_from), epoch(_held.c.occupied_until)
    starts, stops = since - since % HOUR_S, until - until % HOUR_S
    rows = await session.execute(
        select(starts, stops, func.count(), func.sum(since % HOUR_S), func.sum(until % HOUR_S))
        .where(*_taken_between(begins, ends))
        .group_by(starts, stops)
    )
    return [
        (int(hour) // HOUR_S, sign, count, int(seconds))
        async for part in parts_of(rows)
        for first, last, count, of_first, of_last in part
        for hour, sign, seconds in ((first, 1, of_first), (last, -1, of_last))
    ]


async def leads(
    session: AsyncSession, begins: datetime, ends: datetime, bounds: Sequence[int]
) -> dict[tuple[BookingStatus, int], int]:
    """(status, index of a bound in minutes; past the last one: their number) -> how many bookings
    that begin in a stretch were made so long before."""
    step = _step(epoch(_bookings.c.starts_at) - epoch(_bookings.c.created_at), bounds)
    rows = await session.execute(
        select(_bookings.c.status, step, func.count())
        .where(*_within(_bookings.c.starts_at, begins, ends))
        .group_by(_bookings.c.status, step)
    )
    return {(BookingStatus(status), int(index)): count for status, index, count in rows}


async def answers(
    session: AsyncSession, begins: datetime, ends: datetime, bounds: Sequence[int]
) -> dict[int, int]:
    """Index of a bound -> how many answers that approvers gave in a stretch took so long."""
    step = _step(epoch(_bookings.c.decided_at) - epoch(_bookings.c.created_at), bounds)
    rows = await session.execute(
        select(step, func.count())
        .where(*_within(_bookings.c.decided_at, begins, ends))
        .group_by(step)
    )
    return {int(index): count for index, count in rows}


def _within(
    column: ColumnElement[Any], begins: datetime, ends: datetime
) -> list[ColumnElement[bool]]:
    """As numbers, for the same reason."""
    since, until = int(begins.timestamp()), int(ends.timestamp())
    return [epoch(column) >= since, epoch(column) < until]


def _step(seconds: ColumnElement[int], bounds: Sequence[int]) -> ColumnElement[int]:
    steps = [(seconds <= 60 * minutes, index) for index, minutes in enumerate(bounds)]
    return case(*steps, else_=len(bounds))


async def refusals(session: AsyncSession, first: date, last: date) -> list[tuple[str, int]]:
    """(code, how often), the most frequent first."""
    count = func.sum(_refusals.c.count)
    rows = await session.execute(
        select(_refusals.c.code, count)
        .where(_refusals.c.day >= first, _refusals.c.day <= last)
        .group_by(_refusals.c.code)
        .order_by(count.desc(), _refusals.c.code)
    )
    return [(code, int(total)) for code, total in rows]


async def add_refusals(
    session: AsyncSession, counts: dict[tuple[date, int | None, str], int]
) -> None:
    """(local day, resource id, code) -> how often."""
    session.add_all(
        RefusalCount(day=day, resource_id=resource_id, code=code, count=count)
        for (day, resource_id, code), count in counts.items()
    )
    await session.flush()
