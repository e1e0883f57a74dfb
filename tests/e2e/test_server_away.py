"""The server of the database goes away, for a restart or with its whole machine."""

from collections.abc import AsyncIterator

import pytest

from bot.clock import Clock
from db.engine import Database
from sandbox.telegram import Telegram
from tests.e2e.outage import live_through
from tests.proxy import Proxy, proxy_to


@pytest.fixture
async def proxied(postgresql_url: str) -> AsyncIterator[tuple[Proxy, str]]:
    async with proxy_to(postgresql_url) as proxy:
        yield proxy


@pytest.fixture
def database_url(proxied: tuple[Proxy, str]) -> str:
    """The bot's way leads through the proxy."""
    return proxied[1]


@pytest.fixture
async def db(postgresql_url: str, clock: Clock) -> AsyncIterator[Database]:
    """The test's does not."""
    database = Database(postgresql_url, now=clock.now)
    yield database
    await database.close()


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("how", "codes"),
    [
        ("cut", {"away"}),
        ("freeze", {"away", "contended"}),  # who waits for a connection that others wait with
    ],
)
async def test_a_server_that_goes_away_and_comes_back(
    telegram: Telegram, db: Database, proxied: tuple[Proxy, str], how: str, codes: set[str]
) -> None:
    proxy, _ = proxied

    async def begin() -> None:
        getattr(proxy, how)()

    await live_through(telegram, db, codes, begin=begin, end=proxy.open)
