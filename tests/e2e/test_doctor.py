"""`python -m bot doctor`: what is wrong, and what to do."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import telegram_checks
from bot.clock import Clock
from bot.exits import CannotRun
from bot.services.place.approval_groups import ApprovalGroups
from db.engine import Database
from db.enums import Role
from sandbox.people.groups import Group
from sandbox.telegram import Telegram
from tests.bot_process import TOKEN
from tests.builders import add_actor
from tests.e2e.commands import Ended, run_command

OFFLINE = "http://127.0.0.1:1"


@pytest.fixture
async def telegram() -> Telegram:
    """Here requests may be refused."""
    return Telegram(TOKEN)


@pytest.fixture
def settings(sandbox_url: str, database_url: str, group: Group) -> dict[str, str]:
    return {
        "BOT_TOKEN": TOKEN,
        "SANDBOX_URL": sandbox_url,
        "DATABASE_URL": database_url,
        "ADMIN_CHAT_ID": str(group.id),
    }


async def examine(settings: dict[str, str], folder: Path) -> Ended:
    ended = await run_command("doctor", settings=settings, folder=folder)
    assert "Traceback" not in ended.out + ended.errors
    assert TOKEN not in ended.out + ended.errors
    return ended


async def test_all_is_well(settings: dict[str, str], database_path: Path, tmp_path: Path) -> None:
    ended = await examine(settings, tmp_path)
    assert ended.code == 0
    settings_line, database, token, group, clock = ended.out.splitlines()
    assert settings_line == "ok     settings: all are well-formed"
    assert database.startswith(f"ok     database: {database_path}, schema 0")
    assert token == "ok     token: @bronia_bot"
    assert group == "ok     approval group: Approvals"
    assert clock.startswith("ok     clock: within 10 s of http://127.0.0.1:")


async def test_without_a_token_there_is_less_to_ask(
    settings: dict[str, str], tmp_path: Path
) -> None:
    ended = await examine({"DATABASE_URL": settings["DATABASE_URL"]}, tmp_path)
    assert ended.code == 0
    assert ended.out.splitlines()[2] == "ok     token: there is none: `run` starts the sandbox"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"TIMEZONE": "Mars", "ADMIN_IDS": "x"},
         ("WRONG  settings: TIMEZONE: 'Mars' is no", "WRONG  settings: ADMIN_IDS: whole numbers")),
        ({"DATABASE_URL": "postgresql+asyncpg://b@127.0.0.1:1/b"},
         ("WRONG  database: The PostgreSQL server of 127.0.0.1:1/b cannot be reached",
          "ok     approval group")),
        ({"DATABASE_URL": "sqlite+aiosqlite:///missing.db", "ADMIN_CHAT_ID": ""},
         ("WRONG  database: The database missing.db has no schema yet.", "ok     token")),
        ({"BOT_TOKEN": "43:OTHER"}, ("WRONG  token: Telegram refuses BOT_TOKEN",)),
        ({"ADMIN_CHAT_ID": ""}, ("WRONG  approval group: There is no approval group yet",)),
        ({"ADMIN_CHAT_ID": "-1002"}, ("WRONG  approval group: The bot is not in the approval",)),
        ({"SANDBOX_URL": OFFLINE},
         ("WRONG  token: Telegram cannot be asked", "WRONG  clock: http://127.0.0.1:1/ cannot")),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_said(
    changed: dict[str, str], words: tuple[str, ...], settings: dict[str, str], tmp_path: Path
) -> None:
    ended = await examine(settings | changed, tmp_path)
    assert ended.code == 1
    for each in words:
        assert each in ended.out


async def test_a_group_that_has_moved_is_named(
    settings: dict[str, str], group: Group, tmp_path: Path
) -> None:
    group.migrate(-1009)
    ended = await examine(settings, tmp_path)
    assert "WRONG  approval group: The approval group is now -1009: set ADMIN_CHAT_ID=-1009" in (
        ended.out
    )


async def test_every_group_that_was_bound_is_looked_at(
    settings: dict[str, str], db: Database, clock: Clock, group: Group, tmp_path: Path
) -> None:
    admin = await add_actor(db, role=Role.ADMIN)
    for chat_id in (-1002, group.id):
        await ApprovalGroups(db).bind(admin, chat_id, title="Approvals", now=clock.now())
    ended = await examine(settings | {"ADMIN_CHAT_ID": ""}, tmp_path)
    assert ended.code == 1
    assert "ok     approval group: Approvals" in ended.out
    assert "WRONG  approval group: The bot is not in the approval group -1002." in ended.out


@pytest.mark.parametrize(("seconds", "words"), [(60, r"(59|60|61) s ahead of"),
                                                (-60, r"(59|60|61) s behind")])  # fmt: skip
async def test_a_clock_that_is_wrong(sandbox_url: str, seconds: int, words: str) -> None:
    wrong = datetime.now(UTC) + timedelta(seconds=seconds)
    with pytest.raises(CannotRun, match=f"{words} the time at http.*NTP"):
        await telegram_checks.check_clock(sandbox_url, now=wrong)
