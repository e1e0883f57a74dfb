"""One typed line, on a Monday at 11:00 in Kyiv: filled in, asked, or refused with a way out."""

from datetime import timedelta

import pytest
from aiogram.types import Message

from bot.settings import LANGUAGES
from db.models import OpeningHours
from sandbox.people.buttons import buttons_of
from sandbox.people.person import Person
from tests.builders import add_resource, book, request
from tests.clocks import FrozenClock
from tests.handlers.world import Booked, World


@pytest.fixture
async def office(world: World, emma: Person, olena: Person) -> World:
    for name, capacity in (("Blue room", 6), ("Blue lab", 2), ("Синя кімната", 8)):
        await add_resource(world.db, name, capacity=capacity, max_minutes=240)
    await add_resource(world.db, "Projector", kind="equipment")
    await world.start(emma)
    await world.start(olena)
    return world


def hours(opens: int, closes: int) -> list[OpeningHours]:
    """Open every day, from one hour to another."""
    return [
        OpeningHours(weekday=day, opens_minute=opens * 60, closes_minute=closes * 60)
        for day in range(7)
    ]


async def test_a_whole_line_is_one_tap_from_a_booking(office: World, emma: Person) -> None:
    confirm = await office.say(emma, "/book blue room tomorrow 14-16 standup")
    before = office.tapped(emma)
    assert confirm.text.startswith("Shall I book it?")
    for word in ("Blue room", "Tue, 3 Mar, 14:00–16:00", "standup"):
        assert word in confirm.text
    done = await office.tap(emma, "✅ Book")
    assert done.text.startswith("✅ Booked.")
    assert await office.booked() == [Booked(("Blue room",), "03-03 14:00", 120, "standup")]
    assert office.tapped(emma) - before == 1


async def test_a_reading_at_which_it_is_closed_is_not_asked(world: World, olena: Person) -> None:
    """The projector is there from 8 to 20."""
    await add_resource(world.db, "Проєктор", kind="equipment", opening_hours=hours(8, 20))
    await world.start(olena)
    before = world.tapped(olena)
    await world.say(olena, "/book проєктор завтра о 10 на 2 години")
    await world.tap(olena, "✅ Забронювати")
    assert await world.booked() == [Booked(("Проєктор",), "03-03 10:00", 120, None)]
    assert world.tapped(olena) - before == 1


async def test_readings_at_which_it_is_open_are_asked_all(world: World, emma: Person) -> None:
    await add_resource(world.db, "Studio", opening_hours=hours(8, 22))
    await world.start(emma)
    await world.say(emma, "studio tomorrow at 9")
    assert world.labels(emma)[:2] == ["Tue, 3 Mar, 09:00", "Tue, 3 Mar, 21:00"]


async def test_where_no_reading_keeps_the_rules_all_are_asked_and_the_rule_is_named(
    world: World, emma: Person
) -> None:
    await add_resource(world.db, "Studio", opening_hours=hours(8, 9))
    await world.start(emma)
    await world.say(emma, "studio tomorrow at 10 for 1 hour")
    assert world.labels(emma)[:2] == ["Tue, 3 Mar, 10:00", "Tue, 3 Mar, 22:00"]
    refused = await world.tap(emma, "Tue, 3 Mar, 22:00")
    assert refused.text.startswith("This cannot be booked:")


async def test_a_length_that_no_rule_allows_does_not_hide_which_reading_was_meant(
    world: World, emma: Person
) -> None:
    await add_resource(world.db, "Studio", opening_hours=hours(8, 20), max_minutes=120)
    await world.start(emma)
    refused = await world.say(emma, "studio tomorrow at 10 for 6 hours")
    assert "At most 2 h" in refused.text


async def test_so_it_is_in_ukrainian_and_without_a_command(office: World, olena: Person) -> None:
    confirm = await office.say(olena, "забронюй синю кімнату завтра о 15:00 на 2 години")
    assert "Синя кімната" in confirm.text
    assert "вт, 3 бер., 15:00–17:00" in confirm.text


