"""Equipment that comes with a booking: adding it by taps, and what happens when it is gone."""

from datetime import datetime, timedelta

import pytest
from aiogram.types import InlineKeyboardButton, Message
from sqlalchemy import select

from bot.app import build
from bot.schemas.bookings import WANTED_MAX
from bot.settings import Settings
from db.enums import ResourceKind
from db.models import Allocation, Booking, Resource
from sandbox.doors.session import SandboxSession
from sandbox.people.buttons import buttons_of
from sandbox.people.groups import Group
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.builders import add_actor, add_resource, book, count_rows, request
from tests.clocks import FrozenClock
from tests.handlers.pace import unhurried
from tests.handlers.world import World

EQUIPMENT = ResourceKind.EQUIPMENT
TO_CONFIRM = ("Book", "Blue room", "3", "14:00", "1 h → ")


@pytest.fixture
async def office(world: World, emma: Person) -> dict[str, int]:
    """A room, a projector and three laptops; Emma has said /start."""
    await world.start(emma)
    return {
        "room": await add_resource(world.db, "Blue room", location="2nd floor"),
        "projector": await add_resource(world.db, "Projector", kind=EQUIPMENT, location="Storage"),
        "laptop": await add_resource(world.db, "Laptop", kind=EQUIPMENT, quantity=3),
    }


def at_two(clock: FrozenClock) -> datetime:
    """14:00 in Kyiv, tomorrow."""
    return clock.now() + timedelta(days=1, hours=3)


async def rival_takes(
    world: World, resource_id: int, clock: FrozenClock, *, units: int = 1, hours: int = 0
) -> None:
    rival = await add_actor(world.db, 7000 + resource_id * 100 + hours, full_name="Secret Rival")
    asked = request(resource_id, at_two(clock) + timedelta(hours=hours), units=units)
    await book(world.db, rival, asked, now=clock.now())


async def held(world: World) -> dict[str, int]:
    """What all bookings hold together: name -> units."""
    async with world.db.reading() as session:
        query = select(Resource.name).join(Allocation.resource).where(Allocation.active)
        names = (await session.scalars(query)).all()
    return {name: names.count(name) for name in names}


def buttons(message: Message) -> dict[str, InlineKeyboardButton]:
    return {one.text: one for one in buttons_of(message)}


async def test_equipment_is_added_by_taps_and_booked_with_the_room(
    world: World, emma: Person, office: dict[str, int]
) -> None:
    shown = await world.taps(emma, *TO_CONFIRM, "Add equipment")
    assert "➕ Projector · 1 free" in buttons(shown)
    assert "➕ Laptop · 3 free" in buttons(shown)
    shown = await world.taps(emma, "➕ Projector", "➕ Laptop", "➕ Laptop")
    assert "🚪 Blue room\n🧰 Projector\n🧰 2 × Laptop\n" in shown.text
    assert {"✓ Projector · 1 of 1", "➖ Projector", "➕ Laptop · 2 of 3"} <= set(buttons(shown))

    asked = await world.tap(emma, "Done")
    assert asked.text.startswith("Shall I book it?\n🚪 Blue room\n🧰 Projector\n🧰 2 × Laptop\n📅")
    done = await world.tap(emma, "✅ Book")

    assert done.text.startswith("✅ Booked.\n🚪 Blue room\n🧰 Projector\n🧰 2 × Laptop\n📅")
    assert await held(world) == {"Blue room": 1, "Projector": 1, "Laptop": 2}
    assert await count_rows(world.db, Booking) == 1


async def test_in_ukrainian(world: World, olena: Person) -> None:
    await add_resource(world.db, "Синя кімната")
    await add_resource(world.db, "Ноутбук", kind=EQUIPMENT, quantity=3)
    await world.start(olena)
    shown = await world.taps(
        olena, "Забронювати", "Синя", "3", "14:00", "1 год → ", "Додати техніку"
    )
    assert "➕ Ноутбук · вільно 3" in buttons(shown)
    shown = await world.taps(olena, "➕ Ноутбук", "➕ Ноутбук")
    assert {"➕ Ноутбук · 2 з 3", "➖ Ноутбук"} <= set(buttons(shown))
    done = await world.taps(olena, "Готово", "✅ Забронювати")
    assert "Заброньовано.\n🚪 Синя кімната\n🧰 2 × Ноутбук\n📅" in done.text


