"""The outbox as the delivery uses it: lease what is due, close what is done."""

import logging
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.actor import QuietHours
from bot.schemas.bookings import BookingView
from bot.schemas.notices import Lease, Notice, Recipient
from bot.services import changes, stories
from bot.services.lifecycle import DECISIONS, read_view
from bot.services.retries import retried
from bot.services.views import actor_view
from db.engine import Database
from db.enums import BookingStatus, NotificationKind, NotificationState, Role
from db.errors import is_trouble, name_of
from db.models import Notification, User
from db.models.notifications import ERROR_MAX
from db.repositories import approval_groups, bookings, notifications, users

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
"""Longer than a send may take (`bot.delivery`), so that nobody else sends meanwhile."""
NO_GROUP_YET = timedelta(minutes=1)
CARD_ON_ITS_WAY = timedelta(seconds=2)
OVERDUE = timedelta(minutes=10)
"""Who should have heard several things for so long hears them in one message."""
NEXT_HOUR = 60
"""Minutes: who can stay while nobody else has it is asked whether to."""
DIGEST_MAX = 10
"""Notices in one message: with the longest names and reasons they still fit."""
UNREACHABLE = "the person has blocked the bot"


@retried
async def claim_next(
    db: Database,
    *,
    now: datetime,
    busy: Collection[Recipient] = (),
    alone: Collection[int] = (),
) -> Lease | None:
    """Lease what has been due longest, the groups' first, and what else is long overdue for the
    same person.

    None when nothing is due, but to those who are `busy`. Notifications that are `alone` come with
    no others.
    """
    async with db.glancing() as session:
        if not await notifications.is_any_due(session, now=now, busy=busy):
            return None
    token = secrets.token_hex(8)
    async with db.writing() as session:
        until = now + LEASE
        row = await notifications.claim_due(session, now=now, until=until, token=token, busy=busy)
        if row is None:
            return None
        is_overdue = row.due_at <= now - OVERDUE and row.id not in alone
        if row.user_id is not None and is_overdue:
            await notifications.claim_overdue(
                session,
                row.user_id,
                but=alone,
                since=now - OVERDUE,
                now=now,
                until=until,
                token=token,
                limit=DIGEST_MAX - 1,
            )
        return Lease(
            token=token,
            id=row.id,
            user_id=row.user_id,
            group_id=row.group_id,
            chat_id=await _chat_of(session, row),
            attempts=row.attempts,
        )


async def _chat_of(session: AsyncSession, row: Notification) -> int | None:
    if row.user_id is not None:
        return (await session.get_one(User, row.user_id)).telegram_id
    group = await approval_groups.find(session, row.group_id)
    return None if group is None else group.chat_id


@retried
async def prepare(db: Database, lease: Lease, *, now: datetime) -> list[Notice]:
    """Check what was claimed against its bookings, just before it is sent in one message.

    What no longer holds, has nobody to go to, or has to wait, is not among it: its row is closed,
    or given back, already.
    """
    async with db.writing() as session:
        rows = await notifications.list_leased(session, token=lease.token)
        checked = [await _check_or_park(session, row, now=now) for row in rows]
        return [notice for notice in checked if notice is not None]


async def _check_or_park(
    session: AsyncSession, row: Notification, *, now: datetime
) -> Notice | None:
    """A row of which nothing can be told is put aside, with its error; the others are told."""
    try:
        return await _check(session, row, now=now)
    except Exception as error:
        if is_trouble(error):
            raise  # that is the database's, not the row's
        log.exception("notification %s cannot be told", row.id)
        _put_aside(row, NotificationState.UNDELIVERABLE, name_of(error)[:ERROR_MAX])
        return None


async def _check(session: AsyncSession, row: Notification, *, now: datetime) -> Notice | None:
    await bookings.lock(session, row.booking_id)  # who changes it sees this lease, or is seen
    booking = await read_view(session, row.booking_id)
    if not _still_holds(row, booking, now=now) or await _is_overtaken(session, row, now=now):
        _put_aside(row, NotificationState.OBSOLETE)
        return None
    if row.kind is NotificationKind.CARD_OUTCOME:
        return await _outcome(session, row, booking, now=now)
    if row.user_id is None:
        return await _to_group(session, row, booking, now=now)
    return await _to_person(session, row, row.user_id, booking, now=now)


