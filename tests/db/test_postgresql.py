"""What only PostgreSQL has: several writers at once, and a server that may go away."""

import asyncio
import os
from collections.abc import AsyncIterator

import asyncpg
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.engine import SESSION, Database
from tests.db.rows import NOON, add, booking
from tests.plain import Plain

PATIENCE_S = 20


@pytest.mark.skipif(not os.environ.get("TEST_POSTGRES_URL"), reason="TEST_POSTGRES_URL is not set")
def test_the_suite_knows_a_server() -> None:
    """Skipped, it says that every test which could run on PostgreSQL has run on SQLite alone."""


@pytest.fixture
async def watcher(postgresql_url: str) -> AsyncIterator[asyncpg.Connection]:
    """Somebody who looks on, outside the bot's pool."""
    dsn = make_url(postgresql_url).set(drivername="postgresql")
    connection = await asyncpg.connect(dsn.render_as_string(hide_password=False))
    yield connection
    await connection.close()


async def until_it_waits(watcher: asyncpg.Connection, task: asyncio.Task[None]) -> None:
    """Until a task waits for a lock of somebody else, or need not wait."""
    query = """SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'"""
    async with asyncio.timeout(PATIENCE_S):
        while not task.done() and not await watcher.fetchval(query):
            pass


# Transactions


async def test_each_connection_has_its_limits(postgresql_url: str, db: Database) -> None:
    async with db.reading() as session:
        found = {name: await session.scalar(text(f"SHOW {name}")) for name in SESSION}
    assert found == SESSION | {"timezone": "UTC"}


async def test_readers_have_a_snapshot_and_writers_the_latest(
    postgresql_url: str, db: Database
) -> None:
    shown = []
    for transaction in (db.reading, db.writing, db.reading):
        async with transaction() as session:
            isolation = await session.scalar(text("SHOW transaction_isolation"))
            shown.append((isolation, await session.scalar(text("SHOW transaction_read_only"))))
    assert shown == [
        ("repeatable read", "on"),
        ("read committed", "off"),
        ("repeatable read", "on"),
    ]


async def test_a_server_that_went_away_is_found_again(
    postgresql_url: str, db: Database, watcher: asyncpg.Connection
) -> None:
    """Its connections are closed while nobody uses them, as by a restart."""
    held = []
    async with db.reading() as first, db.reading() as second:
        for session in (first, second):
            raw = await (await session.connection()).get_raw_connection()
            held.append(raw.driver_connection)
    for connection in held:
        await watcher.fetchval("SELECT pg_terminate_backend($1)", connection.get_server_pid())
    async with asyncio.timeout(PATIENCE_S):
        while not all(connection.is_closed() for connection in held):
            await watcher.fetchval("SELECT 1")
    async with db.reading() as first, db.writing() as second:
        assert [await session.scalar(text("SELECT 1")) for session in (first, second)] == [1, 1]


async def test_who_loses_the_server_in_the_middle_fails_and_the_next_does_not(
    postgresql_url: str, db: Database, watcher: asyncpg.Connection
) -> None:
    with pytest.raises(DBAPIError):
        async with db.writing() as session:
            own = await session.scalar(text("SELECT pg_backend_pid()"))
            await watcher.fetchval("SELECT pg_terminate_backend($1)", own)
            await session.execute(text("SELECT 1"))
    async with db.writing() as session:
        assert await session.scalar(text("SELECT 1")) == 1


# Two who write at once


@pytest.fixture
def bookings(postgresql_url: str, plain: Plain) -> Plain:
    """Booking 2 holds nothing yet, booking 3 the second laptop; both are pending."""
    plain.execute(booking(2, NOON))
    add(plain, 3, NOON, resource_id=2, unit=2)
    return plain


async def give_a_unit(session: AsyncSession) -> None:
    await session.execute(
        text(
            "INSERT INTO booking_resources"
            " (booking_id, resource_id, unit, occupied_from, occupied_until)"
            " SELECT id, 2, 1, starts_at, ends_at FROM bookings WHERE id = 2"
        )
    )


async def hand_over(session: AsyncSession) -> None:
    """What booking 3 holds becomes booking 2's."""
    await session.execute(text("UPDATE booking_resources SET booking_id = 2 WHERE booking_id = 3"))


async def cancel(session: AsyncSession) -> None:
    await session.execute(text("UPDATE bookings SET status = 'cancelled' WHERE id = 2"))


async def held_by_two(db: Database) -> list[bool]:
    async with db.reading() as session:
        query = text("SELECT active FROM booking_resources WHERE booking_id = 2")
        return list(await session.scalars(query))


@pytest.mark.parametrize("take", [give_a_unit, hand_over])
async def test_a_booking_that_is_cancelled_meanwhile_holds_nothing(
    bookings: Plain, db: Database, watcher: asyncpg.Connection, take: object
) -> None:
    async def cancel_too() -> None:
        async with db.writing() as session:
            await cancel(session)

    async with db.writing() as session:
        await take(session)
        cancelling = asyncio.create_task(cancel_too())
        await until_it_waits(watcher, cancelling)
    await cancelling
    assert await held_by_two(db) == [False]


@pytest.mark.parametrize("take", [give_a_unit, hand_over])
async def test_a_booking_that_was_cancelled_meanwhile_gets_nothing(
    bookings: Plain, db: Database, watcher: asyncpg.Connection, take: object
) -> None:
    async def take_too() -> None:
        async with db.writing() as session:
            await take(session)

    async with db.writing() as session:
        await cancel(session)
        taking = asyncio.create_task(take_too())
        await until_it_waits(watcher, taking)
    with pytest.raises(IntegrityError, match="allocation_disagrees"):
        await taking
    assert await held_by_two(db) == []
