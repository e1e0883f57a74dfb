import asyncio
import json
import time
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramUnauthorizedError
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    ReplyParameters,
)

from sandbox.doors.server import start_server
from sandbox.people.person import Person
from sandbox.telegram import Telegram


class Client:
    """Bot API requests as they come from any language."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self.http = http
        self.url = url

    async def call(self, method: str, token: str = "42:TEST", **request: Any) -> tuple[int, Any]:
        async with self.http.post(f"{self.url}/bot{token}/{method}", **request) as answer:
            return answer.status, await answer.json()

    async def get(self, path: str) -> tuple[int, Any]:
        async with self.http.get(self.url + path) as answer:
            return answer.status, await answer.json()


@pytest.fixture
async def client(url: str) -> Any:
    async with aiohttp.ClientSession() as http:
        yield Client(http, url)


MARKUP = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]], "force_reply": True}


@pytest.mark.parametrize(
    "request_",
    [
        {
            "json": {
                "chat_id": 101,
                "text": "<b>5</b>",
                "parse_mode": "HTML",
                "reply_markup": MARKUP,
            }
        },
        {
            "json": {
                "chat_id": "101",
                "text": "<b>5</b>",
                "parse_mode": "html",
                "reply_markup": json.dumps(MARKUP),
            }
        },
        {
            "data": {
                "chat_id": "101",
                "text": "<b>5</b>",
                "parse_mode": "HTML",
                "reply_markup": json.dumps(MARKUP),
            }
        },
        {
            "params": {
                "chat_id": 101,
                "text": "<b>5</b>",
                "parse_mode": "HTML",
                "reply_markup": json.dumps(MARKUP),
            }
        },
    ],
)
async def test_a_request_comes_as_json_form_or_query(
    client: Client, olena: Person, telegram: Telegram, request_: dict[str, Any]
) -> None:
    status, body = await client.call("SENDMessage", **request_)

    assert (status, body["ok"]) == (200, True)
    message = body["result"]
    assert message["text"] == "5"
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 1}]
    assert message["reply_markup"] == MARKUP
    assert isinstance(message["date"], int)
    assert message["from"]["is_bot"]
    assert telegram.journal[-1].method == "sendMessage"


async def test_a_request_comes_as_get(client: Client, olena: Person) -> None:
    status, body = await client.get("/bot42:TEST/sendMessage?chat_id=101&text=123")

    assert (status, body["result"]["text"]) == (200, "123")


@pytest.mark.parametrize(
    ("method", "fields", "status", "description"),
    [
        ("sendMessage", {"text": "x"}, 400, "Bad Request: chat_id is empty"),
        ("sendMessage", {"chat_id": 101}, 400, "Bad Request: message text is empty"),
        ("sendMessage", {"chat_id": 999, "text": "x"}, 400, "Bad Request: chat not found"),
        (
            "sendMessage",
            {"chat_id": 101, "text": "x", "reply_markup": "{"},
            400,
            "Bad Request: can't parse reply keyboard markup JSON object",
        ),
        ("sendPhoto", {"chat_id": 101}, 400, "Bad Request: there is no photo in the request"),
        (
            "sendDocument",
            {"chat_id": 101, "document": "attach://nothing"},
            400,
            "Bad Request: wrong file identifier/HTTP URL specified",
        ),
        ("editMessageText", {"text": "x"}, 400, "Bad Request: chat_id is empty"),
        ("sendDice", {"chat_id": 101}, 404, "Not Found"),
        ("bogus", {}, 404, "Not Found"),
    ],
)
async def test_a_wrong_request_gets_telegrams_json(
    client: Client,
    olena: Person,
    method: str,
    fields: dict[str, Any],
    status: int,
    description: str,
) -> None:
    answer = await client.call(method, data=fields)

    assert answer == (status, {"ok": False, "error_code": status, "description": description})


async def test_an_empty_value_is_no_value(client: Client) -> None:
    fields = {"offset": "", "limit": "", "allowed_updates": ""}

    assert await client.call("getUpdates", data=fields) == (200, {"ok": True, "result": []})


async def test_a_body_that_is_no_json_is_refused(client: Client) -> None:
    headers = {"Content-Type": "application/json"}

    status, body = await client.call("getMe", data="{", headers=headers)

    assert (status, body["ok"]) == (400, False)


async def test_a_wrong_token_is_unauthorized(
    client: Client, http_bot: Bot, url: str, telegram: Telegram
) -> None:
    status, body = await client.call("getMe", token="42:WRONG")

    assert (status, body["description"]) == (401, "Unauthorized")
    assert (await client.get("/file/bot42:WRONG/documents/file_1.txt"))[0] == 401
    assert "WRONG" not in repr(telegram.journal)
    stranger = Bot("42:WRONG", session=http_bot.session)
    with pytest.raises(TelegramUnauthorizedError):
        await stranger.get_me()


async def test_a_migration_is_in_the_parameters(client: Client, telegram: Telegram) -> None:
    telegram.add_group(-1001, "G").migrate(-2002)

    _, body = await client.call("sendMessage", data={"chat_id": -1001, "text": "x"})

    assert body["parameters"] == {"migrate_to_chat_id": -2002}


async def test_aiograms_session_sends_every_shape_of_value(http_bot: Bot, olena: Person) -> None:
    theirs = olena.say("q")
    markup = InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text="A", callback_data="a", style="danger")]]
    )

    sent = await http_bot.send_message(
        101,
        "<b>x</b>",
        reply_markup=markup,
        reply_parameters=ReplyParameters(message_id=theirs.message_id),
        disable_notification=True,
    )
    await http_bot.answer_callback_query(olena.tap("A"), "ok", show_alert=True)
    edited = await sent.edit_media(
        InputMediaDocument(media=BufferedInputFile(b"ics", "a.ics"), caption="<i>c</i>")
    )

    assert sent.reply_to_message is not None
    assert sent.reply_markup is not None
    assert sent.reply_markup.inline_keyboard[0][0].style == "danger"
    assert olena.answers[0].show_alert
    assert isinstance(edited, type(sent))
    assert edited.caption == "c"
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await sent.edit_text("y")


async def test_an_uploaded_file_is_served_with_and_without_a_token(
    http_bot: Bot, client: Client, olena: Person
) -> None:
    sent = await http_bot.send_document(101, BufferedInputFile(b"ics", "a.ics"))
    assert sent.document is not None

    downloaded = await http_bot.download(sent.document)
    assert downloaded is not None
    assert downloaded.read() == b"ics"
    address = f"{client.url}/sandbox/files/{sent.document.file_id}"
    async with client.http.get(address) as answer:
        assert (answer.content_type, await answer.read()) == ("text/calendar", b"ics")
    assert (await client.get("/sandbox/files/bogus"))[0] == 404


async def test_updates_over_http_are_bot_api_json(client: Client, olena: Person) -> None:
    said = olena.say("/book")

    _, body = await client.call("getUpdates", data={"allowed_updates": '["message"]'})

    [update] = body["result"]
    assert update["message"] == {
        "message_id": said.message_id,
        "from": {
            "id": 101,
            "is_bot": False,
            "first_name": "Олена",
            "last_name": "Коваль",
            "username": "olena",
            "language_code": "uk",
        },
        "chat": {
            "id": 101,
            "type": "private",
            "first_name": "Олена",
            "last_name": "Коваль",
            "username": "olena",
        },
        "date": int(said.date.timestamp()),
        "text": "/book",
        "entities": [{"type": "bot_command", "offset": 0, "length": 5}],
    }


async def test_a_long_poll_waits_for_the_update(client: Client, olena: Person) -> None:
    poll = asyncio.create_task(client.call("getUpdates", data={"timeout": 30}))
    await asyncio.sleep(0)

    olena.say("x")

    _, body = await asyncio.wait_for(poll, 5)
    assert body["result"][0]["message"]["text"] == "x"


async def test_the_server_closes_at_once_under_open_polls(telegram: Telegram) -> None:
    async with aiohttp.ClientSession() as http:
        async with start_server(telegram) as url:
            client = Client(http, url)
            polls = [
                asyncio.create_task(client.call("getUpdates", data={"timeout": 30})),
                asyncio.create_task(client.get("/sandbox/state?after=999&timeout=30")),
                asyncio.create_task(client.get("/sandbox/clock?offset=0&timeout=30")),
            ]
            await client.get("/sandbox/clock")
            began = time.perf_counter()
        results = await asyncio.gather(*polls, return_exceptions=True)

    assert time.perf_counter() - began < 1
    assert all(isinstance(each, aiohttp.ClientError) or each[0] == 503 for each in results)


async def test_one_sandbox_can_be_served_again(telegram: Telegram) -> None:
    for _ in range(2):
        async with start_server(telegram) as url, aiohttp.ClientSession() as http:
            status, _body = await Client(http, url).call("getMe")
            assert status == 200
