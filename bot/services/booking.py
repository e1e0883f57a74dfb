"""Book, cancel, and look at bookings."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.actor import Actor
from bot.schemas.bookings import BookingPage, BookingRequest, BookingTab, BookingView
from bot.schemas.pages import page_within
from bot.schemas.periods import Period
from bot.services import lifecycle, outbox, refusals
from bot.services.bookers import check_room_for_more, read_booker
from bot.services.calendar.availability import Calendar
from bot.services.calendar.overrides import APPROVAL, Aside, check_may_override
from bot.services.calendar.rules import check_booker, check_rules
from bot.services.lifecycle import Act
from bot.services.reasons import check_reason
from bot.services.retries import retried
from bot.services.rights import check_admin
from bot.services.shares import Claim, Share, find_shares, make_room
from bot.services.views import booking_view, new_booking_view
from db.engine import Database
from db.enums import BookingAction, BookingStatus
from db.errors import Contention, DuplicateKey, SlotOverlap, translated
from db.models import Allocation, Booking
from db.models.bookings import PURPOSE_MAX
from db.repositories import bookings
from db.repositories.allocations import columns

PAGE_SIZE = 6


@retried
async def book(
    db: Database,
    actor: Actor,
    request: BookingRequest,
    *,
    now: datetime,
    reminder_leads: Sequence[timedelta],
) -> BookingView:
    """Book in one transaction: lock, check, insert. The same draft again gives the same booking.

    An admin may ask for somebody else, who is told and whose rules are checked, and may set rules
    aside. Raises NotAdmin, PersonMissing, PersonBlocked, Blocked, PersonQuota, ResourceMissing,
    PurposeTooLong, SlotTaken or the refusal of the rule that was broken (NotAll with one for each,
    where several resources are wanted); then nothing has changed.
    """
    check_purpose(request.purpose)
    booked_id = await _glance(db, actor, request, now=now) if db.locks_rows else None
    if booked_id is not None:
        return await get_made(db, actor, booked_id)
    try:
        async with db.writing() as session:
            return await _book(session, actor, request, now=now, reminder_leads=reminder_leads)
    except (refusals.Refusal, DuplicateKey):
        booked = await find_by_draft(db, actor, request.draft)
        if booked is None:
            raise
        return booked


async def _glance(
    db: Database, actor: Actor, request: BookingRequest, *, now: datetime
) -> int | None:
    """Look without a lock: who is refused anyway need not wait for the others, nor they for them.

    On a hot resource most are. Gives the booking that the draft has become, where that is why.
    """
    async with db.glancing() as session:
        try:
            await _look(session, actor, request, now=now)
        except refusals.Refusal:
            key = _request_key(actor, request.draft)
            booked_id = await bookings.find_id_by_request_key(session, key)
            if booked_id is None:
                raise
            return booked_id
    return None


async def _look(
    session: AsyncSession, actor: Actor, request: BookingRequest, *, now: datetime
) -> None:
    """Raise what `book` would refuse with. What is moved counts already."""
    aside = Aside(request.overrides)
    booker = await _read_booker(session, actor, request)
    if request.replaces is None:
        await check_room_for_more(session, booker, now=now, aside=aside)
    await _find_shares(session, booker, request, aside, now=now, is_locked=True)


async def _book(
    session: AsyncSession,
    actor: Actor,
    request: BookingRequest,
    *,
    now: datetime,
    reminder_leads: Sequence[timedelta],
) -> BookingView:
    aside = Aside(request.overrides)
    booker = await _read_booker(session, actor, request, locks=True)
    await check_room_for_more(session, booker, now=now, aside=aside)
    shares = await _find_shares(session, booker, request, aside, now=now)
    await make_room(session, shares)
    key = _request_key(actor, request.draft)
    booking = _new_booking(booker, key, request, shares, aside, now=now)
    act = Act(actor.user_id, now, overrides=aside.used)
    booking.events = [lifecycle.first_line(act, booking, request.wanted)]
    await _insert(session, booking)
    if booking.status is BookingStatus.PENDING:
        await outbox.ask_approvers(session, booking, now=now)
    else:
        await outbox.remind(session, booking, reminder_leads, now=now)
    await lifecycle.tell_by_admin(session, act, booking, BookingAction.BOOKED)
    held = [(share.resource, len(share.deal.units)) for share in shares]
    return new_booking_view(booking, booker, held)


async def find_refusal(
    db: Database, actor: Actor, request: BookingRequest, *, now: datetime
) -> refusals.Refusal | None:
    """What `book` would refuse with by now; nothing is locked, so somebody may still be faster."""
    async with db.reading() as session:
        try:
            await _look(session, actor, request, now=now)
        except refusals.Refusal as refusal:
            return refusal
    return None


async def _read_booker(
    session: AsyncSession, actor: Actor, request: BookingRequest, *, locks: bool = False
) -> Actor:
    check_may_override(actor, request.overrides)
    return await read_booker(session, actor, request.for_user, locks=locks)


async def _find_shares(
    session: AsyncSession,
    booker: Actor,
    request: BookingRequest,
    aside: Aside,
    *,
    now: datetime,
    is_locked: bool = False,
) -> list[Share]:
    def check(calendar: Calendar, own: Sequence[Period]) -> None:
        resource, period = calendar.resource, request.period
        check_rules(resource, period, closures=calendar.closures, now=now, aside=aside)
        check_booker(resource, booker, period, own, now=now, aside=aside)

    claim = Claim(booker.user_id, request.wanted, request.period, now, booking_id=request.replaces)
    return await find_shares(session, claim, check, is_locked=is_locked)


def check_purpose(purpose: str | None) -> None:
    if purpose is not None and len(purpose) > PURPOSE_MAX:
        raise refusals.PurposeTooLong(PURPOSE_MAX, len(purpose))


def _request_key(actor: Actor, draft: str) -> str:
    """Drafts are named by whoever sends them, so each person has a name space of their own."""
    return f"{actor.user_id}:{draft}"


def _new_booking(
    booker: Actor,
    request_key: str,
    request: BookingRequest,
    shares: Sequence[Share],
    aside: Aside,
    *,
    now: datetime,
) -> Booking:
    decide_by = lifecycle.deadline([share.resource for share in shares], request.period, now=now)
    if decide_by is not None and aside.takes(APPROVAL):
        decide_by = None
    status = BookingStatus.APPROVED if decide_by is None else BookingStatus.PENDING
    booking = Booking(
        user_id=booker.user_id,
        starts_at=request.period.starts_at,
        ends_at=request.period.ends_at,
        status=status,
        revision=1,
        decide_by=decide_by,
        purpose=request.purpose,
        request_key=request_key,
    )
    booking.allocations = [
        Allocation(active=True, **columns(place)) for share in shares for place in share.places
    ]
    return booking


async def _insert(session: AsyncSession, booking: Booking) -> None:
    """Raises SlotTaken or DuplicateKey."""
    session.add(booking)
    try:
        with translated():
            await session.flush()
    except SlotOverlap as overlap:
        raise refusals.SlotTaken from overlap


@retried
async def cancel(db: Database, actor: Actor, booking_id: int, *, now: datetime) -> BookingView:
    """Cancel one's own booking before it starts, or shortly after.

    Raises BookingMissing, AlreadyStarted or NotActive.
    """
    async with db.writing() as session:
        seen = booking_view(await read_own(session, actor, booking_id))
        booking = await lock_unchanged(session, seen)
        check_cancellable(seen, now=now)
        act = Act(actor.user_id, now)
        return await lifecycle.change_status(session, act, booking, BookingStatus.CANCELLED)


@retried
async def cancel_any(
    db: Database, actor: Actor, booking_id: int, *, reason: str | None = None, now: datetime
) -> BookingView:
    """Cancel anybody's booking that has not ended, as an admin; whose it is, is told why.

    Raises NotAdmin, BookingMissing, NotActive, AlreadyOver or ReasonTooLong.
    """
    check_reason(reason)
    async with db.writing() as session:
        seen = booking_view(await read_any(session, actor, booking_id))
        booking = await lock_unchanged(session, seen)
        check_not_over(seen, now=now)
        return await lifecycle.cancel_for(session, Act(actor.user_id, now), booking, reason)


def check_not_over(booking: BookingView, *, now: datetime) -> None:
    if not booking.status.is_active:
        raise refusals.NotActive(booking.status)
    if booking.period.ends_at <= now:
        raise refusals.AlreadyOver


async def lock_unchanged(session: AsyncSession, seen: BookingView) -> Booking:
    """Lock a booking that was read before; Contention when it was changed while we waited."""
    booking = await bookings.lock(session, seen.id)
    if (booking.status, booking.revision) != (seen.status, seen.revision):
        raise Contention
    return booking


def check_cancellable(booking: BookingView, *, now: datetime) -> None:
    if not booking.status.is_active:
        raise refusals.NotActive(booking.status)
    if not booking.can_be_cancelled(now=now):
        raise refusals.AlreadyStarted


async def get_any(db: Database, actor: Actor, booking_id: int) -> BookingView:
    """Anybody's booking, for an admin. Raises NotAdmin or BookingMissing."""
    async with db.reading() as session:
        return booking_view(await read_any(session, actor, booking_id))


