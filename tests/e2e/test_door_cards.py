"""`python -m bot qr`: files to print, or a clear word about why there are none."""

from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from bot.door_cards import make_card
from bot.exits import CannotRun, Exit
from bot.settings import Settings
from db.engine import Database
from sandbox.telegram import Telegram
from tests.bot_process import TOKEN
from tests.builders import add_resource
from tests.e2e.commands import run_command

OFFLINE = "http://127.0.0.1:1"


@pytest.fixture
async def telegram() -> Telegram:
    """Here requests may be refused."""
    return Telegram(TOKEN)


def settings(database_url: str, **fields: object) -> Settings:
    return Settings(_env_file=None, database_url=database_url, **fields)


def link_on(path: Path) -> str:
    (code,) = zxingcpp.read_barcodes(Image.open(path))
    return str(code.text)


async def test_the_command_asks_telegram_for_the_name_of_the_bot(
    db: Database, database_url: str, sandbox_url: str, tmp_path: Path
) -> None:
    room = await add_resource(db, location="2nd floor")
    ended = await run_command(
        "qr", "blue", "--to", "cards", "--language", "uk",
        settings={"BOT_TOKEN": TOKEN, "SANDBOX_URL": sandbox_url, "DATABASE_URL": database_url},
        folder=tmp_path,
    )  # fmt: skip
    assert (ended.code, ended.errors) == (0, "")
    png, pdf = (tmp_path / line for line in ended.out.splitlines())
    assert [png.name, pdf.name] == [f"door-card-{room}-uk.png", f"door-card-{room}-uk.pdf"]
    assert link_on(png) == f"https://t.me/bronia_bot?start=door_{room}"
    assert pdf.read_bytes().startswith(b"%PDF-")


async def test_a_name_that_is_given_is_not_asked_for(
    db: Database, database_url: str, tmp_path: Path
) -> None:
    room = await add_resource(db)
    png, _ = await make_card(
        settings(database_url), str(room), folder=tmp_path, username="@my_office_bot"
    )
    assert link_on(png) == f"https://t.me/my_office_bot?start=door_{room}"


@pytest.mark.parametrize(
    ("changed", "arguments", "code", "words"),
    [
        ({}, {}, Exit.FAILED, "There is no BOT_TOKEN to ask Telegram with. Give"),
        ({"bot_token": TOKEN, "sandbox_url": OFFLINE}, {}, Exit.FAILED,
         "Telegram cannot be reached: .* Give the bot's name: --username"),
        ({}, {"wanted": "Attic"}, Exit.FAILED, r"no resource 'Attic' in service. There are: 1"),
        ({}, {"language": "fr"}, Exit.FAILED, "'fr' is none of the languages uk, en"),
        ({}, {"username": "not a name"}, Exit.FAILED, "no name of a bot"),
        ({}, {"username": "a_bot", "folder": Path("/proc/none")}, Exit.FAILED, "cannot be written"),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_said(
    db: Database, database_url: str, tmp_path: Path,
    changed: dict[str, str], arguments: dict[str, object], code: Exit, words: str,
) -> None:  # fmt: skip
    await add_resource(db)
    asked: dict[str, object] = {"wanted": "Blue room", "folder": tmp_path / "cards"} | arguments
    with pytest.raises(CannotRun, match=words) as refused:
        await make_card(settings(database_url, **changed), asked.pop("wanted"), **asked)
    assert refused.value.code == code
    assert not (tmp_path / "cards").exists()


async def test_a_token_that_telegram_refuses_has_its_exit_code(
    db: Database, database_url: str, sandbox_url: str, tmp_path: Path
) -> None:
    await add_resource(db)
    wrong = settings(database_url, bot_token="43:OTHER", sandbox_url=sandbox_url)
    with pytest.raises(CannotRun, match="refuses BOT_TOKEN") as refused:
        await make_card(wrong, "Blue room", folder=tmp_path)
    assert refused.value.code == Exit.TOKEN
