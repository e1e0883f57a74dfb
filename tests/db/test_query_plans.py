"""Every hot query walks its index: the plan is asked for with the statement as it is run.

Twice: as SQLite plans by itself, and with the statistics of a full database at hand, which may
lead it astray.
"""

import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from bot.schemas.bookings import BookingTab
from bot.schemas.slots import Sought
from bot.services import approval, booking, health, notices
from bot.services.finding import finder, plans
from db.engine import Database
from db.enums import ResourceKind
from db.guards import sqlite
from tests.bench.booking import actor
from tests.bench.filling import DAY, HOT, NOW, ZONE, fill
from tests.builders import LEADS, request
from tests.db.spy import Spy, explain

LAST_BEFORE = "booking_resources_active (resource_id=? AND unit=? AND occupied_from<?)"
"""One seek in the partial index, whose name may follow an alias."""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("full") / "bronia.db"
    fill(path, 2_000)
    return path


@pytest.fixture(params=["without statistics", "with statistics"])
async def filled(
    request: pytest.FixtureRequest, full: Path, tmp_path: Path
) -> AsyncIterator[Database]:
    path = shutil.copy(full, tmp_path / "bronia.db")
    db = Database(f"sqlite+aiosqlite:///{path}", now=lambda: NOW)
    if request.param == "without statistics":
        async with db.writing() as session:
            connection = await session.connection()
            await connection.exec_driver_sql("DELETE FROM sqlite_stat1")
        await db.close()
        db = Database(f"sqlite+aiosqlite:///{path}", now=lambda: NOW)
    yield db
    await db.close()


async def test_a_day_and_a_booking_seek_what_is_held(filled: Database) -> None:
    spy = Spy(filled)
    room, zone = Sought(ResourceKind.ROOM), ZoneInfo(ZONE)
    await finder.list_starts(filled, actor(), room, day=DAY.date(), zone=zone, now=NOW)
    at = DAY + timedelta(days=2)
    asked = request(HOT, at, minutes=10)
    await booking.book(filled, actor(), asked, now=NOW, reminder_leads=LEADS)
    steps = await spy.plans(filled, "booking_resources")
    assert sum(step.endswith(LAST_BEFORE) for step in steps) == 2
    for step in steps:
        assert not step.startswith(("SCAN booking_resources", "BLOOM", "SEARCH units")), steps
        if "(resource_id=? AND occupied_from" in step:
            assert step.endswith("(resource_id=? AND occupied_from>? AND occupied_from<?)")


async def test_a_plan_seeks_what_is_held_and_goes_on_by_the_keys(filled: Database) -> None:
    spy = Spy(filled)
    await plans.read_day(filled, actor(), DAY.date(), now=NOW)
    await plans.read_week(filled, actor(), HOT, DAY.date(), now=NOW)
    steps = await spy.plans(filled, "booking_resources")
    assert sum(step.endswith(LAST_BEFORE) for step in steps) == 2
    assert sum("(resource_id=? AND occupied_from>? AND occupied_from<?)" in s for s in steps) == 2
    assert not [step for step in steps if step.startswith(("BLOOM", "SEARCH units"))], steps
    scanned = {step.split()[1] for step in steps if step.startswith("SCAN")}
    assert scanned <= {"units", "held", "resources"}, steps
    reached = [step for step in steps if step.startswith(("SEARCH bookings", "SEARCH users"))]
    assert len(reached) == 4
    assert all(step.endswith("USING INTEGER PRIMARY KEY (rowid=?)") for step in reached), steps


async def test_closures_are_sought_and_those_that_repeat_have_an_index(filled: Database) -> None:
    for read in (
        plans.read_day(filled, actor(), DAY.date(), now=NOW),
        booking.find_refusal(filled, actor(), request(HOT, DAY, minutes=10), now=NOW),
    ):
        spy = Spy(filled)
        await read
        steps = [step for step in await spy.plans(filled, "closures") if "closures" in step]
        assert steps == CLOSURE_STEPS


CLOSURE_STEPS = [
    "SEARCH closures USING INDEX ix_closures_resource_id_ends_at (resource_id=? AND ends_at>?)",
    "SEARCH closures USING INDEX ix_closures_resource_id_ends_at (resource_id=? AND ends_at>?)",
    "SEARCH closures USING INDEX ix_closures_repeating (repeats>?)",
]


@pytest.mark.parametrize("event", ["insert", "update"])
async def test_the_triggers_seek_the_last_before(filled: Database, event: str) -> None:
    _, body = sqlite.TRIGGERS[f"booking_resources_overlap_{event}"]
    check = body[body.index("WHERE (") + len("WHERE (") : body.index(") > NEW")]
    asked = {"resource_id": HOT, "unit": 1, "occupied_until": int(DAY.timestamp()), "booking_id": 1}
    for name, value in asked.items():
        for row in ("NEW", "OLD"):
            check = check.replace(f"{row}.{name}", str(value))
    steps = await explain(filled, check, ())
    assert len(steps) == 1
    assert steps[0].endswith(LAST_BEFORE)


async def test_what_a_person_holds_walks_the_index_of_active_bookings(filled: Database) -> None:
    spy = Spy(filled)
    await booking.list_own(filled, actor(), BookingTab.UPCOMING, page=0, now=NOW)
    assert any(
        "USING INDEX ix_bookings_active_of_user (user_id=? AND ends_at>?)" in step
        or "USING COVERING INDEX ix_bookings_active_of_user (user_id=? AND ends_at>?)" in step
        for step in await spy.plans(filled, "bookings")
    )


async def test_expiry_walks_the_index_of_undecided_bookings(filled: Database) -> None:
    spy = Spy(filled)
    await approval.expire_due(filled, now=NOW)
    steps = await spy.plans(filled, "bookings")
    assert "SEARCH bookings USING INDEX ix_bookings_undecided (decide_by<?)" in steps


async def test_the_outbox_walks_the_index_of_what_waits(filled: Database) -> None:
    spy = Spy(filled)
    assert await notices.claim_next(filled, now=NOW) is None
    steps = await spy.plans(filled, "FROM notifications")
    walks = [step for step in steps if "notifications" in step]
    assert len(walks) == 2
    assert all("ix_notifications_waiting (next_try_at<?)" in step for step in walks)


async def test_a_claim_walks_the_same_index_while_others_are_told(filled: Database) -> None:
    due = "UPDATE notifications SET state = 'waiting', due_at = :at, next_try_at = :at"
    async with filled.writing() as session:
        await session.execute(text(f"{due} WHERE id % 9 = 0"), {"at": int(NOW.timestamp())})
    spy = Spy(filled)
    people, groups = [(one, None) for one in (1, 2, 3)], [(None, None), (None, 1)]
    for busy in (people, [*groups, people[0]]):
        assert await notices.claim_next(filled, now=NOW, busy=busy) is not None
    steps = await spy.plans(filled, "FROM notifications")
    walks = [step for step in steps if "notifications" in step]
    assert len(walks) == 8
    assert all("ix_notifications_waiting (next_try_at<?)" in step for step in walks), walks


async def test_those_who_watch_the_outbox_walk_the_same_index(filled: Database) -> None:
    spy = Spy(filled)
    await health.read_outbox(filled, now=NOW)
    steps = await spy.plans(filled, "FROM notifications")
    walks = [step for step in steps if "notifications" in step]
    assert len(walks) == 3
    assert all("ix_notifications_waiting (next_try_at<?)" in step for step in walks)
