"""The composition root: the one file that knows every part, and how they start and stop."""

import asyncio
import logging
import signal
from copy import deepcopy
from dataclasses import dataclass

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.dispatcher.middlewares.error import ErrorsMiddleware
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramAPIError
from aiogram.types import LinkPreviewOptions
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.commands import publish_commands
from bot.delivery.delivery import SEND_TIMEOUT_S, Delivery
from bot.display import Display
from bot.fsm import DatabaseStorage
from bot.handlers import ROUTERS
from bot.handlers.turn import TurnMiddleware
from bot.jobs import make_scheduler, tick_now
from bot.middlewares.acting import ActingMiddleware
from bot.middlewares.answering import AnsweringMiddleware
from bot.middlewares.draining import DrainingMiddleware
from bot.middlewares.isolation import PerPersonIsolation
from bot.sandbox_clock import SandboxClock
from bot.services.approval_groups import ApprovalGroups
from bot.services.users import Actors
from bot.settings import LANGUAGES, Settings
from db.engine import Database

log = logging.getLogger(__name__)

DRAIN_S = 10
SENDING_S = SEND_TIMEOUT_S + 1
"""A notice that is being sent is finished, so that it is not sent again after the restart."""
POLL_S = 25


@dataclass(frozen=True)
class App:
    """The parts that have to be started and stopped."""

    settings: Settings
    clock: Clock
    db: Database
    bot: Bot
    dispatcher: Dispatcher
    delivery: Delivery
    scheduler: AsyncIOScheduler
    groups: ApprovalGroups
    draining: DrainingMiddleware


def build(settings: Settings, clock: Clock, *, session: BaseSession | None = None) -> App:
    """Put the parts together; nothing runs yet. `session` replaces the way to Telegram."""
    db = Database(settings.database_url, now=clock.now)
    bot = _make_bot(settings, session or _make_session(settings))
    actors = Actors(
        db,
        admin_ids=settings.admin_ids,
        languages=LANGUAGES,
        default_language=settings.default_language,
    )
    groups = ApprovalGroups(db, fixed_chat_id=settings.admin_chat_id)
    delivery = Delivery(
        db, bot, clock, actors=actors, groups=groups, group_language=settings.default_language
    )
    db.on_outbox = delivery.wake
    draining = DrainingMiddleware()
    dispatcher = _make_dispatcher(db, actors, draining)
    dispatcher.workflow_data.update(
        db=db,
        clock=clock,
        settings=settings,
        actors=actors,
        groups=groups,
        display=Display(bot),
    )
    scheduler = make_scheduler(db, delivery, clock)
    return App(settings, clock, db, bot, dispatcher, delivery, scheduler, groups, draining)


def _make_bot(settings: Settings, session: BaseSession) -> Bot:
    if settings.bot_token is None:
        raise ValueError("BOT_TOKEN is missing")
    return Bot(
        settings.bot_token.get_secret_value(),
        session=session,
        default=DefaultBotProperties(
            parse_mode=ParseMode.HTML, link_preview=LinkPreviewOptions(is_disabled=True)
        ),
    )


def _make_session(settings: Settings) -> BaseSession:
    if settings.sandbox_url is None:
        return AiohttpSession()
    return AiohttpSession(api=TelegramAPIServer.from_base(settings.sandbox_url))


def _make_dispatcher(db: Database, actors: Actors, draining: DrainingMiddleware) -> Dispatcher:
    """From the outside in: count, keep a person's updates in order, sort errors, name the actor.

    Errors are sorted inside the first two, so that an apology too is waited for and in order.
    """
    dispatcher = Dispatcher(
        storage=DatabaseStorage(db), events_isolation=PerPersonIsolation(), disable_fsm=True
    )
    dispatcher.update.outer_middleware(draining)
    dispatcher.update.outer_middleware(dispatcher.fsm)
    dispatcher.update.outer_middleware(ErrorsMiddleware(dispatcher))
    dispatcher.update.outer_middleware(ActingMiddleware(actors))
    answering, turns = AnsweringMiddleware(), TurnMiddleware()
    for observer in (dispatcher.message, dispatcher.callback_query, dispatcher.my_chat_member):
        observer.middleware(answering)
        observer.middleware(turns)
    dispatcher.error.middleware(turns)
    dispatcher.include_routers(*deepcopy(ROUTERS))  # a router has one parent; apps may be many
    return dispatcher


async def run(app: App) -> None:
    """Poll until SIGTERM or SIGINT, then finish what is in flight and close everything."""
    background = [asyncio.create_task(app.delivery.run()), *_follow_sandbox(app)]
    _cancel_on_signals()
    try:
        await _prepare(app)
        app.scheduler.start()
        await app.dispatcher.start_polling(app.bot, polling_timeout=POLL_S, close_bot_session=False)
    except asyncio.CancelledError:
        log.info("asked to stop before it was ready")
    finally:
        await _stop(app, background)


def _cancel_on_signals() -> None:
    """Until polling begins, and takes the signals over, a stop ends what is being prepared."""
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        if task is not None:
            loop.add_signal_handler(number, task.cancel)


async def _prepare(app: App) -> None:
    me = await app.bot.me()
    await app.bot.delete_webhook()
    await publish_commands(app.bot, app.settings.default_language)
    await _name_group(app)
    log.info("@%s is ready", me.username)


async def _name_group(app: App) -> None:
    """What ADMIN_CHAT_ID names becomes the approval group, with its title where it is known."""
    chat_id = app.settings.admin_chat_id
    if chat_id is None:
        if await app.groups.get_chat_id() is None:
            log.warning("no approval group yet: send /bind in the group that shall approve")
        return
    title = ""
    try:
        title = (await app.bot.get_chat(chat_id)).title or ""
    except TelegramAPIError as error:
        log.warning("ADMIN_CHAT_ID %s: %s. Is the bot in that group?", chat_id, error)
    await app.groups.ensure_fixed(title=title, now=app.clock.now())


def _follow_sandbox(app: App) -> list[asyncio.Task[None]]:
    if app.settings.sandbox_url is None:
        return []

    def on_moved() -> None:
        tick_now(app.scheduler)

    clock = SandboxClock(app.settings.sandbox_url, app.clock, on_moved)
    return [asyncio.create_task(clock.follow())]


async def _stop(app: App, background: list[asyncio.Task[None]]) -> None:
    if app.scheduler.running:
        app.scheduler.shutdown(wait=False)
    if not await app.draining.drained(DRAIN_S):
        log.error("updates were still being handled after %s s", DRAIN_S)
    sending, *others = background
    app.delivery.stop()
    for task in others:
        task.cancel()
    await asyncio.wait([sending], timeout=SENDING_S)
    await app.bot.session.close()
    await app.db.close()
    log.info("stopped")
