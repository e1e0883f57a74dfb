"""Every hot query walks its index: the plan is asked for with the statement as it is run."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from bot.services import approval, notices, slots
from db.engine import Database
from tests.builders import add_actor, add_resource, book, request
from tests.clocks import FrozenClock


class Spy:
    """The statements an engine runs, with their parameters."""

    def __init__(self, db: Database) -> None:
        self.seen: list[tuple[str, object]] = []
        for engine in set(db._engines):
            event.listen(engine.sync_engine, "before_cursor_execute", self._note)

    def _note(
        self, _c: object, _cursor: object, statement: str, params: object, *_: object
    ) -> None:
        self.seen.append((statement, params))

    async def plans(self, db: Database, table: str) -> str:
        """The plans of the statements that touch a table, one after another."""
        found = []
        async with db.reading() as session:
            connection = await session.connection()
            for statement, params in list(self.seen):
                if table in statement and statement.lstrip().startswith(("SELECT", "WITH")):
                    rows = await connection.exec_driver_sql(
                        f"EXPLAIN QUERY PLAN {statement}", params
                    )
                    found += [row[3] for row in rows]
        return "\n".join(found)


@pytest.fixture
async def filled(db: Database, clock: FrozenClock) -> Database:
    actor = await add_actor(db)
    room = await add_resource(db, requires_approval=True)
    for day in range(1, 6):
        await book(db, actor, request(room, clock.now() + timedelta(days=day)), now=clock.now())
    return db


async def test_what_is_held_walks_the_index_of_active_allocations(
    filled: Database, clock: FrozenClock
) -> None:
    spy = Spy(filled)
    await slots.get_day(filled, 1, clock.now().date() + timedelta(days=1), now=clock.now())
    plans = await spy.plans(filled, "booking_resources")
    assert "SEARCH booking_resources USING" in plans
    assert (
        plans.count("ix_booking_resources_active (resource_id=? AND unit=? AND occupied_from") == 2
    )
    assert "SCAN booking_resources" not in plans


async def test_expiry_walks_the_index_of_undecided_bookings(
    filled: Database, clock: FrozenClock
) -> None:
    spy = Spy(filled)
    await approval.expire_due(filled, now=clock.now())
    assert "USING INDEX ix_bookings_undecided (decide_by<?)" in await spy.plans(filled, "bookings")


async def test_the_outbox_walks_the_index_of_what_waits(
    filled: Database, clock: FrozenClock
) -> None:
    spy = Spy(filled)
    await notices.claim_next(filled, now=clock.now())
    plans = await spy.plans(filled, "FROM notifications")
    assert "ix_notifications_waiting (next_try_at<?)" in plans
    assert "SCAN notifications" not in plans
