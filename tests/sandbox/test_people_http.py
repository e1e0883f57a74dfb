import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.types import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup

from sandbox.people.groups import Group
from sandbox.people.person import Person
from sandbox.telegram import Telegram

GO = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Go", callback_data="go")]])


class Page:
    """What a page in a browser does."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self.http = http
        self.url = url

    async def get(self, path: str) -> Any:
        async with self.http.get(self.url + path) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def post(self, path: str, **body: Any) -> Any:
        status, answer = await self.tried(path, **body)
        assert status == 200, answer
        return answer

    async def tried(self, path: str, **body: Any) -> tuple[int, Any]:
        async with self.http.post(self.url + path, json=body) as answer:
            return answer.status, await answer.json()


@pytest.fixture
async def page(url: str) -> AsyncIterator[Page]:
    async with aiohttp.ClientSession() as http:
        yield Page(http, url)


async def test_the_state_is_the_whole_sandbox(
    page: Page, bot: Bot, olena: Person, andrii: Person, group: Group, telegram: Telegram
) -> None:
    await bot.set_my_commands([BotCommand(command="book", description="Book")])
    sent = await bot.send_message(101, "hello", reply_markup=GO)
    await bot.answer_callback_query(olena.tap("Go"), "ok")

    state = await page.get("/sandbox/state")

    assert state["version"] == telegram.changes.version
    assert state["offset"] == 0
    assert state["bot"] == {"id": 42, "username": "bronia_bot", "first_name": "Bronia"}
    assert state["people"][0] == {
        "id": 101,
        "first_name": "Олена",
        "last_name": "Коваль",
        "username": "olena",
        "language_code": "uk",
        "blocked": False,
    }
    assert [(each["id"], each["type"], each["title"]) for each in state["chats"]] == [
        (101, "private", "Олена Коваль"),
        (102, "private", "Андрій"),
        (-1001, "supergroup", "Approvals"),
    ]
    chat, _, third = state["chats"]
    assert chat["commands"] == {"101": [{"command": "book", "description": "Book"}]}
    assert sorted(third["commands"]) == ["101", "102"]
    assert sorted(third["members"]) == [101, 102]
    assert chat["messages"][-1]["message_id"] == sent.message_id
    assert chat["messages"][-1]["reply_markup"]["inline_keyboard"][0][0]["text"] == "Go"
    assert state["answers"] == [
        {
            "callback_query_id": telegram.answers[0].callback_query_id,
            "user_id": 101,
            "text": "ok",
            "show_alert": False,
            "url": None,
        }
    ]


async def test_the_state_shows_the_newest_hundred_messages_as_they_are_now(
    page: Page, bot: Bot, olena: Person
) -> None:
    for number in range(110):
        sent = await bot.send_message(101, str(number))
    before = (await page.get("/sandbox/state"))["chats"][0]["messages"]
    await sent.edit_text("edited")

    after = (await page.get("/sandbox/state"))["chats"][0]["messages"]

    assert [each["text"] for each in before] == [str(number) for number in range(10, 110)]
    assert [after[-1]["text"], len(after)] == ["edited", 100]


@pytest.mark.parametrize(
    "change",
    ["say", "send", "edit", "delete", "answer", "block", "clock", "commands", "person"],
)
async def test_every_visible_change_wakes_the_state(
    page: Page, bot: Bot, olena: Person, telegram: Telegram, change: str
) -> None:
    sent = await bot.send_message(101, "x", reply_markup=GO)
    tap = olena.tap("Go")
    version = (await page.get("/sandbox/state"))["version"]
    poll = asyncio.create_task(page.get(f"/sandbox/state?after={version}&timeout=30"))
    await page.get("/sandbox/clock")
    assert not poll.done()

    match change:
        case "say":
            olena.say("x")
        case "send":
            await bot.send_message(101, "y")
        case "edit":
            await sent.edit_text("y")
        case "delete":
            await sent.delete()
        case "answer":
            await bot.answer_callback_query(tap)
        case "block":
            olena.block()
        case "clock":
            await page.post("/sandbox/clock", advance=60)
        case "commands":
            await bot.set_my_commands([BotCommand(command="book", description="Book")])
        case "person":
            telegram.add_person(104, "New")

    assert (await asyncio.wait_for(poll, 5))["version"] > version


async def test_what_nobody_sees_does_not_wake_the_state(
    page: Page, bot: Bot, olena: Person
) -> None:
    version = (await page.get("/sandbox/state"))["version"]
    await bot.get_me()
    await bot.get_updates()

    state = await page.get(f"/sandbox/state?after={version}&timeout=0.01")

    assert state["version"] == version


async def test_a_person_acts_over_http(
    page: Page, bot: Bot, telegram: Telegram, olena: Person, group: Group
) -> None:
    person = "/sandbox/people/101"
    await page.post(f"{person}/start", payload="b7")
    said = await page.post(f"{person}/say", text="hi")
    await page.post(f"{person}/say", text="re", reply_to_message_id=said["message"]["message_id"])
    await page.post(f"{person}/say", text="/book", chat_id=-1001)
    sent = await bot.send_message(101, "x", reply_markup=GO)
    by_label = await page.post(f"{person}/tap", label="Go")
    forged = await page.post(f"{person}/tap", data="bogus", message_id=sent.message_id)

    assert [each.text for each in olena.messages()][1:4] == ["/start b7", "hi", "re"]
    assert olena.messages()[3].reply_to_message is not None
    assert olena.messages(group)[-1].text == "/book"
    assert telegram.unanswered() == [by_label["callback_query_id"], forged["callback_query_id"]]
    assert (await page.post(f"{person}/block", blocked=True)) == {"blocked": True}
    assert olena.blocked
    assert (await page.post(f"{person}/block", blocked=False)) == {"blocked": False}


@pytest.mark.parametrize(
    ("path", "body", "status", "error"),
    [
        ("/sandbox/people/999/say", {"text": "x"}, 404, "There is no person 999."),
        ("/sandbox/people/101/say", {"text": "x", "chat_id": 9}, 404, "There is no chat 9."),
        ("/sandbox/people/101/say", {}, 400, '"text" must be given, as str.'),
        ("/sandbox/people/101/say", {"text": " "}, 409, "cannot be sent"),
        ("/sandbox/people/101/tap", {"label": "Go"}, 404, "No button 'Go'"),
        ("/sandbox/people/101/block", {"blocked": 1}, 400, '"blocked" must be given, as bool.'),
        ("/sandbox/clock", {"advance": -1}, 400, "only forwards"),
        ("/sandbox/clock", {"advance": True}, 400, '"advance" must be given'),
        ("/sandbox/faults", {"method": "getMe", "times": "2"}, 400, '"times" must be given'),
        ("/sandbox/limits", {}, 400, '"enabled" must be given'),
    ],
)
async def test_what_cannot_be_done_is_an_error_in_json(
    page: Page, olena: Person, path: str, body: dict[str, Any], status: int, error: str
) -> None:
    answer = await page.tried(path, **body)

    assert answer[0] == status
    assert error in answer[1]["error"]


async def test_a_transcript_is_short_and_shows_the_buttons(
    page: Page, bot: Bot, olena: Person, group: Group
) -> None:
    sent = await bot.send_message(101, "<b>x</b>", reply_markup=GO)
    olena.say("/book", chat=group)

    private = await page.get("/sandbox/people/101/transcript")
    in_group = await page.get("/sandbox/people/101/transcript?chat_id=-1001")

    assert private[-1] == {
        "message_id": sent.message_id,
        "from": "Bronia",
        "date": int(sent.date.timestamp()),
        "text": "x",
        "buttons": [["Go"]],
    }
    assert [(each["from"], each["text"]) for each in in_group] == [("Олена Коваль", "/book")]


async def test_the_clock_is_polled_and_moved(page: Page, telegram: Telegram) -> None:
    assert (await page.get("/sandbox/clock"))["offset"] == 0
    assert (await page.get("/sandbox/clock?offset=5&timeout=30"))["offset"] == 0
    poll = asyncio.create_task(page.get("/sandbox/clock?offset=0&timeout=30"))
    moved = await page.post("/sandbox/clock", advance=3600.5)

    answer = await asyncio.wait_for(poll, 5)

    assert answer["offset"] == moved["offset"] == 3600.5
    assert abs(answer["now"] - telegram.clock.now().timestamp()) < 60


async def test_faults_limits_and_journal_over_http(
    page: Page, bot: Bot, olena: Person, telegram: Telegram
) -> None:
    await page.post(
        "/sandbox/faults", method="sendMessage", error_code=500, retry_after=None, times=1
    )
    await page.post("/sandbox/limits", enabled=True)
    with pytest.raises(Exception, match="Internal Server Error"):
        await bot.send_message(101, "x")
    await bot.send_message(101, "x")

    calls = (await page.get("/sandbox/journal"))["calls"]

    assert telegram.limits
    assert [(each["method"], each["error_code"], each["injected"]) for each in calls] == [
        ("sendMessage", 500, True),
        ("sendMessage", None, False),
    ]
    later = await page.get(f"/sandbox/journal?after={calls[0]['number']}")
    assert later["calls"] == calls[1:]


async def test_another_sites_page_cannot_act_for_a_person(
    page: Page, url: str, olena: Person
) -> None:
    say = f"{url}/sandbox/people/101/say"
    async with page.http.post(say, json={"text": "x"}, headers={"Origin": "https://a.test"}) as no:
        assert no.status == 403
    assert len(olena.messages()) == 1

    async with page.http.post(say, json={"text": "x"}, headers={"Origin": url}) as yes:
        assert yes.status == 200


async def test_the_page_is_served_and_nothing_beside_it(page: Page, url: str) -> None:
    async with page.http.get(f"{url}/") as answer:
        assert (answer.status, answer.content_type) == (200, "text/html")
    outside = aiohttp.client.URL(f"{url}/page/%2e%2e/telegram.py", encoded=True)
    async with page.http.get(outside) as answer:
        assert answer.status == 404


async def test_a_link_is_offered_until_somebody_has_opened_it(
    page: Page, olena: Person, telegram: Telegram
) -> None:
    assert (await page.get("/sandbox/state"))["offered"] is None
    telegram.offer("claim_1")
    olena.start()
    olena.start("another")
    assert (await page.get("/sandbox/state"))["offered"] == "claim_1"
    await page.post("/sandbox/people/101/start", payload="claim_1")
    assert (await page.get("/sandbox/state"))["offered"] is None
