"""The database fails wherever it is asked; whoever asked, people are told to try again."""

import pytest

from db.errors import Contention
from sandbox.people.person import Person
from tests.builders import add_resource, counts
from tests.handlers.failing import failing
from tests.handlers.world import World

AWAY = "I can't get at my notes at this moment. Please try again in a minute."
AWAY_UK = "Зараз я не маю доступу до своїх записів. Спробуйте, будь ласка, ще раз за хвилину."
BUSY = "A lot is going on at this moment; nothing was changed. Please try again."


async def test_who_is_known_hears_it_in_the_language_they_chose(world: World, emma: Person) -> None:
    await world.start(emma)
    await world.taps(emma, "🌐 Мова / Language", "Українська")
    with failing(world.db, ConnectionRefusedError()):
        emma.tap("Забронювати")
        await world.handle()
    assert emma.answers[-1].text == AWAY_UK
    assert emma.answers[-1].show_alert


async def test_who_is_new_hears_it_in_the_language_of_their_telegram(
    world: World, olena: Person, emma: Person
) -> None:
    with failing(world.db, ConnectionRefusedError()):
        olena.start()
        emma.start()
        await world.handle()
    assert (olena.last().text, emma.last().text) == (AWAY_UK, AWAY)
    assert "Олена" in ((await world.start(olena)).text or "")


@pytest.mark.parametrize(
    ("error", "words"), [(ConnectionRefusedError(), AWAY), (Contention(), BUSY)]
)
async def test_nothing_is_half_written_and_the_next_try_works(
    world: World, emma: Person, error: Exception, words: str
) -> None:
    await add_resource(world.db, "Blue room")
    await world.start(emma)
    await world.taps(emma, "📅 Book", "Blue room", "›", "15", "14:00", "1 h → ")
    before = await counts(world.db)
    with failing(world.db, error):
        emma.tap("✅ Book")
        await world.handle()
    assert emma.answers[-1].text == words
    assert await counts(world.db) == before
    assert "Booked." in ((await world.tap(emma, "✅ Book")).text or "")


async def test_an_error_that_nobody_expects_is_still_apologised_for(
    world: World, emma: Person
) -> None:
    await world.start(emma)
    with failing(world.db, ValueError("no")):
        emma.tap("📅 Book")
        await world.handle()
    assert "something went wrong on my side" in (emma.answers[-1].text or "")
