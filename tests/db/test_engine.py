"""Transactions: what they see, and whom their commits wake."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.services.refusals import SlotTaken
from db.engine import Database
from db.models import Resource
from tests.builders import add_actor, add_resource, book, count_rows, request
from tests.clocks import FrozenClock


@pytest.fixture
def woken(db: Database) -> list[str]:
    calls: list[str] = []
    db.on_outbox = lambda: calls.append("woken")
    return calls


async def test_a_commit_that_wrote_notifications_wakes_the_delivery_once(
    db: Database, clock: FrozenClock, woken: list[str]
) -> None:
    actor = await add_actor(db)
    room = await add_resource(db, requires_approval=True)
    assert woken == []
    await book(db, actor, request(room, clock.now() + timedelta(days=1)), now=clock.now())
    assert woken == ["woken"]


async def test_a_refusal_wakes_nobody(db: Database, clock: FrozenClock, woken: list[str]) -> None:
    actor = await add_actor(db)
    room = await add_resource(db, requires_approval=True)
    at = clock.now() + timedelta(days=1)
    await book(db, actor, request(room, at), now=clock.now())
    woken.clear()
    with pytest.raises(SlotTaken):
        await book(db, actor, request(room, at), now=clock.now())
    assert woken == []


async def test_who_reads_sees_one_moment(db: Database) -> None:
    """What is committed meanwhile is for the next one."""
    await add_resource(db)
    async with db.reading() as session:
        assert (await session.get_one(Resource, 1)).location is None
        async with db.writing() as writing:
            await writing.execute(update(Resource).values(location="3rd floor"))
        await session.refresh(await session.get_one(Resource, 1))
        assert (await session.get_one(Resource, 1)).location is None
    async with db.reading() as session:
        assert (await session.get_one(Resource, 1)).location == "3rd floor"


async def test_an_error_in_a_transaction_leaves_nothing_of_it(db: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with db.writing() as session:
            session.add(Resource(kind="room", name="Blue room", timezone="Europe/Kyiv"))
            await session.flush()
            1 / 0  # noqa: B018 - the error
    assert await count_rows(db, Resource) == 0
