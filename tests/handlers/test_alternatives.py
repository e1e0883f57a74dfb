"""Whatever rule stands against a request: which, its figures, and a tap that would work."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from db.enums import ResourceKind
from db.models import OpeningHours, Resource
from sandbox.people.person import Person
from tests.builders import add_resource, book, request
from tests.clocks import FrozenClock
from tests.handlers.world import World

HOUR = timedelta(hours=1)


@pytest.fixture
def at_two(clock: FrozenClock) -> datetime:
    """Tuesday, 3 March, 14:00 in Kyiv."""
    return clock.now() + timedelta(days=1, hours=3)


async def change(world: World, resource_id: int, **rules: Any) -> None:
    async with world.db.writing() as session:
        await session.execute(update(Resource).where(Resource.id == resource_id).values(**rules))


async def open_question(world: World, person: Person) -> None:
    """Shall the blue room be booked on Tuesday from 14:00 to 16:00?"""
    await world.start(person)
    await world.taps(person, "Book", "Blue room", "3", "14:00", "2 h → ")


async def test_who_has_enough_of_a_room_is_offered_another(
    world: World, emma: Person, clock: FrozenClock, at_two: datetime
) -> None:
    blue = await add_resource(world.db, max_open_bookings=1)
    await add_resource(world.db, "Red room", max_open_bookings=1)
    await add_resource(world.db, "Green room")
    await world.start(emma)
    actor = await world.actor(emma)
    for one in (blue, blue + 1):
        asked = request(one, at_two + timedelta(days=2))
        await book(world.db, actor, asked, now=clock.now())
    await open_question(world, emma)
    refused = await world.tap(emma, "✅ Book")
    assert "at a time, and you have 1 already" in refused.text
    assert world.telegram.labels(refused) == [
        "🚪 Green room · 14:00–16:00",
        "‹ Back",
        "✖ Cancel",
    ]
    done = await world.tap(emma, "Green room")
    assert "Booked." in done.text


async def test_back_from_what_no_other_time_would_help_leads_to_the_resources(
    world: World, emma: Person
) -> None:
    blue = await add_resource(world.db)
    await add_resource(world.db, "Laptop", kind=ResourceKind.EQUIPMENT)
    await open_question(world, emma)
    await change(world, blue, bookers=frozenset({"staff"}))
    refused = await world.tap(emma, "✅ Book")
    assert "This is only for: staff. You are in none of these groups." in refused.text
    assert "Go back to choose something else." in refused.text
    assert world.telegram.labels(refused) == ["‹ Back", "✖ Cancel"]
    assert "What would you like to book?" in (await world.tap(emma, "‹ Back")).text


async def test_a_week_that_is_full_is_answered_with_less_and_with_the_next(
    world: World, emma: Person, clock: FrozenClock, at_two: datetime
) -> None:
    blue = await add_resource(world.db, max_week_minutes=150)
    await world.start(emma)
    actor = await world.actor(emma)
    await book(world.db, actor, request(blue, at_two - 4 * HOUR), now=clock.now())
    await open_question(world, emma)
    refused = await world.tap(emma, "✅ Book")
    assert "At most 2 h 30 min within a week; you have 1 h in that week" in refused.text
    labels = world.telegram.labels(refused)
    assert labels[0] == "🕙 Tue, 3 Mar, 14:00–15:30"
    assert "🕙 Tue, 10 Mar, 14:00–16:00" in labels
    done = await world.tap(emma, "14:00–15:30")
    assert "Booked." in done.text
    assert "14:00–15:30" in done.text


async def test_more_units_than_there_are_become_as_many_as_there_are(
    world: World, olena: Person
) -> None:
    await add_resource(world.db, "Laptop", kind=ResourceKind.EQUIPMENT, quantity=3)
    await world.start(olena)
    refused = await world.say(olena, "5 laptop завтра 14:00-15:00")
    assert "Є лише 3 штуки, а потрібно 5." in refused.text
    assert "🕙 вт, 3 бер., 14:00–15:00 · 3 шт." in world.telegram.labels(refused)
    done = await world.tap(olena, "14:00–15:00 · 3")
    assert "3 × Laptop" in done.text


async def test_outside_the_hours_those_of_the_day_are_named(world: World, emma: Person) -> None:
    blue = await add_resource(world.db)
    async with world.db.writing() as session:
        session.add(OpeningHours(resource_id=blue, weekday=1, opens_minute=540, closes_minute=1080))
    await world.start(emma)
    refused = await world.say(emma, "blue room tomorrow 19-20")
    assert "It is open 09:00–18:00 on Tue, 3 Mar; you asked for 19:00–20:00." in refused.text
    done = await world.tap(emma, "3 Mar, 17:00–18:00")
    assert "Booked." in done.text
    refused = await world.say(emma, "blue room wednesday 14:00-15:00")
    assert "It is closed on Wed, 4 Mar; you asked for 14:00–15:00." in refused.text


async def test_what_is_out_of_service_is_answered_with_another_of_its_kind(
    world: World, emma: Person
) -> None:
    blue = await add_resource(world.db)
    await add_resource(world.db, "Green room")
    await open_question(world, emma)
    await change(world, blue, is_active=False)
    refused = await world.tap(emma, "✅ Book")
    assert "can't be booked any more" in refused.text
    assert "Booked." in (await world.tap(emma, "Green room")).text


async def test_a_move_against_a_rule_is_offered_what_would_work_and_moves_there(
    world: World, emma: Person, clock: FrozenClock, at_two: datetime
) -> None:
    blue = await add_resource(world.db)
    await add_resource(world.db, "Green room")
    await world.start(emma)
    actor = await world.actor(emma)
    await book(world.db, actor, request(blue, at_two), now=clock.now())
    await world.taps(emma, "My bookings", "Blue room", "Move it", "5", "14:00", "1 h → ")
    await change(world, blue, bookers=frozenset({"staff"}))
    refused = await world.tap(emma, "Move it")
    assert "This is only for: staff." in refused.text
    moved = await world.tap(emma, "Green room")
    assert moved.text.startswith("✅ Moved.")
    assert "Thu, 5 Mar, 14:00–15:00" in moved.text
