"""/free: when first, then what; and what is free right now."""

from datetime import timedelta

import pytest

from db.models import OpeningHours
from sandbox.people.buttons import buttons_of
from sandbox.people.person import Person
from tests.builders import add_resource, book, request
from tests.clocks import FrozenClock
from tests.handlers.world import Booked, World


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


async def test_five_taps_from_a_day_to_a_booking(office: World, emma: Person) -> None:
    await office.say(emma, "/free")
    before = office.tapped(emma)
    found = await office.taps(emma, "Tomorrow", "14:00", "1 h", "4+")
    assert "Tue, 3 Mar, 14:00–15:00" in found.text
    assert office.labels(emma) == [
        "🚪 Blue room · 6 👤", "🚪 Hall · 12 👤", "🚪 Studio · 6 👤 🔐", "🧰 Equipment instead",
        "‹ Back",
    ]  # fmt: skip
    assert await office.booked() == []
    done = await office.tap(emma, "Blue room")
    assert done.text.startswith("✅ Booked.")
    assert await office.booked() == [Booked(("Blue room",), "03-03 14:00", 60, None)]
    assert office.tapped(emma) - before <= 5


async def test_equipment_is_a_tap_away_and_nobody_is_asked_how_many_come(
    office: World, emma: Person
) -> None:
    days = await office.say(emma, "/free")
    assert days.text == "When do you need a room?"
    before = office.tapped(emma)
    days = await office.tap(emma, "Equipment instead")
    assert days.text == "When do you need equipment?"
    await office.taps(emma, "Tomorrow", "14:00", "1 h")
    assert office.labels(emma) == ["🧰 Projector", "🚪 Rooms instead", "‹ Back"]
    await office.tap(emma, "Projector")
    assert await office.booked() == [Booked(("Projector",), "03-03 14:00", 60, None)]
    assert office.tapped(emma) - before <= 5


async def test_where_no_room_is_free_equipment_is_still_a_tap_away(
    office: World, emma: Person
) -> None:
    await office.say(emma, "/free")
    await office.taps(emma, "Tomorrow", "14:00", "1 h", "20+", "Equipment instead")
    assert office.labels(emma) == ["🧰 Projector", "🚪 Rooms instead", "‹ Back"]
    rooms = await office.tap(emma, "Rooms instead")
    assert "for 20 people" in rooms.text


async def test_equipment_has_starts_of_its_own(office: World, emma: Person) -> None:
    """The rooms are open in the morning alone."""
    for number in range(1, 5):
        await open_until_noon(office, number)
    await office.say(emma, "/free")
    await office.tap(emma, "Tomorrow")
    assert "11:30" in office.labels(emma)
    assert "14:00" not in office.labels(emma)
    await office.taps(emma, "Back", "Equipment instead", "Tomorrow")
    assert "14:00" in office.labels(emma)


async def open_until_noon(world: World, resource_id: int) -> None:
    async with world.db.writing() as session:
        session.add_all(
            OpeningHours(
                resource_id=resource_id, weekday=weekday, opens_minute=540, closes_minute=720
            )
            for weekday in range(7)
        )


async def test_three_taps_to_what_is_free_right_now(office: World, emma: Person) -> None:
    """It is 11:00 in Kyiv."""
    await office.say(emma, "/free")
    before = office.tapped(emma)
    now = await office.tap(emma, "Right now")
    assert now.text.startswith("Free right now")
    assert office.labels(emma) == [
        "🚪 Booth · 2 👤 · until 15:00", "🚪 Blue room · 6 👤 · until 15:00",
        "🚪 Hall · 12 👤 · until 15:00", "🧰 Equipment instead", "‹ Back",
    ]  # fmt: skip
    done = await office.taps(emma, "Booth", "30 min")
    assert done.text.startswith("✅ Booked.")
    assert await office.booked() == [Booked(("Booth",), "03-02 11:00", 30, None)]
    assert office.tapped(emma) - before <= 3