def _still_holds(row: Notification, booking: BookingView, *, now: datetime) -> bool:
    """Whether what the row would say is so."""
    is_current = row.revision == booking.revision
    match row.kind:
        case NotificationKind.APPROVAL_CARD:
            return is_current and booking.status is BookingStatus.PENDING
        case NotificationKind.CARD_OUTCOME:
            return not is_current or booking.status is not BookingStatus.PENDING
        case NotificationKind.DECISION:
            is_told = booking.status in (*DECISIONS, BookingStatus.PENDING)  # asked anew
            return is_current and is_told
        case NotificationKind.BY_ADMIN:
            return is_current
        case NotificationKind.EXPIRY:
            return booking.status is BookingStatus.EXPIRED
        case NotificationKind.REMINDER:
            is_ahead = now < booking.period.starts_at
            return is_current and booking.status is BookingStatus.APPROVED and is_ahead
        case NotificationKind.ENDING:
            is_running = booking.is_running(now=now)
            return is_current and booking.status is BookingStatus.APPROVED and is_running


async def _is_overtaken(session: AsyncSession, row: Notification, *, now: datetime) -> bool:
    """After a long pause several reminders of one booking are due: the latest says it all."""
    if row.kind is not NotificationKind.REMINDER:
        return False
    return await notifications.is_later_due(session, row, now=now)


async def _to_person(
    session: AsyncSession, row: Notification, user_id: int, booking: BookingView, *, now: datetime
) -> Notice | None:
    user = await session.get_one(User, user_id)
    if not user.reachable:
        _put_aside(row, NotificationState.UNDELIVERABLE, UNREACHABLE)
        return None
    notice = Notice(
        kind=row.kind,
        booking=booking,
        chat_id=user.telegram_id,
        language=user.language,
        is_blocked=user.role is Role.BLOCKED,
    )
    more: dict[str, object] | None = {}
    match row.kind:
        case NotificationKind.ENDING:
            more = await _may_go_on(session, user, booking, now=now)
        case NotificationKind.BY_ADMIN:
            by_admin = await stories.find_by_admin(session, booking)
            more = {"by_admin": by_admin} if by_admin else None
        case NotificationKind.REMINDER:
            more = {"is_silent": _is_quiet(user, now.astimezone(booking.zone))}
    if more is None:
        _put_aside(row, NotificationState.OBSOLETE)
        return None
    return notice.model_copy(update=more)


async def _may_go_on(
    session: AsyncSession, user: User, booking: BookingView, *, now: datetime
) -> dict[str, object] | None:
    """By how much; nothing where the next hour is not to be had."""
    extensions = await changes.find_extensions(session, actor_view(user), booking, now=now)
    is_free = await changes.is_next_free(session, booking, NEXT_HOUR, now=now)
    return {"extensions": extensions} if extensions and is_free else None


def _is_quiet(user: User, local: datetime) -> bool:
    hours = QuietHours(user.quiet_from_minute, user.quiet_until_minute)
    return hours.hold(local.hour * 60 + local.minute)


async def _to_group(
    session: AsyncSession, row: Notification, booking: BookingView, *, now: datetime
) -> Notice | None:
    group = await approval_groups.find(session, row.group_id)
    if group is None:
        _give_back(row, now + NO_GROUP_YET, "no approval group is bound")
        return None
    return Notice(kind=row.kind, booking=booking, chat_id=group.chat_id)