async def test_two_units_of_a_pool(world: World, emma: Person, office: dict[str, int]) -> None:
    """What the booking is about is in the list too, and never less than one."""
    await world.taps(emma, "Book", "Laptop", "3", "14:00", "1 h → ", "Add equipment")
    assert "➖ Laptop" not in buttons(emma.last())
    await world.tap(emma, "➕ Laptop · 1 of 3")
    shown = await world.taps(emma, "➕ Laptop · 2 of 3", "➖ Laptop")
    assert "🧰 2 × Laptop\n" in shown.text
    await world.taps(emma, "Done", "✅ Book")
    assert await held(world) == {"Laptop": 2}


async def test_what_is_taken_away_is_not_booked(
    world: World, emma: Person, office: dict[str, int]
) -> None:
    await world.taps(emma, *TO_CONFIRM, "Add equipment", "➕ Laptop", "➕ Laptop", "➕ Projector")
    shown = await world.taps(emma, "➖ Projector", "➖ Laptop")
    assert "➖ Projector" not in buttons(shown)
    asked = await world.tap(emma, "Back")
    assert asked.text.startswith("Shall I book it?\n🚪 Blue room\n🧰 Laptop\n📅")
    await world.tap(emma, "✅ Book")
    assert await held(world) == {"Blue room": 1, "Laptop": 1}


async def test_equipment_that_is_not_free_is_no_live_button(
    world: World, emma: Person, office: dict[str, int], clock: FrozenClock
) -> None:
    await rival_takes(world, office["projector"], clock)
    await rival_takes(world, office["laptop"], clock, units=2)
    shown = await world.taps(emma, *TO_CONFIRM, "Add equipment", "➕ Laptop · 1 free")
    assert not [label for label in buttons(shown) if "Projector" in label]
    assert buttons(shown)["✓ Laptop · 1 of 1"].disabled is not None


async def test_a_unit_that_has_gone_meanwhile_is_not_added(
    world: World, emma: Person, office: dict[str, int], clock: FrozenClock
) -> None:
    await world.taps(emma, *TO_CONFIRM, "Add equipment")
    await rival_takes(world, office["projector"], clock)
    shown = await world.tap(emma, "➕ Projector")
    assert emma.answers[-1].text == "No more of it is free at this time."
    assert "Projector" not in shown.text
    assert "➕ Laptop · 3 free" in buttons(shown)


async def test_where_nothing_can_be_added_nothing_is_offered(
    world: World, emma: Person, clock: FrozenClock
) -> None:
    await world.start(emma)
    await add_resource(world.db, "Blue room")
    projector = await add_resource(world.db, "Projector", kind=EQUIPMENT)
    await rival_takes(world, projector, clock)
    asked = await world.taps(emma, *TO_CONFIRM)
    assert list(buttons(asked)) == ["✅ Book", "‹ Back", "✖ Cancel"]


async def test_forged_taps_add_nothing(world: World, emma: Person, office: dict[str, int]) -> None:
    """Another room, what is not there, numbers out of range, and the last of what it is about."""
    other = await add_resource(world.db, "Green room")
    shown = await world.taps(emma, *TO_CONFIRM, "Add equipment")
    data = buttons(shown)["➕ Projector · 1 free"].callback_data
    assert data
    draft = data.split(":")[1]
    room = office["room"]
    for forged in (
        f"b8:{draft}:{other}", f"b8:{draft}:{room}", f"b8:{draft}:{office['laptop']}",
        f"b7:{draft}:{other}", f"b7:{draft}:{room}", f"b7:{draft}:404", f"b7:{draft}:0",
        f"be:{draft}:9999", f"be:{draft}:-1", "b7::1", "b9:otherone",
    ):  # fmt: skip
        emma.tap_data(forged, emma.last())
        await world.settle()
    assert emma.answers[-1].text == "This dialogue is over. Start a new one with /book."
    await world.say(emma, "/my")  # the draft is as it was
    emma.tap_data(f"b9:{draft}", shown)
    await world.settle()
    await world.tap(emma, "✅ Book")
    assert await held(world) == {"Blue room": 1}


