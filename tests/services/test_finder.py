"""What /free asks for, where the answer is not the same in every zone."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.schemas.slots import Sought
from bot.services import finder
from db.engine import Database
from db.enums import ResourceKind
from tests.builders import add_actor, add_resource
from tests.clocks import FrozenClock


@pytest.mark.parametrize("name", ["Europe/Kyiv", "Asia/Kathmandu", "Australia/Adelaide"])
async def test_starts_are_the_half_hours_of_the_wall_clock(
    db: Database, clock: FrozenClock, name: str
) -> None:
    actor, zone = await add_actor(db), ZoneInfo(name)
    await add_resource(db, timezone=name, grid_minutes=15)
    day = clock.now().astimezone(zone).date() + timedelta(days=1)
    rooms = Sought(ResourceKind.ROOM)
    found = await finder.list_starts(db, actor, rooms, day=day, zone=zone, now=clock.now())
    on_the_wall = [at.astimezone(zone).strftime("%H:%M") for at in found]
    assert on_the_wall == [f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30)]
