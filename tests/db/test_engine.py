"""Transactions, and whom their commits wake."""

from datetime import timedelta

import pytest

from bot.services.refusals import SlotTaken
from db.engine import Database
from tests.builders import add_actor, add_resource, book, request
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
