"""Cancelling: who may, when, and what follows."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.schemas.bookings import CANCEL_GRACE
from bot.services import booking, refusals
from db.engine import Database
from db.enums import BookingStatus, NotificationState
from db.models import Allocation, BookingEvent, Notification
from tests.builders import add_actor, add_resource, book, counts, request
from tests.clocks import FrozenClock


async def test_a_cancelled_booking_frees_its_slot(db: Database, clock: FrozenClock) -> None:
    actor = await add_actor(db)
    room = await add_resource(db)
    at = clock.now() + timedelta(days=2)
    made = await book(db, actor, request(room, at), now=clock.now())

    cancelled = await booking.cancel(db, actor, made.id, now=clock.now())

    assert cancelled.status is BookingStatus.CANCELLED
    async with db.reading() as session:
        assert (await session.scalars(select(Allocation.active))).all() == [False]
    await book(db, actor, request(room, at), now=clock.now())


async def test_its_reminders_are_obsolete_at_once(db: Database, clock: FrozenClock) -> None:
    actor = await add_actor(db)
    room = await add_resource(db)
    made = await book(db, actor, request(room, clock.now() + timedelta(days=2)), now=clock.now())
    await booking.cancel(db, actor, made.id, now=clock.now())
    async with db.reading() as session:
        states = (await session.scalars(select(Notification.state))).all()
    assert states == [NotificationState.OBSOLETE] * 3


async def test_the_ledger_says_who_cancelled(db: Database, clock: FrozenClock) -> None:
    actor = await add_actor(db)
    room = await add_resource(db)
    made = await book(db, actor, request(room, clock.now() + timedelta(days=2)), now=clock.now())
    later = clock.advance(hours=1)
    await booking.cancel(db, actor, made.id, now=later)
    async with db.reading() as session:
        event = (await session.scalars(select(BookingEvent).order_by(BookingEvent.id))).all()[-1]
    assert (event.actor_id, event.at, event.from_status, event.to_status) == (
        actor.user_id,
        later,
        BookingStatus.APPROVED,
        BookingStatus.CANCELLED,
    )


async def test_somebody_elses_booking_is_not_there(db: Database, clock: FrozenClock) -> None:
    owner, other = await add_actor(db, 1), await add_actor(db, 2)
    room = await add_resource(db)
    made = await book(db, owner, request(room, clock.now() + timedelta(days=2)), now=clock.now())
    before = await counts(db)
    with pytest.raises(refusals.BookingMissing):
        await booking.cancel(db, other, made.id, now=clock.now())
    assert await counts(db) == before
    assert (await booking.get_own(db, owner, made.id)).status is BookingStatus.APPROVED


async def test_a_booking_that_is_under_way_stays(db: Database, clock: FrozenClock) -> None:
    actor = await add_actor(db)
    room = await add_resource(db)
    at = clock.now() + timedelta(days=2)
    made = await book(db, actor, request(room, at), now=clock.now())
    with pytest.raises(refusals.AlreadyStarted):
        await booking.cancel(db, actor, made.id, now=at + CANCEL_GRACE)
    assert (await booking.get_own(db, actor, made.id)).status is BookingStatus.APPROVED


async def test_cancelling_twice_is_refused_with_the_status(
    db: Database, clock: FrozenClock
) -> None:
    actor = await add_actor(db)
    room = await add_resource(db)
    made = await book(db, actor, request(room, clock.now() + timedelta(days=2)), now=clock.now())
    await booking.cancel(db, actor, made.id, now=clock.now())
    with pytest.raises(refusals.NotActive) as refusal:
        await booking.cancel(db, actor, made.id, now=clock.now())
    assert refusal.value.status is BookingStatus.CANCELLED


async def test_who_took_the_running_step_by_mistake_can_undo_it(
    db: Database, clock: FrozenClock
) -> None:
    actor = await add_actor(db)
    room = await add_resource(db)
    began = clock.now()
    now = clock.advance(minutes=25)
    made = await book(db, actor, request(room, began), now=now)
    cancelled = await booking.cancel(db, actor, made.id, now=clock.advance(minutes=14))
    assert cancelled.status is BookingStatus.CANCELLED
