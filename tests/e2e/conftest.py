"""The bot as a process of its own, against the sandbox over HTTP.

A process takes a second to start and to end, so those that start many, or whose process takes long,
come where they are asked for (`make test-long`, CI).
"""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import Clock
from sandbox.doors.server import start_server
from sandbox.people.groups import Group
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.bot_process import TOKEN, BotProcess, until_it_polls
from tests.e2e.tapper import Tapper

GROUP_ID = -1001
LONG = [
    "test_backup.py",
    "test_demo.py",
    "test_doctor.py",
    "test_door_cards.py",
    "test_file_held.py",
    "test_large_import.py",
    "test_restarts.py",
    "test_rivals.py",
    "test_second_process.py",
    "test_server_away.py",
    "test_starting.py",
]
collect_ignore = [] if "LONG_TESTS" in os.environ else LONG


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """These take their time: on SQLite alone, but for those of `test_postgresql.py`."""
    return sqlite_url


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    """Afterwards: every tap answered exactly once, and no request of the bot refused."""
    sandbox = Telegram(TOKEN)
    yield sandbox
    assert sandbox.unanswered() == []
    assert sandbox.answered_twice() == []
    assert [(call.method, call.description) for call in sandbox.refused()] == []


@pytest.fixture
async def sandbox_url(telegram: Telegram) -> AsyncIterator[str]:
    async with start_server(telegram) as url:
        yield url


@pytest.fixture
def emma(telegram: Telegram) -> Person:
    return telegram.add_person(1, "Emma", last_name="Clark", language_code="en")


@pytest.fixture
def ada(telegram: Telegram) -> Person:
    return telegram.add_person(9, "Ada", language_code="en")


@pytest.fixture
def hers(telegram: Telegram, emma: Person) -> Tapper:
    return Tapper(telegram, emma)


@pytest.fixture
def adas(telegram: Telegram, ada: Person) -> Tapper:
    return Tapper(telegram, ada)


@pytest.fixture
def group(telegram: Telegram, ada: Person) -> Group:
    return telegram.add_group(GROUP_ID, "Approvals", members=[], creator=ada)


@pytest.fixture
async def bot(
    telegram: Telegram, sandbox_url: str, database_url: str, tmp_path: Path, group: Group
) -> AsyncIterator[BotProcess]:
    process = BotProcess(
        {
            "BOT_TOKEN": TOKEN,
            "SANDBOX_URL": sandbox_url,
            "DATABASE_URL": database_url,
            "ADMIN_CHAT_ID": str(GROUP_ID),
        },
        tmp_path,
    )
    await process.start()
    try:
        await until_it_polls(telegram)
        yield process
    finally:
        await process.stop()
