"""All that the tables hold about one person, and how it is erased."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import NotificationState, Role
from db.models import Allocation, Booking, BookingEvent, FsmState, Notification, Resource, User
from db.models.bookings import HAS_ACTIVE_STATUS
from db.models.notifications import IS_WAITING

Rows = Sequence[Mapping[str, Any]]

NO_NAME = "—"
"""What is shown of somebody who was forgotten."""


async def read_all(session: AsyncSession, user_id: int, telegram_id: int) -> dict[str, Rows]:
    """Table -> its rows about a person, column by column; of what they hold also the names."""
    held = (
        select(Allocation.booking_id, Allocation.unit, Resource.name.label("resource"))
        .join_from(Allocation, Booking, Allocation.booking_id == Booking.id)
        .join(Resource, Resource.id == Allocation.resource_id)
        .where(Booking.user_id == user_id)
        .order_by(Allocation.booking_id, Allocation.resource_id, Allocation.unit)
    )
    return {
        "profile": await _read(session, _rows(User.__table__, User.id == user_id)),
        "bookings": await _read(session, _rows(Booking.__table__, Booking.user_id == user_id)),
        "held": await _read(session, held),
        "ledger": await _read(
            session, _rows(BookingEvent.__table__, BookingEvent.actor_id == user_id)
        ),
        "notices": await _read(
            session, _rows(Notification.__table__, Notification.user_id == user_id)
        ),
        "drafts": await _read(session, _rows(FsmState.__table__, _is_draft_of(telegram_id))),
    }


def _rows(table: Table, about: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return select(*table.c).where(about).order_by(*table.primary_key.columns)


async def _read(session: AsyncSession, query: Select[*tuple[Any, ...]]) -> Rows:
    return [dict(row) for row in (await session.execute(query)).mappings()]


def _is_draft_of(telegram_id: int) -> ColumnElement[bool]:
    """A key is "fsm:<chat>:<person>:<destiny>" (aiogram's DefaultKeyBuilder)."""
    return FsmState.key.like(f"%:{telegram_id}:%")


async def has_other_owner(session: AsyncSession, user_id: int, fixed: Collection[int]) -> bool:
    """Whether somebody else owns the place, by role or as one of these ids at Telegram."""
    query = select(User.id).where(or_(User.role == Role.OWNER, User.telegram_id.in_(fixed)))
    owners = (await session.scalars(query)).all()
    return any(owner != user_id for owner in owners)


async def list_ahead(session: AsyncSession, user_id: int, *, now: datetime) -> Sequence[int]:
    """Ids of a person's active bookings that have not begun."""
    query = select(Booking.id).where(
        Booking.user_id == user_id, HAS_ACTIVE_STATUS, Booking.starts_at > now
    )
    return (await session.scalars(query.order_by(Booking.id))).all()


async def erase(session: AsyncSession, user_id: int, telegram_id: int, *, now: datetime) -> None:
    """Leave a row without a name, and nothing that they wrote but the ledger, which is kept."""
    await session.execute(
        update(User)
        .where(User.id == user_id)
        .values(
            telegram_id=-user_id,
            username=None,
            full_name=NO_NAME,
            role=Role.MEMBER,
            language_code=None,
            tags=frozenset(),
            reachable=False,
            block_reason=None,
            max_open_bookings=None,
            invite_id=None,
            forgotten_at=now,
        )
        .execution_options(synchronize_session=False)
    )
    await _erase_words(session, user_id)
    await _erase_notices(session, user_id, telegram_id)
    await session.execute(delete(FsmState).where(_is_draft_of(telegram_id)))


async def _erase_words(session: AsyncSession, user_id: int) -> None:
    for column, whose in (("purpose", Booking.user_id), ("decision_reason", Booking.decided_by)):
        await session.execute(
            update(Booking)
            .where(whose == user_id)
            .values({column: None})
            .execution_options(synchronize_session=False)
        )


async def _erase_notices(session: AsyncSession, user_id: int, telegram_id: int) -> None:
    """What waits is closed, with its lease; what was sent does not say into which chat."""
    mine = or_(Notification.user_id == user_id, Notification.chat_id == telegram_id)
    without = update(Notification).execution_options(synchronize_session=False)
    await session.execute(
        without.where(mine, IS_WAITING).values(
            state=NotificationState.OBSOLETE, lease_until=None, lease_token=None
        )
    )
    await session.execute(
        without.where(mine).values(chat_id=None, message_id=None, last_error=None)
    )
