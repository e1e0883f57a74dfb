"""/free: when first, then what; and what is free right now."""

from datetime import timedelta

import pytest

from sandbox.people.person import Person
from tests.builders import add_resource, book, request
from tests.clocks import FrozenClock
from tests.handlers.world import World


@pytest.fixture
async def office(world: World, emma: Person, olena: Person) -> World:
    """Three rooms for two, six and twelve; one for whoever asks first; and a projector."""
    for name, capacity in (("Booth", 2), ("Blue room", 6), ("Hall", 12)):
        await add_resource(world.db, name, capacity=capacity)
    await add_resource(world.db, "Studio", capacity=6, requires_approval=True)
    await add_resource(world.db, "Projector", kind="equipment")
    await world.start(emma)
    await world.start(olena)
    return world


def labels(world: World, person: Person) -> list[str]:
    return [label for label in world.telegram.labels(person.last()) if label.strip()]


async def test_five_taps_from_a_day_to_a_booking(office: World, emma: Person) -> None:
    await office.say(emma, "/free")
    taps = ["Tomorrow", "14:00", "1 h", "4+"]
    found = await office.taps(emma, *taps)
    assert "Tue, 3 Mar, 14:00–15:00" in found.text
    assert labels(office, emma) == [
        "🚪 Blue room · 6 👤", "🚪 Hall · 12 👤", "🚪 Studio · 6 👤 🔐", "‹ Back",
    ]  # fmt: skip
    done = await office.tap(emma, "Blue room")
    assert done.text.startswith("✅ Booked.")
    assert len(taps) + 1 <= 5


async def test_three_taps_to_what_is_free_right_now(office: World, emma: Person) -> None:
    """It is 11:00 in Kyiv."""
    await office.say(emma, "/free")
    now = await office.tap(emma, "Right now")
    assert now.text.startswith("Free right now")
    assert labels(office, emma) == [
        "🚪 Booth · 2 👤 · until 15:00", "🚪 Blue room · 6 👤 · until 15:00",
        "🚪 Hall · 12 👤 · until 15:00", "‹ Back",
    ]  # fmt: skip
    done = await office.taps(emma, "Booth", "30 min")
    assert done.text.startswith("✅ Booked.")
    assert "11:00–11:30" in done.text


async def test_what_is_taken_soon_is_free_until_then(
    office: World, emma: Person, olena: Person, clock: FrozenClock
) -> None:
    at = clock.now() + timedelta(hours=1)
    await book(office.db, await office.actor(olena), request(1, at), now=clock.now())
    clock.advance(minutes=10)
    await office.say(emma, "/free")
    await office.tap(emma, "Right now")
    assert "🚪 Booth · 2 👤 · until 12:00" in labels(office, emma)
    lengths = await office.tap(emma, "Booth")
    assert [label for label in labels(office, emma) if "→" in label] == [
        "30 min → 11:30", "1 h → 12:00",
    ], lengths  # fmt: skip


async def test_two_taps_on_what_was_found_book_once(office: World, emma: Person) -> None:
    await office.say(emma, "/free")
    await office.taps(emma, "Tomorrow", "14:00", "1 h", "4+")
    emma.tap("Blue room")
    emma.tap("Blue room")
    await office.settle()
    assert emma.last().text.startswith("✅ Booked.")
    mine = await office.say(emma, "/my")
    assert sum("Blue room" in label for label in office.telegram.labels(mine)) == 1


async def test_who_was_slower_is_offered_what_else_there_is(
    office: World, emma: Person, olena: Person, clock: FrozenClock
) -> None:
    await office.say(emma, "/free")
    await office.taps(emma, "Tomorrow", "14:00", "1 h", "4+")
    at = clock.now() + timedelta(days=1, hours=3)
    await book(office.db, await office.actor(olena), request(2, at), now=clock.now())
    offered = await office.tap(emma, "Blue room")
    assert "Blue room" in offered.text
    done = await office.tap(emma, "Hall")
    assert done.text.startswith("✅ Booked.")


async def test_what_nobody_may_have_is_not_found(
    office: World, emma: Person, clock: FrozenClock
) -> None:
    await add_resource(office.db, "Board room", capacity=30, bookers=frozenset({"board"}))
    await office.say(emma, "/free")
    await office.taps(emma, "Tomorrow", "14:00", "1 h")
    none = await office.tap(emma, "20+")
    assert "for 20 people" in none.text
    assert labels(office, emma) == ["‹ Back"]


async def test_each_step_leads_back(office: World, emma: Person) -> None:
    await office.say(emma, "/free")
    await office.taps(emma, "Tomorrow", "14:00", "1 h", "4+", "Back", "Back", "Back", "Back")
    assert emma.last().text == "When do you need it?"


async def test_without_rooms_equipment_is_found(world: World, emma: Person) -> None:
    await add_resource(world.db, "Projector", kind="equipment")
    await world.start(emma)
    await world.say(emma, "/free")
    await world.taps(emma, "Tomorrow", "14:00", "1 h", "Just me")
    assert any("Projector" in label for label in labels(world, emma))
