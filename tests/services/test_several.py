"""Pools, and several resources in one booking: best fit, dealing anew, all or nothing."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.schemas.actor import Actor
from bot.schemas.bookings import BookingView
from bot.services import booking, refusals
from bot.services.finding import offers
from db.engine import Database
from db.enums import BookingStatus, NotificationKind
from db.models import Allocation, Notification, Resource
from tests.builders import add_resource, book, counts, request
from tests.clocks import FrozenClock

Take = Callable[..., Awaitable[BookingView]]


@pytest.fixture
async def pool(db: Database) -> int:
    return await add_resource(db, "Laptop", kind="equipment", quantity=2)


@pytest.fixture
def midnight(clock: FrozenClock) -> datetime:
    return clock.now().replace(hour=0) + timedelta(days=1)


@pytest.fixture
def take(db: Database, actor: Actor, pool: int, clock: FrozenClock, midnight: datetime) -> Take:
    """Book of the pool, from one hour of the day to another."""

    async def take(begins: float, ends: float, **fields: int) -> BookingView:
        at, minutes = midnight + timedelta(hours=begins), int((ends - begins) * 60)
        asked = request(pool, at, minutes=minutes, **fields)
        return await book(db, actor, asked, now=clock.now())

    return take


async def units(db: Database, *views: BookingView) -> list[int]:
    async with db.reading() as session:
        query = select(Allocation.booking_id, Allocation.unit).order_by(Allocation.unit)
        rows = (await session.execute(query)).all()
    return [unit for view in views for booking_id, unit in rows if booking_id == view.id]


async def test_a_request_fills_the_tightest_gap(db: Database, take: Take) -> None:
    """From noon the second unit is free for good, the first only until one."""
    await take(9, 10)
    await take(13, 14)
    longer = await take(9, 12)
    between = await take(12, 13)
    assert await units(db, longer, between) == [2, 1]


async def test_several_units_are_taken_at_once_or_not_at_all(db: Database, take: Take) -> None:
    first = await take(9, 10)
    view = await take(10, 11, units=2)
    assert (view.main.units, await units(db, view)) == (2, [1, 2])
    before = await counts(db)
    with pytest.raises(refusals.SlotTaken):
        await take(9, 10, units=2)
    assert await counts(db) == before
    assert await units(db, first, await take(9, 10)) == [1, 2]


async def test_more_units_than_there_are_is_said_with_the_figures(take: Take) -> None:
    with pytest.raises(refusals.TooManyUnits) as raised:
        await take(9, 10, units=3)
    assert raised.value.figures == {"quantity": 2, "asked": 3}


async def test_what_has_not_begun_makes_room_when_no_unit_is_free_throughout(
    db: Database, take: Take, actor: Actor, clock: FrozenClock
) -> None:
    early = await take(9, 10)
    filler = await take(11, 12)
    late = await take(11, 12)
    await booking.cancel(db, actor, filler.id, now=clock.now())
    assert await units(db, early, late) == [1, 2]
    across = await take(9.5, 11.5)
    assert await units(db, early, late, across) == [1, 1, 2]


async def test_two_that_overlap_can_change_places(
    db: Database, take: Take, actor: Actor, clock: FrozenClock
) -> None:
    """Both units are in use while they change: neither could move before the other."""
    await take(9, 10)
    first = await take(11, 13)
    filler = await take(10, 11)
    await take(10, 11)
    second = await take(11.5, 13)
    await booking.cancel(db, actor, filler.id, now=clock.now())
    assert await units(db, first, second) == [1, 2]
    across = await take(10, 11.5)
    assert await units(db, across, first, second) == [1, 2, 1]


async def test_what_has_begun_keeps_its_unit(
    db: Database, take: Take, actor: Actor, clock: FrozenClock, midnight: datetime
) -> None:
    early = await take(9, 10)
    filler = await take(11, 12)
    late = await take(11, 12)
    await booking.cancel(db, actor, filler.id, now=clock.now())
    clock.at = midnight + timedelta(hours=9.5)
    across = await take(9.5, 11.5)
    assert await units(db, early, late, across) == [1, 1, 2]


async def test_a_pool_refuses_when_it_is_full_at_one_instant(db: Database, take: Take) -> None:
    await take(9, 11)
    await take(10.5, 12)
    before = await counts(db)
    with pytest.raises(refusals.SlotTaken):
        await take(10, 13)
    assert await counts(db) == before


async def test_several_resources_are_one_booking(
    db: Database, actor: Actor, pool: int, clock: FrozenClock, midnight: datetime
) -> None:
    room = await add_resource(db)
    at = midnight + timedelta(hours=9)
    view = await book(db, actor, request(pool, at, units=2, extras={room: 1}), now=clock.now())
    assert [(held.name, held.units) for held in view.held] == [("Blue room", 1), ("Laptop", 2)]
    assert await booking.get_own(db, actor, view.id) == view
    assert await counts(db) == {
        "bookings": 1,
        "booking_resources": 3,
        "booking_events": 1,
        "notifications": 2,
    }


async def test_all_or_nothing_and_every_resource_that_failed_is_named(
    db: Database, actor: Actor, pool: int, clock: FrozenClock, midnight: datetime
) -> None:
    at = midnight + timedelta(hours=9)
    free = await add_resource(db, "Green room")
    room = await add_resource(db)
    short = await add_resource(db, "Camera", kind="equipment", max_minutes=30)
    await book(db, actor, request(room, at), now=clock.now())
    before = await counts(db)
    with pytest.raises(refusals.NotAll) as raised:
        asked = request(free, at, extras={room: 1, pool: 1, short: 1})
        await book(db, actor, asked, now=clock.now())
    assert {one.name: type(one.refusal) for one in raised.value.failed} == {
        "Blue room": refusals.SlotTaken,
        "Camera": refusals.TooLong,
    }
    assert await counts(db) == before


async def test_one_that_needs_approval_makes_all_of_it_pending(
    db: Database, actor: Actor, clock: FrozenClock, midnight: datetime
) -> None:
    room = await add_resource(db)
    camera = await add_resource(db, "Camera", requires_approval=True, approval_minutes=90)
    asked = request(room, midnight + timedelta(hours=9), extras={camera: 1})
    view = await book(db, actor, asked, now=clock.now())
    assert view.status is BookingStatus.PENDING
    assert view.decide_by == clock.now() + timedelta(minutes=90)
    async with db.reading() as session:
        kinds = (await session.scalars(select(Notification.kind))).all()
    assert kinds == [NotificationKind.APPROVAL_CARD]


@pytest.mark.parametrize("buffer", [15, 30])
async def test_the_occupied_period_has_the_buffer_on_both_sides(
    db: Database, actor: Actor, clock: FrozenClock, midnight: datetime, buffer: int
) -> None:
    room = await add_resource(db, buffer_minutes=buffer)
    at = midnight + timedelta(hours=9)
    view = await book(db, actor, request(room, at), now=clock.now())
    async with db.reading() as session:
        held = (await session.scalars(select(Allocation))).one()
    assert (view.period.starts_at, view.period.ends_at) == (at, at + timedelta(hours=1))
    margin = timedelta(minutes=buffer)
    assert (held.occupied_from, held.occupied_until) == (
        at - margin,
        at + timedelta(hours=1) + margin,
    )


async def test_what_is_free_counts_all_within_a_buffer_that_has_become_wide(
    db: Database, actor: Actor, clock: FrozenClock, midnight: datetime
) -> None:
    """Two hours, while what was booked without one follows each other closely."""
    grid = {"grid_minutes": 5, "min_minutes": 5}
    cameras = await add_resource(db, "Camera", kind="equipment", quantity=3, **grid)
    ends = midnight + timedelta(hours=9)
    for begins, minutes in ((35, 15), (60, 20), (60, 30)):
        at = ends + timedelta(minutes=begins)
        await book(db, actor, request(cameras, at, minutes=minutes), now=clock.now())
    async with db.writing() as session:
        await session.execute(update(Resource).values(buffer_minutes=120))
    asked = request(cameras, ends - timedelta(hours=1))
    (wanted,) = await offers.get_wanted(db, asked, now=clock.now())
    assert wanted.free == 1
