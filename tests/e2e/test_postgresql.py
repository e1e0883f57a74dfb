"""The whole product on PostgreSQL: made, filled and run by its own commands."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.clock import Clock
from db.engine import Database
from db.models import Booking, Resource
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.bot_process import BotProcess, restart
from tests.builders import add_resource, count_rows
from tests.e2e.commands import run_command
from tests.e2e.tapper import Tapper, bookings, fill_draft
from tests.postgresql import Server


@pytest.fixture
def database_url(postgresql_url: str) -> str:
    return postgresql_url


@pytest.fixture
def empty_url(server: Server) -> Iterator[str]:
    url = server.create()
    yield url
    server.drop(url)


async def test_migrate_and_seed_fill_an_empty_database_once(
    empty_url: str, tmp_path: Path, clock: Clock
) -> None:
    ended = [
        await run_command(command, settings={"DATABASE_URL": empty_url}, folder=tmp_path)
        for command in ("migrate", "seed", "seed")
    ]
    assert [each.code for each in ended] == [0, 0, 0], ended
    said = [each.out for each in ended]
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
    await restart(bot, telegram)
    await hers.tap("✅ Book")
    await hers.reads("Booked.")
    (booked,) = await bookings(db)
    assert booked.status == "approved"
