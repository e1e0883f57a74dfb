"""How the parts are put together."""

import asyncio
import gc
import os
import signal
from collections.abc import Iterator
from datetime import timedelta

import pytest
from aiogram.dispatcher.middlewares.error import ErrorsMiddleware
from aiogram.fsm.middleware import FSMContextMiddleware
from aiogram.types import (
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)

from bot import garbage, startup
from bot.app import App, run
from bot.commands import publish_commands
from bot.middlewares.acting import ActingMiddleware
from bot.middlewares.draining import DrainingMiddleware
from bot.middlewares.flood import FloodGuard
from bot.middlewares.isolation import IsolationMiddleware
from bot.middlewares.membership import MembershipMiddleware
from bot.screens.start import Admin
from sandbox.callbacks import MAX_AGE
from sandbox.faults import Fault
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.builders import add_resource, book, request
from tests.clocks import FrozenClock
from tests.handlers.world import World


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    """A bot that runs has its own way with garbage."""
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)


async def test_commands_are_published_per_language_and_scope(app: App) -> None:
    await publish_commands(app.bot, "en")
    private, groups, admins = (
        BotCommandScopeAllPrivateChats(),
        BotCommandScopeAllGroupChats(),
        BotCommandScopeAllChatAdministrators(),
    )
    for language, words in ((None, "My bookings"), ("en", "My bookings"), ("uk", "Мої бронювання")):
        commands = await app.bot.get_my_commands(scope=private, language_code=language)
        assert [command.command for command in commands] == [
            "start", "book", "free", "plan", "my", "why", "language", "quiet", "privacy", "help",
        ]  # fmt: skip
        assert commands[4].description == words
        commands = await app.bot.get_my_commands(language_code=language)
        assert [command.command for command in commands] == ["book", "free", "my", "help"]
        commands = await app.bot.get_my_commands(scope=groups, language_code=language)
        assert [command.command for command in commands] == ["book", "why"]
        commands = await app.bot.get_my_commands(scope=admins, language_code=language)
        assert [command.command for command in commands] == ["book", "why", "bind"]


async def test_a_commit_wakes_the_delivery_without_a_tick(
    world: World, emma: Person, clock: FrozenClock
) -> None:
    """The delivery alone runs; nothing but the commit of a booking tells it to look."""
    room = await add_resource(world.db, "Blue room")
    await world.start(emma)
    running = asyncio.create_task(world.app.delivery.run())
    actor = await world.actor(emma)
    soon = clock.now() + timedelta(hours=24)
    await book(world.db, actor, request(room, soon), now=clock.now() - timedelta(seconds=1))
    await world.telegram.until(lambda: "starts in" in (emma.last().text or ""))
    world.app.delivery.stop()
    await asyncio.wait_for(running, 5)


async def test_a_late_tick_runs_once_and_is_never_dropped(app: App) -> None:
    """APScheduler's own defaults drop a job that is a second late."""
    app.scheduler.start(paused=True)
    jobs = app.scheduler.get_jobs()
    app.scheduler.shutdown()
    assert {job.id for job in jobs} == {"deliver", "expire", "tidy", "write_down"}
    assert {(job.misfire_grace_time, job.coalesce, job.max_instances) for job in jobs} == {
        (None, True, 1)
    }


async def test_a_persons_updates_are_kept_in_their_order(app: App) -> None:
    """What the isolation does is in tests/unit/test_isolation.py; here, that it is in its place."""
    kinds = [type(each) for each in app.dispatcher.update.outer_middleware]
    assert kinds[-7:] == [
        DrainingMiddleware,
        IsolationMiddleware,
        ErrorsMiddleware,
        MembershipMiddleware,
        ActingMiddleware,
        FloodGuard,
        FSMContextMiddleware,
    ]


@pytest.mark.parametrize(
    "fault", [{"error_code": 502}, {"error_code": 429}, {"timeout": True}, {"garbled": True}]
)
@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "setMyCommands"])
async def test_a_start_waits_until_telegram_answers(
    app: App,
    telegram: Telegram,
    emma: Person,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    fault: dict[str, int | bool],
) -> None:
    monkeypatch.setattr(startup, "PAUSES_S", (0.01,))
    telegram.inject(method, times=2, **fault)
    running = asyncio.create_task(run(app))
    emma.start()
    await telegram.until(emma.last)
    assert {
        "message",
        "callback_query",
        "my_chat_member",
        "chat_member",
    } == telegram.updates.allowed
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(running, 10)


async def test_what_is_loaded_is_not_looked_through_for_garbage_again(
    app: App, telegram: Telegram, emma: Person
) -> None:
    before = gc.get_freeze_count()
    made = [[each] for each in range(1000)]
    running = asyncio.create_task(run(app))
    emma.start()
    await telegram.until(emma.last)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(running, 10)
    assert gc.get_freeze_count() - before >= len(made)
    assert gc.get_threshold() == garbage.SOUGHT_AFTER


async def test_a_handler_that_takes_too_long_does_not_hold_up_a_stop(
    app: App,
    telegram: Telegram,
    emma: Person,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It is abandoned, and the log says so."""
    monkeypatch.setattr("bot.app.DRAIN_S", 0.1)
    running = asyncio.create_task(run(app))
    emma.start()
    await telegram.until(emma.last)
    telegram.faults.add(Fault("sendMessage", timeout=True, delay_s=60))
    emma.say("/help")
    while not app.draining._in_flight:  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(0)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(running, 10)
    assert "updates were still being handled after 0.1 s" in caplog.text


async def test_what_telegram_no_longer_waits_for_is_said_in_a_message(
    app: App, telegram: Telegram, emma: Person
) -> None:
    world = World(app, telegram)  # the fixture asks for every tap to be answered
    await add_resource(world.db, "Blue room")
    shown = await world.say(emma, "/book")
    query_id = emma.tap_data(Admin().pack(), shown)
    telegram.callbacks.taps[query_id].at -= MAX_AGE + 1
    await world.settle()
    assert emma.last().text == "Only an administrator can do that."
    assert telegram.unanswered() == [query_id]