async def test_a_booking_holds_only_so_many_resources(world: World, emma: Person) -> None:
    await world.start(emma)
    await add_resource(world.db, "Blue room")
    names = [f"Box {number:02}" for number in range(WANTED_MAX)]
    boxes = [await add_resource(world.db, name, kind=EQUIPMENT) for name in names]
    shown = await world.taps(emma, *TO_CONFIRM, "Add equipment")
    assert "1 / 2" in buttons(shown)
    await world.taps(emma, *(f"➕ {name}" for name in names[:8]), "›")
    shown = await world.tap(emma, "➕ Box 08")
    assert "2 / 2" in buttons(shown)
    assert buttons(shown)["✕ Box 09 · 1 free"].disabled is not None
    draft = buttons(shown)["➖ Box 08"].callback_data.split(":")[1]
    emma.tap_data(f"b7:{draft}:{boxes[9]}", shown)
    await world.settle()
    assert emma.answers[-1].text == "A booking holds at most 10 kinds of things."
    done = await world.taps(emma, "Done", "✅ Book")
    assert "🧰 Box 08\n📅" in done.text
    assert len(await held(world)) == WANTED_MAX


async def test_a_card_in_the_group_names_all_that_is_asked_for(
    world: World, emma: Person, admin: Person, group: Group, office: dict[str, int]
) -> None:
    """The camera alone needs approval, and an answer within the hour."""
    await add_resource(
        world.db, "Camera", kind=EQUIPMENT, requires_approval=True, approval_minutes=60
    )
    await world.say(admin, "/bind", group)
    asked = await world.taps(emma, *TO_CONFIRM)
    assert "needs approval" not in asked.text
    asked = await world.taps(emma, "Add equipment", "➕ Camera · 1 free 🔐", "➕ Laptop", "Done")
    assert "by Mon, 2 Mar, 12:00" in asked.text
    done = await world.tap(emma, "Ask for approval")
    assert "Sent for approval." in done.text

    cards = [one for one in admin.messages(group) if "Request for approval" in (one.text or "")]
    assert len(cards) == 1
    assert "Emma Clark · № 1\n🚪 Blue room\n🧰 Laptop\n🧰 Camera\n📅" in cards[0].text
    question = await world.tap(admin, "Reject", group)
    assert "“Blue room + Laptop + Camera, Tue, 3 Mar, 14:00–15:00”" in question.text
    await world.tap(admin, "Don't reject", group)
    await world.tap(admin, "Approve", group)
    assert "approved.\n🚪 Blue room\n🧰 Laptop\n🧰 Camera\n📅" in emma.last().text


async def test_the_earliest_deadline_counts(
    world: World, emma: Person, office: dict[str, int]
) -> None:
    for name, minutes in (("Camera", 60), ("Drone", 600)):
        await add_resource(
            world.db, name, kind=EQUIPMENT, requires_approval=True, approval_minutes=minutes
        )
    await world.taps(emma, *TO_CONFIRM, "Add equipment", "➕ Drone")
    assert "by Mon, 2 Mar, 21:00" in (await world.tap(emma, "Done")).text
    asked = await world.taps(emma, "Add equipment", "➕ Camera", "Done")
    assert "by Mon, 2 Mar, 12:00" in asked.text


async def test_my_bookings_and_reminders_name_all_of_it(
    world: World, emma: Person, office: dict[str, int], clock: FrozenClock
) -> None:
    extras = ("➕ Projector", "➕ Laptop", "➕ Laptop")
    await world.taps(emma, *TO_CONFIRM, "Add equipment", *extras, "Done", "✅ Book")
    shown = await world.say(emma, "/my")
    assert "✅ Tue, 3 Mar, 14:00 · Blue room + 2 more" in buttons(shown)
    card = await world.tap(emma, "Blue room + 2 more")
    assert card.text.startswith("🚪 Blue room\n🧰 Projector\n🧰 2 × Laptop\n📅")
    assert "📍 Blue room: 2nd floor\n📍 Projector: Storage" in card.text
    question = await world.tap(emma, "Cancel this booking")
    assert "Cancel this booking?\n🚪 Blue room\n🧰 Projector\n🧰 2 × Laptop\n📅" in question.text
    clock.advance(hours=3)
    await world.settle()
    reminder = emma.last().text
    assert "starts in 1 day.\n🚪 Blue room\n🧰 Projector\n🧰 2 × Laptop\n📅" in reminder
    assert "📍 Projector: Storage" in reminder


