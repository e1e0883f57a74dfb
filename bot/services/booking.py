"""Book, cancel, and look at bookings."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.actor import Actor
from bot.schemas.bookings import BookingPage, BookingRequest, BookingTab, BookingView
from bot.schemas.pages import page_within
from bot.schemas.periods import Period
from bot.schemas.resources import ResourceView
from bot.services import lifecycle, outbox, refusals
from bot.services.calendars import read_calendar
from bot.services.rules import check_rules
from bot.services.views import booking_view
from db.engine import Database
from db.enums import BookingStatus
from db.errors import SlotOverlap, translated
from db.models import Allocation, Booking
from db.models.bookings import PURPOSE_MAX
from db.repositories import bookings, resources

PAGE_SIZE = 6


async def book(
    db: Database,
    actor: Actor,
    request: BookingRequest,
    *,
    now: datetime,
    reminder_leads: Sequence[timedelta],
) -> BookingView:
    """Book in one transaction: lock, check, insert. The same draft again gives the same booking.

    Raises SlotTaken, ResourceMissing, PurposeTooLong or the refusal of the rule that was broken;
    then nothing has changed.
    """
    check_purpose(request.purpose)
    async with db.writing() as session:
        repeated = await bookings.find_by_request_key(session, _request_key(actor, request.draft))
        if repeated is not None:
            return booking_view(repeated)
        resource = await _lock_resource(session, request.resource_id)
        unit = await _find_unit(session, resource, request, now=now)
        booking = _new_booking(actor, resource, request, now=now)
        session.add(booking)
        await session.flush()
        await _allocate(session, booking, resource, unit)
        bookings.record_event(
            session, booking.id, None, booking.status, actor_id=actor.user_id, at=now
        )
        if booking.status is BookingStatus.PENDING:
            outbox.ask_approvers(session, booking, now=now)
        else:
            outbox.remind(session, booking, reminder_leads, now=now)
        return await lifecycle.read_view(session, booking.id)


def check_purpose(purpose: str | None) -> None:
    if purpose is not None and len(purpose) > PURPOSE_MAX:
        raise refusals.PurposeTooLong(PURPOSE_MAX, len(purpose))


def _request_key(actor: Actor, draft: str) -> str:
    """Drafts are named by whoever sends them, so each person has a name space of their own."""
    return f"{actor.user_id}:{draft}"


async def _lock_resource(session: AsyncSession, resource_id: int) -> ResourceView:
    row = await resources.lock_for_booking(session, resource_id)
    if row is None:
        raise refusals.ResourceMissing
    return ResourceView.model_validate(row)


async def _find_unit(
    session: AsyncSession, resource: ResourceView, request: BookingRequest, *, now: datetime
) -> int:
    """A unit that is free for the whole period, the rules being kept."""
    period = request.period
    calendar = await read_calendar(session, resource, period.starts_at, period.ends_at, now=now)
    check_rules(resource, period, closures=calendar.closures, now=now)
    unit = next(calendar.busy.free_units(period.padded(resource.buffer)), None)
    if unit is None:
        raise refusals.SlotTaken
    return unit


def _new_booking(
    actor: Actor, resource: ResourceView, request: BookingRequest, *, now: datetime
) -> Booking:
    return Booking(
        user_id=actor.user_id,
        starts_at=request.period.starts_at,
        ends_at=request.period.ends_at,
        status=BookingStatus.PENDING if resource.requires_approval else BookingStatus.APPROVED,
        decide_by=deadline(resource, request.period, now=now),
        purpose=request.purpose,
        request_key=_request_key(actor, request.draft),
    )


def deadline(resource: ResourceView, period: Period, *, now: datetime) -> datetime | None:
    """When a pending booking expires; None for a resource that needs no approval."""
    if not resource.requires_approval:
        return None
    return min(now + timedelta(minutes=resource.approval_minutes), period.starts_at)


async def _allocate(
    session: AsyncSession, booking: Booking, resource: ResourceView, unit: int
) -> None:
    session.add(
        Allocation(
            booking_id=booking.id,
            resource_id=resource.id,
            unit=unit,
            occupied_from=booking.starts_at - resource.buffer,
            occupied_until=booking.ends_at + resource.buffer,
            active=True,
        )
    )
    try:
        with translated():
            await session.flush()
    except SlotOverlap as overlap:
        raise refusals.SlotTaken from overlap


async def cancel(db: Database, actor: Actor, booking_id: int, *, now: datetime) -> BookingView:
    """Cancel one's own booking before it starts, or shortly after.

    Raises BookingMissing, AlreadyStarted or NotActive.
    """
    async with db.writing() as session:
        booking = await _read_own(session, actor, booking_id)
        check_cancellable(booking_view(booking), now=now)
        return await lifecycle.change(
            session, booking, BookingStatus.CANCELLED, actor_id=actor.user_id, now=now
        )


def check_cancellable(booking: BookingView, *, now: datetime) -> None:
    if not booking.status.is_active:
        raise refusals.NotActive(booking.status)
    if not booking.can_be_cancelled(now=now):
        raise refusals.AlreadyStarted


async def get_own(db: Database, actor: Actor, booking_id: int) -> BookingView:
    """One of the actor's bookings; BookingMissing otherwise."""
    async with db.reading() as session:
        return booking_view(await _read_own(session, actor, booking_id))


async def find_by_draft(db: Database, actor: Actor, draft: str) -> BookingView | None:
    """What a draft of the actor's has become, if it was booked."""
    async with db.reading() as session:
        booking = await bookings.find_by_request_key(session, _request_key(actor, draft))
        return None if booking is None else booking_view(booking)


async def list_own(
    db: Database, actor: Actor, tab: BookingTab, *, page: int, now: datetime
) -> BookingPage:
    """A page of the actor's bookings; a page past the end is the last one."""
    upcoming = tab is BookingTab.UPCOMING
    async with db.reading() as session:
        count = await bookings.count_of_user(session, actor.user_id, upcoming=upcoming, now=now)
        page, pages = page_within(page, count, PAGE_SIZE)
        rows = await bookings.list_of_user(
            session,
            actor.user_id,
            upcoming=upcoming,
            now=now,
            offset=page * PAGE_SIZE,
            limit=PAGE_SIZE,
        )
        views = tuple(booking_view(row) for row in rows)
    return BookingPage(bookings=views, tab=tab, page=page, pages=pages)


async def _read_own(session: AsyncSession, actor: Actor, booking_id: int) -> Booking:
    booking = await bookings.find(session, booking_id)
    if booking is None or booking.user_id != actor.user_id:
        raise refusals.BookingMissing
    return booking
