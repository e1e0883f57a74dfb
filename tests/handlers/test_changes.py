"""The buttons of a booking that there is: stay, leave, move, undo, again; and of a rejection."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.services import booking
from db.models import Allocation
from sandbox.people.buttons import labels_of
from sandbox.people.groups import Group
from sandbox.people.person import Person
from tests.builders import add_resource, book
from tests.builders import request as asking
from tests.clocks import FrozenClock
from tests.handlers.world import World

HOUR = timedelta(hours=1)


@pytest.fixture
async def booked(world: World, emma: Person, clock: FrozenClock) -> World:
    """Emma has the blue room on Wednesday from 14:00 to 15:00, in Kyiv."""
    await add_resource(world.db, "Blue room")
    await world.start(emma)
    await world.taps(emma, "Book", "Blue room", "4", "14:00", "1 h → ", "✅ Book")
    return world


async def reject(world: World, approver: Person, group: Group) -> None:
    for label in ("Reject", "Reject without a reason"):
        await world.tap(approver, label, group)


async def test_a_booking_moves_to_another_time_and_back(booked: World, emma: Person) -> None:
    await booked.taps(emma, "My bookings", "Blue room", "Move it", "5", "10:00")
    confirm = await booked.tap(emma, "2 h → ")
    assert confirm.text.startswith("Move it here?")
    assert "Thu, 5 Mar, 10:00–12:00" in confirm.text
    moved = await booked.tap(emma, "Move it")
    assert moved.text.startswith("✅ Moved.")
    card = await booked.tap(emma, "Undo")
    assert "Wed, 4 Mar, 14:00–15:00" in card.text
    assert emma.answers[-1].text == "Taken back."
    assert not any("Undo" in label for label in labels_of(emma.last()))


async def test_who_leaves_the_dialogue_of_a_move_keeps_the_booking(
    booked: World, emma: Person
) -> None:
    card = await booked.taps(emma, "My bookings", "Blue room", "Move it", "5", "✖ Cancel")
    assert "Wed, 4 Mar, 14:00–15:00" in card.text
    assert emma.answers[-1].text == "It stays as it was."


async def test_back_leads_out_of_a_move_to_the_booking(booked: World, emma: Person) -> None:
    await booked.taps(emma, "My bookings", "Blue room", "Move it", "5", "10:00")
    days = await booked.taps(emma, "Back", "Back", "Another room", "Back")
    assert "Which day?" in days.text
    card = await booked.tap(emma, "Back")
    assert "Wed, 4 Mar, 14:00–15:00" in card.text
    assert emma.answers[-1].text == "It stays as it was."


async def test_what_it_holds_counts_as_free_while_it_is_moved(booked: World, emma: Person) -> None:
    starts = await booked.taps(emma, "My bookings", "Blue room", "Move it", "4")
    assert "14:00" in labels_of(starts)
    moved = await booked.taps(emma, "14:30", "1 h → ", "Move it")
    assert "14:30–15:30" in moved.text


@pytest.mark.parametrize("rules", [{}, {"max_open_bookings": 1}, {"max_week_minutes": 60}])
async def test_what_is_typed_for_a_move_does_not_count_what_is_moved(
    world: World, emma: Person, rules: dict[str, int]
) -> None:
    await add_resource(world.db, "Blue room", **rules)
    await world.start(emma)
    await world.taps(emma, "Book", "Blue room", "4", "14:00", "1 h → ", "✅ Book")
    await world.taps(emma, "My bookings", "Blue room", "Move it")
    shown = await world.say(emma, "Wednesday 14:30 1h")
    assert shown.text.startswith("Move it here?")
    assert "14:30–15:30" in (await world.tap(emma, "Move it")).text


async def test_who_taps_twice_stays_longer_once(
    booked: World, emma: Person, clock: FrozenClock
) -> None:
    clock.at = clock.at.replace(hour=12, minute=10) + timedelta(days=2)
    await booked.taps(emma, "My bookings", "Blue room")
    emma.tap("+30 min")
    emma.tap("+30 min")
    await booked.settle()
    assert [answer.text for answer in emma.answers[-2:]] == ["It is yours until 15:30."] * 2
    assert "14:00–15:30" in emma.last().text
    await booked.tap(emma, "+30 min")
    assert "14:00–16:00" in emma.last().text


async def test_a_second_tap_shows_what_the_first_has_moved(booked: World, emma: Person) -> None:
    await booked.taps(emma, "My bookings", "Blue room", "Move it", "5", "10:00", "1 h → ")
    emma.tap("Move it")
    emma.tap("Move it")
    await booked.settle()
    assert emma.last().text.startswith("✅ Moved.")


async def test_where_others_were_faster_it_stays_and_other_times_are_offered(
    booked: World, emma: Person, olena: Person, clock: FrozenClock
) -> None:
    await booked.taps(emma, "My bookings", "Blue room", "Move it", "5", "10:00", "1 h → ")
    await booked.start(olena)
    at = clock.now().replace(hour=8) + timedelta(days=3)
    await book(booked.db, await booked.actor(olena), asking(1, at), now=clock.now())
    offered = await booked.tap(emma, "Move it")
    assert "10:00" in offered.text
    moved = await booked.tap(emma, "11:00")
    assert moved.text.startswith("✅ Moved.")
    assert "Thu, 5 Mar, 11:00–12:00" in moved.text


async def test_a_cancellation_is_undone(booked: World, emma: Person, clock: FrozenClock) -> None:
    await booked.taps(emma, "My bookings", "Blue room", "Cancel this booking", "Yes")
    assert "cancelled" in emma.last().text
    card = await booked.tap(emma, "Undo")
    assert "confirmed" in card.text
    await booked.taps(emma, "Cancel this booking", "Yes")
    clock.advance(minutes=5)
    await booked.tap(emma, "Undo")
    assert emma.answers[-1].text == "It can be undone only within 5 min."


async def test_an_undo_that_is_refused_touches_no_draft(
    booked: World, emma: Person, olena: Person, clock: FrozenClock
) -> None:
    """Somebody has taken the slot; meanwhile Emma is about to book something else."""
    await booked.taps(emma, "My bookings", "Blue room", "Cancel this booking", "Yes")
    old = emma.last()
    await booked.start(olena)
    at = clock.now().replace(hour=12) + timedelta(days=2)
    await book(booked.db, await booked.actor(olena), asking(1, at), now=clock.now())
    await booked.say(emma, "/book")
    draft = emma.last()
    emma.tap_data("undo:1", old)
    await booked.settle()
    assert emma.answers[-1].text.startswith("This time has just been taken")
    assert emma.last() == draft


async def test_who_stays_longer_and_who_leaves_early(
    booked: World, emma: Person, olena: Person, clock: FrozenClock
) -> None:
    clock.advance(days=2, hours=3, minutes=20)  # it is 14:20 in Kyiv
    await booked.taps(emma, "My bookings", "Blue room")
    assert {"+30 min", "+1 h"} <= set(labels_of(emma.last()))
    card = await booked.tap(emma, "+30 min")
    assert "14:00–15:30" in card.text
    assert emma.answers[-1].text == "It is yours until 15:30."
    card = await booked.tap(emma, "Done, free the rest")
    assert "14:00–14:21" in card.text
    card = await booked.tap(emma, "Undo")
    assert "14:00–15:30" in card.text


async def test_only_what_is_free_is_offered(
    booked: World, emma: Person, olena: Person, clock: FrozenClock
) -> None:
    await booked.start(olena)
    at = clock.now().replace(hour=13, minute=30) + timedelta(days=2)
    await book(booked.db, await booked.actor(olena), asking(1, at), now=clock.now())
    clock.advance(days=2, hours=3, minutes=20)
    await booked.taps(emma, "My bookings", "Blue room")
    assert "+30 min" in labels_of(emma.last())
    assert "+1 h" not in labels_of(emma.last())


async def test_shortly_before_the_end_one_is_asked_whether_to_go_on(
    booked: World, emma: Person, clock: FrozenClock
) -> None:
    clock.advance(days=2, hours=3, minutes=49)
    await booked.settle()
    assert "Shall it go on?" not in emma.last().text
    clock.advance(minutes=1)
    await booked.settle()
    assert (
        emma.last().text == "⏳ Blue room: until 15:00.\nNobody has the next hour. Shall it go on?"
    )
    card = await booked.tap(emma, "+1 h")
    assert "14:00–16:00" in card.text


async def test_but_not_where_the_next_hour_is_taken(
    booked: World, emma: Person, olena: Person, clock: FrozenClock
) -> None:
    await booked.start(olena)
    at = clock.now().replace(hour=13, minute=30) + timedelta(days=2)
    await book(booked.db, await booked.actor(olena), asking(1, at), now=clock.now())
    clock.advance(days=2, hours=3, minutes=50)
    await booked.settle()
    assert not any("Shall it go on?" in (one.text or "") for one in emma.messages())


async def test_who_cannot_stay_that_long_any_more_sees_why_and_what_is_possible_now(
    booked: World, emma: Person, olena: Person, clock: FrozenClock
) -> None:
    at = clock.now().replace(hour=13, minute=30) + timedelta(days=2)
    clock.advance(days=2, hours=3, minutes=20)
    await booked.taps(emma, "My bookings", "Blue room")
    await booked.start(olena)
    await book(booked.db, await booked.actor(olena), asking(1, at), now=clock.now())
    card = await booked.tap(emma, "+1 h")
    assert emma.answers[-1].text == "This time has just been taken."
    assert emma.answers[-1].show_alert
    assert "14:00–15:00" in card.text
    assert "+30 min" in labels_of(emma.last())
    assert "+1 h" not in labels_of(emma.last())
    clock.advance(minutes=40)
    card = await booked.tap(emma, "Done, free the rest")
    assert emma.answers[-1].text == "Only a booking that is under way can be ended early."
    assert not {"+30 min", "🏁 Done, free the rest"} & set(labels_of(emma.last()))


async def test_an_undo_that_comes_too_late_takes_its_button_away(
    booked: World, emma: Person, clock: FrozenClock
) -> None:
    await booked.taps(emma, "My bookings", "Blue room", "Move it", "5", "10:00", "1 h → ")
    await booked.tap(emma, "Move it")
    clock.advance(minutes=5)
    card = await booked.tap(emma, "Undo")
    assert emma.answers[-1].text == "It can be undone only within 5 min."
    assert "Thu, 5 Mar, 10:00–11:00" in card.text
    assert not any("Undo" in label for label in labels_of(emma.last()))


async def test_on_a_fine_grid_a_quarter_of_an_hour_is_taken_by_a_tap(
    world: World, emma: Person, clock: FrozenClock
) -> None:
    room = await add_resource(world.db, grid_minutes=15, max_minutes=75)
    await world.start(emma)
    actor = await world.actor(emma)
    await book(world.db, actor, asking(room, clock.now() + HOUR), now=clock.now())
    clock.advance(hours=1, minutes=50)
    await world.settle()
    assert emma.last().text.endswith("Nobody has the next hour. Shall it go on?")
    assert labels_of(emma.last()) == ["+15 min", "🏁 Done, free the rest"]
    card = await world.tap(emma, "+15 min")
    assert "12:00–13:15" in card.text


async def test_who_may_stay_no_longer_is_not_asked(
    world: World, emma: Person, clock: FrozenClock
) -> None:
    """Nobody has the next hour, but an hour is all that one may have."""
    room = await add_resource(world.db, max_minutes=60)
    await world.start(emma)
    actor = await world.actor(emma)
    await book(world.db, actor, asking(room, clock.now() + HOUR), now=clock.now())
    clock.advance(hours=1, minutes=50)
    await world.settle()
    assert not any("Shall it go on?" in (one.text or "") for one in emma.messages())


@pytest.mark.parametrize(
    ("who", "taps", "moved"),
    [
        ("emma", ("My bookings", "Blue", "Move it", "Another room", "Green"), "✅ Moved."),
        (
            "olena",
            ("Мої бронювання", "Blue", "Перенести", "Інша кімната", "Green"),
            "✅ Перенесено.",
        ),
    ],
)
async def test_a_booking_moves_to_another_resource(
    world: World,
    request: pytest.FixtureRequest,
    clock: FrozenClock,
    who: str,
    taps: tuple[str, ...],
    moved: str,
) -> None:
    person: Person = request.getfixturevalue(who)
    blue, green = await add_resource(world.db), await add_resource(world.db, "Green room")
    await add_resource(world.db, "Laptop", kind="equipment")
    await world.start(person)
    actor, at = await world.actor(person), clock.now() + timedelta(days=2, hours=3)
    made = await book(world.db, actor, asking(blue, at), now=clock.now())
    await world.taps(person, *taps[:-1])
    assert not any("Laptop" in label for label in labels_of(person.last()))
    await world.taps(person, taps[-1], "5", "14:00", "→ 15:00")
    yes = next(label for label in labels_of(person.last()) if label.startswith("✅"))
    done = await world.tap(person, yes)
    assert done.text.startswith(moved)
    assert "Green room" in done.text
    async with world.db.reading() as session:
        held = [one.resource_id for one in await session.scalars(select(Allocation))]
    assert held == [green]
    assert (await booking.get_own(world.db, actor, made.id)).main.name == "Green room"


async def test_again_next_week(booked: World, emma: Person, clock: FrozenClock) -> None:
    """The clock goes forward in between; it is the same time on the wall."""
    clock.advance(days=25)  # Friday, 27 March
    confirm = await booked.taps(emma, "My bookings", "History", "Blue room", "Again")
    assert "Wed, 1 Apr, 14:00–15:00" in confirm.text
    done = await booked.tap(emma, "✅ Book")
    assert "Wed, 1 Apr, 14:00–15:00" in done.text


async def test_a_rejection_is_taken_back(
    pending: World, emma: Person, admin: Person, olena: Person, group: Group, clock: FrozenClock
) -> None:
    await reject(pending, admin, group)
    card = admin.last(group)
    assert emma.last().text.startswith("❌ Your booking was rejected.")
    olena.tap("Undo", group)
    await pending.settle()
    assert olena.answers[-1].text == "Тут уже нічого повертати."
    admin.tap("Undo", group)
    await pending.settle()
    assert admin.answers[-1].text == "The rejection is taken back, the request waits again."
    assert emma.last().text.startswith("🔔 The rejection was taken back")
    old = next(one for one in admin.messages(group) if one.message_id == card.message_id)
    assert old.reply_markup is None
    await pending.tap(admin, "Approve", group)
    assert emma.last().text.startswith("✅ Your booking is approved.")


async def test_after_a_while_the_card_of_a_rejection_has_no_button(
    pending: World, admin: Person, group: Group, clock: FrozenClock
) -> None:
    await reject(pending, admin, group)
    assert admin.last(group).reply_markup is not None
    clock.advance(minutes=5)
    await pending.settle()
    assert admin.last(group).text.startswith("❌ Rejected by Ada")
    assert admin.last(group).reply_markup is None


async def test_a_moved_booking_of_what_needs_approval_is_asked_for_anew(
    pending: World, emma: Person, admin: Person, group: Group
) -> None:
    await pending.tap(admin, "Approve", group)
    await pending.say(emma, "/my")
    await pending.taps(emma, "Studio", "Move it", "5", "14:00", "1 h → ")
    moved = await pending.tap(emma, "Move it, ask")
    assert moved.text.startswith("🔀 Moved; the new time waits")
    await pending.tap(emma, "Undo")
    assert "confirmed" in emma.last().text