async def get_own(db: Database, actor: Actor, booking_id: int) -> BookingView:
    """One of the actor's bookings; BookingMissing otherwise."""
    async with db.reading() as session:
        return booking_view(await read_own(session, actor, booking_id))


async def get_made(db: Database, actor: Actor, booking_id: int) -> BookingView:
    """One's own booking, or anybody's for an admin; BookingMissing otherwise."""
    return await (get_any if actor.is_admin else get_own)(db, actor, booking_id)


async def find_by_draft(db: Database, actor: Actor, draft: str) -> BookingView | None:
    """What a draft of the actor's has become, if it was booked; whosever it is."""
    async with db.glancing() as session:
        booking_id = await bookings.find_id_by_request_key(session, _request_key(actor, draft))
    return None if booking_id is None else await get_made(db, actor, booking_id)


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


async def read_own(session: AsyncSession, actor: Actor, booking_id: int) -> Booking:
    """One of the actor's bookings with all that is shown of it; BookingMissing otherwise."""
    booking = await bookings.find(session, booking_id)
    if booking is None or booking.user_id != actor.user_id:
        raise refusals.BookingMissing
    return booking


async def read_any(session: AsyncSession, actor: Actor, booking_id: int) -> Booking:
    """The same of anybody's, for an admin. Raises NotAdmin or BookingMissing."""
    check_admin(actor)
    booking = await bookings.find(session, booking_id)
    if booking is None:
        raise refusals.BookingMissing
    return booking
