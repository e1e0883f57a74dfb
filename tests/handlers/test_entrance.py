"""Coming in by a link."""

import logging

import pytest

from bot.app import App
from bot.settings import Settings
from bot.startup import offer_claim
from sandbox.people.person import Person
from tests.clocks import FrozenClock
from tests.handlers.world import World


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Nobody owns the place."""
    return settings.model_copy(update={"admin_ids": ()})


async def offered(app: App) -> str:
    """The payload of the claim link, as a start makes it."""
    payloads: list[str] = []
    await offer_claim(app.db, app.bot, app.actors, app.clock, payloads.append)
    return "".join(payloads)


async def test_whoever_opens_the_claim_link_owns_the_place_and_nobody_after_them(
    world: World, emma: Person, olena: Person
) -> None:
    claim = await offered(world.app)
    await world.start(emma)
    assert (await world.say(emma, "/admin")).text == "Only an administrator can do that."

    assert (await world.start(emma, claim)).text.startswith("🔑 This place is yours now, Emma")
    assert (await world.tap(emma, "Run the place")).text.startswith("Running the place")

    refused = await world.start(olena, claim)
    assert refused.text.startswith("Цим посиланням уже скористалися")
    assert not (await world.actor(olena)).is_admin
    assert await offered(world.app) == ""


async def test_a_claim_that_has_run_out_is_refused_kindly(
    world: World, emma: Person, clock: FrozenClock
) -> None:
    claim = await offered(world.app)
    clock.advance(hours=24)
    assert (await world.start(emma, claim)).text.startswith("This link has been used already")
    assert not (await world.actor(emma)).is_admin


async def test_the_log_says_the_link_in_one_warning(
    app: App, caplog: pytest.LogCaptureFixture
) -> None:
    claim = await offered(app)
    (record,) = [one for one in caplog.records if claim in one.getMessage()]
    assert record.levelno == logging.WARNING
    assert f"https://t.me/bronia_bot?start={claim} does" in record.getMessage()
