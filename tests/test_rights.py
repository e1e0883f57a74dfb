"""Whoever may not, may not: every button, command and link there is, by everybody who has no right.

What is asked of whom is said once, in `bot.handlers.ROUTERS`. A button that no router takes, or a
router that is not in the table, fails here, and so do those that come later.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import annotated_types
import pytest
from aiogram import BaseMiddleware, Router
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.filters.callback_data import CallbackData, CallbackQueryFilter
from aiogram.types import TelegramObject
from pydantic import SecretStr
from sqlalchemy import select

from bot import handlers
from bot.app import build
from bot.handlers import ROUTERS
from bot.middlewares import Handler
from bot.middlewares.rights import Need
from bot.screens.refusals import refusal_text
from bot.services.refusals import Blocked, NotAdmin, NotAdmitted, NotApprover, Refusal
from bot.settings import Settings
from bot.texts import texts_of
from db.engine import Database
from db.enums import Access, Role
from db.models import Base
from sandbox.doors.session import SandboxSession
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.builders import add_actor, add_resource, book, request
from tests.clocks import FrozenClock
from tests.handlers.pace import unhurried
from tests.handlers.world import World
from tests.test_house_rules import ALL_CALLBACKS, COMMANDS, largest

BOSS, EMMA, MALLORY, VIKTOR = range(1, 5)
APPROVALS, ELSEWHERE = -1001, -1002
DEEP_LINKS = ("book", "book_1", "door_1", "claim_guessed", "join_guessed")
"""A payload for each link that means something."""
ALL_ROUTERS = [one for router in ROUTERS for one in router.chain_tail]
NEEDS = {one.name: need for router, need in ROUTERS.items() for one in router.chain_tail}
"""Router, by its name -> what somebody has to be; one within another asks for the same."""


# -- the table -------------------------------------------------------------------------------------


def filters_of(handler: HandlerObject) -> Iterator[object]:
    for one in handler.filters or ():
        yield getattr(one.callback, "__self__", one.callback)


def takers(kind: str, accepts: Any) -> list[Router]:
    """The routers with a handler one of whose filters is accepted, in the order of asking."""
    return [
        router
        for router in ALL_ROUTERS
        for handler in router.observers[kind].handlers
        if any(map(accepts, filters_of(handler)))
    ]


def takers_of(data: type[CallbackData]) -> list[Router]:
    return takers(
        "callback_query",
        lambda one: isinstance(one, CallbackQueryFilter) and one.callback_data is data,
    )


def links() -> list[CommandStart]:
    return [
        one
        for router in ALL_ROUTERS
        for handler in router.observers["message"].handlers
        for one in filters_of(handler)
        if isinstance(one, CommandStart) and one.deep_link
    ]


def test_every_router_says_what_somebody_has_to_be() -> None:
    modules = [import_module(f"bot.handlers.{one.name}") for one in iter_modules(handlers.__path__)]
    made = {one for module in modules for one in vars(module).values() if isinstance(one, Router)}
    assert made == set(ALL_ROUTERS)
    assert len(NEEDS) == len(made), "two have one name"


@pytest.mark.parametrize("data", ALL_CALLBACKS)
def test_every_button_is_taken_by_routers_that_ask_for_the_same(data: type[CallbackData]) -> None:
    assert len({NEEDS[router.name] for router in takers_of(data)}) == 1


def test_every_command_is_taken_and_every_command_that_is_taken_is_known() -> None:
    known = {
        command
        for router in ALL_ROUTERS
        for handler in router.observers["message"].handlers
        for one in filters_of(handler)
        if isinstance(one, Command)
        for command in one.commands
    }
    assert known == {*COMMANDS}


def test_every_link_is_among_those_that_are_tried() -> None:
    untried = [
        one
        for one in links()
        if not any(one.magic.resolve(CommandObject(args=payload)) for payload in DEEP_LINKS)
    ]
    assert not untried


# -- the attempts ----------------------------------------------------------------------------------


class Watching(BaseMiddleware):
    """Outside of the rights: which router would have taken an update."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        self.taken.append(data["event_router"].name)
        return await handler(event, data)