async def test_a_conflict_on_what_comes_with_it_offers_to_book_without(
    world: World, emma: Person, office: dict[str, int], clock: FrozenClock
) -> None:
    await world.taps(emma, *TO_CONFIRM, "Add equipment", "➕ Projector", "➕ Laptop", "Done")
    await rival_takes(world, office["projector"], clock)

    shown = await world.tap(emma, "✅ Book")

    assert "Not all of it can be had." in shown.text
    said = "✓ Blue room\n✕ Projector: This time has just been taken.\n✓ Laptop\n"
    assert said in shown.text
    assert "Rival" not in shown.text
    assert {"🕙 Tue, 3 Mar, 15:00–16:00", "✅ Book without Projector"} <= set(buttons(shown))
    assert await held(world) == {"Projector": 1}
    done = await world.tap(emma, "Book without Projector")
    assert done.text.startswith("✅ Booked.\n🚪 Blue room\n🧰 Laptop\n📅 Tue, 3 Mar, 14:00–15:00")
    assert await held(world) == {"Projector": 1, "Blue room": 1, "Laptop": 1}


async def test_the_conflict_in_ukrainian(world: World, olena: Person, clock: FrozenClock) -> None:
    await add_resource(world.db, "Синя кімната")
    projector = await add_resource(world.db, "Проєктор", kind=EQUIPMENT)
    await world.start(olena)
    await world.taps(olena, "Забронювати", "Синя", "3", "14:00", "1 год → ")
    await world.taps(olena, "Додати техніку", "➕ Проєктор", "Готово")
    await rival_takes(world, projector, clock)
    shown = await world.tap(olena, "✅ Забронювати")
    assert "Усе разом забронювати не вдасться." in shown.text
    assert "✕ Проєктор: Цей час щойно зайняли." in shown.text
    assert "Проєктор: Цей час щойно зайняли." in olena.answers[-1].text
    done = await world.tap(olena, "Без цього: Проєктор")
    assert "Заброньовано.\n🚪 Синя кімната\n📅" in done.text


async def test_a_start_at_which_all_can_be_had_takes_all_of_it(
    world: World, emma: Person, office: dict[str, int], clock: FrozenClock
) -> None:
    """The room is taken at 14:00, the projector at 15:00 too: so 15:00 is not offered."""
    await world.taps(emma, *TO_CONFIRM, "Add equipment", "➕ Projector", "Done")
    await rival_takes(world, office["room"], clock)
    await rival_takes(world, office["projector"], clock, hours=1)
    shown = await world.tap(emma, "✅ Book")
    assert "✕ Blue room: This time has just been taken." in shown.text
    assert "🕙 Tue, 3 Mar, 15:00–16:00" not in buttons(shown)
    assert not [label for label in buttons(shown) if "without" in label]
    done = await world.tap(emma, "🕙 Tue, 3 Mar, 13:00–14:00")
    assert "🚪 Blue room\n🧰 Projector\n📅 Tue, 3 Mar, 13:00–14:00" in done.text


async def test_a_start_that_is_taken_too_is_answered_the_same_way(
    world: World, emma: Person, office: dict[str, int], clock: FrozenClock
) -> None:
    await world.taps(emma, *TO_CONFIRM, "Add equipment", "➕ Projector", "Done")
    await rival_takes(world, office["projector"], clock)
    await world.tap(emma, "✅ Book")
    await rival_takes(world, office["projector"], clock, hours=1)
    shown = await world.tap(emma, "🕙 Tue, 3 Mar, 15:00–16:00")
    assert "Not all of it can be had.\n📅 Tue, 3 Mar, 15:00–16:00" in shown.text
    await world.tap(emma, "Book without Projector")
    assert "🚪 Blue room\n📅 Tue, 3 Mar, 15:00–16:00" in emma.last().text


