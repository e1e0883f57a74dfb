"""What is wrong with a database has a word of its own, and a sentence."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from bot.checks import explained
from bot.exits import CannotRun
from db.engine import Database
from db.errors import is_trouble
from db.troubles import Trouble, trouble_of
from tests.builders import add_resource
from tests.plain import connect

AS_MANY_PAGES_AS_NOW = text("PRAGMA max_page_count = 1")
ROOMS = 200


async def test_a_disk_that_is_full_is_called_so_and_nothing_is_half_written(
    sqlite_url: str,
) -> None:
    db = Database(sqlite_url, now=lambda: datetime.now(UTC))
    await add_resource(db, "Blue room")
    async with db.writing() as session:
        await session.execute(AS_MANY_PAGES_AS_NOW)
    with pytest.raises(CannotRun, match="is full") as found, explained(sqlite_url):
        for number in range(ROOMS):
            await add_resource(db, f"Room {number}", description="x" * 500)
    await db.close()
    assert found.value.__cause__ is not None
    assert trouble_of(found.value.__cause__) is Trouble.FULL
    assert is_trouble(found.value.__cause__)
    plain = connect(sqlite_url)
    ((rooms, full_ones),) = plain.execute(
        "SELECT count(*), sum(name = 'Blue room' OR length(description) = 500) FROM resources"
    )
    plain.close()
    assert 0 < rooms == full_ones < ROOMS
