"""A scanned door card: free until when, book now, whom to ask; and the card for admins."""

import pytest

from sandbox.people.person import Person
from tests.builders import add_resource, book, request
from tests.clocks import FrozenClock
from tests.handlers.world import World


async def test_one_tap_after_the_scan_books(world: World, emma: Person) -> None:
    """It is 11:00 in Kyiv."""
    room = await add_resource(world.db, "Booth", location="2nd floor")
    door = await world.start(emma, f"door_{room}")
    assert "Booth" in door.text
    assert "2nd floor" in door.text
    assert "Free now. You can have it until" in door.text
    done = await world.tap(emma, "30 min")
    assert done.text.startswith("✅ Booked.")
    assert "11:00–11:30" in done.text


async def test_where_it_is_taken_it_says_from_when_on(
    world: World, emma: Person, olena: Person, clock: FrozenClock
) -> None:
    room = await add_resource(world.db, "Booth")
    await world.start(olena)
    hour = request(room, clock.now(), minutes=60)
    await book(world.db, await world.actor(olena), hour, now=clock.now())
    door = await world.start(emma, f"door_{room}")
    assert "Not free now. Free again at 12:00." in door.text
    assert world.labels(emma) == ["📅 Another time", "🖼 The week", "‹ Menu"]
    asked = await world.tap(emma, "Another time")
    assert "Booth" in asked.text
    assert "2" in world.labels(emma)


async def test_what_needs_approval_is_not_for_now(world: World, emma: Person) -> None:
    room = await add_resource(world.db, "Studio", requires_approval=True)
    door = await world.start(emma, f"door_{room}")
    assert "🔐 It needs approval. You can ask for it from 11:30 on." in door.text
    assert world.labels(emma) == ["📅 Another time", "🖼 The week", "‹ Menu"]


async def test_the_week_is_one_tap_away(world: World, emma: Person) -> None:
    room = await add_resource(world.db, "Booth")
    await world.start(emma, f"door_{room}")
    week = await world.tap(emma, "The week")
    assert week.photo


async def test_the_door_names_whom_to_ask(world: World, emma: Person, admin: Person) -> None:
    room = await add_resource(world.db, "Booth")
    await world.start(admin)
    door = await world.start(emma, f"door_{room}")
    assert f"Questions? {admin.full_name}" in door.text
    (link,) = [entity for entity in door.entities if entity.type == "text_mention"]
    assert link.user.id == admin.id


@pytest.mark.parametrize("link", ["door_404", "door_999999999"])
async def test_a_door_that_is_gone_says_so(world: World, emma: Person, link: str) -> None:
    shown = await world.start(emma, link)
    assert shown.text == "This resource can't be booked any more."


async def test_who_may_not_book_it_learns_nothing_at_the_door(world: World, emma: Person) -> None:
    room = await add_resource(world.db, "Vault", bookers=frozenset({"staff"}))
    shown = await world.start(emma, f"door_{room}")
    assert "staff" in shown.text
    assert "Vault" not in shown.text


async def test_an_admin_gets_the_card_to_print(world: World, admin: Person) -> None:
    room = await add_resource(world.db, "Booth")
    await world.start(admin, f"door_{room}")
    await world.tap(admin, "Card for the door")
    files = [message.document.file_name for message in admin.messages() if message.document]
    assert files == [f"door-card-{room}-en.png", f"door-card-{room}-en.pdf"]


async def test_a_forged_tap_gets_no_card(world: World, emma: Person) -> None:
    room = await add_resource(world.db, "Booth")
    await world.start(emma, f"door_{room}")
    emma.tap_data(f"doorcard:{room}", emma.last())
    await world.handle()
    assert "admin" in (emma.answers[-1].text or "")
    assert not any(message.document for message in emma.messages())
