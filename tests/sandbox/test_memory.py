"""What is still there after a restart."""

from datetime import timedelta
from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.types import LinkPreviewOptions

from sandbox.doors.session import SandboxSession
from sandbox.doors.wire import dumped
from sandbox.memory import remembering
from sandbox.telegram import Telegram


def cast() -> Telegram:
    telegram = Telegram("42:TEST")
    emma = telegram.add_person(1, "Emma", language_code="en")
    telegram.add_group(-1001, "Approvals", members=[], creator=emma)
    return telegram


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "memory.json"


async def test_chats_people_and_the_clock_are_recalled(path: Path) -> None:
    before = cast()
    async with remembering(before, path, of="here"):
        before.people[1].start()
        before.people[1].say("hello <b>", -1001)
        before.clock.advance(timedelta(days=1))
    after = cast()
    async with remembering(after, path, of="here"):
        emma = after.people[1]
        assert [message.text for message in emma.messages()] == ["/start"]
        assert [message.text for message in emma.messages(-1001)] == ["hello <b>"]
        assert emma.started
        assert after.clock.offset == timedelta(days=1)


async def test_no_number_ever_means_two_messages(path: Path) -> None:
    before = cast()
    async with remembering(before, path, of="here"):
        old = before.people[1].start()
    after = cast()
    async with remembering(after, path, of="here"):
        assert after.people[1].say("again").message_id >= old.message_id
    forgetful = cast()
    async with remembering(forgetful, path, of="elsewhere"):
        assert forgetful.people[1].messages() == []
        assert forgetful.people[1].start().message_id >= old.message_id


async def test_a_recalled_message_can_be_edited(path: Path) -> None:
    before = cast()
    async with remembering(before, path, of="here"), Bot("42:TEST", SandboxSession(before)) as bot:
        before.people[1].start()
        preview = LinkPreviewOptions(is_disabled=True)
        sent = await bot.send_message(1, "Old", link_preview_options=preview)
    after = cast()
    async with remembering(after, path, of="here"), Bot("42:TEST", SandboxSession(after)) as bot:
        await bot.edit_message_text("New", chat_id=1, message_id=sent.message_id)
        assert after.people[1].last().text == "New"
        assert dumped(after.people[1].messages())


async def test_a_damaged_file_is_an_empty_memory(path: Path) -> None:
    path.write_text("{", encoding="utf-8")  # noqa: ASYNC240
    telegram = cast()
    async with remembering(telegram, path, of="here"):
        assert telegram.people[1].messages() == []
