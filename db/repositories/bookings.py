"""Queries about bookings and their ledger."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, TextClause, and_, bindparam, func, not_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from db.enums import BookingAction, BookingStatus
from db.models import Allocation, ApprovalGroup, Booking, BookingEvent
from db.models.bookings import HAS_ACTIVE_STATUS, IS_PENDING, check_status_change
from db.repositories.approval_groups import waits_for

AT_ONCE = 1000
Groups = Iterable[ApprovalGroup] | None
_WITH_ALL = (
    joinedload(Booking.user),
    joinedload(Booking.decider),
    selectinload(Booking.allocations).joinedload(Allocation.resource),
)


_FIND = (
    select(Booking)
    .where(Booking.id == bindparam("id"))
    .options(*_WITH_ALL)
    .execution_options(populate_existing=True)
)


async def find(session: AsyncSession, booking_id: int) -> Booking | None:
    """A booking with its owner, its decider and its resources."""
    found: Booking | None = await session.scalar(_FIND, {"id": booking_id})
    return found


async def list_by_id(session: AsyncSession, booking_ids: Sequence[int]) -> list[Booking]:
    """The same for several, in no order; some at a time, for a statement takes so many values."""
    found: list[Booking] = []
    for first in range(0, len(booking_ids), AT_ONCE):
        some = booking_ids[first : first + AT_ONCE]
        query = select(Booking).where(Booking.id.in_(some)).options(*_WITH_ALL)
        rows = await session.scalars(query.execution_options(populate_existing=True))
        found += rows.all()
    return found


_bookings = Booking.__table__
_WITH_KEY = select(_bookings.c.id).where(_bookings.c.request_key == bindparam("request_key"))


async def find_id_by_request_key(session: AsyncSession, request_key: str) -> int | None:
    found: int | None = await session.scalar(_WITH_KEY, {"request_key": request_key})
    return found


async def lock(session: AsyncSession, booking_id: int) -> Booking:
    """A booking that there is, as it is now; its row locked where the database locks rows."""
    query = select(Booking).where(Booking.id == booking_id).with_for_update(of=Booking)
    found = await session.scalars(query.execution_options(populate_existing=True))
    return found.one()


async def change_status(
    session: AsyncSession,
    booking: Booking,
    new: BookingStatus,
    *,
    decided_by: int | None = None,
    decided_at: datetime | None = None,
    reason: str | None = None,
) -> bool:
    """Change a status by one conditional UPDATE; False when the booking is not as it was read."""
    check_status_change(booking.status, new)
    values: dict[str, object] = {"status": new, "decide_by": None}
    if decided_at is not None:
        values |= {"decided_by": decided_by, "decided_at": decided_at, "decision_reason": reason}
    changed = await session.execute(
        update(Booking)
        .where(
            Booking.id == booking.id,
            Booking.status == booking.status,
            Booking.revision == booking.revision,
        )
        .values(values)
        .returning(Booking.id)
        .execution_options(synchronize_session=False)
    )
    return changed.scalar_one_or_none() is not None


async def last_event(session: AsyncSession, booking_id: int) -> BookingEvent:
    """The newest line of a booking's ledger."""
    query = select(BookingEvent).where(BookingEvent.booking_id == booking_id)
    newest: BookingEvent | None = await session.scalar(
        query.order_by(BookingEvent.id.desc()).limit(1)
    )
    if newest is None:
        raise LookupError(f"booking {booking_id} has no ledger")
    return newest


async def list_events(session: AsyncSession, booking_id: int) -> Sequence[BookingEvent]:
    """A booking's ledger, oldest line first, each with its actor."""
    query = select(BookingEvent).where(BookingEvent.booking_id == booking_id)
    with_actor = query.options(joinedload(BookingEvent.actor)).order_by(BookingEvent.id)
    return (await session.scalars(with_actor)).all()


async def find_last_holds(
    session: AsyncSession, booking_id: int, *, before: int
) -> dict[str, Any] | None:
    """What a booking held (`BookingEvent.holds`) before that line of its ledger."""
    query = select(BookingEvent.holds).where(
        BookingEvent.booking_id == booking_id,
        BookingEvent.id < before,
        BookingEvent.holds.is_not(None),
    )
    held: dict[str, Any] | None = await session.scalar(
        query.order_by(BookingEvent.id.desc()).limit(1)
    )
    return held


async def last_approval(
    session: AsyncSession, booking_id: int
) -> tuple[int | None, datetime | None]:
    """Who has approved a booking last, and when; nobody where it needed none."""
    query = (
        select(BookingEvent.actor_id, BookingEvent.at)
        .where(BookingEvent.booking_id == booking_id, BookingEvent.action == BookingAction.APPROVED)
        .order_by(BookingEvent.id.desc())
        .limit(1)
    )
    row = (await session.execute(query)).one_or_none()
    return (None, None) if row is None else (row[0], row[1])


async def list_undecided(session: AsyncSession, *, now: datetime, limit: int) -> Sequence[int]:
    """Ids of pending bookings whose deadline has passed, longest overdue first."""
    query = (
        select(Booking.id)
        .where(IS_PENDING, Booking.decide_by <= now)
        .order_by(Booking.decide_by)
        .limit(limit)
    )
    return (await session.scalars(query)).all()


async def count_pending(session: AsyncSession, groups: Groups = None) -> int:
    """Those that wait for an answer: of one of these groups, or of whomever."""
    query = select(func.count()).select_from(Booking).where(*_waiting(groups))
    return await session.scalar(query) or 0


async def list_pending(
    session: AsyncSession, groups: Groups = None, *, offset: int, limit: int
) -> Sequence[Booking]:
    """A page of the same, the soonest deadline first."""
    query = select(Booking).where(*_waiting(groups)).options(*_WITH_ALL)
    query = query.order_by(Booking.decide_by, Booking.id).offset(offset).limit(limit)
    return (await session.scalars(query)).all()


def _waiting(groups: Groups) -> list[ColumnElement[bool] | TextClause]:
    return [IS_PENDING] if groups is None else [IS_PENDING, waits_for(groups)]


async def overrides_of(
    session: AsyncSession, booking_ids: Collection[int]
) -> Mapping[int, frozenset[str]]:
    """Which rules were ever set aside for these bookings."""
    query = select(BookingEvent.booking_id, BookingEvent.overrides).where(
        BookingEvent.booking_id.in_(booking_ids)
    )
    found: dict[int, frozenset[str]] = {}
    for booking_id, codes in await session.execute(query):
        found[booking_id] = found.get(booking_id, frozenset()) | codes
    return found


def _of_user(user_id: int, *, upcoming: bool, now: datetime) -> ColumnElement[bool]:
    """Upcoming: still to end, and active; past: all the others."""
    is_upcoming = and_(Booking.ends_at > now, HAS_ACTIVE_STATUS)
    return and_(Booking.user_id == user_id, is_upcoming if upcoming else not_(is_upcoming))


async def count_of_user(
    session: AsyncSession, user_id: int, *, upcoming: bool, now: datetime
) -> int:
    where = _of_user(user_id, upcoming=upcoming, now=now)
    return await session.scalar(select(func.count()).select_from(Booking).where(where)) or 0


async def list_upcoming_ids(session: AsyncSession, user_id: int, *, now: datetime) -> Sequence[int]:
    """Of a person's active bookings that have not ended, in the order of their ids."""
    query = select(Booking.id).where(_of_user(user_id, upcoming=True, now=now))
    return (await session.scalars(query.order_by(Booking.id))).all()


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
