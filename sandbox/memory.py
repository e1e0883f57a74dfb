"""What a sandbox remembers over a restart: the chats, who has met the bot, and the moved clock."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from aiogram.types import Message

from sandbox.people.rooms import Room
from sandbox.telegram import Telegram

KEPT_MESSAGES = 500
"""Of each chat, the newest."""
SAVE_EVERY_S = 1


@asynccontextmanager
async def remembering(telegram: Telegram, path: Path, *, of: str) -> AsyncIterator[None]:
    """Recall what `path` holds, and keep it up to date while the block lasts.

    `of` names the bot's own data: chats that belong to other data are left behind, for their
    buttons would point at something else. Messages are numbered by the time of the start, so that
    no number ever means two messages, recalled or not.
    """
    recalled = _read(path)
    if recalled.get("of") == of:
        _recall(telegram, recalled)
    _number_from(telegram, int(time.time()))
    saving = asyncio.create_task(_save_changes(telegram, path, of))
    try:
        yield
    finally:
        saving.cancel()
        with suppress(asyncio.CancelledError):
            await saving
        _write(telegram, path, of)


def _read(path: Path) -> dict[str, Any]:
    """The file's content; nothing for a file that is missing or damaged."""
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _recall(telegram: Telegram, recalled: dict[str, Any]) -> None:
    telegram.clock.offset = timedelta(seconds=recalled["offset"])
    for person in telegram.people.values():
        known = recalled["people"].get(str(person.id), {})
        person.started, person.blocked = known.get("started", False), known.get("blocked", False)
    for room in _rooms(telegram):
        for dump in recalled["chats"].get(str(room.id), []):
            message = _message(dump)
            room.messages[message.message_id] = message


def _message(dump: dict[str, Any]) -> Message:
    """A message from its JSON, but for its link preview: aiogram reads what that leaves out as
    "the bot's default", which no message of Telegram's can hold."""
    shown = {name: value for name, value in dump.items() if name != "link_preview_options"}
    if "reply_to_message" in shown:
        shown["reply_to_message"] = _message(shown["reply_to_message"])
    return Message.model_validate(shown)


def _number_from(telegram: Telegram, first: int) -> None:
    telegram.private_numbers = count(first)
    for room in _rooms(telegram):
        room.numbers = telegram.private_numbers if room.is_private else count(first)


async def _save_changes(telegram: Telegram, path: Path, of: str) -> None:
    saved = telegram.changes.version
    while True:
        await telegram.changes.next()
        if telegram.changes.version != saved:
            saved = telegram.changes.version
            _write(telegram, path, of)
            await asyncio.sleep(SAVE_EVERY_S)


def _write(telegram: Telegram, path: Path, of: str) -> None:
    content = {
        "of": of,
        "offset": telegram.clock.offset.total_seconds(),
        "people": {
            person.id: {"started": person.started, "blocked": person.blocked}
            for person in telegram.people.values()
        },
        "chats": {room.id: room.newest_as_json(KEPT_MESSAGES) for room in _rooms(telegram)},
    }
    unfinished = path.with_suffix(".tmp")
    unfinished.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    unfinished.replace(path)


def _rooms(telegram: Telegram) -> list[Room]:
    people = [person.room for person in telegram.people.values()]
    return people + [group.room for group in telegram.groups.values()]