async def test_for_some_people_without_a_name_it_is_one_tap_too(
    office: World, olena: Person
) -> None:
    found = await office.say(olena, "забронюй кімнату на 6 людей у пʼятницу з 15:00 до 16:30")
    assert "пт, 6 бер., 15:00–16:30" in found.text
    assert office.labels(olena)[:2] == ["🚪 Blue room · 6 👤", "🚪 Синя кімната · 8 👤"]
    before = office.tapped(olena)
    done = await office.tap(olena, "Blue room")
    assert done.text.startswith("✅ Заброньовано.")
    assert await office.booked() == [Booked(("Blue room",), "03-06 15:00", 90, None)]
    assert office.tapped(olena) - before == 1


async def test_equipment_is_found_by_its_kind(office: World, emma: Person) -> None:
    await office.say(emma, "equipment tomorrow 14-16")
    assert office.labels(emma)[0] == "🧰 Projector"
    await office.tap(emma, "Projector")
    assert await office.booked() == [Booked(("Projector",), "03-03 14:00", 120, None)]


async def test_equipment_of_a_day_is_asked_for_its_start(office: World, emma: Person) -> None:
    await office.say(emma, "some equipment tomorrow")
    await office.taps(emma, "14:00", "1 h", "Projector")
    assert await office.booked() == [Booked(("Projector",), "03-03 14:00", 60, None)]


async def test_what_it_is_for_comes_with_what_is_found(office: World, emma: Person) -> None:
    found = await office.say(emma, "a room for 5 people tomorrow 14-16 standup")
    assert "💬 standup" in found.text
    await office.tap(emma, "Blue room")
    assert await office.booked() == [Booked(("Blue room",), "03-03 14:00", 120, "standup")]


async def test_equipment_comes_with_what_is_found(office: World, emma: Person) -> None:
    found = await office.say(emma, "a room with projector for 5 people tomorrow 14-16")
    assert "🧰 Projector" in found.text
    await office.tap(emma, "Blue room")
    expected = Booked(("Blue room", "Projector"), "03-03 14:00", 120, None)
    assert await office.booked() == [expected]


async def test_what_was_said_is_not_asked_after_the_reading_was_chosen(
    office: World, emma: Person
) -> None:
    await office.say(emma, "room for 6 tomorrow at 3 for 2 hours retro")
    found = await office.tap(emma, "Tue, 3 Mar, 15:00")
    assert "💬 retro" in found.text
    await office.tap(emma, "Blue room")
    assert await office.booked() == [Booked(("Blue room",), "03-03 15:00", 120, "retro")]


async def test_a_length_and_a_day_ask_for_the_start_alone(office: World, emma: Person) -> None:
    await office.say(emma, "room for 6 people tomorrow for 2 hours retro")
    await office.taps(emma, "14:00", "Blue room")
    assert await office.booked() == [Booked(("Blue room",), "03-03 14:00", 120, "retro")]


async def test_a_start_asks_for_the_length_and_not_for_the_people(
    office: World, emma: Person
) -> None:
    await office.say(emma, "room for 6 people tomorrow 14:00 retro")
    await office.taps(emma, "1 h", "Blue room")
    assert await office.booked() == [Booked(("Blue room",), "03-03 14:00", 60, "retro")]


async def test_back_from_what_was_found_is_the_last_step_that_was_asked(
    office: World, emma: Person
) -> None:
    await office.say(emma, "room for 6 people tomorrow 14-16 retro")
    starts = await office.tap(emma, "Back")
    assert starts.text.startswith("Tue, 3 Mar")
    await office.taps(emma, "15:00", "Blue room")
    assert await office.booked() == [Booked(("Blue room",), "03-03 15:00", 120, "retro")]


async def test_only_starts_that_leave_time_for_the_length_are_offered(
    world: World, emma: Person
) -> None:
    await add_resource(world.db, "Studio", opening_hours=hours(8, 12))
    await world.start(emma)
    await world.say(emma, "a room tomorrow for 2 hours")
    assert world.labels(emma)[:-1] == ["08:00", "08:30", "09:00", "09:30", "10:00"]


