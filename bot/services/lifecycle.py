"""What a booking goes through: its row, what it holds, its ledger and its notifications.

Called in the transaction of the change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.bookings import UNDO_WINDOW, BookingView, Wanted
from bot.schemas.periods import Period
from bot.schemas.resources import ResourceView
from bot.services import outbox, refusals
from bot.services.calendar.overrides import APPROVAL
from bot.services.shares import Share, make_room
from bot.services.views import booking_view
from db.enums import BookingAction, BookingStatus, NotificationKind
from db.errors import SlotOverlap
from db.models import Booking, BookingEvent
from db.repositories import allocations, bookings, notifications

DECISIONS = (BookingStatus.APPROVED, BookingStatus.REJECTED)

TOLD_TO_BOOKER = {
    BookingStatus.APPROVED: NotificationKind.DECISION,
    BookingStatus.REJECTED: NotificationKind.DECISION,
    BookingStatus.EXPIRED: NotificationKind.EXPIRY,
}
"""What the booker is told of; their own changes are answered on the screen."""

ABOUT_THE_FUTURE = (
    NotificationKind.REMINDER,
    NotificationKind.ENDING,
    NotificationKind.DECISION,
)
"""Unsent, these are wrong once a booking is over or changed."""


@dataclass(frozen=True)
class Act:
    """Who does something, and when. Without an actor it is Bronia itself."""

    actor_id: int | None
    now: datetime
    reminder_leads: Sequence[timedelta] = ()
    """How long before its start to remind of a booking that is approved now."""
    overrides: frozenset[str] = frozenset()
    """The rules that were set aside for it."""
    reason: str | None = None


async def change_status(
    session: AsyncSession,
    act: Act,
    booking: Booking,
    status: BookingStatus,
    *,
    reason: str | None = None,
) -> BookingView:
    """Change the status, by one conditional UPDATE, and write down what follows from it.

    Raises AlreadyDecided, or RequestChanged, when somebody was first.
    """
    is_decision = status in DECISIONS
    changed = await bookings.change_status(
        session,
        booking,
        status,
        decided_by=act.actor_id if is_decision else None,
        decided_at=act.now if is_decision else None,
        reason=reason,
    )
    if not changed:
        await _raise_overtaken(session, booking)
    line = _line(act, BookingAction(status), booking.status, status)
    line.booking_id, line.reason = booking.id, reason
    session.add(line)
    await _tell_of_status(session, act, booking, status)
    return await read_view(session, booking.id)


async def cancel_for(
    session: AsyncSession, act: Act, booking: Booking, reason: str | None
) -> BookingView:
    """Cancel somebody's booking, and tell them."""
    cancelled = BookingStatus.CANCELLED
    view = await change_status(session, act, booking, cancelled, reason=reason)
    await tell_by_admin(session, act, booking, BookingAction.CANCELLED)
    return view


async def tell_by_admin(
    session: AsyncSession, act: Act, booking: Booking, action: BookingAction
) -> None:
    """Tell the booker what somebody else has done; of several such things the last says it all."""
    if act.actor_id == booking.user_id:
        return
    by_admin = NotificationKind.BY_ADMIN
    await notifications.drop_waiting(session, booking.id, by_admin)
    await outbox.tell_booker(session, booking, by_admin, action, now=act.now)


async def _tell_of_status(
    session: AsyncSession, act: Act, booking: Booking, status: BookingStatus
) -> None:
    await notifications.drop_waiting(session, booking.id, *ABOUT_THE_FUTURE)
    if status in TOLD_TO_BOOKER:
        await outbox.tell_booker(session, booking, TOLD_TO_BOOKER[status], now=act.now)
    undone_until = act.now + UNDO_WINDOW if status is BookingStatus.REJECTED else None
    await outbox.update_card(session, booking, status, now=act.now, undone_until=undone_until)
    if status is BookingStatus.APPROVED:
        await outbox.remind(session, booking, act.reminder_leads, now=act.now)


