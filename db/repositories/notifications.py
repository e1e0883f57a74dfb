"""Queries about the outbox."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.engine import mark_outbox
from db.enums import NotificationKind, NotificationState
from db.models import Booking, Notification
from db.models.notifications import IS_WAITING


async def add(
    session: AsyncSession,
    kind: NotificationKind,
    booking: Booking,
    *,
    user_id: int | None,
    due: Mapping[str, datetime],
    revision: int | None = None,
) -> None:
    """Put notifications of one kind in the outbox; the commit wakes the delivery.

    `due`: what tells each of them apart -> when it is due. They speak of the booking's present
    revision, if no other is given. One statement for all of them.
    """
    revision = revision or booking.revision
    rows = [
        {
            "kind": kind,
            "booking_id": booking.id,
            "revision": revision,
            "user_id": user_id,
            "due_at": due_at,
            "next_try_at": due_at,
            "dedup_key": f"{kind}:{revision}:{detail}",
        }
        for detail, due_at in due.items()
    ]
    if rows:
        await session.execute(insert(Notification), rows)
        mark_outbox(session)


async def drop_waiting(
    session: AsyncSession,
    booking_id: int,
    *kinds: NotificationKind,
    revision: int | None = None,
) -> None:
    """Close the unsent notifications of these kinds about a booking, or about one revision of it:
    they are no longer so."""
    query = update(Notification).where(
        IS_WAITING, Notification.booking_id == booking_id, Notification.kind.in_(kinds)
    )
    if revision is not None:
        query = query.where(Notification.revision == revision)
    await session.execute(
        query.values(state=NotificationState.OBSOLETE).execution_options(synchronize_session=False)
    )


async def is_later_due(session: AsyncSession, row: Notification, *, now: datetime) -> bool:
    """Whether a waiting row of the same kind and booking has come due after this one."""
    query = select(Notification.id).where(
        IS_WAITING,
        Notification.booking_id == row.booking_id,
        Notification.kind == row.kind,
        Notification.due_at > row.due_at,
        Notification.due_at <= now,
    )
    return await session.scalar(query.limit(1)) is not None


async def drop_overdue(session: AsyncSession, *, now: datetime, but: NotificationKind) -> None:
    """Close what is due by now, except one kind."""
    await session.execute(
        update(Notification)
        .where(IS_WAITING, Notification.due_at <= now, Notification.kind != but)
        .values(state=NotificationState.OBSOLETE)
        .execution_options(synchronize_session=False)
    )


async def is_any_due(session: AsyncSession, *, now: datetime) -> bool:
    query = select(Notification.id).where(IS_WAITING, Notification.next_try_at <= now).limit(1)
    return await session.scalar(query) is not None


async def claim_due(
    session: AsyncSession, *, now: datetime, until: datetime, token: str
) -> Notification | None:
    """Take a lease on what has been due longest; until it ends nobody else gets the row."""
    query = (
        select(Notification)
        .where(IS_WAITING, Notification.next_try_at <= now)
        .order_by(Notification.next_try_at, Notification.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row: Notification | None = await session.scalar(query)
    if row is not None:
        row.attempts += 1
        row.lease_token = token
        row.lease_until = row.next_try_at = until
    return row


async def find_leased(
    session: AsyncSession, notification_id: int, *, token: str
) -> Notification | None:
    """A row that is still under this lease, and still waits to be sent."""
    query = select(Notification).where(
        IS_WAITING, Notification.id == notification_id, Notification.lease_token == token
    )
    found: Notification | None = await session.scalar(query)
    return found


async def hurry_group(session: AsyncSession, *, now: datetime) -> None:
    """Let what waits for the approval group be tried at once."""
    await session.execute(
        update(Notification)
        .where(IS_WAITING, Notification.user_id.is_(None), Notification.lease_token.is_(None))
        .values(next_try_at=now)
        .execution_options(synchronize_session=False)
    )
    mark_outbox(session)


async def close(
    session: AsyncSession,
    notification_id: int,
    state: NotificationState,
    *,
    token: str,
    sent_at: datetime | None = None,
    chat_id: int | None = None,
    message_id: int | None = None,
    error: str | None = None,
) -> None:
    """Mark a claimed row as done, if the lease is still ours."""
    await session.execute(
        update(Notification)
        .where(Notification.id == notification_id, Notification.lease_token == token)
        .values(
            state=state,
            sent_at=sent_at,
            chat_id=chat_id,
            message_id=message_id,
            last_error=error,
            lease_token=None,
            lease_until=None,
        )
        .execution_options(synchronize_session=False)
    )


async def postpone(
    session: AsyncSession, notification_id: int, *, token: str, until: datetime, error: str
) -> None:
    """Give a claimed row back, to be tried again at `until`."""
    await session.execute(
        update(Notification)
        .where(Notification.id == notification_id, Notification.lease_token == token)
        .values(next_try_at=until, last_error=error, lease_token=None, lease_until=None)
        .execution_options(synchronize_session=False)
    )


async def find_card(
    session: AsyncSession, booking_id: int, *, revision: int | None = None
) -> Notification | None:
    """The approval card of a booking's revision, or its newest; sent or not."""
    query = select(Notification).where(
        Notification.booking_id == booking_id,
        Notification.kind == NotificationKind.APPROVAL_CARD,
    )
    if revision is not None:
        query = query.where(Notification.revision == revision)
    found: Notification | None = await session.scalar(
        query.order_by(Notification.revision.desc()).limit(1)
    )
    return found
