"""One typed line, on a Monday at 11:00 in Kyiv: filled in, asked, or refused with a way out."""

from datetime import timedelta

import pytest

from sandbox.people.person import Person
from tests.builders import add_resource, book, request
from tests.clocks import FrozenClock
from tests.handlers.world import World


@pytest.fixture
async def office(world: World, emma: Person, olena: Person) -> World:
    for name, capacity in (("Blue room", 6), ("Blue lab", 2), ("Синя кімната", 8)):
        await add_resource(world.db, name, capacity=capacity, max_minutes=240)
    await add_resource(world.db, "Projector", kind="equipment")
    await world.start(emma)
    await world.start(olena)
    return world


def labels(world: World, person: Person) -> list[str]:
    return [label for label in world.telegram.labels(person.last()) if label.strip()]


async def test_a_whole_line_is_one_tap_from_a_booking(office: World, emma: Person) -> None:
    confirm = await office.say(emma, "/book blue room tomorrow 14-16 standup")
    assert confirm.text.startswith("Shall I book it?")
    for word in ("Blue room", "Tue, 3 Mar, 14:00–16:00", "standup"):
        assert word in confirm.text
    done = await office.tap(emma, "✅ Book")
    assert done.text.startswith("✅ Booked.")


async def test_so_it_is_in_ukrainian_and_without_a_command(office: World, olena: Person) -> None:
    confirm = await office.say(olena, "забронюй синю кімнату завтра о 15:00 на 2 години")
    assert "Синя кімната" in confirm.text
    assert "вт, 3 бер., 15:00–17:00" in confirm.text


async def test_for_some_people_without_a_name_it_is_one_tap_too(
    office: World, olena: Person
) -> None:
    found = await office.say(olena, "забронюй кімнату на 6 людей у пʼятницу з 15:00 до 16:30")
    assert "пт, 6 бер., 15:00–16:30" in found.text
    assert labels(office, olena)[:2] == ["🚪 Blue room · 6 👤", "🚪 Синя кімната · 8 👤"]
    done = await office.tap(olena, "Blue room")
    assert done.text.startswith("✅ Заброньовано.")


async def test_what_fits_two_is_asked(office: World, emma: Person) -> None:
    asked = await office.say(emma, "blue tomorrow 14-16")
    assert asked.text == "Which of these do you mean?"
    confirm = await office.tap(emma, "Blue lab")
    assert "Blue lab" in confirm.text
    assert "Tue, 3 Mar, 14:00–16:00" in confirm.text


async def test_a_time_of_two_readings_is_asked(office: World, emma: Person) -> None:
    asked = await office.say(emma, "/book blue room tomorrow at 3 for 1 hour")
    assert asked.text == "When exactly?"
    assert labels(office, emma)[:2] == ["Tue, 3 Mar, 03:00", "Tue, 3 Mar, 15:00"]
    confirm = await office.tap(emma, "Tue, 3 Mar, 15:00")
    assert "Tue, 3 Mar, 15:00–16:00" in confirm.text


async def test_what_is_missing_is_asked_by_the_steps(office: World, emma: Person) -> None:
    days = await office.say(emma, "/book blue room")
    assert "Choose a day" in days.text or "day" in days.text
    starts = await office.say(emma, "/book blue room tomorrow")
    assert "Tue, 3 Mar" in starts.text
    lengths = await office.say(emma, "/book blue room tomorrow 14:00")
    assert "14:00" in lengths.text
    confirm = await office.tap(emma, "1 h → ")
    assert "Tue, 3 Mar, 14:00–15:00" in confirm.text


async def test_a_time_without_a_day_waits_for_the_day(office: World, emma: Person) -> None:
    await office.say(emma, "/book blue room 14:00-15:30")
    confirm = await office.tap(emma, "5")
    assert "Thu, 5 Mar, 14:00–15:30" in confirm.text


async def test_equipment_comes_with_it(office: World, emma: Person) -> None:
    confirm = await office.say(emma, "/book blue room tomorrow 14-16 with projector")
    assert "Projector" in confirm.text


async def test_a_rule_is_named_and_what_would_keep_it_is_offered(
    office: World, emma: Person
) -> None:
    refused = await office.say(emma, "/book blue room tomorrow 14:00-20:00")
    assert refused.text.startswith("This cannot be booked:")
    assert "At most 4 h" in refused.text
    assert "6 h" in refused.text
    done = await office.tap(emma, "Tue, 3 Mar, 14:00–18:00")
    assert "Tue, 3 Mar, 14:00–18:00" in done.text
    assert done.text.startswith("✅ Booked.")


async def test_what_is_taken_is_said_at_once(
    office: World, emma: Person, olena: Person, clock: FrozenClock
) -> None:
    at = clock.now().replace(hour=12) + timedelta(days=1)
    await book(office.db, await office.actor(olena), request(1, at), now=clock.now())
    offered = await office.say(emma, "/book blue room tomorrow 14:00-15:00")
    assert "Tap to book one of these instead" in offered.text


async def test_talk_is_answered_with_a_hint(office: World, emma: Person) -> None:
    hint = await office.say(emma, "thank you very much, dear bot")
    assert hint.text.startswith("I understand commands")


async def test_a_hostile_line_is_text(office: World, emma: Person) -> None:
    for line in (
        "/book <b>blue room</b> tomorrow 14-16 </i>&",
        "/book " + "9" * 300,
        "/book \u202e",
    ):
        await office.say(emma, line)
    assert not any("went wrong" in (one.text or "") for one in emma.messages())