async def _outcome(
    session: AsyncSession, row: Notification, booking: BookingView, *, now: datetime
) -> Notice | None:
    """An edit of the card; it waits for one that is being sent, and ends where there is none."""
    newest = await notifications.find_shown_card(session, row.booking_id)
    if newest is not None and newest.state is NotificationState.WAITING:
        _give_back(row, now + CARD_ON_ITS_WAY, "the card is being sent")
        return None
    card = await notifications.find_card(session, row.booking_id, revision=row.revision)
    if card is None or card.state is not NotificationState.SENT:
        card = newest  # it was never shown, so the one before it tells how it went
    if card is None or card.chat_id is None:
        _put_aside(row, NotificationState.OBSOLETE)
        return None
    is_asked_anew = booking.status is BookingStatus.PENDING  # by a card that is yet to be sent
    is_superseded = is_asked_anew or (newest or card).revision > card.revision
    if card.message_id is None and is_superseded:
        _put_aside(row, NotificationState.OBSOLETE)  # a lost message need not say so
        return None
    return Notice(
        kind=row.kind,
        booking=booking,
        chat_id=card.chat_id,
        card_id=card.id,
        edits=card.message_id,
        is_superseded=is_superseded,
    )


def _put_aside(row: Notification, state: NotificationState, error: str | None = None) -> None:
    """It is not told, so it is no part of what was leased any more."""
    row.state = state
    row.last_error = error
    row.lease_token = row.lease_until = None


def _give_back(row: Notification, until: datetime, reason: str) -> None:
    """Nothing was tried, so it does not count as an attempt."""
    row.next_try_at = until
    row.last_error = reason
    row.lease_token = row.lease_until = None
    row.attempts -= 1


@retried
async def mark_sent(
    db: Database, lease: Lease, notice: Notice, message_id: int, *, now: datetime
) -> None:
    """What was claimed was told by this message; `notice` is any of it."""
    sent = {"sent_at": now, "chat_id": notice.chat_id, "message_id": message_id}
    async with db.writing() as session:
        await notifications.mark_sent(session, lease.token, **sent)
        if notice.card_id is not None and notice.edits is None:
            await notifications.set_card_message(session, notice.card_id, message_id)


@retried
async def mark_undeliverable(db: Database, lease: Lease, error: str) -> None:
    """Give up on what was claimed."""
    async with db.writing() as session:
        await _give_up(session, lease, error)


@retried
async def mark_unreachable(db: Database, lease: Lease) -> None:
    """Give up on what was claimed, and on the person, until they write again."""
    async with db.writing() as session:
        await _give_up(session, lease, UNREACHABLE)
        if lease.user_id is not None:
            await users.set_reachable(session, lease.user_id, reachable=False)


async def _give_up(session: AsyncSession, lease: Lease, error: str) -> None:
    state = NotificationState.UNDELIVERABLE
    await notifications.close(session, lease.token, state, last_error=error[:ERROR_MAX])


@retried
async def mark_lost(
    db: Database, lease: Lease, notice: Notice, error: str, *, now: datetime
) -> None:
    """Somebody has deleted the card, so it is posted anew; once."""
    async with db.writing() as session:
        if notice.card_id and await notifications.lose_card_message(session, notice.card_id):
            await notifications.postpone(session, lease.token, until=now, error=error[:ERROR_MAX])
        else:
            await _give_up(session, lease, error)


@retried
async def postpone(db: Database, lease: Lease, error: str, *, until: datetime) -> None:
    async with db.writing() as session:
        await notifications.postpone(session, lease.token, until=until, error=error[:ERROR_MAX])


@retried
async def part(db: Database, lease: Lease, error: str, *, until: datetime) -> set[int]:
    """Together they could not be told, so each is tried alone; returns their ids."""
    async with db.writing() as session:
        rows = await notifications.list_leased(session, token=lease.token)
        await notifications.postpone(session, lease.token, until=until, error=error[:ERROR_MAX])
        return {row.id for row in rows}


@retried
async def give_back(db: Database, lease: Lease, *, until: datetime) -> None:
    """Nothing was tried; somebody may try it from then on."""
    async with db.writing() as session:
        await notifications.give_back(session, lease.token, until=until)


@retried
async def forget_overdue(db: Database, *, now: datetime) -> None:
    """Tell nobody of what is due by now, but for requests that still wait for an answer."""
    async with db.writing() as session:
        await notifications.drop_overdue(session, now=now, but=NotificationKind.APPROVAL_CARD)