@dataclass
class Attempts:
    """Somebody who has no right tries, in a world where there is something to lose."""

    world: World
    watching: Watching
    failures: list[str] = field(default_factory=list)

    @property
    def telegram(self) -> Telegram:
        return self.world.telegram

    def person(self, person_id: int) -> Person:
        return self.telegram.people[person_id]

    async def tap(self, person_id: int, data: CallbackData, refusal: Refusal) -> None:
        """On a message of their own chat with the bot, and on one of the approval group."""
        person = self.person(person_id)
        group = self.telegram.groups[APPROVALS]
        for message in (person.last(), self.person(BOSS).last(group)):
            person.tap_data(data.pack(), message, message.chat.id)
            await self.world.settle()
            answer = person.answers[-1]
            if (answer.text, answer.show_alert) != (sentence(refusal), True):
                self.failures.append(f"{data!r} in {message.chat.id}: {answer.text}")

    async def say(self, person_id: int, text: str, refusal: Refusal) -> None:
        person = self.person(person_id)
        answer = await self.world.say(person, text)
        if answer.text != sentence(refusal):
            self.failures.append(f"{text}: {answer.text}")

    async def check_nothing_changed(self, before: Mapping[str, Any]) -> None:
        assert self.failures == []
        assert await everything(self.world.db) == before


def sentence(refusal: Refusal) -> str:
    return refusal_text(texts_of("en"), refusal)