async def hold(
    session: AsyncSession,
    act: Act,
    booking: Booking,
    shares: Sequence[Share],
    action: BookingAction,
    status: BookingStatus,
) -> BookingView:
    """Let a booking hold these shares in place of what it held, and be of that status.

    Raises SlotTaken; then the transaction has to end, and with it everything is as it was.
    """
    period, old = shares[0].period, booking.status
    decide_by = None
    needs_approval = any(share.resource.requires_approval for share in shares)
    if status is BookingStatus.PENDING:
        decide_by = deadline([share.resource for share in shares], period, now=act.now)
    is_asked = needs_approval and APPROVAL not in act.overrides
    if status is BookingStatus.PENDING or not is_asked:  # nobody has decided on this
        booking.decided_by = booking.decided_at = booking.decision_reason = None
    try:
        await allocations.take_in_hand(session, booking.id)
        await make_room(session, shares)
        booking.starts_at, booking.ends_at = period.starts_at, period.ends_at
        booking.status, booking.decide_by = status, decide_by
        booking.revision += 1
        await session.flush()
        in_order = sorted(shares, key=lambda share: not share.is_kept)
        places = [place for share in in_order for place in share.places]
        await allocations.put_down(session, booking.id, places)
    except SlotOverlap as overlap:
        raise refusals.SlotTaken from overlap
    wanted = [share.wanted for share in shares]
    return await _changed(session, act, booking, action, old, wanted)


async def cut_short(
    session: AsyncSession, act: Act, booking: Booking, old: BookingView, ends_at: datetime
) -> BookingView:
    """Free the rest of a booking; that needs no room, so nothing stands against it."""
    booking.ends_at = ends_at
    booking.revision += 1
    await session.flush()
    action = BookingAction.ENDED_EARLY
    return await _changed(session, act, booking, action, booking.status, old.wanted)


async def _changed(
    session: AsyncSession,
    act: Act,
    booking: Booking,
    action: BookingAction,
    old: BookingStatus,
    wanted: Sequence[Wanted],
) -> BookingView:
    """What was to be told of the booking as it was is replaced, its card by a new one."""
    line = _line(act, action, old, booking.status, holds=holds_of(booking, wanted))
    line.booking_id, line.reason = booking.id, act.reason
    session.add(line)
    await notifications.drop_waiting(session, booking.id, *ABOUT_THE_FUTURE)
    await outbox.update_card(session, booking, action, now=act.now)
    if booking.status is BookingStatus.PENDING:
        await outbox.ask_approvers(session, booking, now=act.now)
    else:
        await outbox.remind(session, booking, act.reminder_leads, now=act.now)
    return await read_view(session, booking.id)


def first_line(act: Act, booking: Booking, wanted: Sequence[Wanted]) -> BookingEvent:
    """How the ledger of a new booking begins."""
    holds = holds_of(booking, wanted)
    return _line(act, BookingAction.BOOKED, None, booking.status, holds=holds)


def _line(
    act: Act,
    action: BookingAction,
    old: BookingStatus | None,
    new: BookingStatus,
    *,
    holds: dict[str, Any] | None = None,
) -> BookingEvent:
    return BookingEvent(
        actor_id=act.actor_id,
        at=act.now,
        action=action,
        from_status=old,
        to_status=new,
        overrides=act.overrides,
        holds=holds,
    )


def holds_of(booking: Booking, wanted: Sequence[Wanted]) -> dict[str, Any]:
    """What a booking holds, as its ledger has it (`db.models.BookingEvent.holds`)."""
    return {
        "starts_at": int(booking.starts_at.timestamp()),
        "ends_at": int(booking.ends_at.timestamp()),
        "units": [[one.resource_id, one.units] for one in wanted],
    }


def held_by(holds: dict[str, Any]) -> tuple[Period, tuple[Wanted, ...]]:
    """The same, read."""
    starts_at, ends_at = (
        datetime.fromtimestamp(holds[key], UTC) for key in ("starts_at", "ends_at")
    )
    wanted = tuple(Wanted(resource_id=one, units=units) for one, units in holds["units"])
    return Period(starts_at=starts_at, ends_at=ends_at), wanted


def deadline(
    resources: Sequence[ResourceView], period: Period, *, now: datetime
) -> datetime | None:
    """When a pending booking expires; None where nothing needs approval."""
    minutes = [one.approval_minutes for one in resources if one.requires_approval]
    if not minutes:
        return None
    return min(now + timedelta(minutes=min(minutes)), period.starts_at)


async def _raise_overtaken(session: AsyncSession, booking: Booking) -> None:
    seen = booking.status
    view = await read_view(session, booking.id)
    if view.status is seen:
        raise refusals.RequestChanged
    await raise_already_decided(session, booking.id)


async def raise_already_decided(session: AsyncSession, booking_id: int) -> None:
    """Say how it stands, and name the approver where one has brought it there."""
    view = await read_view(session, booking_id)
    is_decision = view.status in DECISIONS
    raise refusals.AlreadyDecided(view.status, view.decided_by_name if is_decision else None)


async def read_view(session: AsyncSession, booking_id: int) -> BookingView:
    """The booking as it is now; BookingMissing when there is none."""
    await session.flush()
    booking = await bookings.find(session, booking_id)
    if booking is None:
        raise refusals.BookingMissing
    return booking_view(booking)