async def test_several_that_fail_are_each_named_with_their_reason(
    world: World, emma: Person, office: dict[str, int], clock: FrozenClock
) -> None:
    """Another start would not help against a rule about the person: none is offered."""
    safe = await add_resource(world.db, "Safe", kind=EQUIPMENT)
    extras = ("➕ Projector", "➕ Safe", "➕ Laptop", "➕ Laptop")
    await world.taps(emma, *TO_CONFIRM, "Add equipment", *extras, "Done")
    async with world.db.writing() as session:
        (await session.get_one(Resource, safe)).bookers = frozenset({"staff"})
    await rival_takes(world, office["laptop"], clock, units=2)
    shown = await world.tap(emma, "✅ Book")
    assert "✕ Safe: This is only for: staff. You are in none of these groups.\n" in shown.text
    assert "✕ 2 × Laptop: This time has just been taken." in shown.text
    assert list(buttons(shown)) == [
        "✅ Book without Safe + Laptop", "‹ Back", "✖ Cancel",
    ]  # fmt: skip
    asked = await world.tap(emma, "Back")
    assert "⚠️ Laptop: only 1 can be had at this time." in asked.text
    await world.tap(emma, "✅ Book")
    await world.tap(emma, "Book without Safe + Laptop")
    assert await held(world) == {"Laptop": 2, "Blue room": 1, "Projector": 1}


async def test_what_is_for_others_is_not_offered(
    world: World, emma: Person, office: dict[str, int]
) -> None:
    await add_resource(world.db, "Safe", kind=EQUIPMENT, bookers=frozenset({"staff"}))
    shown = await world.taps(emma, *TO_CONFIRM, "Add equipment")
    assert "➕ Projector · 1 free" in buttons(shown)
    assert not any("Safe" in label for label in buttons(shown))


async def test_what_has_gone_out_of_service_is_left_out_by_a_tap(
    world: World, emma: Person, office: dict[str, int]
) -> None:
    await world.taps(emma, *TO_CONFIRM, "Add equipment", "➕ Projector", "➕ Laptop", "Done")
    async with world.db.writing() as session:
        (await session.get_one(Resource, office["projector"])).is_active = False
    shown = await world.tap(emma, "✅ Book")
    assert "✕ Projector: This resource can't be booked any more." in shown.text
    assert list(buttons(shown)) == ["✅ Book without Projector", "‹ Back", "✖ Cancel"]
    assert "⚠️ Projector can't be had" in (await world.tap(emma, "Back")).text
    await world.taps(emma, "✅ Book", "Book without Projector")
    assert await held(world) == {"Blue room": 1, "Laptop": 1}


async def test_extras_stay_when_the_time_is_changed_and_are_checked_anew(
    world: World, emma: Person, office: dict[str, int], clock: FrozenClock
) -> None:
    await rival_takes(world, office["projector"], clock, hours=-1)
    await world.taps(emma, *TO_CONFIRM, "Add equipment", "➕ Projector", "➕ Laptop", "Done")
    asked = await world.taps(emma, "Back", "Back", "13:00", "1 h → ")
    assert "🚪 Blue room\n🧰 Projector\n🧰 Laptop\n📅 Tue, 3 Mar, 13:00–14:00" in asked.text
    assert "⚠️ Projector can't be had at this time." in asked.text
    shown = await world.tap(emma, "Add equipment")
    assert buttons(shown)["✕ Projector · 1 (0 free)"].disabled is not None
    await world.taps(emma, "➖ Projector", "Done", "✅ Book")
    assert await held(world) == {"Projector": 1, "Blue room": 1, "Laptop": 1}


async def test_another_main_resource_is_not_wanted_twice(
    world: World, emma: Person, office: dict[str, int]
) -> None:
    """The laptops that were extras become what the booking is about: one of them."""
    await world.taps(emma, *TO_CONFIRM, "Add equipment", "➕ Laptop", "➕ Laptop", "➕ Projector")
    await world.taps(emma, "Done", *["Back"] * 4)
    asked = await world.taps(emma, "Laptop", "3", "14:00", "1 h → ")
    assert "Shall I book it?\n🧰 Laptop\n🧰 Projector\n📅" in asked.text
    await world.tap(emma, "✅ Book")
    assert await held(world) == {"Laptop": 1, "Projector": 1}


async def test_a_room_instead_of_two_units_is_one_room(
    world: World, emma: Person, office: dict[str, int]
) -> None:
    await world.taps(emma, "Book", "Laptop", "3", "14:00", "1 h → ", "Add equipment", "➕ Laptop")
    asked = await world.taps(emma, "Done", *["Back"] * 4, "Blue room", "3", "14:00", "1 h → ")
    assert "Shall I book it?\n🚪 Blue room\n📅" in asked.text
    await world.tap(emma, "✅ Book")
    assert await held(world) == {"Blue room": 1}


