"""`python -m bot run` without a token: the sandbox in the bot's own process."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.bot_process import BotProcess

OLENA, EMMA = 101, 103
ADDRESS = r"Bronia is at (\S+)"


@pytest.fixture
async def demo(database_url: str, tmp_path: Path) -> AsyncIterator[BotProcess]:
    process = BotProcess({"DATABASE_URL": database_url, "SANDBOX_PORT": "0"}, tmp_path)
    yield process
    await process.stop()


async def messages(client: ClientSession, url: str, person: int = EMMA) -> list[str]:
    async with client.get(f"{url}/sandbox/people/{person}/transcript") as answer:
        return [message["text"] for message in await answer.json()]


async def texts_after(client: ClientSession, url: str, count: int) -> list[str]:
    """Emma's chat, once it has so many messages."""
    state: dict[str, Any] = {"version": -1}
    while len(texts := await messages(client, url)) < count:
        params = {"after": str(state["version"]), "timeout": "10"}
        async with client.get(f"{url}/sandbox/state", params=params) as answer:
            state = await answer.json()
    return texts


async def offered(client: ClientSession, url: str) -> str | None:
    """The link that the page shows."""
    async with client.get(f"{url}/sandbox/state") as answer:
        payload: str | None = (await answer.json())["offered"]
        return payload


async def test_the_chats_and_the_clock_are_kept_over_a_restart(demo: BotProcess) -> None:
    async with ClientSession() as client:
        await demo.start()
        url = await demo.prints(ADDRESS)
        await client.post(f"{url}/sandbox/people/{EMMA}/start", json={})
        before = await texts_after(client, url, 2)
        claim = await offered(client, url)
        assert f"t.me/bronia_bot?start={claim}" in demo.log
        await client.post(f"{url}/sandbox/people/{OLENA}/start", json={"payload": claim})
        while not any("власник" in text for text in await messages(client, url, OLENA)):
            async with client.get(f"{url}/sandbox/state", params={"timeout": "1"}):
                pass
        assert before[0] == "/start"
        assert "Hello, Emma Clark!" in before[1]
        await client.post(f"{url}/sandbox/clock", json={"advance": 3600})

        await demo.restart()

        url = await demo.prints(ADDRESS)
        assert await messages(client, url) == before
        assert await offered(client, url) is None
        async with client.get(f"{url}/sandbox/clock") as answer:
            assert (await answer.json())["offset"] == 3600
        body = {"label": "❓ Help"}
        async with client.post(f"{url}/sandbox/people/{EMMA}/tap", json=body) as answer:
            assert answer.status == 200
        while "What I can do" not in (await texts_after(client, url, 2))[1]:
            async with client.get(f"{url}/sandbox/state", params={"timeout": "1"}):
                pass


async def test_a_second_one_says_that_the_port_is_taken(
    demo: BotProcess, database_url: str, tmp_path: Path
) -> None:
    await demo.start()
    port = (await demo.prints(ADDRESS)).rsplit(":", 1)[1]
    (tmp_path / "second").mkdir()
    second = BotProcess({"DATABASE_URL": database_url, "SANDBOX_PORT": port}, tmp_path / "second")
    await second.start()
    assert await second.stopped() == 1
    assert f"Port {port} is taken. Is Bronia running already?" in second.log
    assert "Traceback" not in second.log
