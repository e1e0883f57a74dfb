"""Two processes with one token: the newcomer gives up, the other goes on."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.exits import Exit
from db.engine import Database
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.bot_process import TOKEN, BotProcess
from tests.builders import add_resource
from tests.e2e.tapper import Tapper, fill_draft


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    """Nothing but the fight over the updates is refused."""
    sandbox = Telegram(TOKEN)
    yield sandbox
    assert sandbox.unanswered() == []
    assert sandbox.answered_twice() == []
    refused = {(call.method, call.error_code) for call in sandbox.refused()}
    assert refused == {("getUpdates", 409)}


async def test_the_second_ends_and_the_first_serves_on(
    telegram: Telegram,
    sandbox_url: str,
    database_url: str,
    db: Database,
    bot: BotProcess,
    emma: Person,
    tmp_path: Path,
) -> None:
    hers = Tapper(telegram, emma)
    await add_resource(db, "Blue room")
    await fill_draft(hers, emma, "Blue room")
    telegram.clock.advance(timedelta(minutes=2))  # long enough for the first to be at home here
    (tmp_path / "second").mkdir()
    settings = {"BOT_TOKEN": TOKEN, "SANDBOX_URL": sandbox_url, "DATABASE_URL": database_url}
    second = BotProcess(settings, tmp_path / "second")

    await second.start()
    await telegram.until(lambda: len(telegram.refused()) == 4, 60)  # by turns: each has met two

    assert await second.stopped() == Exit.SECOND_PROCESS
    assert "Another process polls with this BOT_TOKEN, and it was here first." in second.log
    assert "Traceback" not in second.log
    assert "this one was first and goes on" in bot.log
    await hers.tap("✅ Book")
    await hers.reads("Booked.")
