from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from sandbox.doors.server import start_server
from sandbox.doors.session import SandboxSession
from sandbox.people.groups import Group
from sandbox.people.person import Person
from sandbox.telegram import Telegram

TOKEN = "42:TEST"
HTML = DefaultBotProperties(parse_mode="HTML")


class Seconds:
    """A monotonic clock that stands still until somebody moves it."""

    def __init__(self) -> None:
        self.value = 1000.0

    def __call__(self) -> float:
        return self.value

    def pass_by(self, seconds: float) -> None:
        self.value += seconds


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def telegram(seconds: Seconds) -> Telegram:
    return Telegram(TOKEN, monotonic=seconds)


@pytest.fixture
def olena(telegram: Telegram) -> Person:
    """Somebody who has started the bot; the bot has read that already."""
    person = telegram.add_person(
        101, "Олена", last_name="Коваль", username="olena", language_code="uk"
    )
    person.start()
    telegram.take_updates()
    return person


@pytest.fixture
def andrii(telegram: Telegram) -> Person:
    person = telegram.add_person(102, "Андрій", username="andrii", language_code="uk")
    person.start()
    telegram.take_updates()
    return person


@pytest.fixture
def group(telegram: Telegram, olena: Person, andrii: Person) -> Group:
    return telegram.add_group(-1001, "Approvals", members=[andrii], creator=olena)


@pytest.fixture
def bot(telegram: Telegram) -> Bot:
    """The bot behind the in-process door."""
    return Bot(TOKEN, session=SandboxSession(telegram), default=HTML)


@pytest.fixture
async def url(telegram: Telegram) -> AsyncIterator[str]:
    async with start_server(telegram) as address:
        yield address


@pytest.fixture
async def http_bot(url: str) -> AsyncIterator[Bot]:
    """The bot behind the HTTP door, with aiogram's own session."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    yield Bot(TOKEN, session=session, default=HTML)
    if session._session:  # its close() sleeps for TLS, which there is none of
        await session._session.close()
