"""The outbox as the delivery uses it: claim what is due, close what is done."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.bookings import BookingView
from bot.schemas.notices import Notice
from bot.services.lifecycle import read_view
from db.engine import Database
from db.enums import BookingStatus, NotificationKind, NotificationState
from db.models import Notification, User
from db.repositories import approval_groups, notifications, users

BATCH = 20
LEASE = timedelta(seconds=60)
NO_GROUP_YET = timedelta(minutes=1)
CARD_ON_ITS_WAY = timedelta(seconds=2)


async def claim_due(db: Database, *, now: datetime) -> list[Notice]:
    """Lease a batch of what is due and still holds; close what no longer does.

    An empty list means that nothing is due now; rows that have to wait are given back.
    """
    while await _is_any_due(db, now=now):
        token = secrets.token_hex(8)
        async with db.writing() as session:
            rows = await notifications.claim_due(
                session, now=now, limit=BATCH, lease=LEASE, token=token
            )
            checked = [await _check(session, row, now=now) for row in rows]
        notices = [notice for notice in checked if notice is not None]
        if notices:
            return notices
    return []


async def _is_any_due(db: Database, *, now: datetime) -> bool:
    async with db.reading() as session:
        return await notifications.is_any_due(session, now=now)


async def _check(session: AsyncSession, row: Notification, *, now: datetime) -> Notice | None:
    """What to send, or None where the row was closed or given back."""
    booking = await read_view(session, row.booking_id)
    if not _still_holds(row, booking, now=now):
        row.state = NotificationState.OBSOLETE
        return None
    if row.kind is NotificationKind.CARD_OUTCOME:
        return await _outcome(session, row, booking, now=now)
    if row.user_id is None:
        return await _to_group(session, row, booking, now=now)
    return await _to_person(session, row, row.user_id, booking)


def _still_holds(row: Notification, booking: BookingView, *, now: datetime) -> bool:
    """Whether what the row would say is so."""
    match row.kind:
        case NotificationKind.APPROVAL_CARD:
            return booking.status is BookingStatus.PENDING
        case NotificationKind.CARD_OUTCOME:
            return booking.status is not BookingStatus.PENDING
        case NotificationKind.DECISION:
            return booking.status in (BookingStatus.APPROVED, BookingStatus.REJECTED)
        case NotificationKind.EXPIRY:
            return booking.status is BookingStatus.EXPIRED
        case NotificationKind.REMINDER:
            return booking.status is BookingStatus.APPROVED and now < booking.period.starts_at


async def _to_person(
    session: AsyncSession, row: Notification, user_id: int, booking: BookingView
) -> Notice | None:
    user = await session.get_one(User, user_id)
    if not user.reachable:
        row.state = NotificationState.UNDELIVERABLE
        row.last_error = "the person has blocked the bot"
        return None
    return _notice(row, booking, user.telegram_id, language=user.language)


async def _to_group(
    session: AsyncSession, row: Notification, booking: BookingView, *, now: datetime
) -> Notice | None:
    group = await approval_groups.find_bound(session)
    if group is None:
        _give_back(row, now + NO_GROUP_YET, "no approval group is bound")
        return None
    return _notice(row, booking, group.chat_id)


async def _outcome(
    session: AsyncSession, row: Notification, booking: BookingView, *, now: datetime
) -> Notice | None:
    """An edit of the card; it waits for one that is being sent, and ends where there is none."""
    card = await notifications.find_card(session, row.booking_id)
    if card is not None and card.state is NotificationState.WAITING and card.lease_token:
        _give_back(row, now + CARD_ON_ITS_WAY, "the card is being sent")
        return None
    if card is None or card.chat_id is None or card.message_id is None:
        row.state = NotificationState.OBSOLETE
        return None
    return _notice(row, booking, card.chat_id, edits=card.message_id)


def _give_back(row: Notification, until: datetime, reason: str) -> None:
    row.next_try_at = until
    row.last_error = reason
    row.lease_token = row.lease_until = None


def _notice(
    row: Notification,
    booking: BookingView,
    chat_id: int,
    *,
    language: str | None = None,
    edits: int | None = None,
) -> Notice:
    return Notice(
        id=row.id,
        token=row.lease_token or "",
        kind=row.kind,
        attempts=row.attempts,
        booking=booking,
        chat_id=chat_id,
        user_id=row.user_id,
        language=language,
        edits=edits,
    )


async def mark_sent(db: Database, notice: Notice, message_id: int, *, now: datetime) -> None:
    async with db.writing() as session:
        await notifications.close(
            session,
            notice.id,
            NotificationState.SENT,
            token=notice.token,
            sent_at=now,
            chat_id=notice.chat_id,
            message_id=message_id,
        )


async def mark_undeliverable(
    db: Database, notice: Notice, error: str, *, is_unreachable: bool
) -> None:
    """Give up on a notice; `is_unreachable`: the person cannot be written to at all."""
    async with db.writing() as session:
        await notifications.close(
            session,
            notice.id,
            NotificationState.UNDELIVERABLE,
            token=notice.token,
            error=error[:200],
        )
        if is_unreachable and notice.user_id is not None:
            await users.set_reachable(session, notice.user_id, reachable=False)


async def forget_overdue(db: Database, *, now: datetime) -> None:
    """Tell nobody of what is due by now, but for requests that still wait for an answer."""
    async with db.writing() as session:
        await notifications.drop_overdue(session, now=now, but=NotificationKind.APPROVAL_CARD)


async def postpone(db: Database, notice: Notice, error: str, *, until: datetime) -> None:
    async with db.writing() as session:
        await notifications.postpone(
            session, notice.id, token=notice.token, until=until, error=error[:200]
        )
