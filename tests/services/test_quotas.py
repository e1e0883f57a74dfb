"""Who may book, and how much: tags, open bookings, hours in a week."""

from datetime import datetime, timedelta

import pytest

from bot.schemas.actor import Actor
from bot.services import booking, refusals
from db.engine import Database
from db.enums import Role
from tests.builders import add_actor, add_resource, book, counts, request
from tests.clocks import FrozenClock


@pytest.fixture
def tomorrow(clock: FrozenClock) -> datetime:
    return clock.now() + timedelta(days=1)


async def test_a_resource_may_be_for_people_with_a_tag(
    db: Database, actor: Actor, clock: FrozenClock, tomorrow: datetime
) -> None:
    lab = await add_resource(db, bookers=frozenset({"lab-2", "staff"}))
    with pytest.raises(refusals.NotForYou) as raised:
        await book(db, actor, request(lab, tomorrow), now=clock.now())
    assert raised.value.figures == {"tags": "lab-2, staff", "own": ""}
    member = await add_actor(db, 2, tags=frozenset({"staff"}))
    await book(db, member, request(lab, tomorrow), now=clock.now())


async def test_who_is_blocked_books_nothing(
    db: Database, clock: FrozenClock, tomorrow: datetime
) -> None:
    blocked = await add_actor(db, 2, role=Role.BLOCKED)
    with pytest.raises(refusals.Blocked):
        await book(db, blocked, request(await add_resource(db), tomorrow), now=clock.now())


async def test_open_bookings_of_a_resource_are_limited_for_each_person(
    db: Database, actor: Actor, clock: FrozenClock, tomorrow: datetime
) -> None:
    room = await add_resource(db, max_open_bookings=2)
    days = [request(room, tomorrow + timedelta(days=day)) for day in range(4)]
    first = await book(db, actor, days[0], now=clock.now())
    await book(db, actor, days[1], now=clock.now())
    before = await counts(db)
    with pytest.raises(refusals.TooManyOpen) as raised:
        await book(db, actor, days[2], now=clock.now())
    assert raised.value.figures == {"most": 2, "open": 2}
    assert await counts(db) == before
    await book(db, await add_actor(db, 2), days[2], now=clock.now())
    await booking.cancel(db, actor, first.id, now=clock.now())
    await book(db, actor, days[3], now=clock.now())


async def test_what_is_over_is_not_open(
    db: Database, actor: Actor, clock: FrozenClock, tomorrow: datetime
) -> None:
    room = await add_resource(db, max_open_bookings=1)
    await book(db, actor, request(room, tomorrow), now=clock.now())
    clock.at = tomorrow + timedelta(hours=1)
    await book(db, actor, request(room, tomorrow + timedelta(hours=2)), now=clock.now())


async def test_hours_in_a_week_are_limited_for_each_person(
    db: Database, actor: Actor, clock: FrozenClock, tomorrow: datetime
) -> None:
    room = await add_resource(db, max_week_minutes=180)
    await book(db, actor, request(room, tomorrow, minutes=120), now=clock.now())
    with pytest.raises(refusals.WeekFull) as raised:
        late = request(room, tomorrow + timedelta(days=1), minutes=90)
        await book(db, actor, late, now=clock.now())
    assert raised.value.figures == {"max_minutes": 180, "used_minutes": 120, "asked_minutes": 90}
    next_week = request(room, tomorrow + timedelta(days=7), minutes=180)
    await book(db, actor, next_week, now=clock.now())
    await book(db, actor, request(room, tomorrow + timedelta(days=1)), now=clock.now())


async def test_a_week_is_a_week_of_the_resource(
    db: Database, actor: Actor, clock: FrozenClock
) -> None:
    """Sunday 23:00 in Kyiv is Sunday 21:00 UTC; an hour later it is Monday there."""
    room = await add_resource(db, max_week_minutes=60)
    sunday = datetime.fromisoformat("2026-03-08T21:00:00+00:00")
    await book(db, actor, request(room, sunday), now=clock.now())
    await book(db, actor, request(room, sunday + timedelta(hours=1)), now=clock.now())
    with pytest.raises(refusals.WeekFull):
        await book(db, actor, request(room, sunday - timedelta(hours=1)), now=clock.now())
