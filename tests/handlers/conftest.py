"""The whole bot in this process: a real database, the sandbox behind its session."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from pydantic import SecretStr

from bot.app import App, build
from bot.settings import Settings
from sandbox.doors.session import SandboxSession
from sandbox.people.groups import Group
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.builders import add_resource, book, request
from tests.clocks import FrozenClock
from tests.handlers.pace import unhurried
from tests.handlers.world import World

GROUP_ID = -1001
ADMIN_ID = 9


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(
        _env_file=None,
        bot_token=SecretStr("42:TEST"),
        database_url=database_url,
        admin_chat_id=None,
        admin_ids=(ADMIN_ID,),
    )


@pytest.fixture
def telegram() -> Telegram:
    return Telegram(token="42:TEST")


@pytest.fixture
async def app(settings: Settings, telegram: Telegram, clock: FrozenClock) -> AsyncIterator[App]:
    built = build(settings, clock, session=SandboxSession(telegram), **unhurried(clock))
    yield built
    await built.db.close()


@pytest.fixture
def emma(telegram: Telegram) -> Person:
    return telegram.add_person(1, "Emma", last_name="Clark", language_code="en")


@pytest.fixture
def olena(telegram: Telegram) -> Person:
    return telegram.add_person(2, "Олена", last_name="Коваль", language_code="uk")


@pytest.fixture
def admin(telegram: Telegram) -> Person:
    return telegram.add_person(ADMIN_ID, "Ada", language_code="en")


@pytest.fixture
def group(telegram: Telegram, admin: Person, olena: Person) -> Group:
    return telegram.add_group(GROUP_ID, "Approvals", members=[olena], creator=admin)


@pytest.fixture
async def world(app: App, telegram: Telegram) -> AsyncIterator[World]:
    """Afterwards: every tap answered exactly once, and no request of the bot refused."""
    yield World(app, telegram)
    assert telegram.unanswered() == []
    assert telegram.answered_twice() == []
    assert [(call.method, call.description) for call in telegram.refused()] == []


@pytest.fixture
async def pending(world: World, emma: Person, admin: Person, group: Group) -> World:
    """Emma has asked for the studio; the group has the card."""
    await add_resource(world.db, "Studio", requires_approval=True)
    await world.say(admin, "/bind", group)
    await world.start(emma)
    await world.taps(emma, "Book", "Studio", "4", "14:00", "1 h → ", "Ask for approval")
    return world


@pytest.fixture
async def booked(world: World, emma: Person, clock: FrozenClock) -> World:
    """Emma has the blue room in two days; one reminder a day before, one 30 minutes before."""
    room = await add_resource(world.db, "Blue room", location="2nd floor")
    await world.start(emma)
    actor = await world.actor(emma)
    at = clock.now() + timedelta(days=2)
    await book(world.db, actor, request(room, at), now=clock.now())
    return world


@pytest.fixture
async def three_overdue(world: World, emma: Person, clock: FrozenClock) -> World:
    """Emma has three rooms, and should have heard of each long ago."""
    await world.start(emma)
    actor = await world.actor(emma)
    for number in range(3):
        room = await add_resource(world.db, f"Room {number}")
        at = clock.now() + timedelta(days=2, hours=number)
        await book(world.db, actor, request(room, at), now=clock.now())
    clock.advance(days=1, hours=3)
    return world