async def test_a_length_that_no_room_has_is_named(office: World, emma: Person) -> None:
    none = await office.say(emma, "a room tomorrow for 9 hours")
    assert "nothing is free for 9 h" in none.text


async def test_right_now_is_said_too(office: World, emma: Person) -> None:
    now = await office.say(emma, "a room for 6 now, retro")
    assert now.text.startswith("Free right now")
    await office.taps(emma, "Blue room", "1 h → ")
    assert await office.booked() == [Booked(("Blue room",), "03-02 11:00", 60, "retro")]


async def test_for_how_long_right_now_is_not_asked_twice(office: World, emma: Person) -> None:
    await office.say(emma, "a room for 6 people now for 2 hours, retro")
    await office.taps(emma, "Blue room", "✅ Book")
    assert await office.booked() == [Booked(("Blue room",), "03-02 11:00", 120, "retro")]


async def test_now_is_the_step_that_has_begun(
    office: World, emma: Person, clock: FrozenClock
) -> None:
    clock.advance(minutes=10)
    await office.say(emma, "blue room now for 1 hour")
    await office.tap(emma, "✅ Book")
    assert await office.booked() == [Booked(("Blue room",), "03-02 11:00", 60, None)]


async def test_what_the_bot_has_forgotten_is_not_booked_without_it(
    office: World, emma: Person
) -> None:
    """Another dialogue was begun since; the button alone does not know what it was for."""
    found = await office.say(emma, "a room for 5 people tomorrow 14-16 standup")
    await office.say(emma, "/book")
    emma.tap_data(data_of(found, "Blue room"), found)
    await office.settle()
    assert await office.booked() == []


async def test_two_taps_on_what_was_found_book_once(office: World, emma: Person) -> None:
    found = await office.say(emma, "a room for 5 people tomorrow 14-16 standup")
    for _ in range(2):
        emma.tap_data(data_of(found, "Blue room"), found)
    await office.settle()
    assert emma.last().text.startswith("✅ Booked.")
    assert len(await office.booked()) == 1


def data_of(message: Message, label: str) -> str:
    """What the button of that name sends."""
    return next(str(one.callback_data) for one in buttons_of(message) if label in one.text)


async def test_another_line_is_another_wish(office: World, emma: Person) -> None:
    await office.say(emma, "a room for 5 people tomorrow 14-16 standup")
    await office.say(emma, "a room for 5 people tomorrow 16-17")
    await office.tap(emma, "Blue room")
    assert await office.booked() == [Booked(("Blue room",), "03-03 16:00", 60, None)]


async def test_who_comes_with_more_than_it_holds_is_warned(office: World, emma: Person) -> None:
    confirm = await office.say(emma, "blue room for 20 people tomorrow 14-16")
    assert "⚠️ Blue room holds 6, and you are 20." in confirm.text
    await office.tap(emma, "✅ Book")
    assert await office.booked() == [Booked(("Blue room",), "03-03 14:00", 120, None)]


async def test_who_fits_is_not_warned(office: World, emma: Person) -> None:
    confirm = await office.say(emma, "blue room for 6 people tomorrow 14-16")
    assert "⚠️" not in confirm.text


@pytest.mark.parametrize(
    ("steps", "line", "starts_at", "minutes", "purpose"),
    [
        ([], "tomorrow 14-16 standup", "03-03 14:00", 120, "standup"),
        (["4"], "14:00 for 2 hours", "03-04 14:00", 120, None),
        (["4"], "tomorrow 14-16", "03-03 14:00", 120, None),
        (["4", "14:00"], "for 2 hours", "03-04 14:00", 120, None),
        (["4", "14:00"], "thursday 15-17", "03-05 15:00", 120, None),
    ],
)
async def test_the_time_may_be_typed_at_the_steps_that_ask_for_it(
    office: World, emma: Person, *, steps: list[str], line: str, starts_at: str, minutes: int,
    purpose: str | None,
) -> None:  # fmt: skip
    await office.say(emma, "/book")
    await office.taps(emma, "Blue room", *steps)
    confirm = await office.say(emma, line)
    assert confirm.text.startswith("Shall I book it?")
    assert all(message.text != line for message in emma.messages())
    await office.tap(emma, "✅ Book")
    assert await office.booked() == [Booked(("Blue room",), starts_at, minutes, purpose)]