async def test_of_more_than_fit_the_rest_is_on_the_next_page(office: World, emma: Person) -> None:
    for number in range(10, 19):
        await add_resource(office.db, f"Desk {number}", max_minutes=60)
    await office.say(emma, "/free")
    await office.tap(emma, "Right now")
    assert office.labels(emma)[-3:] == ["›", "🧰 Equipment instead", "‹ Back"]
    await office.tap(emma, "›")
    assert sum("until" in label for label in office.labels(emma)) == 4
    await office.taps(emma, "Desk 18", "Back")
    assert "2 / 2" in office.labels(emma)
    await office.taps(emma, "Desk 18", "30 min")
    assert await office.booked() == [Booked(("Desk 18",), "03-02 11:00", 30, None)]


async def test_equipment_can_be_taken_right_now_too(office: World, emma: Person) -> None:
    await office.say(emma, "/free")
    await office.taps(emma, "Right now", "Equipment instead", "Projector", "1 h → ")
    assert await office.booked() == [Booked(("Projector",), "03-02 11:00", 60, None)]


async def test_what_is_taken_soon_is_free_until_then(
    office: World, emma: Person, olena: Person, clock: FrozenClock
) -> None:
    at = clock.now() + timedelta(hours=1)
    await book(office.db, await office.actor(olena), request(1, at), now=clock.now())
    clock.advance(minutes=10)
    await office.say(emma, "/free")
    await office.tap(emma, "Right now")
    assert "🚪 Booth · 2 👤 · until 12:00" in office.labels(emma)
    lengths = await office.tap(emma, "Booth")
    assert [label for label in office.labels(emma) if "→" in label] == [
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
    assert office.labels(emma) == ["🧰 Equipment instead", "‹ Back"]


async def test_each_step_leads_back(office: World, emma: Person) -> None:
    await office.say(emma, "/free")
    await office.taps(emma, "Tomorrow", "14:00", "1 h", "4+", "Back", "Back", "Back", "Back")
    assert emma.last().text == "When do you need a room?"


async def test_without_rooms_equipment_is_found(world: World, emma: Person) -> None:
    await add_resource(world.db, "Projector", kind="equipment")
    await world.start(emma)
    await world.say(emma, "/free")
    await world.taps(emma, "Tomorrow", "14:00", "1 h")
    assert world.labels(emma) == ["🧰 Projector", "‹ Back"]


async def test_what_is_found_is_narrowed_by_a_feature_and_widened_again(
    world: World, emma: Person
) -> None:
    for name, features in (("Blue room", {"дошка"}), ("Hall", {"дошка", "screen"}), ("Attic", ())):
        await add_resource(world.db, name, features=frozenset(features))
    await world.start(emma)
    await world.say(emma, "/free")
    await world.taps(emma, "Tomorrow", "14:00", "1 h", "Just me")
    everything = ["🚪 Attic", "🚪 Blue room", "🚪 Hall", "дошка", "screen", "‹ Back"]
    assert world.labels(emma) == everything
    await world.tap(emma, "screen")
    assert world.labels(emma) == ["🚪 Hall", "✓ screen", "дошка", "‹ Back"]
    await world.tap(emma, "дошка")
    assert world.labels(emma) == ["🚪 Blue room", "🚪 Hall", "✓ дошка", "screen", "‹ Back"]
    await world.tap(emma, "✓ дошка")
    assert world.labels(emma) == everything


async def test_late_in_the_evening_the_next_day_fits_into_the_buttons(
    office: World, emma: Person, clock: FrozenClock
) -> None:
    clock.advance(hours=12, minutes=30)  # half past eleven, in Kyiv
    await office.say(emma, "/free")
    await office.tap(emma, "Right now")
    assert "🚪 Hall · 12 👤 · until Tue, 03:30" in office.labels(emma)
    await office.tap(emma, "Hall")
    assert "1 h → Tue, 00:30" in office.labels(emma)


async def test_of_what_is_not_there_any_more_it_is_said(office: World, emma: Person) -> None:
    """Where a rule stands against it another time is offered, and there is none for this."""
    await office.say(emma, "/free")
    found = await office.taps(emma, "Tomorrow", "14:00", "1 h", "4+")
    prefix, draft, _, *when = str(buttons_of(found)[0].callback_data).split(":")
    emma.tap_data(":".join((prefix, draft, "90", *when)), found)
    await office.settle()
    assert emma.answers[-1].text == "This resource can't be booked any more."
