"""A database that cannot be used now is told apart from one that refuses."""

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import TimeoutError as NoneFree

from db import engine
from db.engine import Database
from db.errors import is_away, is_contention
from tests.clocks import FrozenClock
from tests.proxy import proxy_to

ONE = text("SELECT 1")


async def raised(db: Database) -> BaseException:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - which one, is the question
        async with db.reading() as session:
            await session.execute(ONE)
    return caught.value


@pytest.mark.parametrize(
    "error",
    [ConnectionRefusedError(), TimeoutError(), asyncpg.CannotConnectNowError("starting up")],
)
def test_what_the_network_or_the_server_says_at_a_connect(error: Exception) -> None:
    assert is_away(error)
    assert not is_contention(error)


@pytest.mark.parametrize("error", [ValueError(), asyncpg.UniqueViolationError("there already")])
def test_another_error_is_no_absence(error: Exception) -> None:
    assert not is_away(error)


async def test_who_waits_too_long_for_a_connection_has_met_others(
    database_url: str, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "POOL_TIMEOUT_S", 0.01)
    monkeypatch.setattr(engine, "CONNECTIONS", 1)
    db = Database(database_url, now=clock.now)
    async with db.writing() as others:
        await others.execute(ONE)
        with pytest.raises(NoneFree) as caught:
            async with db.writing() as session:
                await session.execute(ONE)
    assert is_contention(caught.value)
    assert not is_away(caught.value)
    await db.close()


@pytest.mark.parametrize("how", ["cut", "freeze"])
async def test_a_server_that_is_lost_in_a_transaction(
    postgresql_url: str, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """One that says nothing is given up soon, and its connection is not used again."""
    monkeypatch.setattr(engine, "STATEMENT_TIMEOUT_S", 0.2)
    async with proxy_to(postgresql_url) as (proxy, way):
        db = Database(way, now=clock.now)
        with pytest.raises(Exception) as caught:  # noqa: PT011
            async with db.writing() as session:
                await session.execute(ONE)
                getattr(proxy, how)()
                await session.execute(ONE)
        assert is_away(caught.value)
        assert is_away(await raised(db))
        await proxy.open()
        async with db.reading() as session:
            assert await session.scalar(ONE) == 1
        await db.close()


async def test_a_server_that_is_lost_at_the_commit(postgresql_url: str, clock: FrozenClock) -> None:
    async with proxy_to(postgresql_url) as (proxy, way):
        db = Database(way, now=clock.now)
        with pytest.raises(Exception) as caught:  # noqa: PT011
            async with db.writing() as session:
                await session.execute(ONE)
                proxy.cut()
        assert is_away(caught.value)
        assert not is_contention(caught.value)  # so nobody does it twice
        await db.close()