async def test_a_whole_line_may_be_typed_where_a_name_is_asked_for(
    office: World, emma: Person
) -> None:
    await office.say(emma, "/book")
    confirm = await office.say(emma, "blue room tomorrow 14-16 standup")
    assert confirm.text.startswith("Shall I book it?")
    assert all("tomorrow" not in (message.text or "") for message in emma.messages())
    await office.tap(emma, "✅ Book")
    assert await office.booked() == [Booked(("Blue room",), "03-03 14:00", 120, "standup")]


@pytest.mark.parametrize("typed", ["305", "14-16", "a kitchen"])
async def test_what_names_nothing_and_is_no_wish_is_said_back(
    office: World, emma: Person, typed: str
) -> None:
    await office.say(emma, "/book")
    assert (await office.say(emma, typed)).text.startswith(f"Nothing matches “{typed}”.")


async def test_what_the_typed_time_leaves_open_is_asked(office: World, emma: Person) -> None:
    await office.say(emma, "/book")
    await office.tap(emma, "Blue room")
    lengths = await office.say(emma, "tomorrow 14:00")
    assert "For how long?" in lengths.text
    await office.say(emma, "15:00")
    confirm = await office.tap(emma, "1 h → ")
    assert "Tue, 3 Mar, 15:00–16:00" in confirm.text


async def test_each_line_adds_to_those_before_it(office: World, emma: Person) -> None:
    await office.say(emma, "/book blue room 14:00-15:30 standup")
    confirm = await office.say(emma, "thursday")
    assert "Thu, 5 Mar, 14:00–15:30" in confirm.text
    assert "💬 standup" in confirm.text


async def test_another_resource_typed_at_a_step_is_another_wish(
    office: World, emma: Person
) -> None:
    await office.say(emma, "/book")
    await office.tap(emma, "Blue room")
    confirm = await office.say(emma, "projector tomorrow 14-16")
    assert "Projector" in confirm.text
    assert "Blue room" not in confirm.text


async def test_equipment_typed_at_a_step_comes_with_it(office: World, emma: Person) -> None:
    await office.say(emma, "/book")
    await office.tap(emma, "Blue room")
    await office.say(emma, "tomorrow 14-16 with the projector, 5 people")
    await office.tap(emma, "✅ Book")
    expected = Booked(("Blue room", "Projector"), "03-03 14:00", 120, None)
    assert await office.booked() == [expected]


async def test_equipment_comes_with_what_was_chosen_of_several(office: World, emma: Person) -> None:
    await office.say(emma, "blue tomorrow 14-16 with projector retro")
    await office.taps(emma, "Blue lab", "✅ Book")
    expected = Booked(("Blue lab", "Projector"), "03-03 14:00", 120, "retro")
    assert await office.booked() == [expected]


async def test_equipment_comes_with_what_was_chosen_from_the_list(
    office: World, emma: Person
) -> None:
    await office.say(emma, "a room with projector for 5 people at 14:00 for 2 hours retro")
    await office.taps(emma, "Blue room", "4", "✅ Book")
    expected = Booked(("Blue room", "Projector"), "03-04 14:00", 120, "retro")
    assert await office.booked() == [expected]


async def test_a_booking_is_moved_by_a_typed_time(office: World, emma: Person) -> None:
    await office.say(emma, "/book blue room tomorrow 14-16 standup")
    await office.taps(emma, "✅ Book", "My bookings", "Blue room", "Move it")
    await office.say(emma, "thursday 10:00")
    await office.tap(emma, "✅ Move it")
    assert await office.booked() == [Booked(("Blue room",), "03-05 10:00", 120, "standup")]


async def test_a_move_stays_with_its_resource(office: World, emma: Person) -> None:
    await office.say(emma, "/book blue room tomorrow 14-16 standup")
    await office.taps(emma, "✅ Book", "My bookings", "Blue room", "Move it")
    answer = await office.say(emma, "projector thursday 10:00")
    assert answer.text == "Please use the buttons of the message above."


