"""Move, extend, end early, and undo a cancellation: each one transaction.

What was held is kept if the new is refused.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.actor import Actor
from bot.schemas.bookings import BookingView, Wanted
from bot.schemas.periods import Period
from bot.services import lifecycle, refusals
from bot.services.availability import Calendar
from bot.services.booking import read_own
from bot.services.lifecycle import Act
from bot.services.retries import retried
from bot.services.rules import (
    check_booker,
    check_change,
    check_may_book,
    check_open_bookings,
    check_place,
    check_rules,
    check_week_hours,
)
from bot.services.shares import Claim, Share, find_shares
from bot.services.views import booking_view
from db.engine import Database
from db.enums import BookingAction, BookingStatus
from db.errors import Contention
from db.models import Booking
from db.repositories import allocations, bookings, resources

UNDO_WINDOW = timedelta(minutes=5)


@retried
async def move(
    db: Database,
    actor: Actor,
    booking_id: int,
    *,
    period: Period | None = None,
    wanted: Sequence[Wanted] = (),
    now: datetime,
    reminder_leads: Sequence[timedelta] = (),
) -> BookingView:
    """Another time, other resources, or both, for one's own booking that has not begun.

    Raises BookingMissing, NotActive, AlreadyStarted, NothingChanges, SlotTaken or the refusal of
    the rule that is broken (NotAll, where it holds several resources).
    """
    act = Act(actor.user_id, now, reminder_leads)
    async with db.writing() as session:
        booking, old = await _lock_active(session, actor, booking_id, wanted)
        if old.period.starts_at <= now:
            raise refusals.AlreadyStarted
        new_period, new_wanted = period or old.period, wanted or old.wanted
        if new_period == old.period and set(new_wanted) == set(old.wanted):
            raise refusals.NothingChanges
        claim = await _claim(session, old, new_wanted, new_period, now=now)
        shares = await _find_shares(session, actor, old, claim)
        status = _status_after(old, shares)
        return await lifecycle.hold(session, act, booking, shares, BookingAction.MOVED, status)


@retried
async def extend(
    db: Database,
    actor: Actor,
    booking_id: int,
    *,
    minutes: int,
    now: datetime,
    reminder_leads: Sequence[timedelta] = (),
) -> BookingView:
    """Let one's own booking end later; it may be under way.

    Raises what `move` does; AlreadyOver when it has ended, and AlreadyStarted when it is under way
    and the longer one would need an approval.
    """
    act = Act(actor.user_id, now, reminder_leads)
    async with db.writing() as session:
        booking, old = await _lock_active(session, actor, booking_id)
        if old.period.ends_at <= now:
            raise refusals.AlreadyOver
        longer = Period.of(old.period.starts_at, old.period.minutes + minutes)
        claim = await _claim(session, old, old.wanted, longer, now=now)
        shares = await _find_shares(session, actor, old, claim)
        status = _status_after(old, shares)
        if claim.has_begun and status is BookingStatus.PENDING:
            raise refusals.AlreadyStarted
        return await lifecycle.hold(session, act, booking, shares, BookingAction.EXTENDED, status)


@retried
async def end_early(
    db: Database,
    actor: Actor,
    booking_id: int,
    *,
    now: datetime,
    reminder_leads: Sequence[timedelta] = (),
) -> BookingView:
    """Free the rest of one's own booking that is under way, from the next whole minute on.

    Raises BookingMissing, NotActive or NotRunning.
    """
    act = Act(actor.user_id, now, reminder_leads)
    async with db.writing() as session:
        booking, old = await _lock_active(session, actor, booking_id)
        ends_at = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
        is_running = old.period.starts_at <= now and ends_at < old.period.ends_at
        if not is_running or old.status is not BookingStatus.APPROVED:
            raise refusals.NotRunning
        return await lifecycle.cut_short(session, act, booking, old, ends_at)


@retried
async def undo_cancel(
    db: Database,
    actor: Actor,
    booking_id: int,
    *,
    now: datetime,
    reminder_leads: Sequence[timedelta] = (),
) -> BookingView:
    """Take back one's own cancellation, if what was held can be had again.

    Raises BookingMissing, NotCancelled, TooLateToUndo, AlreadyOver, AlreadyStarted, SlotTaken or
    the refusal of the rule that stands against it by now.
    """
    act = Act(actor.user_id, now, reminder_leads)
    async with db.writing() as session:
        booking, old = await _lock(session, actor, booking_id)
        status = await _status_before_cancel(session, actor, booking, now=now)
        claim = await _claim(session, old, old.wanted, old.period, now=now)

        def check(calendar: Calendar, own: Sequence[Period]) -> None:
            check_place(calendar.resource, old.period, closures=calendar.closures)
            check_may_book(calendar.resource, actor)
            check_open_bookings(calendar.resource, own, now=now)
            check_week_hours(calendar.resource, old.period, own)

        shares = await find_shares(session, claim, check)
        if not any(share.resource.requires_approval for share in shares):
            status = BookingStatus.APPROVED
        return await lifecycle.hold(session, act, booking, shares, BookingAction.RESTORED, status)


async def _status_before_cancel(
    session: AsyncSession, actor: Actor, booking: Booking, *, now: datetime
) -> BookingStatus:
    cancelled = await bookings.last_event(session, booking.id)
    before = cancelled.from_status
    is_own = cancelled.actor_id == actor.user_id
    if booking.status is not BookingStatus.CANCELLED or not is_own or before is None:
        raise refusals.NotCancelled
    if now >= cancelled.at + UNDO_WINDOW:
        raise refusals.TooLateToUndo(int(UNDO_WINDOW.total_seconds()) // 60)
    if booking.ends_at <= now:
        raise refusals.AlreadyOver
    if before is BookingStatus.PENDING and booking.starts_at <= now:
        raise refusals.AlreadyStarted
    return before


async def _lock_active(
    session: AsyncSession, actor: Actor, booking_id: int, wanted: Sequence[Wanted] = ()
) -> tuple[Booking, BookingView]:
    booking, view = await _lock(session, actor, booking_id, wanted)
    if not booking.status.is_active:
        raise refusals.NotActive(booking.status)
    return booking, view


async def _lock(
    session: AsyncSession, actor: Actor, booking_id: int, wanted: Sequence[Wanted] = ()
) -> tuple[Booking, BookingView]:
    """One's own booking, after every resource that it holds or shall hold: always in that order.

    Raises Contention when it was changed while we waited.
    """
    view = booking_view(await read_own(session, actor, booking_id))
    ids = {one.resource_id for one in (*view.wanted, *wanted)}
    await resources.lock_for_booking(session, ids)
    booking = await bookings.lock(session, booking_id)
    if (booking.status, booking.revision) != (view.status, view.revision):
        raise Contention
    return booking, view


async def _claim(
    session: AsyncSession,
    old: BookingView,
    wanted: Sequence[Wanted],
    period: Period,
    *,
    now: datetime,
) -> Claim:
    return Claim(
        old.user_id,
        wanted,
        period,
        now,
        booking_id=old.id,
        has_begun=old.status.is_active and old.period.starts_at <= now,
        kept=await allocations.units_of(session, old.id),
    )


async def _find_shares(
    session: AsyncSession, actor: Actor, old: BookingView, claim: Claim
) -> list[Share]:
    """What the booking holds is checked as a change, what it takes besides as a new request.

    More units than it has take nothing of the person's time, but the resource has to be for them.
    """
    held = {one.id: one.units for one in old.held}
    asked = {one.resource_id: one.units for one in claim.wanted}
    period, now = claim.period, claim.now

    def check(calendar: Calendar, own: Sequence[Period]) -> None:
        resource, closures = calendar.resource, calendar.closures
        if resource.id not in held:
            check_rules(resource, period, closures=closures, now=now)
            check_booker(resource, actor, period, own, now=now)
            return
        check_change(resource, old.period, period, closures=closures, now=now)
        if asked[resource.id] > held[resource.id]:
            check_place(resource, period, closures=closures)
            check_may_book(resource, actor)
        if not old.period.contains(period):
            check_may_book(resource, actor)
            check_week_hours(resource, period, own)

    return await find_shares(session, claim, check)


def _status_after(old: BookingView, shares: Sequence[Share]) -> BookingStatus:
    """An approval holds for what was approved, and for less of it."""
    if not any(share.resource.requires_approval for share in shares):
        return BookingStatus.APPROVED
    wanted = {one.resource_id: one.units for one in old.wanted}
    is_less = all(
        share.wanted.units <= wanted.get(share.resource.id, 0) and old.period.contains(share.period)
        for share in shares
    )
    return old.status if is_less else BookingStatus.PENDING
