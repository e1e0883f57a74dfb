"""`python -m bot qr`: a card for the door of a resource, as PNG and as PDF."""

import re
from collections.abc import Sequence
from pathlib import Path

from bot.app import make_bot, make_session
from bot.clock import Clock
from bot.door_files import door_files
from bot.exits import CannotRun
from bot.pictures.door_card import Paper
from bot.schemas.resources import ResourceView
from bot.services.place import resources
from bot.settings import LANGUAGES, Settings
from bot.startup import AWAY
from bot.telegram_checks import check_token
from bot.texts import texts_of
from db.engine import Database

USERNAME = re.compile(r"@?([A-Za-z]\w{3,31})")
NAMED_MAX = 10
"""Names in one line of an error."""
GIVE_NAME = "Give the bot's name: --username my_office_bot."


async def make_card(
    settings: Settings,
    wanted: str,
    *,
    folder: Path,
    language: str | None = None,
    username: str | None = None,
    paper: Paper = Paper.A6,
) -> list[Path]:
    """Write the card of a resource in service, named by its id or its name; returns the files.

    Raises CannotRun.
    """
    language = language or settings.default_language
    if language not in LANGUAGES:
        raise CannotRun(f"{language!r} is none of the languages {', '.join(LANGUAGES)}.")
    resource = find_resource(await _resources(settings), wanted)
    name = await ask_username(settings) if username is None else check_username(username)
    files = door_files(resource, name, texts_of(language), paper)
    return _written({folder / name: content for name, content in files.items()})


async def _resources(settings: Settings) -> list[ResourceView]:
    db = Database(settings.database_url, now=Clock().now)
    try:
        return await resources.list_views(db)
    finally:
        await db.close()


def find_resource(found: Sequence[ResourceView], wanted: str) -> ResourceView:
    """By its whole name, its id, or a part of its name that no other has. Raises CannotRun."""
    part = wanted.strip().casefold()
    for matching in (
        [one for one in found if one.name.casefold() == part],
        [one for one in found if str(one.id) == part],
        [one for one in found if part in one.name.casefold()],
    ):
        if len(matching) == 1:
            return matching[0]
        if matching:
            raise CannotRun(f"{wanted!r} may be each of these; give an id: {_listed(matching)}")
    if not found:
        raise CannotRun("There are no resources yet. Add some: python -m bot seed")
    raise CannotRun(f"There is no resource {wanted!r} in service. There are: {_listed(found)}")


def _listed(found: Sequence[ResourceView]) -> str:
    names = [f"{one.id} ({one.name})" for one in found[:NAMED_MAX]]
    return ", ".join(names) + (", …" if len(found) > NAMED_MAX else "")


async def ask_username(settings: Settings) -> str:
    """What Telegram calls the bot of the token. Raises CannotRun."""
    if settings.bot_token is None:
        raise CannotRun(f"There is no BOT_TOKEN to ask Telegram with. {GIVE_NAME}")
    bot = make_bot(settings, make_session(settings))
    try:
        return check_username(await check_token(bot))
    except AWAY as error:
        raise CannotRun(f"Telegram cannot be reached: {error.message}. {GIVE_NAME}") from error
    finally:
        await bot.session.close()


def check_username(username: str) -> str:
    """Without its @. Raises CannotRun for what Telegram would never allow."""
    found = USERNAME.fullmatch(username)
    if found is None:
        raise CannotRun(f"{username!r} is no name of a bot: letters, digits and underscores.")
    return found[1]


def _written(files: dict[Path, bytes]) -> list[Path]:
    for path, content in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except OSError as error:
            raise CannotRun(f"{path} cannot be written: {error.strerror}.") from error
    return list(files)
