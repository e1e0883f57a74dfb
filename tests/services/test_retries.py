"""What the database gives up because of others is tried again; what it refuses is not."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import retries
from bot.services.refusals import Contended, Refusal, SlotTaken
from bot.services.retries import TRIES, retried
from db.engine import Database
from db.errors import Contention, translated
from db.models import Resource
from tests.builders import add_resource

SHORT_WAIT = "SET LOCAL lock_timeout = '20ms'"
LOCK = text("SELECT FROM resources WHERE id = :id FOR UPDATE")
NOTE = text("UPDATE resources SET location = coalesce(location, '') || :mark WHERE id = :id")


async def locations(db: Database) -> list[str | None]:
    async with db.reading() as session:
        return list(await session.scalars(text("SELECT location FROM resources ORDER BY id")))


# PostgreSQL


async def test_of_two_that_wait_for_each_other_both_succeed(
    postgresql_url: str, db: Database
) -> None:
    rooms = [await add_resource(db, name) for name in ("Blue room", "Red room")]
    tries: Counter[str] = Counter()
    both_hold_one = asyncio.Barrier(2)

    @retried
    async def mark(name: str, first: int, second: int) -> None:
        tries[name] += 1
        async with db.writing() as session:
            await session.execute(NOTE, {"mark": name, "id": first})
            if tries[name] == 1:
                await both_hold_one.wait()
            await session.execute(NOTE, {"mark": name, "id": second})

    await asyncio.gather(mark("a", *rooms), mark("b", *reversed(rooms)))

    assert sorted(tries.values()) == [1, 2]
    first, second = await locations(db)
    assert first == second
    assert first in ("ab", "ba")


async def plainly(session: AsyncSession, room: int) -> None:
    await session.execute(LOCK, {"id": room})


async def inside_a_translation(session: AsyncSession, room: int) -> None:
    with translated():
        await session.execute(LOCK, {"id": room})


@pytest.mark.parametrize("take", [plainly, inside_a_translation])
async def test_who_waits_too_long_for_a_row_tries_again(
    postgresql_url: str, db: Database, take: Callable[[AsyncSession, int], Awaitable[None]]
) -> None:
    room = await add_resource(db)
    held, release, tries = asyncio.Event(), asyncio.Event(), 0

    async def hold() -> None:
        async with db.writing() as session:
            await session.execute(LOCK, {"id": room})
            held.set()
            await release.wait()

    @retried
    async def mark() -> None:
        nonlocal tries
        tries += 1
        if tries == 2:
            release.set()
            await holding
        async with db.writing() as session:
            await session.execute(text(SHORT_WAIT))
            await take(session, room)
            await session.execute(NOTE, {"mark": "x", "id": room})

    holding = asyncio.create_task(hold())
    await held.wait()
    await mark()

    assert tries == 2
    assert await locations(db) == ["x"]


async def test_what_is_found_out_at_the_commit_is_tried_again(
    postgresql_url: str, db: Database
) -> None:
    """Two who each read what the other writes: at SERIALIZABLE one of the commits fails."""
    rooms = [await add_resource(db, name) for name in ("Blue room", "Red room")]
    tries: Counter[int] = Counter()
    both_have_read, both_have_written = asyncio.Barrier(2), asyncio.Barrier(2)

    @retried
    async def note_how_many(room: int) -> None:
        tries[room] += 1
        async with db.writing() as session:
            await session.connection(execution_options={"isolation_level": "SERIALIZABLE"})
            query = text("SELECT count(*) FROM resources WHERE location IS NOT NULL")
            found = await session.scalar(query)
            if tries[room] == 1:
                await both_have_read.wait()
            await session.execute(NOTE, {"mark": str(found), "id": room})
            if tries[room] == 1:
                await both_have_written.wait()

    await asyncio.gather(*(note_how_many(room) for room in rooms))

    assert sorted(tries.values()) == [1, 2]
    assert sorted(await locations(db)) == ["0", "1"]


# SQLite


@pytest.fixture
async def blocker(database_path: Path, db: Database) -> AsyncIterator[sqlite3.Connection]:
    """Another process that writes; the bot waits for it but a moment."""
    async with db.writing() as session:
        await session.execute(text("PRAGMA busy_timeout = 10"))
    connection = sqlite3.connect(database_path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield connection
    connection.close()


async def test_who_finds_the_file_locked_tries_again(
    db: Database, blocker: sqlite3.Connection
) -> None:
    tries = 0

    @retried
    async def write() -> None:
        nonlocal tries
        tries += 1
        if tries == 2:
            blocker.execute("ROLLBACK")
        async with db.writing() as session:
            session.add(Resource(kind="room", name="Blue room", timezone="Europe/Kyiv"))

    await write()
    assert tries == 2
    assert await locations(db) == [None]


async def test_after_a_few_tries_it_is_refused(db: Database, blocker: sqlite3.Connection) -> None:
    tries = 0

    @retried
    async def write() -> None:
        nonlocal tries
        tries += 1
        async with db.writing() as session:
            session.add(Resource(kind="room", name="Blue room", timezone="Europe/Kyiv"))

    with pytest.raises(Contended):
        await write()
    assert tries == TRIES
    assert await locations(db) == []


# Both


async def test_nobody_is_kept_waiting_by_another_try(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retries, "PATIENCE_S", 0)
    tries = 0

    @retried
    async def meet_others() -> None:
        nonlocal tries
        tries += 1
        raise Contention

    with pytest.raises(Contended):
        await meet_others()
    assert tries == 1


@pytest.mark.parametrize("answer", [SlotTaken(), Contended(), ValueError("no")])
async def test_an_answer_is_not_asked_for_again(answer: Exception) -> None:
    tries = 0

    @retried
    async def refuse() -> None:
        nonlocal tries
        tries += 1
        raise answer

    with pytest.raises((Refusal, ValueError)) as caught:
        await refuse()
    assert caught.value is answer
    assert tries == 1


async def test_what_the_database_refuses_is_not_tried_again(db: Database) -> None:
    tries = 0

    @retried
    async def write() -> None:
        nonlocal tries
        tries += 1
        async with db.writing() as session:
            await session.execute(text("UPDATE resources SET quantity = 0"))

    await add_resource(db)
    with pytest.raises(IntegrityError):
        await write()
    assert tries == 1


# The pauses between


@pytest.mark.parametrize("failed", range(1, TRIES))
def test_a_pause_is_some_part_of_a_time_that_doubles(failed: int) -> None:
    """So that rivals who met once do not meet again."""
    longest = retries.FIRST_PAUSE_S * 2 ** (failed - 1)
    pauses = [retries.pause_s(failed) for _ in range(200)]
    assert all(0 <= pause <= longest for pause in pauses)
    assert min(pauses) < longest / 4 < longest * 3 / 4 < max(pauses)