async def everything(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    async with db.reading() as session:
        return {
            table.name: sorted(map(tuple, await session.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }


def forged(data: type[CallbackData]) -> list[CallbackData]:
    """The button about the first of everything, and at its largest."""
    return [
        data(**{name: value(data, name) for name in data.model_fields})
        for value in (smallest, largest)
    ]


def smallest(data: type[CallbackData], name: str) -> object:
    metadata = data.model_fields[name].metadata
    bounds = [one.ge for one in metadata if isinstance(one, annotated_types.Ge)]
    return bounds[0] if bounds else largest(data, name)


def buttons(*needs: Need) -> list[CallbackData]:
    """Of the routers that ask for one of these; of all routers, where none is named."""
    return [
        button
        for data in ALL_CALLBACKS
        if not needs or NEEDS[takers_of(data)[0].name] in needs
        for button in forged(data)
    ]


@pytest.fixture
async def attempts(sqlite_url: str, clock: FrozenClock) -> AsyncIterator[Attempts]:
    """Emma has a booking, and asks for another; both are next to come."""
    settings = Settings(
        _env_file=None, bot_token=SecretStr("42:TEST"), database_url=sqlite_url, admin_ids=(BOSS,)
    )
    telegram = Telegram(token="42:TEST")
    app = build(settings, clock, session=SandboxSession(telegram), **unhurried(clock))
    people = [telegram.add_person(number, "Ada", language_code="en") for number in range(1, 5)]
    for group in (APPROVALS, ELSEWHERE):
        telegram.add_group(group, "Group", members=people[1:], creator=people[0])
    world, watching = World(app, telegram), Watching()
    for observer in (app.dispatcher.message, app.dispatcher.callback_query):
        observer.middleware._middlewares.insert(0, watching)
    await add_actor(app.db, VIKTOR, full_name="Ada", role=Role.BLOCKED, language_code="en")
    for person in people:
        await world.start(person)
    await world.say(people[0], "/bind", telegram.groups[APPROVALS])
    for asks in (True, False):
        room = await add_resource(app.db, f"Room {asks}", requires_approval=asks)
        asked = request(room, clock.now() + timedelta(hours=2))
        await book(app.db, await world.actor(people[EMMA - 1]), asked, now=clock.now())
    await world.settle()
    yield Attempts(world, watching)
    assert telegram.unanswered() == []
    assert [(call.method, call.description) for call in telegram.refused()] == []
    await app.db.close()


async def test_a_member_gets_nowhere_with_what_is_for_admins(attempts: Attempts) -> None:
    before = await everything(attempts.world.db)
    private = attempts.telegram.people[MALLORY]
    for button in buttons(Need.ADMIN):
        private.tap_data(button.pack(), private.last())
        await attempts.world.settle()
        if private.answers[-1].text != sentence(NotAdmin()):
            attempts.failures.append(f"{button!r}: {private.answers[-1].text}")
    for command in COMMANDS:
        attempts.watching.taken.clear()
        answer = await attempts.world.say(private, f"/{command}")
        needs = {NEEDS[name] for name in attempts.watching.taken}
        if needs == {Need.ADMIN} and answer.text != sentence(NotAdmin()):
            attempts.failures.append(f"/{command}: {answer.text}")
    await attempts.check_nothing_changed(before | await dialogues(attempts))


async def dialogues(attempts: Attempts) -> dict[str, Any]:
    """What a command of one's own has begun is no change of anybody else's."""
    return {"fsm_states": (await everything(attempts.world.db))["fsm_states"]}


async def test_a_member_decides_nothing(attempts: Attempts) -> None:
    """In their own chat with the bot, and in a group that is not the one that approves."""
    before = await everything(attempts.world.db)
    private = attempts.person(MALLORY)
    elsewhere = await attempts.world.say(private, "/book", attempts.telegram.groups[ELSEWHERE])
    for button in buttons(Need.APPROVER):
        for message in (private.last(), elsewhere):
            private.tap_data(button.pack(), message, message.chat.id)
            await attempts.world.settle()
            if private.answers[-1].text != sentence(NotApprover()):
                attempts.failures.append(f"{button!r}: {private.answers[-1].text}")
    await attempts.check_nothing_changed(before)


async def test_who_is_not_admitted_gets_nowhere(attempts: Attempts) -> None:
    """But to what is for anybody: the help, the language, the links by which one gets in."""
    boss = await attempts.world.actor(attempts.person(BOSS))
    await attempts.world.app.dispatcher["admission"].set_access(boss, Access.INVITED)
    before = await everything(attempts.world.db)
    private = attempts.person(MALLORY)
    await attempts.world.say(private, "/help")
    outside = NotAdmitted(Access.INVITED, None)
    links = (f"start {payload}" for payload in ("", *DEEP_LINKS))
    for button in buttons(Need.MEMBER):
        private.tap_data(button.pack(), private.last())
        await attempts.world.settle()
        if private.answers[-1].text != sentence(outside):
            attempts.failures.append(f"{button!r}: {private.answers[-1].text}")
    for text in (*map("/{}".format, (*COMMANDS, *links, "why 1", "book now")), "today 14-15"):
        attempts.watching.taken.clear()
        answer = await attempts.world.say(private, text)
        needs = {NEEDS[name] for name in attempts.watching.taken}
        if Need.MEMBER in needs and sentence(outside) not in (answer.text or ""):
            attempts.failures.append(f"{text}: {answer.text}")
    assert sentence(outside) in ((await attempts.world.say(private, "/start")).text or "")
    await attempts.check_nothing_changed(before)


async def test_a_blocked_person_gets_nowhere(attempts: Attempts) -> None:
    before = await everything(attempts.world.db)
    for button in buttons():
        await attempts.tap(VIKTOR, button, Blocked())
    for text in (*COMMANDS, *(f"start {payload}" for payload in DEEP_LINKS), "why 1", "book now"):
        await attempts.say(VIKTOR, f"/{text}", Blocked())
    await attempts.say(VIKTOR, "blue room tomorrow 14-15", Blocked())
    await attempts.check_nothing_changed(before)