async def test_talk_at_a_step_is_answered_with_a_hint(office: World, emma: Person) -> None:
    await office.say(emma, "/book")
    await office.tap(emma, "Blue room")
    answer = await office.say(emma, "thank you very much, dear bot")
    assert answer.text == "Please use the buttons of the message above."


async def test_what_is_typed_at_the_end_is_what_it_is_for(office: World, emma: Person) -> None:
    await office.say(emma, "/book blue room tomorrow 14-16")
    confirm = await office.say(emma, "tomorrow 18:00")
    assert "💬 tomorrow 18:00" in confirm.text
    await office.tap(emma, "✅ Book")
    assert (await office.booked())[0].starts_at == "03-03 14:00"


async def test_what_fits_two_is_asked(office: World, emma: Person) -> None:
    asked = await office.say(emma, "blue tomorrow 14-16")
    assert asked.text == "Which of these do you mean?"
    confirm = await office.tap(emma, "Blue lab")
    assert "Blue lab" in confirm.text
    assert "Tue, 3 Mar, 14:00–16:00" in confirm.text


async def test_a_time_of_two_readings_is_asked(office: World, emma: Person) -> None:
    asked = await office.say(emma, "/book blue room tomorrow at 3 for 1 hour")
    assert asked.text == "When exactly?"
    assert office.labels(emma)[:2] == ["Tue, 3 Mar, 03:00", "Tue, 3 Mar, 15:00"]
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


async def test_what_is_too_far_ahead_is_said_with_its_year(office: World, emma: Person) -> None:
    refused = await office.say(emma, "/book blue room 31.12.2027 10-12")
    assert "until Fri, 1 May 2026; you asked for Fri, 31 Dec 2027." in refused.text


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


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ask", ["/help", "thank you very much"])
async def test_the_line_that_the_bot_gives_as_an_example_works(
    office: World, emma: Person, olena: Person, ask: str, language: str
) -> None:
    person = {"en": emma, "uk": olena}[language]
    answer = await office.say(person, ask)
    (example,) = [one for one in answer.entities or [] if one.type == "italic"]
    await office.say(person, example.extract_from(answer.text))
    await office.tap(person, "Blue room")
    assert await office.booked() == [Booked(("Blue room",), "03-03 14:00", 120, None)]


async def test_a_hostile_line_is_text(office: World, emma: Person) -> None:
    for line in (
        "/book <b>blue room</b> tomorrow 14-16 </i>&",
        "/book " + "9" * 300,
        "/book \u202e",
    ):
        await office.say(emma, line)
    assert not any("went wrong" in (one.text or "") for one in emma.messages())


@pytest.mark.parametrize("steps", [[], ["Blue room"], ["Blue room", "4", "14:00", "1 h → "]])
async def test_what_is_typed_after_a_command_is_no_answer_to_the_dialogue_above(
    office: World, emma: Person, steps: list[str]
) -> None:
    await office.say(emma, "/book")
    above = await office.taps(emma, *steps) if steps else emma.last()
    await office.say(emma, "/help")
    confirm = await office.say(emma, "blue room tomorrow 16-17")
    assert confirm.message_id > above.message_id
    assert "Tue, 3 Mar, 16:00–17:00" in confirm.text
    assert "blue room tomorrow 16-17" in [message.text for message in emma.messages()]


async def test_a_tap_takes_the_dialogue_above_a_command_up_again(
    office: World, emma: Person
) -> None:
    await office.say(emma, "/book")
    await office.taps(emma, "Blue room", "4", "14:00")
    dialogue = emma.last()
    await office.say(emma, "/help")
    assert "one line" in (await office.say(emma, "standup")).text
    await office.tap(emma, "1 h → ")
    (taken_up,) = (one for one in emma.messages() if one.message_id == dialogue.message_id)
    assert "14:00–15:00" in taken_up.text
    answered = await office.say(emma, "standup")
    assert "💬 standup" in answered.text
    assert dialogue.message_id not in [one.message_id for one in emma.messages()]
