"""Transactions: what they see, and whom their commits wake."""

import asyncio
import threading
from datetime import timedelta
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.util import greenlet_spawn

from bot.services.refusals import SlotTaken
from db.engine import Database
from db.models import OpeningHours, Resource
from tests.builders import add_actor, add_resource, book, count_rows, request
from tests.clocks import FrozenClock

TURNS = 50
"""Of the event loop: more than a cancelled task needs to come as far as it can."""
HOW_MANY = select(func.count()).select_from(Resource)


@pytest.fixture
def woken(db: Database) -> list[str]:
    calls: list[str] = []
    db.on_outbox = lambda: calls.append("woken")
    return calls


async def test_a_commit_that_wrote_notifications_wakes_the_delivery_once(
    db: Database, clock: FrozenClock, woken: list[str]
) -> None:
    actor = await add_actor(db)
    room = await add_resource(db, requires_approval=True)
    assert woken == []
    await book(db, actor, request(room, clock.now() + timedelta(days=1)), now=clock.now())
    assert woken == ["woken"]


async def test_a_refusal_wakes_nobody(db: Database, clock: FrozenClock, woken: list[str]) -> None:
    actor = await add_actor(db)
    room = await add_resource(db, requires_approval=True)
    at = clock.now() + timedelta(days=1)
    await book(db, actor, request(room, at), now=clock.now())
    woken.clear()
    with pytest.raises(SlotTaken):
        await book(db, actor, request(room, at), now=clock.now())
    assert woken == []


async def test_who_reads_sees_one_moment(db: Database) -> None:
    """What is committed meanwhile is for the next one."""
    await add_resource(db)
    async with db.reading() as session:
        assert (await session.get_one(Resource, 1)).location is None
        async with db.writing() as writing:
            await writing.execute(update(Resource).values(location="3rd floor"))
        await session.refresh(await session.get_one(Resource, 1))
        assert (await session.get_one(Resource, 1)).location is None
    async with db.reading() as session:
        assert (await session.get_one(Resource, 1)).location == "3rd floor"


async def test_an_error_in_a_transaction_leaves_nothing_of_it(db: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with db.writing() as session:
            session.add(Resource(kind="room", name="Blue room", timezone="Europe/Kyiv"))
            await session.flush()
            1 / 0  # noqa: B018 - the error
    assert await count_rows(db, Resource) == 0


async def test_a_task_that_is_cancelled_while_it_writes_leaves_nothing_and_blocks_nobody(
    db: Database,
) -> None:
    written = asyncio.Event()

    async def write_and_wait() -> None:
        async with db.writing() as session:
            session.add(Resource(kind="room", name="Blue room", timezone="Europe/Kyiv"))
            await session.flush()
            written.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write_and_wait())
    await written.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await add_resource(db, "Blue room")
    assert await count_rows(db, Resource) == 1


async def test_who_is_cancelled_before_their_first_statement_is_executed_leaves_no_transaction(
    sqlite_url: str, clock: FrozenClock
) -> None:
    """Its BEGIN waits together with it for the connection's thread, so it ends with the connection,
    which is closed."""
    db = Database(sqlite_url, now=clock.now)
    begun, go_on, queued = threading.Event(), threading.Event(), asyncio.Event()

    def keep_busy() -> None:
        begun.set()
        go_on.wait()

    async def write() -> None:
        async with db.writing() as session:
            raw = await (await session.connection()).get_raw_connection()
            driver: Any = raw.driver_connection
            busy = asyncio.create_task(driver._execute(keep_busy))
            await asyncio.to_thread(begun.wait)
            session.add(Resource(kind="room", name="Blue room", timezone="Europe/Kyiv"))
            queued.set()  # as soon as this task waits, which is for the thread
            await session.flush()
            await busy

    task = asyncio.create_task(write())
    await queued.wait()
    task.cancel()
    for _ in range(TURNS):
        await asyncio.sleep(0)
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    await add_resource(db, "Green room")
    assert await count_rows(db, Resource) == 1
    await db.close()


@pytest.fixture
def visits(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the threads of SQLite's connections are visited for, from now on."""
    seen: list[str] = []
    execute = aiosqlite.Connection._execute

    async def noted(self: aiosqlite.Connection, function: Any, *args: Any, **named: Any) -> Any:
        statements = [each.split()[0] for each in args if isinstance(each, str)]
        seen.append(" ".join(statements) or function.__name__)
        return await execute(self, function, *args, **named)

    monkeypatch.setattr(aiosqlite.Connection, "_execute", noted)
    return seen


async def test_a_booking_visits_its_connection_once_for_each_statement(
    sqlite_url: str, clock: FrozenClock, visits: list[str]
) -> None:
    db = Database(sqlite_url, now=clock.now)
    actor, room = await add_actor(db), await add_resource(db)
    await book(db, actor, request(room, clock.now() + timedelta(days=2)), now=clock.now())
    visits.clear()
    await book(db, actor, request(room, clock.now() + timedelta(days=3)), now=clock.now())
    assert visits == ["BEGIN SELECT", "WITH", *["INSERT"] * 4, "commit"]
    await db.close()


async def test_a_glance_is_one_visit_and_leaves_its_connection_as_it_was(
    sqlite_url: str, clock: FrozenClock, visits: list[str]
) -> None:
    db = Database(sqlite_url, now=clock.now)
    await count_rows(db, Resource)
    visits.clear()
    async with db.glancing() as session:
        assert await session.scalar(text("SELECT 1")) == 1
    assert visits == ["SELECT"]
    visits.clear()
    assert await count_rows(db, Resource) == 0
    assert visits == ["BEGIN SELECT", "commit"]
    await db.close()


async def test_a_glance_sees_what_was_committed_since_its_last_statement(db: Database) -> None:
    async with db.glancing() as session:
        assert await session.scalar(HOW_MANY) == 0
        await add_resource(db)
        assert await session.scalar(HOW_MANY) == 1


async def test_a_commit_that_fails_is_rolled_back(
    sqlite_url: str, clock: FrozenClock, visits: list[str]
) -> None:
    """What is deferred to the commit is checked there: an allocation that is left in hand."""
    db = Database(sqlite_url, now=clock.now)
    with pytest.raises(IntegrityError):
        async with db.writing() as session:
            await session.execute(text("PRAGMA defer_foreign_keys = ON"))
            session.add(OpeningHours(resource_id=99, weekday=0, opens_minute=0, closes_minute=60))
    assert visits[-2:] == ["commit", "rollback"]
    await add_resource(db)
    assert await count_rows(db, OpeningHours) == 0
    await db.close()


async def test_a_connection_that_comes_back_in_a_transaction_is_rolled_back(
    sqlite_url: str, clock: FrozenClock
) -> None:
    db = Database(sqlite_url, now=clock.now)
    _, writer = db._engines
    connection = await writer.raw_connection()

    def begin_and_give_back() -> None:
        connection.cursor().execute("BEGIN IMMEDIATE")
        connection.close()

    await greenlet_spawn(begin_and_give_back)
    await add_resource(db, "Blue room")
    await db.close()
