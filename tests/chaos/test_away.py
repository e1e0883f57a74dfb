"""The database is gone for a while, in the middle of everything."""

import sqlite3
from dataclasses import asdict
from pathlib import Path
from random import Random

import pytest

from tests.chaos.runs import AWAY_S, SEED, add_to_report
from tests.chaos.world import FIRST_BOOKINGS, Step, World, busy, office
from tests.proxy import proxy_to

pytestmark = pytest.mark.timeout(180)


async def live_through(world: World, begin: Step, end: Step) -> None:
    """What was sent and could not be written down is sent again: at most one message."""
    async with busy(world):
        await world.miss_database(begin, end, AWAY_S)
    judged = await world.judged(await world.settle())
    add_to_report(asdict(judged), of="outages")
    assert judged.is_clean, judged
    assert judged.is_eventful, judged
    assert judged.duplicates <= 1, judged
    assert judged.bookings >= FIRST_BOOKINGS, judged


async def test_while_another_program_holds_the_file(
    sqlite_url: str, database_path: Path, tmp_path: Path
) -> None:
    holder = sqlite3.connect(database_path, isolation_level=None, timeout=30)

    async def begin() -> None:
        holder.execute("BEGIN IMMEDIATE")

    async def end() -> None:
        holder.execute("ROLLBACK")

    async with office(sqlite_url, tmp_path, Random(SEED)) as world:
        await live_through(world, begin, end)
    holder.close()


@pytest.mark.parametrize("how", ["cut", "freeze"])
async def test_while_the_server_is_away(postgresql_url: str, tmp_path: Path, how: str) -> None:
    async with proxy_to(postgresql_url) as (proxy, way):

        async def begin() -> None:
            getattr(proxy, how)()

        async with office(postgresql_url, tmp_path, Random(SEED), way=way) as world:
            await live_through(world, begin, proxy.open)