async def test_another_kind_of_equipment_is_taken_in_the_same_number(
    world: World, emma: Person, office: dict[str, int], clock: FrozenClock
) -> None:
    """Two of the three laptops are gone: two tablets are offered, but not the one projector."""
    await add_resource(world.db, "Tablet", kind=EQUIPMENT, quantity=2)
    await world.taps(emma, "Book", "Laptop", "3", "14:00", "1 h → ", "Add equipment", "➕ Laptop")
    await world.tap(emma, "Done")
    await rival_takes(world, office["laptop"], clock, units=2)
    shown = await world.tap(emma, "✅ Book")
    assert "This time has just been taken.\n🧰 2 × Laptop\n📅" in shown.text
    assert not [label for label in buttons(shown) if "Projector" in label]
    done = await world.tap(emma, "Tablet")
    assert "Booked.\n🧰 2 × Tablet\n📅 Tue, 3 Mar, 14:00–15:00" in done.text


async def test_quick_taps_add_no_more_than_there_is(
    world: World, emma: Person, office: dict[str, int]
) -> None:
    await world.taps(emma, *TO_CONFIRM, "Add equipment")
    for _ in range(5):
        emma.tap("➕ Laptop")
    await world.settle()
    assert "✓ Laptop · 3 of 3" in buttons(emma.last())
    for _ in range(5):
        emma.tap("➖ Laptop")
    await world.settle()
    assert "➕ Laptop · 3 free" in buttons(emma.last())


async def test_a_double_tap_on_done_stays_at_the_question(
    world: World, emma: Person, office: dict[str, int]
) -> None:
    await world.taps(emma, *TO_CONFIRM, "Add equipment", "➕ Projector")
    emma.tap("Done")
    emma.tap("Done")
    await world.settle()
    assert "Shall I book it?\n🚪 Blue room\n🧰 Projector\n📅" in emma.last().text


async def test_a_double_tap_on_without_books_once_and_says_so(
    world: World, emma: Person, office: dict[str, int], clock: FrozenClock
) -> None:
    await world.taps(emma, *TO_CONFIRM, "Add equipment", "➕ Projector", "Done")
    await rival_takes(world, office["projector"], clock)
    await world.tap(emma, "✅ Book")
    emma.tap("Book without Projector")
    emma.tap("Book without Projector")
    await world.settle()
    assert "Booked.\n🚪 Blue room\n📅" in emma.last().text
    assert await count_rows(world.db, Booking) == 2  # hers and the rival's


@pytest.mark.parametrize("label", ["➕ Laptop", "Done", "Back"])
async def test_buttons_of_an_older_dialogue_are_over(
    world: World, emma: Person, office: dict[str, int], label: str
) -> None:
    stale = await world.taps(emma, *TO_CONFIRM, "Add equipment")
    await world.say(emma, "/book")
    emma.tap(label, message=stale)
    await world.settle()
    assert emma.answers[-1].text == "This dialogue is over. Start a new one with /book."


async def test_text_among_the_extras_gets_a_hint(
    world: World, emma: Person, office: dict[str, int]
) -> None:
    await world.taps(emma, *TO_CONFIRM, "Add equipment", "➕ Laptop")
    assert "use the buttons" in (await world.say(emma, "a second one")).text
    assert await world.taps(emma, "Done", "✅ Book")
    assert await held(world) == {"Blue room": 1, "Laptop": 1}


async def test_a_restart_loses_no_extras(
    world: World,
    emma: Person,
    office: dict[str, int],
    settings: Settings,
    telegram: Telegram,
    clock: FrozenClock,
) -> None:
    await world.taps(emma, *TO_CONFIRM, "Add equipment", "➕ Projector", "➕ Laptop", "➕ Laptop")
    session, pace = SandboxSession(telegram), unhurried(clock)
    restarted = World(build(settings, clock, session=session, **pace), telegram)
    try:
        shown = await restarted.tap(emma, "➖ Projector")
        assert "🚪 Blue room\n🧰 2 × Laptop\n📅" in shown.text
        await restarted.taps(emma, "Done", "✅ Book")
    finally:
        await restarted.db.close()
    assert await held(world) == {"Blue room": 1, "Laptop": 2}
