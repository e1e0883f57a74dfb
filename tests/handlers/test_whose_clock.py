"""A resource in another zone: its times on its own clock, and beside it on the reader's."""

from datetime import UTC, datetime, timedelta

import pytest
from aiogram.types import Message

from sandbox.people.groups import Group
from sandbox.people.person import Person
from tests.builders import add_actor, add_resource, book, request
from tests.clocks import FrozenClock
from tests.handlers.world import World

AT_TWO = datetime(2026, 3, 5, 14, tzinfo=UTC)
"""In Lisbon, whose winter time is UTC; the office is in Kyiv."""
ZONES = pytest.mark.parametrize("zone", ["Europe/Lisbon", "Europe/Kyiv"])


def on_both_clocks(message: Message, *moments: datetime) -> None:
    """The reader's own clock shows just these."""
    shown = [one.unix_time for one in message.entities or () if one.type == "date_time"]
    assert shown == [int(at.timestamp()) for at in moments], message.text


async def desk(world: World, person: Person, zone: str = "Europe/Lisbon", **fields: object) -> int:
    found = await add_resource(world.db, "Desk", timezone=zone, **fields)
    await world.start(person)
    return found


async def test_every_step_of_a_booking_says_both(
    world: World, emma: Person, admin: Person, group: Group
) -> None:
    await world.say(admin, "/bind", group)
    await desk(world, emma, requires_approval=True, approval_minutes=60)
    by = datetime(2026, 3, 2, 10, tzinfo=UTC)
    on_both_clocks(await world.taps(emma, "Book", "Desk", "5"), datetime(2026, 3, 5, 8, tzinfo=UTC))
    on_both_clocks(await world.tap(emma, "14:00"), AT_TWO)
    asked = await world.tap(emma, "1 h → ")
    assert "14:00–15:00 (Lisbon · 🌍 Thu, 5 Mar, 14:00 UTC)" in asked.text
    on_both_clocks(asked, AT_TWO, by)
    on_both_clocks(await world.tap(emma, "Ask for approval"), AT_TWO)
    on_both_clocks(admin.last(group), AT_TWO, by)
    card = await world.taps(emma, "My bookings", "Desk")
    on_both_clocks(card, AT_TWO, by)
    on_both_clocks(await world.tap(emma, "What happened"), AT_TWO)


@ZONES
async def test_what_is_told_unasked_says_both_where_they_differ(
    world: World, emma: Person, clock: FrozenClock, zone: str
) -> None:
    starts_at = clock.now() + timedelta(days=2)
    desks = [await desk(world, emma, zone)]
    desks += [await add_resource(world.db, f"Desk {at}", timezone=zone) for at in range(2)]
    actor = await world.actor(emma)
    for one in desks:
        await book(world.db, actor, request(one, starts_at), now=clock.now())
    is_away = zone == "Europe/Lisbon"
    clock.advance(days=1, hours=3)
    await world.settle()
    assert "Here is what you have missed" in emma.last().text
    on_both_clocks(emma.last(), *[starts_at] * 3 * is_away)
    clock.at = starts_at + timedelta(minutes=50)
    await world.settle()
    assert "Shall it go on?" in emma.last().text
    on_both_clocks(emma.last(), *[starts_at + timedelta(hours=1)] * is_away)


@ZONES
async def test_a_conflict_and_the_equipment_say_both_where_they_differ(
    world: World, emma: Person, clock: FrozenClock, zone: str
) -> None:
    room = await desk(world, emma, zone)
    await add_resource(world.db, "Camera", kind="equipment", timezone=zone)
    starts_at = AT_TWO if zone == "Europe/Lisbon" else AT_TWO - timedelta(hours=2)
    away = [starts_at] * (zone == "Europe/Lisbon")
    await world.taps(emma, "Book", "Desk", "5", "14:00", "1 h → ")
    on_both_clocks(await world.tap(emma, "Add equipment"), *away)
    await world.tap(emma, "Done")
    rival = await add_actor(world.db, 77)
    await book(world.db, rival, request(room, starts_at), now=clock.now())
    taken = await world.tap(emma, "✅ Book")
    assert "has just been taken" in taken.text
    on_both_clocks(taken, *away)


@ZONES
async def test_at_a_door_and_right_now_both_are_said_where_they_differ(
    world: World, emma: Person, clock: FrozenClock, zone: str
) -> None:
    room = await desk(world, emma, zone)
    away = [clock.now()] * (zone == "Europe/Lisbon")
    on_both_clocks(await world.start(emma, f"door_{room}"), *away)
    await world.say(emma, "/free")
    on_both_clocks(await world.taps(emma, "Right now", "Desk"), *away)
