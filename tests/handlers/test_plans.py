"""/plan: the picture of a day, and of one resource's week."""

import pytest

from sandbox.people.person import Person
from tests.builders import add_resource
from tests.handlers.world import World


@pytest.fixture
async def office(world: World, emma: Person) -> World:
    await add_resource(world.db, "Blue room")
    await world.start(emma)
    return world


async def test_the_plan_of_today_is_a_picture_that_turns(office: World, emma: Person) -> None:
    today = await office.say(emma, "/plan")
    assert today.photo
    assert today.caption == "Mon, 2 Mar"
    tomorrow = await office.tap(emma, "Tue, 3 Mar ›")
    assert tomorrow.message_id == today.message_id
    assert tomorrow.caption == "Tue, 3 Mar"
    dark = await office.tap(emma, "🌙 Dark")
    assert dark.photo[0].file_unique_id != tomorrow.photo[0].file_unique_id
    assert dark.caption == "Tue, 3 Mar"


async def test_two_quick_taps_draw_it_once(office: World, emma: Person) -> None:
    """Telegram says that the second changes nothing, and nobody is told of a failure."""
    await office.say(emma, "/plan")
    emma.tap("Tue, 3 Mar ›")
    emma.tap("Tue, 3 Mar ›")
    await office.settle()
    assert emma.last().caption == "Tue, 3 Mar"
    assert [answer.text for answer in emma.answers[-2:]] == [None, None]


async def test_a_picture_leads_to_a_booking_and_to_the_menu(office: World, emma: Person) -> None:
    await office.say(emma, "/plan")
    booking = await office.tap(emma, "📅 Book")
    assert booking.text
    assert "Blue room" in str(booking.reply_markup)


async def test_the_week_of_a_resource_comes_beside_the_dialogue(
    office: World, emma: Person
) -> None:
    month = await office.taps(emma, "Book", "Blue room")
    week = await office.tap(emma, "Its week as a picture")
    assert week.photo
    assert week.caption == "Blue room"
    assert week.message_id != month.message_id
    later = await office.tap(emma, "Mon, 9 Mar ›")
    assert later.message_id == week.message_id
    done = await office.taps(emma, "4", "14:00", "1 h → ", "✅ Book")
    assert done.photo
    booked = next(one for one in emma.messages() if one.message_id == month.message_id)
    assert booked.text.startswith("✅ Booked.")


async def test_what_is_typed_after_a_picture_is_answered_below_it(
    office: World, emma: Person
) -> None:
    month = await office.taps(emma, "Book", "Blue room")
    week = await office.tap(emma, "Its week as a picture")
    asked = await office.say(emma, "tomorrow at 14")
    shown = [one.message_id for one in emma.messages()]
    assert shown[-2:] == [week.message_id, asked.message_id]
    assert month.message_id not in shown
    await office.taps(emma, "1 h → ", "✅ Book")
    assert emma.last().text.startswith("✅ Booked.")
