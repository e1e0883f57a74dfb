"""/my: the list, the card, the cancellation."""

from datetime import timedelta

from aiogram.types import Message
from sqlalchemy import select

from db.enums import BookingStatus
from db.models import Booking
from sandbox.people.person import Person
from tests.builders import add_actor, add_resource, book, request
from tests.clocks import FrozenClock
from tests.handlers.world import World


async def book_tomorrow(world: World, person: Person) -> None:
    await world.start(person)
    await world.taps(person, "Book", "Blue room", "3", "14:00", "1 h → ", "✅ Book")


async def test_the_list_leads_to_a_card(world: World, emma: Person) -> None:
    await add_resource(world.db, "Blue room", location="2nd floor")
    await book_tomorrow(world, emma)
    await world.say(emma, "/my")
    card = await world.tap(emma, "Blue room")
    assert "✅ confirmed" in card.text
    assert "Tue, 3 Mar, 14:00–15:00 (Kyiv)" in card.text
    assert "2nd floor" in card.text


async def test_cancelling_asks_first(world: World, emma: Person) -> None:
    await add_resource(world.db, "Blue room")
    await book_tomorrow(world, emma)
    await world.say(emma, "/my")
    await world.taps(emma, "Blue room", "Cancel this booking")
    kept = await world.tap(emma, "No, keep it")
    assert "confirmed" in kept.text
    cancelled = await world.taps(emma, "Cancel this booking", "Yes, cancel it")
    assert "🚫 cancelled" in cancelled.text
    assert emma.answers[-1].text == "The booking is cancelled."


async def test_what_was_cancelled_is_in_the_history(world: World, emma: Person) -> None:
    await add_resource(world.db, "Blue room")
    await book_tomorrow(world, emma)
    await world.say(emma, "/my")
    upcoming = await world.taps(emma, "Blue room", "Cancel this booking", "Yes, cancel it", "Back")
    assert "You have no bookings ahead." in upcoming.text
    history = await world.tap(emma, "History")
    assert any(label.startswith("🚫") for label in world.telegram.labels(history))
    back = await world.taps(emma, "Blue room", "Back")
    assert "• History" in world.telegram.labels(back)


async def test_what_has_started_cannot_be_cancelled(
    world: World, emma: Person, clock: FrozenClock
) -> None:
    await add_resource(world.db, "Blue room")
    await book_tomorrow(world, emma)
    await world.say(emma, "/my")
    await world.taps(emma, "Blue room", "Cancel this booking")
    clock.advance(days=1, hours=3, minutes=15)
    await world.tap(emma, "Yes, cancel it")
    assert emma.answers[-1].show_alert
    assert "already under way" in emma.answers[-1].text
    async with world.db.reading() as session:
        assert (await session.scalars(select(Booking.status))).all() == [BookingStatus.APPROVED]


async def test_somebody_elses_booking_is_out_of_reach(
    world: World, emma: Person, clock: FrozenClock
) -> None:
    """Forged data: the id of a booking that is another person's."""
    room = await add_resource(world.db, "Blue room")
    other = await add_actor(world.db, 77)
    booked = await book(
        world.db, other, request(room, clock.now() + timedelta(days=1)), now=clock.now()
    )
    menu = await world.start(emma)
    for forged in ("card:{}:past", "why:{}:past", "ics:{}", "cancel:{}", "cancelled:{}"):
        emma.tap_data(forged.format(booked.id), menu)
        await world.settle()
        assert emma.answers[-1].text == "There is no such booking."
    async with world.db.reading() as session:
        assert (await session.scalars(select(Booking.status))).all() == [BookingStatus.APPROVED]


async def test_the_list_has_pages(world: World, emma: Person, clock: FrozenClock) -> None:
    room = await add_resource(world.db, "Blue room")
    await world.start(emma)
    actor = await world.actor(emma)
    for hour in range(8):
        at = clock.now() + timedelta(days=1, hours=hour)
        await book(world.db, actor, request(room, at), now=clock.now())
    first = await world.say(emma, "/my")
    assert sum("✅" in label for label in world.telegram.labels(first)) == 6
    second = await world.tap(emma, "›")
    assert sum("✅" in label for label in world.telegram.labels(second)) == 2


async def test_nothing_booked_yet(world: World, emma: Person) -> None:
    await world.start(emma)
    assert "You have no bookings ahead." in (await world.say(emma, "/my")).text


async def test_the_list_begins_with_what_comes_next_and_names_the_months(
    world: World, emma: Person, clock: FrozenClock
) -> None:
    room = await add_resource(world.db, "Blue room", horizon_days=60)
    await world.start(emma)
    actor = await world.actor(emma)
    for days in (40, 3, 35):
        at = clock.now() + timedelta(days=days)
        await book(world.db, actor, request(room, at), now=clock.now())
    shown = await world.say(emma, "/my")
    assert "Next:\n🚪 Blue room\n📅 Thu, 5 Mar" in shown.text
    months = [label for label in world.telegram.labels(shown) if label.startswith("—")]
    assert months == ["— March 2026 —", "— April 2026 —"]
    history = await world.tap(emma, "History")
    assert "Next:" not in history.text


async def test_a_booking_comes_as_a_file_and_goes_as_one(world: World, emma: Person) -> None:
    await add_resource(world.db, "Blue room")
    await book_tomorrow(world, emma)
    await world.say(emma, "/my")
    card = await world.tap(emma, "Blue room")
    sent = await world.tap(emma, "To my calendar")
    assert (sent.document.file_name, sent.document.mime_type) == ("booking-1.ics", "text/calendar")
    assert b"METHOD:PUBLISH" in content(world, sent)
    emma.tap_data("cancelled:1", card)
    await world.settle()
    emma.tap_data("ics:1", card)
    await world.settle()
    assert b"METHOD:CANCEL" in content(world, emma.last())
    assert emma.last().caption == "Open the file: your calendar takes the booking off."


def content(world: World, sent: Message) -> bytes:
    return world.telegram.files.get(sent.document.file_id).data
