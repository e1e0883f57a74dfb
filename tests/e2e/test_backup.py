"""`python -m bot backup`: a copy that is whole although people book meanwhile, and that works."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.backup import back_up
from bot.clock import Clock
from bot.exits import CannotRun, Exit
from bot.services.refusals import SlotTaken
from db.engine import Database
from db.models import Booking
from tests.builders import add_actor, add_resource, book, count_rows, request
from tests.clocks import MONDAY_NINE
from tests.e2e.commands import run_command

COPIES = 5


async def test_copies_that_are_taken_while_people_book_can_be_restored(
    db: Database, database_url: str, tmp_path: Path, clock: Clock
) -> None:
    room, emma = await add_resource(db, "Blue room", quantity=1), await add_actor(db)
    booked = count()

    async def keep_booking() -> None:
        for number in booked:
            at = MONDAY_NINE + timedelta(hours=number + 1)
            await book(db, emma, request(room, at), now=MONDAY_NINE)

    writing = asyncio.create_task(keep_booking())
    sizes = []
    for number in range(COPIES):
        copy = tmp_path / f"copy{number}.db"
        before = await count_rows(db, Booking)
        await asyncio.to_thread(back_up, database_url, copy)
        sizes.append((before, await bookings_of(copy), await count_rows(db, Booking)))
    assert not writing.done(), "nobody had to wait, or was refused"
    writing.cancel()
    assert all(before <= copied <= after for before, copied, after in sizes)
    assert sizes[-1][1] > sizes[0][0]
    await check_restored(tmp_path / f"copy{COPIES - 1}.db", room, clock)


async def bookings_of(copy: Path) -> int:
    """Of each booking all that belongs to it is there: one instant, not several."""
    with closing(sqlite3.connect(copy)) as connection:
        counts = [
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("bookings", "booking_resources", "booking_events")
        ]
    assert len(set(counts)) == 1
    return int(counts[0])


async def check_restored(copy: Path, room: int, clock: Clock) -> None:
    """The bot's own engine takes the copy, guards and all."""
    restored = Database(f"sqlite+aiosqlite:///{copy}", now=clock.now)
    try:
        had = await count_rows(restored, Booking)
        olena = await add_actor(restored, 202)
        taken = request(room, MONDAY_NINE + timedelta(hours=1))
        with pytest.raises(SlotTaken):
            await book(restored, olena, taken, now=MONDAY_NINE)
        free = request(room, MONDAY_NINE + timedelta(hours=had + 2))
        await book(restored, olena, free, now=MONDAY_NINE)
        assert await count_rows(restored, Booking) == had + 1
    finally:
        await restored.close()


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_the_command_says_what_it_did_and_never_overwrites(
    database_url: str, tmp_path: Path
) -> None:
    settings = {"DATABASE_URL": database_url}
    first = await run_command("backup", "copy.db", settings=settings, folder=tmp_path)
    copy = (tmp_path / "copy.db").read_bytes()
    assert (first.code, first.out) == (Exit.OK, f"copy.db: {len(copy)} bytes, checked.\n")
    second = await run_command("backup", "copy.db", settings=settings, folder=tmp_path)
    assert second.code == Exit.FAILED
    assert "copy.db is there already, and no backup overwrites" in second.errors
    assert "Traceback" not in second.errors
    assert names_in(tmp_path) == ["bronia.db", "copy.db"]


def test_only_its_owner_reads_a_copy(sqlite_url: str, tmp_path: Path) -> None:
    back_up(sqlite_url, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600


def test_a_damaged_database_gives_no_copy(
    sqlite_url: str, database_path: Path, tmp_path: Path
) -> None:
    """A row that points at nothing: whoever restores it would find out too late."""
    with closing(sqlite3.connect(database_path, isolation_level=None)) as connection:
        connection.execute("INSERT INTO opening_hours VALUES (1, 77, 0, 0, 60)")
    with pytest.raises(CannotRun, match="is damaged, and was thrown away"):
        back_up(sqlite_url, tmp_path / "copy.db")
    assert not list(tmp_path.glob("copy*"))


def test_a_folder_that_is_not_there(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match=r"nowhere/copy\.db cannot be written: No such file"):
        back_up(sqlite_url, tmp_path / "nowhere" / "copy.db")


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="There is no database file"):
        back_up(f"sqlite+aiosqlite:///{tmp_path}/none.db", tmp_path / "copy.db")


def test_postgresql_has_its_own_way(tmp_path: Path) -> None:
    url = "postgresql+asyncpg://bronia:secret@db/bronia"
    with pytest.raises(CannotRun) as said:
        back_up(url, tmp_path / "copy.dump")
    assert f"pg_dump --format=custom --file={tmp_path}/copy.dump bronia" in str(said.value)
    assert "secret" not in str(said.value)
