"""Undo: what was done last to a booking is taken back by a new step, which is checked like any.

For a few minutes; and only if what was held then can be had again.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.actor import Actor
from bot.schemas.bookings import UNDO_WINDOW, BookingView, Wanted
from bot.schemas.periods import Period
from bot.services import lifecycle, outbox, refusals
from bot.services.approval import check_approver, check_asked
from bot.services.bookers import check_room_for_more, read_booker
from bot.services.booking import lock_unchanged, read_own
from bot.services.calendar.availability import Calendar
from bot.services.calendar.rules import (
    check_may_book,
    check_open_bookings,
    check_place,
    check_week_hours,
)
from bot.services.changes import claim_for
from bot.services.lifecycle import Act
from bot.services.retries import retried
from bot.services.shares import Share, find_shares
from bot.services.views import actor_view, booking_view
from db.engine import Database
from db.enums import BookingAction, BookingStatus
from db.models import BookingEvent
from db.repositories import bookings, resources, users

OWN_STEPS = (
    BookingAction.CANCELLED,
    BookingAction.MOVED,
    BookingAction.EXTENDED,
    BookingAction.ENDED_EARLY,
)
"""What a person may take back of their own booking."""


class Former(NamedTuple):
    """A booking as it was before its last step."""

    status: BookingStatus
    period: Period
    wanted: Sequence[Wanted]


@retried
async def undo_own(
    db: Database,
    actor: Actor,
    booking_id: int,
    *,
    now: datetime,
    reminder_leads: Sequence[timedelta] = (),
) -> BookingView:
    """Take back what one did last to one's own booking.

    Raises BookingMissing, NothingToUndo, TooLateToUndo, AlreadyOver, AlreadyStarted, SlotTaken or
    the refusal of the rule that stands against it by now.
    """
    async with db.writing() as session:
        booker = await read_booker(session, actor, locks=True)
        old = booking_view(await read_own(session, actor, booking_id))
        former = await _former(session, actor, old, OWN_STEPS, now=now)
        act = Act(actor.user_id, now, reminder_leads)
        return await _restore(session, act, booker, old, former)


@retried
async def undo_rejection(
    db: Database,
    actor: Actor,
    booking_id: int,
    *,
    now: datetime,
    reminder_leads: Sequence[timedelta] = (),
) -> BookingView:
    """Take back one's own rejection: the approvers are asked anew, and the booker is told.

    Raises NotApprover and what `undo_own` does.
    """
    check_approver(actor)
    async with db.writing() as session:
        old = await lifecycle.read_view(session, booking_id)
        await check_asked(session, actor, old.id, revision=old.revision)
        former = await _former(session, actor, old, (BookingAction.REJECTED,), now=now)
        booker = actor_view(await users.get(session, old.user_id, locks=True))
        act = Act(actor.user_id, now, reminder_leads)
        view = await _restore(session, act, booker, old, former)
        await outbox.tell_otherwise(
            session, await bookings.lock(session, old.id), revision=old.revision, now=now
        )
        return view


async def find_step(
    session: AsyncSession, actor: Actor, view: BookingView, *, now: datetime
) -> BookingAction | None:
    """What the actor could take back of their own booking, as far as its ledger says."""
    try:
        await _former(session, actor, view, OWN_STEPS, now=now)
    except refusals.Refusal:
        return None
    return (await bookings.last_event(session, view.id)).action


async def _former(
    session: AsyncSession,
    actor: Actor,
    old: BookingView,
    steps: Collection[BookingAction],
    *,
    now: datetime,
) -> Former:
    last = await bookings.last_event(session, old.id)
    if last.actor_id != actor.user_id or last.action not in steps or last.from_status is None:
        raise refusals.NothingToUndo
    if now >= last.at + UNDO_WINDOW:
        raise refusals.TooLateToUndo(int(UNDO_WINDOW.total_seconds()) // 60)
    former = Former(last.from_status, *await _held_before(session, old, last))
    if former.period.ends_at <= now:
        raise refusals.AlreadyOver
    if former.status is BookingStatus.PENDING and former.period.starts_at <= now:
        raise refusals.AlreadyStarted
    return former


async def _held_before(
    session: AsyncSession, old: BookingView, last: BookingEvent
) -> tuple[Period, Sequence[Wanted]]:
    """Raises NothingToUndo where the ledger does not say: it is from before it did."""
    if last.holds is None:
        return old.period, old.wanted
    holds = await bookings.find_last_holds(session, old.id, before=last.id)
    if holds is None:
        raise refusals.NothingToUndo
    return lifecycle.held_by(holds)


async def _restore(
    session: AsyncSession, act: Act, booker: Actor, old: BookingView, former: Former
) -> BookingView:
    wanted = former.wanted
    if not old.status.is_active:
        await check_room_for_more(session, booker, now=act.now)
    await resources.lock(session, {one.resource_id for one in (*old.wanted, *wanted)})
    booking = await lock_unchanged(session, old)
    claim = await claim_for(session, old, wanted, former.period, now=act.now)
    held = {one.id: one.units for one in old.held} if old.status.is_active else {}
    asked = {one.resource_id: one.units for one in wanted}

    def check(calendar: Calendar, own: Sequence[Period]) -> None:
        resource = calendar.resource
        is_less = asked[resource.id] <= held.get(resource.id, 0)
        if is_less and old.period.contains(former.period):
            return
        check_place(resource, former.period, closures=calendar.closures)
        check_may_book(resource, booker)
        if resource.id not in held:
            check_open_bookings(resource, own, now=act.now)
        check_week_hours(resource, former.period, own)

    shares = await find_shares(session, claim, check, is_locked=True)
    status = _status_of(former, shares)
    if status is BookingStatus.APPROVED and booking.decided_by is None:
        booking.decided_by, booking.decided_at = await bookings.last_approval(session, old.id)
    return await lifecycle.hold(session, act, booking, shares, BookingAction.RESTORED, status)


def _status_of(former: Former, shares: Sequence[Share]) -> BookingStatus:
    """Where nothing has to be approved any more, nothing waits."""
    if not any(share.resource.requires_approval for share in shares):
        return BookingStatus.APPROVED
    return former.status
