"""Queries about bookings and what they hold."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, joinedload, selectinload

from db.base import UtcDateTime
from db.enums import ACTIVE_STATUSES, BookingStatus
from db.models import Allocation, Booking, BookingEvent, Resource
from db.models.bookings import IS_PENDING, check_status_change

_WITH_ALL = (
    joinedload(Booking.user),
    joinedload(Booking.decider),
    selectinload(Booking.allocations).joinedload(Allocation.resource),
)

_units = (
    select(Resource.id.label("resource_id"), literal(1).label("unit"), Resource.quantity)
    .where(Resource.id.in_(bindparam("resource_ids", expanding=True)))
    .cte("units", recursive=True)
)
_units = _units.union_all(
    select(_units.c.resource_id, _units.c.unit + 1, _units.c.quantity).where(
        _units.c.unit < _units.c.quantity
    )
)
_earlier = aliased(Allocation)
_from = bindparam("begins", type_=UtcDateTime())
_last_before = (
    select(_earlier.occupied_from)
    .where(
        _earlier.resource_id == _units.c.resource_id,
        _earlier.unit == _units.c.unit,
        _earlier.active,
        _earlier.occupied_from <= _from,
    )
    .order_by(_earlier.occupied_from.desc())
    .limit(1)
    .scalar_subquery()
)
HELD = (
    select(
        Allocation.resource_id,
        Allocation.unit,
        Allocation.occupied_from,
        Allocation.occupied_until,
    )
    .select_from(_units)
    .join(
        Allocation,
        and_(
            Allocation.resource_id == _units.c.resource_id,
            Allocation.unit == _units.c.unit,
            Allocation.active,
            Allocation.occupied_from >= func.coalesce(_last_before, _from),
            Allocation.occupied_from < bindparam("ends", type_=UtcDateTime()),
        ),
    )
)
"""What the units of some resources hold in a stretch: for each unit one seek to the last
allocation before it, then a walk along the index. Its cost does not grow with the past."""


async def held_between(
    session: AsyncSession, resource_ids: Sequence[int], begins: datetime, ends: datetime
) -> Sequence[tuple[int, int, datetime, datetime]]:
    """(resource_id, unit, occupied_from, occupied_until) of what touches begins..ends, and
    perhaps the one just before it, for each unit."""
    rows = await session.execute(
        HELD, {"resource_ids": resource_ids, "begins": begins, "ends": ends}
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


async def find(session: AsyncSession, booking_id: int) -> Booking | None:
    """A booking with its owner, its decider and its resources."""
    return await _find(session, Booking.id == booking_id)


async def find_by_request_key(session: AsyncSession, request_key: str) -> Booking | None:
    return await _find(session, Booking.request_key == request_key)


async def _find(session: AsyncSession, where: ColumnElement[bool]) -> Booking | None:
    query = select(Booking).where(where).options(*_WITH_ALL)
    found: Booking | None = await session.scalar(query.execution_options(populate_existing=True))
    return found


async def change_status(
    session: AsyncSession,
    booking_id: int,
    old: BookingStatus,
    new: BookingStatus,
    *,
    decided_by: int | None = None,
    decided_at: datetime | None = None,
    reason: str | None = None,
) -> bool:
    """Change a status by one conditional UPDATE; False when it is no longer `old`."""
    check_status_change(old, new)
    values: dict[str, object] = {"status": new, "decide_by": None}
    if decided_at is not None:
        values |= {"decided_by": decided_by, "decided_at": decided_at, "decision_reason": reason}
    changed = await session.execute(
        update(Booking)
        .where(Booking.id == booking_id, Booking.status == old)
        .values(values)
        .returning(Booking.id)
        .execution_options(synchronize_session=False)
    )
    return changed.scalar_one_or_none() is not None


def record_event(
    session: AsyncSession,
    booking_id: int,
    old: BookingStatus | None,
    new: BookingStatus,
    *,
    actor_id: int | None,
    at: datetime,
    reason: str | None = None,
) -> None:
    """Write a line of the ledger."""
    session.add(
        BookingEvent(
            booking_id=booking_id,
            actor_id=actor_id,
            at=at,
            from_status=old,
            to_status=new,
            reason=reason,
        )
    )


async def list_undecided(session: AsyncSession, *, now: datetime, limit: int) -> Sequence[int]:
    """Ids of pending bookings whose deadline has passed, longest overdue first."""
    query = (
        select(Booking.id)
        .where(IS_PENDING, Booking.decide_by <= now)
        .order_by(Booking.decide_by)
        .limit(limit)
    )
    return (await session.scalars(query)).all()


def _of_user(user_id: int, *, upcoming: bool, now: datetime) -> ColumnElement[bool]:
    """Upcoming: still to end, and active; past: all the others."""
    is_upcoming = and_(Booking.ends_at > now, Booking.status.in_(ACTIVE_STATUSES))
    return and_(Booking.user_id == user_id, is_upcoming if upcoming else ~is_upcoming)


async def count_of_user(
    session: AsyncSession, user_id: int, *, upcoming: bool, now: datetime
) -> int:
    where = _of_user(user_id, upcoming=upcoming, now=now)
    return await session.scalar(select(func.count()).select_from(Booking).where(where)) or 0


async def list_of_user(
    session: AsyncSession, user_id: int, *, upcoming: bool, now: datetime, offset: int, limit: int
) -> Sequence[Booking]:
    """A page of a person's bookings: upcoming ones soonest first, past ones latest first."""
    order = Booking.starts_at if upcoming else Booking.starts_at.desc()
    query = (
        select(Booking)
        .where(_of_user(user_id, upcoming=upcoming, now=now))
        .options(*_WITH_ALL)
        .order_by(order, Booking.id)
        .offset(offset)
        .limit(limit)
    )
    return (await session.scalars(query)).all()
