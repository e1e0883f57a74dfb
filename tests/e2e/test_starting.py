"""What keeps a command from doing its work is one clear sentence, and an exit code."""

import json
import os
import sqlite3
from pathlib import Path

import pytest

from bot.delivery.traffic import TRIES
from bot.exits import Exit
from sandbox.doors.server import start_server
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.bot_process import TOKEN, BotProcess
from tests.e2e.commands import Ended, run_command, run_through
from tests.e2e.conftest import GROUP_ID

NOBODY_LISTENS = "postgresql+asyncpg://bronia:secret@127.0.0.1:1/bronia"
UNPRIVILEGED = (
    ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if not os.geteuid() else ()
)
"""Root may write everywhere, but for one who has laid that down."""


def check_clear(ended: Ended, code: Exit, *words: str) -> None:
    """One line of JSON (no terminal reads it), that says so."""
    assert ended.code == code, ended
    assert "Traceback" not in ended.errors
    (line,) = [json.loads(each) for each in ended.errors.splitlines() if "CRITICAL" in each]
    for word in words:
        assert word in line["message"]


@pytest.fixture
def settings(database_url: str) -> dict[str, str]:
    return {"BOT_TOKEN": TOKEN, "DATABASE_URL": database_url}


@pytest.mark.parametrize("command", ["run", "migrate", "seed"])
async def test_a_server_that_is_away(
    command: str, settings: dict[str, str], tmp_path: Path
) -> None:
    settings["DATABASE_URL"] = NOBODY_LISTENS
    ended = await run_command(command, settings=settings, folder=tmp_path)
    check_clear(ended, Exit.DATABASE, "127.0.0.1:1/bronia cannot be reached", "DATABASE_URL")
    assert "secret" not in ended.errors


