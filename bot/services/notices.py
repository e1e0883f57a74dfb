"""The outbox as the delivery uses it: claim what is due, close what is done."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.bookings import BookingView
from bot.schemas.notices import Claim, Notice
from bot.services.lifecycle import read_view
from bot.services.retries import retried
from db.engine import Database
from db.enums import BookingStatus, NotificationKind, NotificationState
from db.models import Notification, User
from db.models.notifications import ERROR_MAX
from db.repositories import approval_groups, notifications, users

LEASE = timedelta(seconds=60)
"""Longer than a send may take (`bot.delivery`), so that nobody else sends meanwhile."""
NO_GROUP_YET = timedelta(minutes=1)
CARD_ON_ITS_WAY = timedelta(seconds=2)


@retried
async def claim_next(db: Database, *, now: datetime) -> Claim | None:
    """Lease the notification that has been due longest; None when nothing is due."""
    async with db.reading() as session:
        if not await notifications.is_any_due(session, now=now):
            return None
    token = secrets.token_hex(8)
    async with db.writing() as session:
        until = now + LEASE
        row = await notifications.claim_due(session, now=now, until=until, token=token)
        if row is None:
            return None
        return Claim(id=row.id, token=token, user_id=row.user_id, attempts=row.attempts)


@retried
async def prepare(db: Database, claim: Claim, *, now: datetime) -> Notice | None:
    """Check what was claimed against its booking, just before it is sent.

    None where it no longer holds, has nobody to go to, or has to wait: then the row is closed, or
    given back, already.
    """
    async with db.writing() as session:
        row = await notifications.find_leased(session, claim.id, token=claim.token)
        return None if row is None else await _check(session, row, now=now)


async def _check(session: AsyncSession, row: Notification, *, now: datetime) -> Notice | None:
    booking = await read_view(session, row.booking_id)
    if not _still_holds(row, booking, now=now) or await _is_overtaken(session, row, now=now):
        row.state = NotificationState.OBSOLETE
        return None
    if row.kind is NotificationKind.CARD_OUTCOME:
        return await _outcome(session, row, booking, now=now)
    if row.user_id is None:
        return await _to_group(session, row, booking, now=now)
    return await _to_person(session, row, row.user_id, booking)


def _still_holds(row: Notification, booking: BookingView, *, now: datetime) -> bool:
    """Whether what the row would say is so."""
    is_current = row.revision == booking.revision
    match row.kind:
        case NotificationKind.APPROVAL_CARD:
            return is_current and booking.status is BookingStatus.PENDING
        case NotificationKind.CARD_OUTCOME:
            return not is_current or booking.status is not BookingStatus.PENDING
        case NotificationKind.DECISION:
            is_decided = booking.status in (BookingStatus.APPROVED, BookingStatus.REJECTED)
            return is_current and is_decided
        case NotificationKind.EXPIRY:
            return booking.status is BookingStatus.EXPIRED
        case NotificationKind.REMINDER:
            is_ahead = now < booking.period.starts_at
            return is_current and booking.status is BookingStatus.APPROVED and is_ahead


async def _is_overtaken(session: AsyncSession, row: Notification, *, now: datetime) -> bool:
    """After a long pause several reminders of one booking are due: the latest says it all."""
    if row.kind is not NotificationKind.REMINDER:
        return False
    return await notifications.is_later_due(session, row, now=now)


async def _to_person(
    session: AsyncSession, row: Notification, user_id: int, booking: BookingView
) -> Notice | None:
    user = await session.get_one(User, user_id)
    if not user.reachable:
        row.state = NotificationState.UNDELIVERABLE
        row.last_error = "the person has blocked the bot"
        return None
    return Notice(kind=row.kind, booking=booking, chat_id=user.telegram_id, language=user.language)


async def _to_group(
    session: AsyncSession, row: Notification, booking: BookingView, *, now: datetime
) -> Notice | None:
    group = await approval_groups.find_bound(session)
    if group is None:
        _give_back(row, now + NO_GROUP_YET, "no approval group is bound")
        return None
    return Notice(kind=row.kind, booking=booking, chat_id=group.chat_id)


async def _outcome(
    session: AsyncSession, row: Notification, booking: BookingView, *, now: datetime
) -> Notice | None:
    """An edit of the card; it waits for one that is being sent, and ends where there is none."""
    card = await notifications.find_card(session, row.booking_id, revision=row.revision)
    if card is not None and card.state is NotificationState.WAITING and card.lease_token:
        _give_back(row, now + CARD_ON_ITS_WAY, "the card is being sent")
        return None
    if card is None or card.chat_id is None or card.message_id is None:
        row.state = NotificationState.OBSOLETE
        return None
    newest = await notifications.find_card(session, row.booking_id)
    is_shown = booking.status is BookingStatus.PENDING or (newest and newest.message_id)
    return Notice(
        kind=row.kind,
        booking=booking,
        chat_id=card.chat_id,
        edits=card.message_id,
        is_superseded=bool(is_shown) and newest is not None and newest.revision > row.revision,
    )


def _give_back(row: Notification, until: datetime, reason: str) -> None:
    """Nothing was tried, so it does not count as an attempt."""
    row.next_try_at = until
    row.last_error = reason
    row.lease_token = row.lease_until = None
    row.attempts -= 1


@retried
async def mark_sent(
    db: Database, claim: Claim, notice: Notice, message_id: int, *, now: datetime
) -> None:
    async with db.writing() as session:
        await notifications.close(
            session,
            claim.id,
            NotificationState.SENT,
            token=claim.token,
            sent_at=now,
            chat_id=notice.chat_id,
            message_id=message_id,
        )


@retried
async def mark_undeliverable(db: Database, claim: Claim, error: str) -> None:
    """Give up on a notification."""
    async with db.writing() as session:
        await _give_up(session, claim, error)


@retried
async def mark_unreachable(db: Database, claim: Claim, error: str) -> None:
    """Give up on a notification, and on the person until they write again."""
    async with db.writing() as session:
        await _give_up(session, claim, error)
        if claim.user_id is not None:
            await users.set_reachable(session, claim.user_id, reachable=False)


async def _give_up(session: AsyncSession, claim: Claim, error: str) -> None:
    await notifications.close(
        session,
        claim.id,
        NotificationState.UNDELIVERABLE,
        token=claim.token,
        error=error[:ERROR_MAX],
    )


@retried
async def postpone(db: Database, claim: Claim, error: str, *, until: datetime) -> None:
    async with db.writing() as session:
        await notifications.postpone(
            session, claim.id, token=claim.token, until=until, error=error[:ERROR_MAX]
        )


@retried
async def forget_overdue(db: Database, *, now: datetime) -> None:
    """Tell nobody of what is due by now, but for requests that still wait for an answer."""
    async with db.writing() as session:
        await notifications.drop_overdue(session, now=now, but=NotificationKind.APPROVAL_CARD)
