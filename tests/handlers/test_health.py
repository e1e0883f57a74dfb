"""What those who watch over the bot are told."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiogram.methods import GetUpdates
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application
from prometheus_client.parser import text_string_to_metric_families

from bot.app import App
from bot.exits import CannotRun
from bot.health import Health, make_application, serving_health
from bot.services import health
from sandbox.people.groups import Group
from sandbox.people.person import Person
from tests.builders import add_resource, book, request
from tests.clocks import FrozenClock
from tests.handlers.world import World

Client = TestClient[Any, Application]


@pytest.fixture
async def client(app: App) -> AsyncIterator[Client]:
    answers = make_application(Health(app.db, app.polls, app.clock))
    async with TestClient(TestServer(answers)) as client:
        yield client


async def healthz(client: Client) -> tuple[int, dict[str, Any]]:
    async with client.get("/healthz") as answer:
        return answer.status, await answer.json()


async def figures(client: Client) -> dict[str, float]:
    """Each sample of /metrics by name and labels, such as bronia_updates_total{kind=message}."""
    async with client.get("/metrics") as answer:
        assert answer.content_type == "text/plain"
        families = list(text_string_to_metric_families(await answer.text()))
    found = {}
    for sample in (sample for family in families for sample in family.samples):
        labels = ",".join(f"{name}={value}" for name, value in sample.labels.items())
        found[sample.name + (f"{{{labels}}}" if labels else "")] = sample.value
    return found


async def poll(app: App) -> None:
    await app.bot(GetUpdates(timeout=0))


@pytest.fixture
async def overdue(world: World, emma: Person, clock: FrozenClock) -> World:
    """A reminder has been due for ten minutes, and nobody has sent it."""
    room = await add_resource(world.db, "Blue room")
    await world.start(emma)
    at = clock.now() + timedelta(days=2)
    await book(world.db, await world.actor(emma), request(room, at), now=clock.now())
    clock.advance(days=1, minutes=10)
    await poll(world.app)
    return world


async def test_all_is_well(app: App, client: Client) -> None:
    await poll(app)
    assert await healthz(client) == (
        200,
        {"ok": True, "database": True, "last_poll_s": 0, "oldest_due_s": 0, "untried_s": 0},
    )


async def test_a_bot_that_does_not_poll_is_not_well(
    app: App, client: Client, clock: FrozenClock
) -> None:
    await poll(app)
    clock.advance(minutes=2)
    assert (await healthz(client))[0] == 200
    clock.advance(seconds=1)
    status, said = await healthz(client)
    assert (status, said["ok"], said["last_poll_s"]) == (503, False, 121)


async def test_a_bot_that_has_never_polled_is_given_time(
    client: Client, clock: FrozenClock
) -> None:
    assert (await healthz(client))[0] == 200
    clock.advance(minutes=3)
    assert (await healthz(client))[0] == 503


async def test_a_notice_that_nobody_sends_is_not_well(overdue: World, client: Client) -> None:
    status, said = await healthz(client)
    assert status == 503
    assert (said["oldest_due_s"], said["untried_s"]) == (600, 600)
    await overdue.settle()
    status, said = await healthz(client)
    assert (status, said["oldest_due_s"], said["untried_s"]) == (200, 0, 0)


async def test_a_notice_that_telegram_refuses_for_now_is_old_but_tried(
    overdue: World, client: Client
) -> None:
    """To restart the bot would not help it."""
    overdue.telegram.inject("sendMessage", error_code=502)
    await overdue.settle()
    status, said = await healthz(client)
    assert (status, said["oldest_due_s"], said["untried_s"]) == (200, 600, 0)


async def test_a_database_that_is_away_is_not_well(
    app: App, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    await poll(app)
    monkeypatch.setattr("bot.health.DATABASE_TIMEOUT_S", 0)
    status, said = await healthz(client)
    assert status == 503
    assert (said["database"], said["oldest_due_s"]) == (False, None)
    assert "bronia_outbox_due" in await figures(client)


async def test_due_notices_are_counted(overdue: World, clock: FrozenClock) -> None:
    found = await health.read_outbox(overdue.db, now=clock.now())
    assert found.due == 1
    later = await health.read_outbox(overdue.db, now=clock.now() + timedelta(days=2))
    assert later.due == 3


async def test_metrics_count_what_happens(
    world: World, client: Client, emma: Person, admin: Person, olena: Person, group: Group
) -> None:
    before = await figures(client)
    await add_resource(world.db, "Studio", requires_approval=True)
    await world.say(admin, "/bind", group)
    await world.start(emma)
    await world.taps(emma, "Book", "Studio", "4", "14:00", "1 h → ", "Ask for approval")
    admin.tap("✅ Approve", group)
    olena.tap("✅ Approve", group)
    await world.settle()
    after = await figures(client)

    def grown(name: str) -> float:
        return after.get(name, 0) - before.get(name, 0)

    assert grown("bronia_updates_total{kind=message}") == 2
    assert grown("bronia_updates_total{kind=callback_query}") == 8
    assert grown("bronia_handler_seconds_count{kind=callback_query}") == 8
    assert grown("bronia_refusals_total{code=already-decided}") == 1
    assert grown("bronia_errors_total") == 0
    assert after["bronia_outbox_due"] == 0
    assert after["bronia_last_poll_seconds"] == 0
    assert not any("Emma" in name or "Studio" in name for name in after)


async def test_it_is_off_by_default_and_a_taken_port_is_named(app: App) -> None:
    answers = Health(app.db, app.polls, app.clock)
    async with serving_health(answers, app.settings) as port:
        assert port is None
    served = app.settings.model_copy(update={"health_port": 0})
    async with serving_health(answers, served) as port:
        again = app.settings.model_copy(update={"health_port": port})
        with pytest.raises(CannotRun, match=f"127.0.0.1:{port}.*another HEALTH_PORT"):
            async with serving_health(answers, again):
                pass
