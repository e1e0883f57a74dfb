"""Every single method that the bot calls fails, at both rates and in every way; the same must hold.

In one process, where the storm may blow until it has struck each of them: some are rarely called.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from itertools import count
from random import Random

import pytest
from aiogram.exceptions import AiogramError
from pydantic import SecretStr

from bot import startup
from bot.app import build
from bot.services import approval, booking
from bot.services.refusals import Refusal
from bot.settings import Settings
from db.enums import ResourceKind
from sandbox.doors.session import SandboxSession
from sandbox.faults import STORM
from sandbox.people.buttons import buttons_of
from sandbox.people.groups import Group
from sandbox.people.person import Person
from tests import plain
from tests.builders import add_resource, request
from tests.chaos.judge import LEADS, Judgement, Seen, judge
from tests.chaos.runs import SEED, add_to_report
from tests.chaos.watched import Watched, lost_answers
from tests.chaos.world import BACKOFF_IS_OVER
from tests.clocks import MONDAY_NINE, FrozenClock
from tests.fuzz.walk import Walk, kind_of
from tests.handlers.pace import unhurried
from tests.handlers.world import World

TOKEN = "42:TEST"
GROUP_ID = -1001
STUDIO = 1
TAPS = 12
ROUNDS_MAX = 300
CALM_ROUNDS = 4
RARE = {
    "getMe", "deleteWebhook", "setMyCommands", "getChat", "getChatMember", "deleteMessage",
    "sendPhoto", "editMessageMedia", "sendDocument",
}  # fmt: skip
"""Among them are these; `getUpdates` is struck where the bot is a process."""
AT_ONCE = [kind for kind in STORM if not kind.delay_s]
"""A request that hangs is left to the storms among processes: here time would really pass."""


class Unsheltered(World):
    """A handler may fail, as it may under polling, but only by what Telegram does."""

    async def handle(self) -> None:
        while updates := self.telegram.take_updates():
            feed = self.app.dispatcher.feed_update
            tasks = (feed(self.app.bot, update) for update in updates)
            for ended in await asyncio.gather(*tasks, return_exceptions=True):
                if isinstance(ended, BaseException) and not isinstance(ended, AiogramError):
                    raise ended


class Errands:
    """What two people and an approver do: everything once, and then what is rarely called for."""

    def __init__(self, world: World) -> None:
        self._world, self._walk = world, Walk(world)
        telegram = world.telegram
        self._emma = telegram.add_person(1, "Emma", language_code="en")
        self._olena = telegram.add_person(2, "Олена", language_code="uk")
        self._ada = telegram.add_person(9, "Ada", language_code="en")
        self._group = telegram.add_group(GROUP_ID, "Approvals", creator=self._ada)
        self._hours = count(24)

    async def run_all(self) -> None:
        for person in (self._emma, self._olena):
            await self._walk.everywhere(person, "word", taps=TAPS)
        await self._walk.everywhere(self._ada, "reason", self._group, taps=TAPS)

    async def run_rare(self) -> None:
        """A start; a request that is nearly rejected; a picture, another, and a file."""
        app = self._world.app
        app.bot._me = None  # a process that has just begun does not know who it is
        await startup.prepare(app.bot, app.groups, app.settings, app.clock)
        actor = await self._world.actor(self._emma)
        at = MONDAY_NINE + timedelta(hours=next(self._hours))
        with suppress(Refusal):  # somebody has it
            await booking.book(
                app.db,
                actor,
                request(STUDIO, at),
                now=app.clock.now(),
                reminder_leads=app.settings.reminder_leads,
            )
        await self._world.settle()
        for kind in ("no", "no0"):
            await self._press(self._ada, kind, self._group)
        await self._walk.say(self._emma, "/plan")
        for kind in ("pd", "mine", "card", "ics"):
            await self._press(self._emma, kind)

    async def _press(self, person: Person, kind: str, chat: Group | None = None) -> None:
        """The newest button of a kind, where there is one: the storm may have swallowed it."""
        for message in reversed(person.messages(chat)):
            for button in buttons_of(message):
                if kind_of(button) == kind:
                    person.tap_data(str(button.callback_data), message, chat)
                    await self._world.settle()
                    return

    def called(self) -> set[str]:
        """The methods that the bot has called by now."""
        return {call.method for call in self._world.telegram.journal}


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    clock, telegram = FrozenClock(), Watched()
    settings = Settings(
        _env_file=None,
        bot_token=SecretStr(TOKEN),
        database_url=sqlite_url,
        admin_chat_id=GROUP_ID,
        reminder_minutes=LEADS,
    )
    app = build(settings, clock, session=SandboxSession(telegram), **unhurried(clock))
    assert await add_resource(app.db, "Studio", requires_approval=True) == STUDIO
    await add_resource(app.db, "Blue room")
    await add_resource(app.db, "Projector", kind=ResourceKind.EQUIPMENT, quantity=3)
    yield Unsheltered(app, telegram)
    await app.db.close()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("percent", [5, 30])
async def test_every_method_is_struck_and_nothing_is_lost(
    world: World, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, percent: int
) -> None:
    monkeypatch.setattr(startup, "PAUSES_S", (0,))
    telegram, errands = world.telegram, Errands(world)
    await errands.run_all()
    await errands.run_rare()
    methods = errands.called()
    assert methods >= RARE
    telegram.faults.storm(percent / 100, Random(SEED), AT_ONCE)
    await errands.run_all()
    for _ in range(ROUNDS_MAX):
        if not methods - telegram.faults.strikes.keys():
            break
        await errands.run_rare()
    telegram.faults.storm(0, Random(SEED))
    assert not methods - telegram.faults.strikes.keys(), telegram.faults.strikes
    judged = await settled(world, sqlite_url)
    add_to_report(telegram.faults.strikes, of=f"struck at {percent} %")
    assert judged.is_clean, judged
    assert judged.bookings > 0
    assert judged.duplicates <= lost_answers(telegram), judged


async def settled(world: World, url: str) -> Judgement:
    """When all is calm, and whatever was put off has been tried again."""
    app, clock = world.app, world.app.clock
    for _ in range(CALM_ROUNDS):
        clock.advance(seconds=BACKOFF_IS_OVER.total_seconds())
        await approval.expire_due(app.db, now=clock.now())
        await world.settle()
    group = world.telegram.room_of(GROUP_ID, world.telegram.people[9]).messages.values()
    seen = Seen(posted=world.telegram.posted, group=group)
    connection = plain.connect(url)
    judged = judge(connection, seen, until=int(clock.now().timestamp()))
    connection.close()
    return judged
