"""Approve, reject, expire."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.actor import Actor
from bot.schemas.bookings import BookingView, Decision
from bot.services import lifecycle, refusals
from bot.services.lifecycle import Act
from bot.services.reasons import check_reason
from bot.services.retries import retried
from db.engine import Database
from db.enums import BookingStatus
from db.models import Booking
from db.repositories import approval_groups, bookings, notifications

log = logging.getLogger(__name__)

EXPIRE_BATCH = 200
"""How many expire in one tick; the next tick takes the rest."""

OUTCOMES = {
    Decision.APPROVE: BookingStatus.APPROVED,
    Decision.REJECT: BookingStatus.REJECTED,
}


@retried
async def decide(
    db: Database,
    actor: Actor,
    booking_id: int,
    decision: Decision,
    *,
    revision: int,
    now: datetime,
    reason: str | None = None,
    reminder_leads: Sequence[timedelta] = (),
) -> BookingView:
    """Approve or reject a pending booking, as it was at the revision that the approver saw.

    Raises NotApprover (who acts for another group than the one that was asked, too),
    BookingMissing, AlreadyDecided, RequestChanged, DeadlinePassed or ReasonTooLong.
    """
    check_reason(reason)
    async with db.writing() as session:
        booking = await _read_pending(session, actor, booking_id, revision=revision, now=now)
        act = Act(actor.user_id, now, reminder_leads)
        status = OUTCOMES[decision]
        return await lifecycle.change_status(session, act, booking, status, reason=reason)


async def get_pending(
    db: Database, actor: Actor, booking_id: int, *, revision: int, now: datetime
) -> BookingView:
    """A booking that the actor may decide on now; refused as `decide` would."""
    async with db.reading() as session:
        booking = await _read_pending(session, actor, booking_id, revision=revision, now=now)
        return await lifecycle.read_view(session, booking.id)


def check_approver(actor: Actor) -> None:
    if not actor.is_approver:
        raise refusals.NotApprover


async def check_asked(
    session: AsyncSession, actor: Actor, booking_id: int, *, revision: int
) -> None:
    """Raises NotApprover for who acts for another group than the one that was asked.

    That is the one whose chat has the card; until it is there, the one that it is for.
    """
    check_approver(actor)
    card = await notifications.find_card(session, booking_id, revision=revision)
    asked = None
    if card is not None and card.chat_id is not None:
        asked = await approval_groups.find_by_chat(session, card.chat_id)
    elif card is not None:
        asked = await approval_groups.find(session, card.group_id)
    acting = await approval_groups.find(session, actor.approves_for)
    if asked is not None and asked is not acting:
        raise refusals.NotApprover


async def _read_pending(
    session: AsyncSession, actor: Actor, booking_id: int, *, revision: int, now: datetime
) -> Booking:
    check_approver(actor)
    booking = await bookings.find(session, booking_id)
    if booking is None:
        raise refusals.BookingMissing
    if booking.status is not BookingStatus.PENDING:
        await lifecycle.raise_already_decided(session, booking_id)
    if booking.revision != revision:
        raise refusals.RequestChanged
    await check_asked(session, actor, booking.id, revision=revision)
    if _is_overdue(booking, now=now):
        raise refusals.DeadlinePassed
    return booking


def _is_overdue(booking: Booking, *, now: datetime) -> bool:
    is_pending = booking.status is BookingStatus.PENDING
    return is_pending and booking.decide_by is not None and booking.decide_by <= now


async def expire_due(db: Database, *, now: datetime) -> int:
    """Expire the pending bookings whose deadline has passed; returns how many.

    Each is a transaction of its own: one that fails is logged and stops no other.
    """
    async with db.reading() as session:
        overdue = await bookings.list_undecided(session, now=now, limit=EXPIRE_BATCH)
    expired = 0
    for booking_id in overdue:
        try:
            expired += await _expire(db, booking_id, now=now)
        except Exception:
            log.exception("booking %s cannot expire", booking_id)
    return expired


@retried
async def _expire(db: Database, booking_id: int, *, now: datetime) -> bool:
    async with db.writing() as session:
        booking = await bookings.find(session, booking_id)
        if booking is None or not _is_overdue(booking, now=now):
            return False
        try:
            await lifecycle.change_status(session, Act(None, now), booking, BookingStatus.EXPIRED)
        except (refusals.AlreadyDecided, refusals.RequestChanged):
            return False
        return True
