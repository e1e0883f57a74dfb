"""/why: what happened to a booking, for those who may ask."""

import pytest
from sqlalchemy import select

from db.models import Booking
from sandbox.people.groups import Group
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.builders import add_resource
from tests.handlers.world import World

DID = "Tue, 3 Mar, 14:00–15:00"


@pytest.fixture
async def booked(world: World, emma: Person) -> World:
    """Emma has booked, moved and cancelled the blue room."""
    await add_resource(world.db, "Blue room")
    await world.start(emma)
    await world.taps(emma, "Book", "Blue room", "3", "14:00", "1 h → ", "✅ Book")
    await world.taps(emma, "My bookings", "Blue room", "Move it", "5", "10:00", "2 h → ", "Move it")
    await world.say(emma, "/my")
    await world.taps(emma, "Blue room", "Cancel this booking", "Yes, cancel it")
    return world


async def number(world: World) -> int:
    """Of the first booking."""
    async with world.db.reading() as session:
        return (await session.scalars(select(Booking.id).order_by(Booking.id).limit(1))).one()


async def test_the_owner_reads_each_step(booked: World, emma: Person) -> None:
    story = await booked.say(emma, f"/why {await number(booked)}")
    steps = [line for line in story.text.splitlines() if "· you: " in line]
    assert [step.partition("you: ")[2] for step in steps] == ["booked", "moved", "cancelled"]
    assert f"Blue room, {DID}" in story.text
    assert "Blue room, Thu, 5 Mar, 10:00–12:00" in story.text


async def test_the_card_says_its_number_and_leads_there_and_back(
    booked: World, emma: Person
) -> None:
    card = emma.last()
    assert f"№ {await number(booked)}" in card.text
    story = await booked.tap(emma, "What happened")
    assert story.message_id == card.message_id
    assert "cancelled" in story.text
    back = await booked.tap(emma, "Back")
    assert back.text == card.text


async def test_others_learn_nothing(booked: World, olena: Person) -> None:
    await booked.start(olena)
    asked = await booked.say(olena, f"/why {await number(booked)}")
    missing = await booked.say(olena, "/why 999999999")
    assert asked.text == missing.text
    assert "Blue room" not in asked.text


@pytest.mark.parametrize("said", ["/why", "/why me", "/why 9999999999", "/why 1 2"])
async def test_without_a_number_it_asks_for_one(world: World, emma: Person, said: str) -> None:
    await world.start(emma)
    assert (await world.say(emma, said)).text.startswith("Of which booking?")


async def test_approvers_read_in_their_group_what_they_were_asked(
    pending: World, emma: Person, admin: Person, group: Group
) -> None:
    asked = await number(pending)
    assert f"№ {asked}" in admin.last(group).text
    await pending.tap(admin, "Approve", group)
    story = await pending.say(admin, f"/why {asked}", group)
    assert "· Emma Clark: booked" in story.text
    assert "· Ada" in story.text
    assert "approved" in story.text


async def test_what_needed_no_approval_is_no_business_of_the_group(
    pending: World, emma: Person, admin: Person, group: Group
) -> None:
    await add_resource(pending.db, "Blue room")
    await pending.taps(emma, "Book another", "Blue room", "3", "14:00", "1 h → ", "✅ Book")
    refused = await pending.say(admin, f"/why {await number(pending) + 1}", group)
    assert "Blue room" not in refused.text


async def test_another_group_is_told_nothing(
    pending: World, emma: Person, telegram: Telegram
) -> None:
    elsewhere = telegram.add_group(-2002, "Elsewhere", members=[emma], creator=emma)
    asked = await number(pending)
    refused = await pending.say(emma, f"/why {asked}", elsewhere)
    assert "Studio" not in refused.text
