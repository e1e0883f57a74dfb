"""Who sends without end is told once, and then neither listened to nor left with a spinner."""

from collections.abc import AsyncIterator

import pytest

from bot.app import App, build
from bot.buckets import Rate
from bot.settings import Settings
from sandbox.callbacks import MAX_AGE
from sandbox.doors.session import SandboxSession
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.clocks import FrozenClock
from tests.handlers.pace import unhurried
from tests.handlers.world import World

BURST = 5
TOLD = "That was a lot at once. Wait a moment, please, and go on."


@pytest.fixture
async def app(settings: Settings, telegram: Telegram, clock: FrozenClock) -> AsyncIterator[App]:
    """Nobody gets back what they used up."""
    pace = unhurried(clock) | {"tapping": Rate(per_second=1e-9, burst=BURST)}
    built = build(settings, clock, session=SandboxSession(telegram), **pace)
    yield built
    await built.db.close()


async def test_a_flood_of_messages_is_answered_once(world: World, emma: Person) -> None:
    for _ in range(BURST):
        await world.say(emma, "/help")
    before = len(emma.messages())
    for _ in range(3):
        await world.say(emma, "/help")
    answers = [message.text for message in emma.messages()[before:] if message.from_user.is_bot]
    assert answers == [TOLD]


async def test_a_flood_of_taps_leaves_no_spinner(world: World, emma: Person) -> None:
    await world.start(emma)
    menu = emma.last()
    for _ in range(BURST + 2):
        emma.tap_data("help", menu)
        await world.settle()
    texts = [answer.text for answer in emma.answers]
    assert texts == [None] * (BURST - 1) + [TOLD] + [None] * 2


async def test_a_flood_of_old_taps_is_told_once(app: App, telegram: Telegram, emma: Person) -> None:
    """The bot was away, and somebody went on tapping."""
    world = World(app, telegram)  # the fixture asks for every tap to be answered
    await world.start(emma)
    menu = emma.last()
    for _ in range(BURST + 3):
        emma.tap_data("help", menu)
    for tap in telegram.callbacks.taps.values():
        tap.at -= MAX_AGE + 1
    await world.settle()
    assert [one.text for one in emma.messages() if one.message_id > menu.message_id] == [TOLD]


async def test_others_are_not_held_back(world: World, emma: Person, olena: Person) -> None:
    for _ in range(BURST + 2):
        await world.say(emma, "/help")
    assert "Вітаю" in (await world.start(olena)).text
