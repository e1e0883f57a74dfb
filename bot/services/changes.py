"""Move, extend, end early: each one transaction.

What was held is kept if the new is refused.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.actor import Actor
from bot.schemas.bookings import BookingRequest, BookingView, Wanted
from bot.schemas.periods import Period
from bot.services import lifecycle, refusals
from bot.services.bookers import read_booker
from bot.services.booking import lock_unchanged, read_any, read_own
from bot.services.calendar.availability import Calendar
from bot.services.calendar.calendars import look_at
from bot.services.calendar.overrides import APPROVAL, NOTHING, Aside, check_may_override
from bot.services.calendar.rules import (
    check_booker,
    check_change,
    check_may_book,
    check_place,
    check_rules,
    check_week_hours,
)
from bot.services.lifecycle import Act
from bot.services.reasons import check_reason
from bot.services.retries import retried
from bot.services.shares import Claim, Share, find_shares
from bot.services.views import booking_view
from db.engine import Database
from db.enums import BookingAction, BookingStatus
from db.models import Booking
from db.repositories import allocations, resources

EXTENSIONS = (15, 30, 60)
"""Minutes that are offered to who wants to stay."""


@retried
async def move(
    db: Database,
    actor: Actor,
    booking_id: int,
    *,
    period: Period | None = None,
    wanted: Sequence[Wanted] = (),
    overrides: frozenset[str] = frozenset(),
    now: datetime,
    reminder_leads: Sequence[timedelta] = (),
) -> BookingView:
    """Another time, other resources, or both, for one's own booking that has not begun.

    An admin may set rules aside. Raises NotAdmin, BookingMissing, NotActive, AlreadyStarted,
    NothingChanges, SlotTaken or the refusal of the rule that is broken (NotAll, where it holds
    several resources).
    """
    check_may_override(actor, overrides)
    asked = _Move(period, wanted, Aside(overrides))
    async with db.writing() as session:
        booker = await read_booker(session, actor, locks=True)
        seen = await read_own(session, actor, booking_id)
        return await _move(session, Act(actor.user_id, now, reminder_leads), booker, seen, asked)


@retried
async def move_any(
    db: Database,
    actor: Actor,
    booking_id: int,
    request: BookingRequest,
    *,
    reason: str | None = None,
    now: datetime,
    reminder_leads: Sequence[timedelta] = (),
) -> BookingView:
    """Let anybody's booking be what a request asks for, as an admin; whose it is, is told.

    The rules are theirs. Raises NotAdmin, ReasonTooLong, PersonBlocked and what `move` does.
    """
    check_may_override(actor, request.overrides)
    check_reason(reason)
    asked = _Move(request.period, request.wanted, Aside(request.overrides))
    act = Act(actor.user_id, now, reminder_leads, reason=reason)
    async with db.writing() as session:
        seen = await read_any(session, actor, booking_id)
        booker = await read_booker(session, actor, seen.user_id, locks=True)
        return await _move(session, act, booker, seen, asked)


class _Move(NamedTuple):
    """What a booking shall be instead; None, or nothing, is as it is."""

    period: Period | None
    wanted: Sequence[Wanted]
    aside: Aside


async def _move(
    session: AsyncSession, act: Act, booker: Actor, seen: Booking, asked: _Move
) -> BookingView:
    booking, old = await _lock_active(session, seen, asked.wanted)
    check_movable(old, now=act.now)
    period, wanted = asked.period or old.period, asked.wanted or old.wanted
    if period == old.period and set(wanted) == set(old.wanted):
        raise refusals.NothingChanges
    claim = await claim_for(session, old, wanted, period, now=act.now)
    shares = await _find_shares(session, booker, old, claim, asked.aside)
    status = _status_after(old, shares)
    if status is BookingStatus.PENDING and asked.aside.takes(APPROVAL):
        status = BookingStatus.APPROVED
    act = replace(act, overrides=asked.aside.used)
    view = await lifecycle.hold(session, act, booking, shares, BookingAction.MOVED, status)
    await lifecycle.tell_by_admin(session, act, booking, BookingAction.MOVED)
    return view


def check_movable(booking: BookingView, *, now: datetime) -> None:
    if not booking.status.is_active:
        raise refusals.NotActive(booking.status)
    if booking.period.starts_at <= now:
        raise refusals.AlreadyStarted


@retried
async def extend(
    db: Database,
    actor: Actor,
    booking_id: int,
    *,
    minutes: int,
    ends_at: datetime | None = None,
    now: datetime,
    reminder_leads: Sequence[timedelta] = (),
) -> BookingView:
    """Let one's own booking end later; it may be under way.

    `ends_at` is the end that was seen when it was asked: where it is another by now, it has been
    done already, or is no longer what was meant, and stays. Raises what `move` does; AlreadyOver
    when it has ended, and AlreadyStarted when it is under way and the longer one would need an
    approval.
    """
    if minutes <= 0:
        raise refusals.NothingChanges
    act = Act(actor.user_id, now, reminder_leads)
    async with db.writing() as session:
        booker = await read_booker(session, actor, locks=True)
        seen = await read_own(session, actor, booking_id)
        booking, old = await _lock_active(session, seen)
        if old.period.ends_at <= now:
            raise refusals.AlreadyOver
        if ends_at not in (None, old.period.ends_at):
            return old
        shares, status = await _longer(session, booker, old, minutes, now=now)
        return await lifecycle.hold(session, act, booking, shares, BookingAction.EXTENDED, status)


async def find_extensions(
    session: AsyncSession, actor: Actor, view: BookingView, *, now: datetime
) -> tuple[int, ...]:
    """By how many minutes a person could extend their booking that is under way, right now."""
    if view.status is not BookingStatus.APPROVED or not view.is_running(now=now):
        return ()
    possible = []
    for minutes in EXTENSIONS:
        try:
            await _longer(session, actor, view, minutes, now=now)
        except refusals.Refusal:
            continue
        possible.append(minutes)
    return tuple(possible)


async def is_next_free(
    session: AsyncSession, view: BookingView, minutes: int, *, now: datetime
) -> bool:
    """Whether nobody else has what a booking holds for so long after its end.

    That does not say that its owner may have it.
    """
    after = Period.of(view.period.ends_at, minutes)
    units = {one.id: one.units for one in view.held}
    begins, ends = after.starts_at, after.ends_at
    calendars = await look_at(session, units, begins, ends, now=now, replaces=view.id)
    return all(one.has_room(after) for one in calendars)


async def _longer(
    session: AsyncSession, actor: Actor, old: BookingView, minutes: int, *, now: datetime
) -> tuple[list[Share], BookingStatus]:
    """What a booking would hold if it ended later; AlreadyStarted where that has to be asked."""
    longer = Period.of(old.period.starts_at, old.period.minutes + minutes)
    claim = await claim_for(session, old, old.wanted, longer, now=now)
    shares = await _find_shares(session, actor, old, claim)
    status = _status_after(old, shares)
    if claim.has_begun and status is BookingStatus.PENDING:
        raise refusals.AlreadyStarted
    return shares, status


@retried
async def end_early(
    db: Database,
    actor: Actor,
    booking_id: int,
    *,
    now: datetime,
) -> BookingView:
    """Free the rest of one's own booking that is under way, from the next whole minute on.

    Raises BookingMissing, NotActive or NotRunning.
    """
    act = Act(actor.user_id, now)
    async with db.writing() as session:
        seen = await read_own(session, actor, booking_id)
        booking, old = await _lock_active(session, seen)
        ends_at = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
        is_running = old.period.starts_at <= now and ends_at < old.period.ends_at
        if not is_running or old.status is not BookingStatus.APPROVED:
            raise refusals.NotRunning
        return await lifecycle.cut_short(session, act, booking, old, ends_at)


async def _lock_active(
    session: AsyncSession, seen: Booking, wanted: Sequence[Wanted] = ()
) -> tuple[Booking, BookingView]:
    booking, view = await _lock(session, booking_view(seen), wanted)
    if not booking.status.is_active:
        raise refusals.NotActive(booking.status)
    return booking, view


async def _lock(
    session: AsyncSession, view: BookingView, wanted: Sequence[Wanted] = ()
) -> tuple[Booking, BookingView]:
    """A booking, after every resource that it holds or shall hold: always in that order.

    Raises Contention when it was changed while we waited.
    """
    ids = {one.resource_id for one in (*view.wanted, *wanted)}
    await resources.lock(session, ids)
    return await lock_unchanged(session, view), view


async def claim_for(
    session: AsyncSession,
    old: BookingView,
    wanted: Sequence[Wanted],
    period: Period,
    *,
    now: datetime,
) -> Claim:
    """What a booking shall hold in place of what it holds, or held."""
    return Claim(
        old.user_id,
        wanted,
        period,
        now,
        booking_id=old.id,
        has_begun=old.status.is_active and old.is_running(now=now) and period.starts_at <= now,
        kept=await allocations.kept_of(session, old.id),
        is_elsewhen=not old.period.overlaps(period),
    )


async def _find_shares(
    session: AsyncSession,
    booker: Actor,
    old: BookingView,
    claim: Claim,
    aside: Aside = NOTHING,
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
            check_rules(resource, period, closures=closures, now=now, aside=aside)
            check_booker(resource, booker, period, own, now=now, aside=aside)
            return
        check_change(resource, old.period, period, closures=closures, now=now, aside=aside)
        if asked[resource.id] > held[resource.id]:
            check_place(resource, period, closures=closures, aside=aside)
            check_may_book(resource, booker, aside=aside)
        if not old.period.contains(period):
            check_may_book(resource, booker, aside=aside)
            with aside:
                check_week_hours(resource, period, own)

    return await find_shares(session, claim, check, is_locked=True)


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
