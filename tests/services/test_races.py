"""Many at once, one slot: one booking, and orderly refusals for all the others."""

import asyncio
from datetime import timedelta

from bot.services.refusals import Refusal, SlotTaken
from db.engine import Database
from db.models import Allocation, Booking
from tests.builders import add_actor, add_resource, book, count_rows, request
from tests.clocks import FrozenClock

TASKS = 50


async def test_fifty_tasks_on_one_slot_leave_one_booking_and_49_refusals(
    db: Database, clock: FrozenClock
) -> None:
    actors = [await add_actor(db, telegram_id) for telegram_id in range(1, TASKS + 1)]
    room = await add_resource(db)
    slot = clock.now() + timedelta(days=1)

    outcomes = await asyncio.gather(
        *(book(db, actor, request(room, slot), now=clock.now()) for actor in actors),
        return_exceptions=True,
    )

    refused = [outcome for outcome in outcomes if isinstance(outcome, SlotTaken)]
    assert len(refused) == TASKS - 1
    assert await count_rows(db, Booking) == 1
    assert await count_rows(db, Allocation) == 1


async def test_tasks_on_overlapping_periods_never_overlap(db: Database, clock: FrozenClock) -> None:
    actor = await add_actor(db)
    laptops = await add_resource(db, "Laptop", kind="equipment", quantity=2)
    morning = clock.now() + timedelta(days=1)
    asked = [
        request(
            laptops, morning + timedelta(minutes=30 * (index % 7)), minutes=30 * (index % 4 + 1)
        )
        for index in range(TASKS)
    ]

    outcomes = await asyncio.gather(
        *(book(db, actor, one, now=clock.now()) for one in asked), return_exceptions=True
    )

    booked = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
    assert all(
        isinstance(outcome, Refusal) for outcome in outcomes if isinstance(outcome, BaseException)
    )
    for step in range(24):
        at = morning + timedelta(minutes=10 * step)
        assert sum(one.period.starts_at <= at < one.period.ends_at for one in booked) <= 2
    assert len(booked) >= 2
