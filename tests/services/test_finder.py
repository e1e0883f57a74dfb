"""What /free asks for, where the answer is not the same in every zone."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.schemas.slots import Sought
from bot.services.finding import finder
from db.engine import Database
from db.enums import ResourceKind
from tests.builders import add_actor, add_resource, book, request
from tests.clocks import FrozenClock


@pytest.mark.parametrize("asked", ["Europe/Kyiv", "Asia/Kathmandu", "Australia/Adelaide"])
@pytest.mark.parametrize("there", ["Europe/Kyiv", "Asia/Kathmandu"])
async def test_starts_are_the_half_hours_of_the_wall_clock(
    db: Database, clock: FrozenClock, asked: str, there: str
) -> None:
    actor, zone = await add_actor(db), ZoneInfo(asked)
    await add_resource(db, timezone=there, grid_minutes=15)
    day = clock.now().astimezone(zone).date() + timedelta(days=1)
    rooms = Sought(ResourceKind.ROOM)
    found = await finder.list_starts(db, actor, rooms, day=day, zone=zone, now=clock.now())
    on_the_wall = [at.astimezone(zone).strftime("%H:%M") for at in found]
    assert on_the_wall == [f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30)]


async def test_a_start_is_offered_if_one_of_all_has_it(db: Database, clock: FrozenClock) -> None:
    """One room is taken for three hours, another from the third on, a third with its buffers."""
    actor, zone = await add_actor(db), ZoneInfo("Europe/Kyiv")
    noon = clock.now() + timedelta(days=1, hours=1)
    blue, green = await add_resource(db), await add_resource(db, "Green room")
    hours = {"grid_minutes": 60, "min_minutes": 120, "buffer_minutes": 60}
    hall = await add_resource(db, "Hall", **hours)
    for room, later in ((blue, 0), (green, 2), (hall, 0)):
        asked = request(room, noon + timedelta(hours=later), minutes=180)
        await book(db, actor, asked, now=clock.now())
    rooms, day = Sought(ResourceKind.ROOM), noon.astimezone(zone).date()
    found = await finder.list_starts(db, actor, rooms, day=day, zone=zone, now=clock.now())
    taken = {noon + timedelta(minutes=120), noon + timedelta(minutes=150)}
    assert taken.isdisjoint(found)
    assert len(found) == 48 - len(taken)
