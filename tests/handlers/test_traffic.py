"""What handlers ask of Telegram is asked again where that is right, and only there."""

from datetime import timedelta

import pytest

from bot.delivery.traffic import PATIENCE_S, TRIES
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.builders import add_resource
from tests.clocks import FrozenClock
from tests.handlers.world import World


@pytest.mark.parametrize("fault", [{"error_code": 502}, {"timeout": True}])
async def test_an_edit_that_failed_is_tried_again(
    world: World, emma: Person, telegram: Telegram, fault: dict[str, object]
) -> None:
    await add_resource(world.db, "Blue room")
    await world.start(emma)
    telegram.inject("editMessageText", times=TRIES - 1, **fault)
    assert "What would you like to book?" in (await world.tap(emma, "Book")).text
    assert emma.answers[-1].text is None


async def test_what_telegram_asks_to_wait_is_waited(
    world: World, emma: Person, telegram: Telegram, clock: FrozenClock
) -> None:
    await world.start(emma)
    before = clock.now()
    telegram.inject("sendMessage", error_code=429, retry_after=7)
    assert "/book" in (await world.say(emma, "/help")).text
    assert clock.now() - before == timedelta(seconds=7)


async def test_but_not_for_as_long_as_nobody_would(
    world: World, emma: Person, telegram: Telegram, clock: FrozenClock
) -> None:
    await add_resource(world.db, "Blue room")
    await world.start(emma)
    telegram.inject("editMessageText", error_code=429, retry_after=PATIENCE_S + 1)
    before = clock.now()
    await world.tap(emma, "Book")
    assert clock.now() == before
    assert "something went wrong" in emma.answers[-1].text


@pytest.mark.parametrize("after", [True, False])
async def test_a_message_is_not_sent_twice(
    world: World, emma: Person, telegram: Telegram, *, after: bool
) -> None:
    """Whether it arrived nobody knows."""
    await world.start(emma)
    before = len(emma.messages())
    telegram.inject("sendMessage", timeout=True, after=after)
    await world.say(emma, "/help")
    helps = [message for message in emma.messages()[before:] if "/book" in (message.text or "")]
    assert len(helps) == after