@pytest.mark.parametrize("command", ["run", "migrate", "seed"])
async def test_a_newer_schema(
    command: str, settings: dict[str, str], database_path: Path, tmp_path: Path
) -> None:
    with sqlite3.connect(database_path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    ended = await run_command(command, settings=settings, folder=tmp_path)
    check_clear(ended, Exit.DATABASE, "schema 9999, which is newer", "Run the newer program")


@pytest.mark.parametrize("command", ["run", "seed"])
async def test_no_schema(command: str, settings: dict[str, str], tmp_path: Path) -> None:
    settings["DATABASE_URL"] = f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
    ended = await run_command(command, settings=settings, folder=tmp_path)
    check_clear(ended, Exit.DATABASE, "has no schema yet", "python -m bot migrate")
    assert not (tmp_path / "new.db").exists()


async def test_an_older_schema(
    settings: dict[str, str], database_path: Path, tmp_path: Path
) -> None:
    with sqlite3.connect(database_path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0007'")
    connection.close()
    ended = await run_command("run", settings=settings, folder=tmp_path)
    check_clear(ended, Exit.DATABASE, "schema 0007, and this program needs", "bot migrate")


@pytest.fixture
def locked_path(database_path: Path) -> Path:
    database_path.chmod(0o444)
    return database_path


@pytest.mark.parametrize("command", ["run", "migrate", "seed"])
async def test_a_file_that_cannot_be_written(
    command: str, settings: dict[str, str], locked_path: Path, tmp_path: Path
) -> None:
    ended = await run_through(
        *UNPRIVILEGED, arguments=(command,), settings=settings, folder=tmp_path
    )
    check_clear(ended, Exit.DATABASE, f"{locked_path} cannot be written", "must belong to")


async def test_a_folder_that_is_not_there(settings: dict[str, str], tmp_path: Path) -> None:
    settings["DATABASE_URL"] = f"sqlite+aiosqlite:///{tmp_path}/nowhere/bronia.db"
    ended = await run_command("migrate", settings=settings, folder=tmp_path)
    check_clear(ended, Exit.DATABASE, "nowhere/bronia.db cannot be opened", "folder must be there")


async def test_a_file_that_is_no_database(settings: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Buy milk. " * 1000, encoding="utf-8")
    settings["DATABASE_URL"] = f"sqlite+aiosqlite:///{tmp_path}/notes.txt"
    ended = await run_command("run", settings=settings, folder=tmp_path)
    check_clear(ended, Exit.DATABASE, "notes.txt is not a database")


async def test_a_full_disk_at_the_start(
    settings: dict[str, str], database_path: Path, tmp_path: Path
) -> None:
    full = ("prlimit", "--fsize=100")
    ended = await run_through(*full, arguments=("run",), settings=settings, folder=tmp_path)
    check_clear(ended, Exit.DATABASE, "Is the disk full")


async def test_a_disk_that_fills_up_during_a_migration(
    settings: dict[str, str], tmp_path: Path
) -> None:
    settings["DATABASE_URL"] = f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
    filling = ("prlimit", "--fsize=20000")
    ended = await run_through(*filling, arguments=("migrate",), settings=settings, folder=tmp_path)
    check_clear(ended, Exit.DATABASE, "Is the disk full")
    ended = await run_command("migrate", settings=settings, folder=tmp_path)
    assert ended.code == Exit.OK, "with room it is made as ever"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("TIMEZONE", "Europe/Kyjiw", "TIMEZONE: 'Europe/Kyjiw' is no IANA time zone"),
        ("DEFAULT_LANGUAGE", "de", "DEFAULT_LANGUAGE: 'de' is none of uk, en"),
    ],
)
async def test_a_wrong_setting(
    name: str, value: str, words: str, settings: dict[str, str], tmp_path: Path
) -> None:
    settings[name] = value
    ended = await run_command("run", settings=settings, folder=tmp_path)
    assert ended.code == Exit.SETTINGS
    assert ended.errors.startswith(words)
    assert "Traceback" not in ended.errors


async def test_a_token_that_telegram_refuses(settings: dict[str, str], tmp_path: Path) -> None:
    telegram = Telegram("42:ANOTHER")
    async with start_server(telegram) as url:
        settings["SANDBOX_URL"] = url
        ended = await run_command("run", settings=settings, folder=tmp_path)
    check_clear(ended, Exit.TOKEN, "Telegram refuses BOT_TOKEN", "@BotFather")
    assert TOKEN not in ended.errors


async def test_a_network_that_is_away_at_the_start_is_no_bad_token(
    settings: dict[str, str], telegram: Telegram, sandbox_url: str, emma: Person, tmp_path: Path
) -> None:
    telegram.inject("getMe", error_code=502, times=TRIES)
    bot = BotProcess(settings | {"SANDBOX_URL": sandbox_url}, tmp_path)
    await bot.start()
    emma.start()
    await telegram.until(lambda: "Hello, Emma" in (emma.last().text or ""), 30)
    await bot.stop()
    assert "Telegram cannot be reached; next try in 1.0 s" in bot.log
    check_log(bot.log)


def check_log(said: str) -> None:
    """Every line of a process, from its start to its end: one event in JSON, without names."""
    assert all(
        {"time", "level", "message"} <= json.loads(line).keys() for line in said.splitlines()
    )
    for kept_out in (TOKEN, "Emma", "Clark", "Traceback"):
        assert kept_out not in said


async def test_an_approval_group_that_the_bot_is_not_in(
    settings: dict[str, str], tmp_path: Path
) -> None:
    """It is said, and everything else works."""
    telegram = Telegram(TOKEN)
    emma = telegram.add_person(1, "Emma", language_code="en")
    telegram.add_group(GROUP_ID, "Approvals", bot_in=False)
    async with start_server(telegram) as url:
        bot = BotProcess(settings | {"SANDBOX_URL": url, "ADMIN_CHAT_ID": str(GROUP_ID)}, tmp_path)
        await bot.start()
        emma.start()
        await telegram.until(lambda: "Hello, Emma" in (emma.last().text or ""), 30)
        await bot.stop()
    assert f"The bot is not in the approval group {GROUP_ID}. Add it there" in bot.log
    assert "Traceback" not in bot.log
