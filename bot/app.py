"""The composition root: the one file that knows every part, and how they start and stop."""

import asyncio
import logging
import signal
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass

from aiogram import BaseMiddleware, Bot, Dispatcher, Router
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.base import BaseSession
from aiogram.client.session.middlewares.base import BaseRequestMiddleware
from aiogram.client.telegram import TelegramAPIServer
from aiogram.dispatcher.middlewares.error import ErrorsMiddleware
from aiogram.enums import ParseMode
from aiogram.types import LinkPreviewOptions
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.buckets import Rate
from bot.clock import Clock
from bot.delivery.delivery import SEND_TIMEOUT_S, Delivery
from bot.delivery.limits import Limits
from bot.delivery.traffic import Traffic
from bot.delivery.turns import Turns
from bot.display import Display, LastSent
from bot.fsm import DatabaseStorage
from bot.garbage import keep_what_is_loaded
from bot.handlers import ROUTERS
from bot.handlers.forms import LeavingMiddleware, PassingMiddleware
from bot.handlers.turn import TurnMiddleware
from bot.health import Health, serving_health
from bot.jobs import make_scheduler, tick_now
from bot.memberships import Memberships
from bot.middlewares.acting import ActingMiddleware
from bot.middlewares.answering import AnsweringMiddleware
from bot.middlewares.draining import DrainingMiddleware
from bot.middlewares.failing import FailingMiddleware
from bot.middlewares.flood import TAPPING, FloodGuard
from bot.middlewares.isolation import IsolationMiddleware, PerPersonIsolation
from bot.middlewares.membership import MembershipMiddleware
from bot.middlewares.rights import RightsMiddleware
from bot.middlewares.tracing import BookingMiddleware, UpdateMiddleware
from bot.polling import PollWatch
from bot.sandbox_clock import SandboxClock
from bot.services.access.admission import Admission
from bot.services.access.users import Actors
from bot.services.place.approval_groups import ApprovalGroups
from bot.services.tally import RefusalTally
from bot.settings import LANGUAGES, Settings
from bot.startup import offer_claim, prepare
from db import journal  # noqa: F401 - for its effect: what is committed is logged
from db.engine import Database

log = logging.getLogger(__name__)

DRAIN_S = 10
SENDING_S = SEND_TIMEOUT_S + 1
"""A notice that is being sent is finished, so that it is not sent again after the restart."""
POLL_S = 25
ANSWER_S = 15
"""Somebody who taps waits for it; the delivery takes its time."""


@dataclass(frozen=True)
class App:
    """The parts that have to be started and stopped."""

    settings: Settings
    clock: Clock
    db: Database
    bot: Bot
    dispatcher: Dispatcher
    traffic: Traffic
    delivery: Delivery
    scheduler: AsyncIOScheduler
    groups: ApprovalGroups
    draining: DrainingMiddleware
    polls: PollWatch

    @property
    def actors(self) -> Actors:
        found: Actors = self.dispatcher["actors"]
        return found


def build(
    settings: Settings,
    clock: Clock,
    *,
    session: BaseSession | None = None,
    traffic: Traffic | None = None,
    tapping: Rate = TAPPING,
) -> App:
    """Put the parts together; nothing runs yet.

    `session` replaces the way to Telegram, `traffic` the pace at which it is used, `tapping` the
    one that is allowed to people.
    """
    db = Database(settings.database_url, now=clock.now)
    traffic = traffic or Traffic(Turns(Limits()))
    polls, last_sent = PollWatch(clock), LastSent()
    bot = make_bot(settings, session or make_session(settings), last_sent, traffic, polls)
    actors, tally = _make_actors(settings, db), RefusalTally(db, settings.zone)
    groups = ApprovalGroups(db, fixed_chat_id=settings.admin_chat_id)
    memberships = Memberships(bot)
    admission = Admission(db, memberships.is_member)
    memberships.on_moved = admission.follow_migration
    delivery = Delivery(
        db, bot, clock, actors=actors, groups=groups, traffic=traffic, settings=settings
    )
    db.on_outbox = delivery.wake
    draining = DrainingMiddleware()
    acting = (MembershipMiddleware(memberships), ActingMiddleware(actors, settings.zone))
    needs = {router.name: need for router, need in ROUTERS.items()}
    rights = RightsMiddleware(needs, admission, groups)
    dispatcher = _make_dispatcher(db, draining, (*acting, FloodGuard(tapping)), rights)
    dispatcher.workflow_data.update(
        db=db, clock=clock, settings=settings, actors=actors, groups=groups
    )
    dispatcher.workflow_data.update(
        tally=tally, memberships=memberships, admission=admission, display=Display(bot, last_sent)
    )
    scheduler = make_scheduler(db, delivery, clock, tally)
    return App(
        settings, clock, db, bot, dispatcher, traffic, delivery, scheduler, groups, draining, polls
    )


def _make_actors(settings: Settings, db: Database) -> Actors:
    return Actors(
        db,
        admin_ids=settings.admin_ids,
        languages=LANGUAGES,
        default_language=settings.default_language,
    )


