import asyncio

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError
from aiogram.methods import SetWebhook
from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox.people.person import Person
from sandbox.telegram import Telegram


async def texts(bot: Bot, **request: int) -> list[str | None]:
    return [each.message.text for each in await bot.get_updates(**request) if each.message]


async def test_updates_come_again_until_their_offset_confirms_them(bot: Bot, olena: Person) -> None:
    for text in ("a", "b", "c"):
        olena.say(text)

    first = await bot.get_updates(limit=2)
    assert [each.message.text for each in first if each.message] == ["a", "b"]
    assert await texts(bot) == ["a", "b", "c"]
    assert await texts(bot, offset=first[-1].update_id + 1) == ["c"]
    assert await texts(bot) == ["c"]


async def test_a_negative_offset_keeps_only_the_last(bot: Bot, olena: Person) -> None:
    for text in ("a", "b", "c"):
        olena.say(text)

    assert await texts(bot, offset=-2) == ["b", "c"]
    assert await texts(bot) == ["b", "c"]
    assert await texts(bot, offset=-100) == ["b", "c"]


async def test_a_long_poll_ends_with_the_first_update(bot: Bot, olena: Person) -> None:
    poll = asyncio.create_task(texts(bot, timeout=30))
    for _ in range(3):
        await asyncio.sleep(0)
    assert not poll.done()

    olena.say("now")

    assert await asyncio.wait_for(poll, 5) == ["now"]


async def test_a_long_poll_with_nothing_to_tell_ends_by_its_timeout(bot: Bot) -> None:
    now = asyncio.get_running_loop().time
    since = now()

    assert await bot.get_updates(timeout=1) == []

    assert 0.9 <= now() - since < 5


async def test_a_second_poller_ends_the_first(bot: Bot, olena: Person) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    for _ in range(3):
        await asyncio.sleep(0)
    second = asyncio.create_task(texts(bot, timeout=30))

    with pytest.raises(TelegramConflictError) as refusal:
        await asyncio.wait_for(first, 5)

    assert refusal.value.message == (
        "Conflict: terminated by other getUpdates request;"
        " make sure that only one bot instance is running"
    )
    olena.say("x")
    assert await asyncio.wait_for(second, 5) == ["x"]


async def test_only_allowed_kinds_are_queued(bot: Bot, olena: Person) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    olena.say("unheard")
    assert await bot.get_updates() == []

    await bot.get_updates(allowed_updates=[])
    olena.say("heard")
    assert await texts(bot) == ["heard"]


async def test_an_edited_message_is_an_update_with_its_time(
    olena: Person, telegram: Telegram
) -> None:
    said = olena.say("a")
    olena.edit(said, "/b")

    _, update = telegram.take_updates()

    assert update.edited_message is not None
    assert (update.edited_message.message_id, update.edited_message.text) == (said.message_id, "/b")
    assert update.edited_message.edit_date is not None
    assert update.edited_message.entities is not None


async def test_blocking_and_unblocking_is_told(olena: Person, telegram: Telegram) -> None:
    olena.block()
    olena.block()
    olena.start("b7")

    blocked, unblocked, started = telegram.take_updates()

    assert blocked.my_chat_member is not None
    assert blocked.my_chat_member.new_chat_member.status == "kicked"
    assert unblocked.my_chat_member is not None
    assert unblocked.my_chat_member.new_chat_member.status == "member"
    assert started.message is not None
    assert started.message.text == "/start b7"


async def test_in_process_tests_take_what_was_not_handed_out(
    bot: Bot, olena: Person, telegram: Telegram
) -> None:
    olena.say("a")
    await bot.get_updates()
    olena.say("b")

    assert [each.message.text for each in telegram.pending_updates() if each.message] == ["b"]
    assert len(telegram.take_updates()) == 1
    assert telegram.take_updates() == []
    assert await bot.get_updates() == []


async def test_a_stickers_message_has_no_text(olena: Person, telegram: Telegram) -> None:
    olena.send_sticker()

    [update] = telegram.take_updates()

    assert update.message is not None
    assert (update.message.text, update.message.content_type) == (None, "sticker")


async def test_polling_is_refused_while_a_webhook_is_set(bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    for _ in range(3):
        await asyncio.sleep(0)
    await bot.set_webhook("https://a.test/hook")

    with pytest.raises(TelegramConflictError, match="terminated by setWebhook request"):
        await asyncio.wait_for(poll, 5)
    with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == []


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (SetWebhook(url="http://a.test/hook"), "An HTTPS URL must be provided for webhook"),
        (SetWebhook(url="hook"), "An HTTPS URL must be provided for webhook"),
        (
            SetWebhook(url="https://a.test", secret_token="a b"),
            "secret token contains unallowed characters",
        ),
    ],
)
async def test_a_wrong_webhook_is_refused(bot: Bot, request_: SetWebhook, reason: str) -> None:
    with pytest.raises(TelegramBadRequest, match=reason):
        await bot(request_)

    assert (await bot.get_webhook_info()).url == ""


async def test_a_webhook_can_drop_what_waited(bot: Bot, olena: Person) -> None:
    olena.say("old")
    assert (await bot.get_webhook_info()).pending_update_count == 1

    await bot.delete_webhook(drop_pending_updates=True)

    assert await bot.get_updates() == []


async def test_updates_are_pushed_with_the_secret_in_order_until_taken(
    http_bot: Bot, olena: Person, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.doors.webhook.RETRY_SECONDS", 0)
    received: list[tuple[str | None, str]] = []
    statuses = iter([500, 200, 200])

    async def hook(request: web.Request) -> web.Response:
        body = await request.json()
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        received.append((secret, body["message"]["text"]))
        telegram.changes.touch()
        return web.Response(status=next(statuses))

    app = web.Application()
    app.router.add_post("/hook", hook)
    async with TestServer(app) as server:
        await http_bot.set_webhook(str(server.make_url("/hook")), secret_token="s3")
        olena.say("a")
        olena.say("b")
        await telegram.until(lambda: len(received) == 3 and not telegram.updates.queue)

    assert received == [("s3", "a"), ("s3", "a"), ("s3", "b")]
    info = await http_bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
