"""On PostgreSQL, too, what is held is found by seeks: the table is never read as a whole.

As it plans for the parameters at hand, and as it does for any once it has seen a statement often.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.engine import Database
from db.repositories import allocations
from tests.bench.filling import DAY, NOW, ROOMS
from tests.db.spy import Spy
from tests.plain import PlainPostgresql
from tests.postgresql import Server

RESOURCES = 50
FILL = f"""
SET session_replication_role = replica;
INSERT INTO users (id, telegram_id, full_name, language, created_at, updated_at)
    SELECT i, 1000 + i, 'Person ' || i, 'en', now(), now() FROM generate_series(1, 100) i;
INSERT INTO resources (id, kind, name, quantity, timezone, created_at, updated_at)
    SELECT i, CASE WHEN i > {ROOMS} THEN 'equipment' ELSE 'room' END, 'Thing ' || i,
        CASE WHEN i > {ROOMS} THEN 3 ELSE 1 END, 'Europe/Kyiv', now(), now()
    FROM generate_series(1, {RESOURCES}) i;
INSERT INTO bookings
    (id, user_id, starts_at, ends_at, status, request_key, created_at, updated_at)
    SELECT i, 1 + i % 100, starts_at, starts_at + interval '20 min', 'approved', 'fill' || i,
        now(), now()
    FROM generate_series(0, 19999) i,
        LATERAL (SELECT timestamptz '{DAY + timedelta(days=1)}'
            - interval '30 min' * (1 + i / {RESOURCES}) AS starts_at) AS times;
INSERT INTO booking_resources (booking_id, resource_id, unit, occupied_from, occupied_until)
    SELECT id, 1 + id % {RESOURCES}, 1, starts_at, ends_at FROM bookings;
ANALYZE;
"""
"""Twenty thousand bookings of twenty minutes, every half hour back from the measured day."""


@pytest.fixture(scope="module")
def full_url(server: Server, migrated_url: str) -> str:
    url = server.copy(migrated_url)
    connection = PlainPostgresql(url)
    connection.run(FILL)
    connection.close()
    return url


@pytest.fixture
async def full(full_url: str) -> AsyncIterator[Database]:
    db = Database(full_url, now=lambda: NOW)
    yield db
    await db.close()


async def explain(db: Database, statement: str, params: Any, *, mode: str) -> list[str]:
    """The steps of a prepared statement."""
    values = ", ".join(f"'{value}'" for value in params)
    async with db.reading() as session:
        raw = await (await session.connection()).get_raw_connection()
        await raw.driver_connection.execute(f"SET LOCAL plan_cache_mode = {mode}")
        await raw.driver_connection.execute(f"PREPARE asked AS {statement}")
        rows = await raw.driver_connection.fetch(f"EXPLAIN EXECUTE asked ({values})")
        await raw.driver_connection.execute("DEALLOCATE asked")
    return [row[0] for row in rows]


Look = Callable[[AsyncSession, list[int], datetime, datetime], Awaitable[Any]]


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
@pytest.mark.parametrize("count", [1, RESOURCES])
@pytest.mark.parametrize(
    "look",
    [
        allocations.held_between,
        allocations.barred_between,
        allocations.look_at,
        allocations.planned_between,
    ],
)
async def test_what_is_held_is_sought(full: Database, look: Look, count: int, mode: str) -> None:
    spy = Spy(full)
    async with full.reading() as session:
        await look(session, list(range(1, count + 1)), DAY, DAY + timedelta(days=1))
    statement, params = spy.seen[-1]
    steps = await explain(full, statement, params, mode=mode)
    assert any("using ix_booking_resources_active" in step for step in steps), steps
    assert not [step for step in steps if "Seq Scan on booking" in step], steps
