import asyncio

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.exceptions import TelegramBadRequest, TelegramUnauthorizedError
from aiogram.types import BufferedInputFile, LinkPreviewOptions, Message

from sandbox.doors.session import SandboxSession
from sandbox.errors import Impossible
from sandbox.people.person import Person
from sandbox.telegram import Telegram


async def test_a_wrong_token_is_unauthorized(telegram: Telegram) -> None:
    stranger = Bot("43:OTHER", session=SandboxSession(telegram))

    with pytest.raises(TelegramUnauthorizedError, match="Unauthorized"):
        await stranger.get_me()

    assert [call.error_code for call in telegram.refused()] == [401]


async def test_the_bot_knows_itself(bot: Bot, http_bot: Bot) -> None:
    for door in (bot, http_bot):
        me = await door.get_me()
        assert (me.id, me.username, me.is_bot) == (42, "bronia_bot", True)
        assert me.can_read_all_group_messages is False


async def test_the_bots_defaults_are_applied(telegram: Telegram, olena: Person) -> None:
    defaults = DefaultBotProperties(
        parse_mode="HTML",
        link_preview_is_disabled=True,
        protect_content=True,
        allow_sending_without_reply=True,
    )
    bot = Bot("42:TEST", session=SandboxSession(telegram), default=defaults)

    await bot.send_message(101, "<b>x</b>", reply_to_message_id=None)

    seen = olena.last()
    assert seen.text == "x"
    assert seen.has_protected_content
    assert seen.link_preview_options is not None
    assert seen.link_preview_options.is_disabled


async def test_a_given_value_beats_the_default(bot: Bot, olena: Person) -> None:
    preview = LinkPreviewOptions(is_disabled=True)

    sent = await bot.send_message(101, "<b>x</b>", parse_mode=None, link_preview_options=preview)

    assert sent.text == "<b>x</b>"
    assert sent.link_preview_options is not None
    assert sent.link_preview_options.is_disabled is True


async def test_both_doors_give_the_same_result(bot: Bot, http_bot: Bot, olena: Person) -> None:
    results = []
    for door in (bot, http_bot):
        sent = await door.send_message(101, "<b>x</b> /book")
        assert sent.bot is door
        results.append(sent.model_dump(exclude={"message_id", "date", "link_preview_options"}))

    assert results[0] == results[1]


async def test_a_request_lets_other_tasks_run(bot: Bot, olena: Person) -> None:
    order: list[str] = []

    async def talk(name: str) -> None:
        for _ in range(2):
            await bot.send_message(101, name)
            order.append(name)

    await asyncio.gather(talk("a"), talk("b"))

    assert order == ["a", "b", "a", "b"]


async def test_a_file_is_read_when_it_is_sent(bot: Bot, olena: Person) -> None:
    sent = await bot.send_document(101, BufferedInputFile(b"abc", "a.txt"))

    assert sent.document is not None
    file = await bot.get_file(sent.document.file_id)
    assert file.file_path is not None
    content = await bot.download_file(file.file_path)
    assert content is not None
    assert content.read() == b"abc"


async def test_the_journal_holds_every_request(bot: Bot, olena: Person, telegram: Telegram) -> None:
    await bot.send_message(101, "x")
    with pytest.raises(Exception, match="chat not found"):
        await bot.send_message(999, "x")

    good, bad = telegram.journal

    assert (good.method, good.error_code, good.description) == ("sendMessage", None, None)
    assert (bad.error_code, bad.description) == (400, "Bad Request: chat not found")
    assert bad.as_json()["request"] == {"chat_id": 999, "text": "x", "parse_mode": "HTML"}


async def test_until_waits_for_a_change(bot: Bot, olena: Person, telegram: Telegram) -> None:
    async def answer() -> Message:
        return await bot.send_message(101, "here")

    task = asyncio.create_task(answer())

    found = await telegram.until(lambda: olena.last().text == "here" and olena.last())

    assert isinstance(found, Message)
    await task


async def test_until_also_sees_what_nobody_sees(bot: Bot, telegram: Telegram) -> None:
    task = asyncio.create_task(bot.get_me())

    [call] = await telegram.until(lambda: telegram.journal)

    assert call.method == "getMe"
    await task


async def test_until_that_never_comes_shows_what_was_said(
    bot: Bot, olena: Person, telegram: Telegram
) -> None:
    await bot.send_message(101, "something else")

    with pytest.raises(TimeoutError, match="something else"):
        await telegram.until(lambda: olena.last().text == "here", timeout=0.01)


@pytest.mark.parametrize("text", ["", "  ", "x" * 4097])
def test_people_cannot_send_what_no_client_would(olena: Person, text: str) -> None:
    with pytest.raises(Impossible):
        olena.say(text)


def test_who_blocked_the_bot_cannot_write_to_it(olena: Person) -> None:
    olena.block()

    with pytest.raises(Impossible):
        olena.say("x")


async def test_nobody_edits_what_is_not_theirs(bot: Bot, olena: Person) -> None:
    sent = await bot.send_message(101, "x")

    with pytest.raises(Impossible):
        olena.edit(sent, "y")


async def test_in_a_group_only_an_administrator_deletes_what_is_not_theirs(
    bot: Bot, olena: Person, telegram: Telegram
) -> None:
    ada = telegram.add_person(109, "Ada")
    group = telegram.add_group(-1001, "Approvals", members=[olena], creator=ada)
    sent = await bot.send_message(-1001, "x")

    with pytest.raises(Impossible):
        olena.delete(sent, group)
    ada.delete(sent, group)


async def test_two_sandboxes_share_nothing(olena: Person, telegram: Telegram) -> None:
    other = Telegram("42:TEST")

    assert other.people == {}
    assert other.changes.version < telegram.changes.version


async def test_what_a_person_sends_as_a_file_is_downloaded_by_the_bot(
    telegram: Telegram, bot: Bot, http_bot: Bot, olena: Person
) -> None:
    sent = olena.send_document(b"name\nBlue room\n", "rooms.csv")

    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size) == ("rooms.csv", 15)
    (update,) = [one for one in telegram.take_updates() if one.message and one.message.document]
    assert update.message is not None
    for door in (bot, http_bot):
        stream = await door.download(sent.document.file_id)
        assert stream is not None
        assert stream.read() == b"name\nBlue room\n"
    with pytest.raises(TelegramBadRequest, match="invalid file_id"):
        await bot.download("document-99-none")
