"""/stats by taps: figures, pictures, the file; and nobody else's business."""

import csv
from io import StringIO

from aiogram.methods import SendDocument
from aiogram.types import BufferedInputFile

from db.engine import Database
from sandbox.people.buttons import labels_of
from sandbox.people.person import Person
from tests.builders import add_resource
from tests.handlers.world import World


async def book_twice(world: World, person: Person) -> None:
    """One has it, and wants the same hour once more."""
    await add_resource(world.db, "=Blue room", max_open_bookings=1)
    await world.start(person)
    await world.taps(person, "Book", "=Blue room", "3", "14:00", "1 h → ", "✅ Book")
    await world.taps(person, "Book another", "=Blue room", "4", "10:00", "1 h → ", "✅ Book")


async def test_an_admin_sees_how_the_place_is_used(
    world: World, emma: Person, admin: Person
) -> None:
    await book_twice(world, emma)
    world.app.clock.advance(days=2)
    await world.say(admin, "/admin")
    shown = await world.tap(admin, "How it is used")
    assert shown.photo
    assert "1 booking, 0 of them cancelled" in str(shown.caption)
    assert "too many open bookings: 1" in str(shown.caption)
    shown = await world.tap(admin, "A week")
    assert "• A week" in labels_of(shown)


async def test_the_file_has_every_figure_and_no_formula(
    world: World, emma: Person, admin: Person
) -> None:
    await book_twice(world, emma)
    world.app.clock.advance(days=2)
    await world.say(admin, "/stats")
    await world.tap(admin, "As a file")
    (sent,) = (call.request for call in world.telegram.journal if call.method == "sendDocument")
    assert isinstance(sent, SendDocument)
    assert isinstance(sent.document, BufferedInputFile)
    rows = list(csv.reader(StringIO(sent.document.data.decode("utf-8-sig"))))
    assert ["taken_minutes", "'=Blue room", "60"] in rows
    assert ["refusals", "too-many-open", "1"] in rows
    assert len([row for row in rows if row[0] == "taken_units"]) == 7 * 24


async def test_a_member_is_told_that_it_is_not_for_them(
    world: World, emma: Person, db: Database
) -> None:
    await world.start(emma)
    answer = await world.say(emma, "/stats")
    assert answer.text == "Only an administrator can do that."