def make_bot(settings: Settings, session: BaseSession, *passing: BaseRequestMiddleware) -> Bot:
    """`passing`: what each request passes, from the outside in."""
    if settings.bot_token is None:
        raise ValueError("BOT_TOKEN is missing")
    for middleware in passing:
        session.middleware(middleware)
    return Bot(
        settings.bot_token.get_secret_value(),
        session=session,
        default=DefaultBotProperties(
            parse_mode=ParseMode.HTML, link_preview=LinkPreviewOptions(is_disabled=True)
        ),
    )


def make_session(settings: Settings) -> BaseSession:
    if settings.sandbox_url is None:
        return AiohttpSession(timeout=ANSWER_S)
    server = TelegramAPIServer.from_base(settings.sandbox_url)
    return AiohttpSession(api=server, timeout=ANSWER_S)


def _make_dispatcher(
    db: Database,
    draining: DrainingMiddleware,
    acting: Iterable[BaseMiddleware],
    rights: RightsMiddleware,
) -> Dispatcher:
    """From the outside in: trace, count, keep a person's updates in order, sort errors, note who
    joined which group, name the actor, hold back floods, read the state.

    Errors are sorted inside the first two, so that an apology too is waited for and in order.
    """
    dispatcher = Dispatcher(storage=DatabaseStorage(db), disable_fsm=True)
    dispatcher.update.outer_middleware(UpdateMiddleware())
    dispatcher.update.outer_middleware(draining)
    dispatcher.update.outer_middleware(IsolationMiddleware(PerPersonIsolation(), dispatcher.fsm))
    dispatcher.update.outer_middleware(ErrorsMiddleware(dispatcher))
    for middleware in acting:
        dispatcher.update.outer_middleware(middleware)
    dispatcher.update.outer_middleware(dispatcher.fsm)
    answering, turns = AnsweringMiddleware(), TurnMiddleware()
    for observer in (dispatcher.message, dispatcher.callback_query, dispatcher.my_chat_member):
        observer.middleware(BookingMiddleware())
        observer.middleware(answering)
        observer.middleware(rights)
        observer.middleware(LeavingMiddleware())
        observer.middleware(turns)
    for typed in (dispatcher.message, dispatcher.callback_query):
        typed.outer_middleware(LeavingMiddleware())
    dispatcher.message.outer_middleware(PassingMiddleware())
    dispatcher.error.middleware(turns)
    twins = list(map(_twin, ROUTERS))
    dispatcher.error.middleware(FailingMiddleware(twins[-1]))
    dispatcher.include_routers(*twins)
    return dispatcher


_EMPTY = Router()


def _twin(router: Router) -> Router:
    """A router with the same handlers: each has one parent, and there may be many apps."""
    twin = copy(_EMPTY)  # to make one takes milliseconds
    twin.name, twin.sub_routers, twin.observers = router.name, [], {}
    for name, observer in router.observers.items():
        twin.observers[name] = own = copy(observer)
        own.router = twin
    for sub_router in router.sub_routers:
        twin.include_router(_twin(sub_router))
    return twin


async def run(app: App, *, on_claim: Callable[[str], None] = lambda _payload: None) -> None:
    """Poll until SIGTERM or SIGINT, then finish what is in flight and close everything.

    `on_claim` gets the payload of the claim link, where nobody owns the place yet. Raises
    CannotRun when the token is refused, or is another process's.
    """
    background = [asyncio.create_task(app.delivery.run()), *_follow_sandbox(app)]
    _cancel_on_signals()
    try:
        async with serving_health(Health(app.db, app.polls, app.clock), app.settings):
            await prepare(app.bot, app.groups, app.settings, app.clock)
            await offer_claim(app.db, app.bot, app.actors, app.clock, on_claim)
            keep_what_is_loaded()
            app.scheduler.start()
            background.append(asyncio.create_task(_stop_for_another(app)))
            await app.dispatcher.start_polling(
                app.bot,
                polling_timeout=POLL_S,
                allowed_updates=updates_of(app.dispatcher),
                close_bot_session=False,
            )
            app.polls.check_given_up()
    except asyncio.CancelledError:
        log.info("asked to stop before it was ready")
    finally:
        await _stop(app, background)


def updates_of(dispatcher: Dispatcher) -> list[str]:
    """What Telegram shall tell: what has handlers, and what `MembershipMiddleware` looks at."""
    return [*dispatcher.resolve_used_update_types(), "chat_member"]


def _cancel_on_signals() -> None:
    """Until polling begins, and takes the signals over, a stop ends what is being prepared."""
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        if task is not None:
            loop.add_signal_handler(number, task.cancel)


async def _stop_for_another(app: App) -> None:
    await app.polls.until_given_up()
    await app.dispatcher.stop_polling()


def _follow_sandbox(app: App) -> list[asyncio.Task[None]]:
    if app.settings.sandbox_url is None:
        return []

    def on_moved() -> None:
        tick_now(app.scheduler)

    clock = SandboxClock(app.settings.sandbox_url, app.clock, on_moved)
    return [asyncio.create_task(clock.follow())]


async def _write_tally(app: App) -> None:
    """A stop waits for nothing but what people were promised; statistics are none of it."""
    try:
        tally: RefusalTally = app.dispatcher["tally"]
        await tally.write_down()
    except Exception as error:  # noqa: BLE001 - whatever it is, the stop goes on
        log.warning("the refusals of the last minute are not counted: %r", error)


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
    await _write_tally(app)
    await app.bot.session.close()
    await app.db.close()
    log.info("stopped")
