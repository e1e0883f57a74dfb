"""Another program holds SQLite's file for longer than anybody waits."""

import sqlite3
from pathlib import Path

import pytest

from db.engine import Database
from sandbox.telegram import Telegram
from tests.e2e.outage import live_through


@pytest.mark.usefixtures("bot")
async def test_a_file_that_another_program_holds(
    telegram: Telegram, db: Database, database_path: Path
) -> None:
    holder = sqlite3.connect(database_path, isolation_level=None)

    async def begin() -> None:
        holder.execute("BEGIN IMMEDIATE")

    async def end() -> None:
        holder.execute("ROLLBACK")

    await live_through(telegram, db, {"contended"}, begin=begin, end=end)
    holder.close()
