"""Booking: what is written, what is refused, and that a refusal changes nothing."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.schemas.periods import Period
from bot.services import refusals
from db.engine import Database
from db.enums import BookingStatus, NotificationKind
from db.models import Booking, BookingEvent, Notification
from tests.builders import add_actor, add_resource, book, count_rows, counts, request
from tests.clocks import FrozenClock


@pytest.fixture
def tomorrow(clock: FrozenClock) -> datetime:
    return clock.now() + timedelta(days=1, hours=1)


async def test_a_free_slot_is_booked_at_once(
    db: Database, clock: FrozenClock, tomorrow: datetime
) -> None:
    actor = await add_actor(db)
    room = await add_resource(db, location="2nd floor")

    view = await book(db, actor, request(room, tomorrow, purpose="standup"), now=clock.now())

    assert view.status is BookingStatus.APPROVED
    assert view.period == Period.of(tomorrow, 60)
    assert (view.main.name, view.main.location) == ("Blue room", "2nd floor")
    assert view.purpose == "standup"
    assert await counts(db) == {
        "bookings": 1,
        "booking_resources": 1,
        "booking_events": 1,
        "notifications": 3,
    }


async def test_what_needs_approval_is_pending_and_asks_the_approvers(
    db: Database, clock: FrozenClock, tomorrow: datetime
) -> None:
    actor = await add_actor(db)
    room = await add_resource(db, requires_approval=True, approval_minutes=120)

    view = await book(db, actor, request(room, tomorrow), now=clock.now())

    assert view.status is BookingStatus.PENDING
    assert view.decide_by == clock.now() + timedelta(minutes=120)
    async with db.reading() as session:
        rows = (await session.scalars(select(Notification))).all()
    assert [(row.kind, row.user_id) for row in rows] == [(NotificationKind.APPROVAL_CARD, None)]


async def test_the_deadline_is_never_after_the_start(
    db: Database, clock: FrozenClock, tomorrow: datetime
) -> None:
    actor = await add_actor(db)
    room = await add_resource(db, requires_approval=True, approval_minutes=7 * 24 * 60)
    view = await book(db, actor, request(room, tomorrow), now=clock.now())
    assert view.decide_by == tomorrow


@pytest.mark.parametrize("shift", [-59, -30, 0, 30, 59])
async def test_an_overlap_is_refused_and_changes_nothing(
    db: Database, clock: FrozenClock, tomorrow: datetime, shift: int
) -> None:
    actor = await add_actor(db)
    room = await add_resource(db, grid_minutes=1, min_minutes=1)
    await book(db, actor, request(room, tomorrow), now=clock.now())
    before = await counts(db)

    with pytest.raises(refusals.SlotTaken):
        await book(db, actor, request(room, tomorrow + timedelta(minutes=shift)), now=clock.now())

    assert await counts(db) == before


@pytest.mark.parametrize("shift", [-60, 60])
async def test_back_to_back_bookings_do_not_touch(
    db: Database, clock: FrozenClock, tomorrow: datetime, shift: int
) -> None:
    actor = await add_actor(db)
    room = await add_resource(db)
    await book(db, actor, request(room, tomorrow), now=clock.now())
    await book(db, actor, request(room, tomorrow + timedelta(minutes=shift)), now=clock.now())
    assert await count_rows(db, Booking) == 2


@pytest.mark.parametrize("buffer", [15, 30, 45, 120])
async def test_the_buffer_keeps_neighbours_apart(
    db: Database, clock: FrozenClock, tomorrow: datetime, buffer: int
) -> None:
    """A wide one, too: one beyond what is read at first, with others before and after it."""
    actor = await add_actor(db)
    room = await add_resource(db, buffer_minutes=buffer)
    await book(db, actor, request(room, tomorrow), now=clock.now())
    nearest = tomorrow + timedelta(minutes=60 + 2 * buffer)
    with pytest.raises(refusals.SlotTaken):
        await book(db, actor, request(room, nearest - timedelta(minutes=30)), now=clock.now())
    await book(db, actor, request(room, nearest + timedelta(minutes=60)), now=clock.now())
    with pytest.raises(refusals.SlotTaken):
        await book(db, actor, request(room, nearest), now=clock.now())


async def test_a_pool_is_booked_once_per_unit(
    db: Database, clock: FrozenClock, tomorrow: datetime
) -> None:
    actor = await add_actor(db)
    laptops = await add_resource(db, "Laptop", kind="equipment", quantity=3)
    for _ in range(3):
        await book(db, actor, request(laptops, tomorrow), now=clock.now())
    with pytest.raises(refusals.SlotTaken):
        await book(db, actor, request(laptops, tomorrow), now=clock.now())
    assert await count_rows(db, Booking) == 3


async def test_the_same_draft_books_once(
    db: Database, clock: FrozenClock, tomorrow: datetime
) -> None:
    actor = await add_actor(db)
    room = await add_resource(db)
    asked = request(room, tomorrow)

    first, second = await asyncio.gather(
        book(db, actor, asked, now=clock.now()), book(db, actor, asked, now=clock.now())
    )

    assert first == second
    assert (await counts(db))["bookings"] == 1


async def test_a_draft_that_was_booked_before_gives_that_booking(
    db: Database, clock: FrozenClock, tomorrow: datetime
) -> None:
    """Its own slot is taken by then: by itself."""
    actor = await add_actor(db)
    asked = request(await add_resource(db), tomorrow)
    first = await book(db, actor, asked, now=clock.now())
    assert await book(db, actor, asked, now=clock.now()) == first
    assert (await counts(db))["bookings"] == 1


async def test_a_draft_of_the_same_name_of_somebody_else_is_another_one(
    db: Database, clock: FrozenClock, tomorrow: datetime
) -> None:
    room = await add_resource(db)
    mine, theirs = await add_actor(db, 1), await add_actor(db, 2)
    asked = request(room, tomorrow, draft="same")
    await book(db, mine, asked, now=clock.now())
    with pytest.raises(refusals.SlotTaken):
        await book(db, theirs, asked, now=clock.now())


async def test_reminders_are_written_only_where_there_is_still_time(
    db: Database, clock: FrozenClock
) -> None:
    actor = await add_actor(db)
    room = await add_resource(db)
    await book(db, actor, request(room, clock.now() + timedelta(hours=2)), now=clock.now())
    async with db.reading() as session:
        rows = await session.execute(select(Notification.kind, Notification.due_at))
    assert rows.all() == [
        (NotificationKind.REMINDER, clock.now() + timedelta(minutes=90)),
        (NotificationKind.ENDING, clock.now() + timedelta(minutes=170)),
    ]


async def test_the_ledger_says_who_booked(
    db: Database, clock: FrozenClock, tomorrow: datetime
) -> None:
    actor = await add_actor(db)
    room = await add_resource(db)
    await book(db, actor, request(room, tomorrow), now=clock.now())
    async with db.reading() as session:
        event = (await session.scalars(select(BookingEvent))).one()
    assert (event.actor_id, event.at) == (actor.user_id, clock.now())
    assert (event.from_status, event.to_status) == (None, BookingStatus.APPROVED)


async def test_a_purpose_that_is_too_long_is_refused_with_its_figures(
    db: Database, clock: FrozenClock, tomorrow: datetime
) -> None:
    actor = await add_actor(db)
    room = await add_resource(db)
    with pytest.raises(refusals.PurposeTooLong) as refusal:
        await book(db, actor, request(room, tomorrow, purpose="x" * 201), now=clock.now())
    assert refusal.value.figures == {"most": 200, "asked": 201}
    assert await count_rows(db, Booking) == 0


async def test_a_missing_resource_is_refused(
    db: Database, clock: FrozenClock, tomorrow: datetime
) -> None:
    actor = await add_actor(db)
    with pytest.raises(refusals.ResourceMissing):
        await book(db, actor, request(404, tomorrow), now=clock.now())
