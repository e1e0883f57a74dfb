"""The whole product on PostgreSQL: made, filled and run by its own commands."""

import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.clock import Clock
from db.engine import Database
from db.models import Booking, Resource
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.builders import add_resource, count_rows
from tests.e2e.bot_process import ROOT, BotProcess
from tests.e2e.test_bookings import Tapper, bookings, fill_draft
from tests.postgresql import Server

COMMAND_S = 60
"""A command takes seconds, and more on a busy machine."""


@pytest.fixture
def database_url(postgresql_url: str) -> str:
    return postgresql_url


@pytest.fixture
def empty_url(server: Server) -> Iterator[str]:
    url = server.create()
    yield url
    server.drop(url)


async def run(command: str, url: str, folder: Path) -> str:
    """What `python -m bot <command>` prints, having ended well."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", command, cwd=folder,
        env=keep | {"DATABASE_URL": url, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    async with asyncio.timeout(COMMAND_S):
        out, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
    return out.decode()


async def test_migrate_and_seed_fill_an_empty_database_once(
    empty_url: str, tmp_path: Path, clock: Clock
) -> None:
    said = [await run(command, empty_url, tmp_path) for command in ("migrate", "seed", "seed")]
    assert said == ["", "12 resources added.\n", "There are resources already.\n"]
    db = Database(empty_url, now=clock.now)
    try:
        assert await count_rows(db, Resource) == 12
        assert await count_rows(db, Booking) > 30
    finally:
        await db.close()


async def test_from_a_tap_to_a_booking_over_a_restart(
    telegram: Telegram, db: Database, emma: Person, bot: BotProcess
) -> None:
    hers = Tapper(telegram, emma)
    await add_resource(db, "Blue room")
    await fill_draft(hers, emma, "Blue room")
    await bot.restart()
    await hers.tap("✅ Book")
    await hers.reads("Booked.")
    (booked,) = await bookings(db)
    assert booked.status == "approved"
