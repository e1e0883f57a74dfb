"""Anybody's booking, by taps: an admin looks at it, moves and cancels it; whose it is, is told."""

import pytest
from sqlalchemy import select

from db.models import Booking, BookingEvent
from sandbox.people.buttons import buttons_of
from sandbox.people.groups import Group
from sandbox.people.person import Person
from tests.builders import add_resource
from tests.handlers.test_admin_people import buttons, in_the_daytime
from tests.handlers.world import World


@pytest.fixture
async def booked(world: World, emma: Person, admin: Person) -> World:
    """Emma has the blue room, by day; the admin looks at the card."""
    await add_resource(world.db, "Blue room", opening_hours=in_the_daytime())
    await world.start(emma)
    await world.taps(emma, "Book", "Blue room", "4", "14:00", "1 h → ", "✅ Book")
    await world.start(admin)
    await world.say(admin, "/booking 1")
    return world


async def bookings(world: World) -> list[Booking]:
    async with world.db.reading() as session:
        return list((await session.scalars(select(Booking).order_by(Booking.id))).all())


async def last_event(world: World) -> BookingEvent:
    async with world.db.reading() as session:
        query = select(BookingEvent).order_by(BookingEvent.id.desc()).limit(1)
        return (await session.scalars(query)).one()


async def test_its_number_opens_the_card_and_the_card_whose_it_is(
    booked: World, admin: Person
) -> None:
    card = admin.last()
    assert "Emma Clark" in card.text
    assert "№ 1" in card.text
    story = await booked.tap(admin, "What happened")
    assert "· Emma Clark: booked" in story.text
    await booked.tap(admin, "Show the booking")
    assert "1 booking ahead" in (await booked.tap(admin, "Whose it is")).text
    why = await booked.say(admin, "/why 1")
    assert "· Emma Clark: booked" in why.text
    await booked.tap(admin, "Show the booking")
    assert "Which booking?" in (await booked.say(admin, "/booking")).text
    assert "no such booking" in (await booked.say(admin, "/booking 99")).text


async def test_it_is_cancelled_with_a_reason_that_the_person_reads(
    booked: World, admin: Person, emma: Person
) -> None:
    await booked.tap(admin, "Cancel this booking")
    too_long = await booked.say(admin, "x" * 201)
    assert "at most 200" in too_long.text
    asked = await booked.say(admin, "The <roof> leaks")
    assert "✍️ The <roof> leaks" in (asked.text or "")
    await booked.tap(admin, "Yes, cancel it")
    event = await last_event(booked)
    assert event.reason == "The <roof> leaks"
    told = emma.last().text
    assert told.startswith("🛠 An administrator has cancelled your booking.")
    assert "✍️ The <roof> leaks" in told
    card = await booked.tap(emma, "Show the booking")
    assert "🛠 Ada: cancelled" in card.text
    assert "The <roof> leaks" in card.text


async def test_a_reason_may_be_skipped_and_no_is_no(
    booked: World, admin: Person, emma: Person
) -> None:
    await booked.taps(admin, "Cancel this booking", "No, keep it")
    assert [one.status.is_active for one in await bookings(booked)] == [True]
    await booked.taps(admin, "Cancel this booking", "Yes, cancel it")
    assert (await last_event(booked)).reason is None
    assert "cancelled your booking" in emma.last().text


async def test_it_is_moved_in_the_dialogue_and_stays_theirs(
    booked: World, admin: Person, emma: Person
) -> None:
    await booked.tap(admin, "Move it")
    assert admin.last().text.startswith("🔀 Booking of Emma Clark")
    await booked.taps(admin, "5", "10:00", "2 h → ")
    await booked.say(admin, "Exams on Wednesday")
    await booked.tap(admin, "✅ Move it")
    assert admin.last().text.startswith("🔀 Moved. Emma Clark is told.")
    told = emma.last().text
    assert told.startswith("🛠 An administrator has moved your booking.")
    assert "Thu, 5 Mar, 10:00–12:00" in told
    assert "↩️ before: Blue room, Wed, 4 Mar, 14:00–15:00" in told
    assert "✍️ Exams on Wednesday" in told
    (one,) = await bookings(booked)
    assert (one.user_id, one.revision) == (1, 2)


async def test_a_move_may_set_a_rule_aside_and_says_so(
    booked: World, admin: Person, emma: Person
) -> None:
    await booked.tap(admin, "Move it")
    await booked.say(admin, "5 march 20:00-21:00")
    await booked.tap(admin, "Book anyway (outside hours)")
    assert (await last_event(booked)).overrides == {"outside-hours"}
    assert "⚖️ set aside: opening hours" in emma.last().text


async def test_going_back_from_a_move_leaves_it_as_it_was(booked: World, admin: Person) -> None:
    await booked.taps(admin, "Move it", "5", "✖ Cancel")
    assert "Wed, 4 Mar, 14:00–15:00" in admin.last().text
    assert admin.answers[-1].text == "It stays as it was."


async def test_the_second_of_two_taps_finds_what_the_first_has_done(
    booked: World, admin: Person
) -> None:
    await booked.taps(admin, "Move it", "5", "10:00", "2 h → ")
    confirm = admin.last()
    button = next(one for one in buttons_of(confirm) if "Move it" in one.text)
    await booked.tap(admin, "✅ Move it")
    admin.tap_data(str(button.callback_data), confirm)
    await booked.settle()
    assert admin.answers[-1].text == "That is done already."
    assert "Moved" in admin.last().text


async def test_what_waits_is_the_approvers(pending: World, admin: Person, group: Group) -> None:
    await pending.start(admin)
    card = await pending.say(admin, "/booking 1")
    assert "The approvers decide about it" in card.text
    assert not any("Approve" in label for label in buttons(admin))


@pytest.mark.parametrize(
    "data", ["any:1", "anyw:1", "anym:1", "anyc:1", "anyx:1", "ppf:1", "ppx:1:1", "ppu:1"]
)
async def test_a_member_and_a_forger_are_refused(
    booked: World, emma: Person, olena: Person, data: str
) -> None:
    await booked.start(olena)
    for person in (emma, olena):
        person.tap_data(data, person.last())
        await booked.settle()
        assert "адміністратор" in str(person.answers[-1].text) or (
            person.answers[-1].text == "Only an administrator can do that."
        )
    assert [one.status.is_active for one in await bookings(booked)] == [True]
