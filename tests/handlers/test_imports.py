"""A file dropped into the chat: looked through, shown, and done with one button."""

import csv
import zipfile
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from aiogram.methods import SendDocument
from aiogram.types import BufferedInputFile, Message
from sqlalchemy import select

from bot import export_files
from bot.screens.refusals import refusal_text
from bot.services.refusals import SaidBefore
from bot.texts import texts_of
from db.engine import Database
from db.models import BookingEvent, Resource, User
from sandbox.people.buttons import labels_of
from sandbox.people.person import Person
from tests.builders import add_actor, add_resource, book, request
from tests.clocks import MONDAY_NINE
from tests.handlers.world import World
from tests.services.test_imports import tables

RESOURCES = b"name,kind,colour\nBlue <room>,room,red\nLaptop,equipment,\n"


async def drop(world: World, person: Person, content: bytes, name: str = "plan.csv") -> Message:
    person.send_document(content, name)
    await world.settle()
    return person.last()


def sent_file(world: World) -> BufferedInputFile:
    requests = [each.request for each in world.telegram.journal if each.method == "sendDocument"]
    assert isinstance(requests[-1], SendDocument)
    assert isinstance(requests[-1].document, BufferedInputFile)
    return requests[-1].document


async def names(db: Database) -> list[str]:
    async with db.reading() as session:
        return list(await session.scalars(select(Resource.name).order_by(Resource.id)))


async def test_a_file_is_shown_first_and_done_with_one_button(
    world: World, admin: Person, db: Database
) -> None:
    await world.start(admin)
    shown = await drop(world, admin, RESOURCES)
    assert str(shown.text).splitlines() == [
        "📥 Resources from plan.csv", "", "➕ new: 2",
        "Columns that I don't know, and leave out: colour", "", "Nothing is written yet.",
    ]  # fmt: skip
    assert await names(db) == []
    done = await world.tap(admin, "✅ Import")
    assert done.message_id == shown.message_id
    assert "✅ Done." in str(done.text)
    assert await names(db) == ["Blue <room>", "Laptop"]


async def test_refused_lines_are_told_and_nothing_can_be_written(
    world: World, olena: Person, admin: Person, db: Database
) -> None:
    await world.start(admin)
    before = await tables(db)
    lines = b"".join(b"<Lab %d>,barn\n" % number for number in range(12))
    shown = await drop(world, admin, b"name,kind\nBlue room,room\n" + lines)
    assert "• line 3, <Lab 0>: kind: “barn” won't do. For example: room, equipment." in str(
        shown.text
    )
    assert "… and 2 more, in the report." in str(shown.text)
    assert labels_of(shown) == ["📄 The whole report", "✖ Forget it"]
    await world.tap(admin, "The whole report")
    rows = list(csv.reader(StringIO(sent_file(world).data.decode("utf-8-sig"))))
    assert len(rows) == 14
    assert rows[1] == ["2", "Blue room", "new", ""]
    assert rows[2][2] == "refused"
    await world.tap(admin, "Forget it")
    after = await tables(db)
    assert {name for name in after if after[name] != before[name]} == set()


def test_a_line_is_named_as_an_editor_counts_it() -> None:
    for language, said in (("en", "The same as line 1008."), ("uk", "Те саме, що в рядку 1008.")):
        assert refusal_text(texts_of(language), SaidBefore(1008)) == said


async def test_what_has_changed_meanwhile_is_shown_anew(
    world: World, admin: Person, db: Database
) -> None:
    await world.start(admin)
    await drop(world, admin, b"name,kind,location\nBlue room,room,Attic\n")
    await add_resource(db, "Blue room")
    shown = await world.tap(admin, "✅ Import")
    assert "Something has changed meanwhile" in str(shown.text)
    assert "changed: 1" in str(shown.text)
    await world.tap(admin, "✅ Import")
    async with db.reading() as session:
        assert await session.scalar(select(Resource.location)) == "Attic"


WEDNESDAY = MONDAY_NINE.replace(day=4, hour=8)
"""Ten o'clock in Kyiv."""


async def test_what_does_not_fit_any_more_is_named_before_the_button_and_is_in_today(
    world: World, admin: Person, db: Database
) -> None:
    room, emma = await add_resource(db, "Blue <room>"), await add_actor(db, 1)
    for hour in range(4):
        at = WEDNESDAY + timedelta(hours=hour)
        await book(db, emma, request(room, at), now=MONDAY_NINE)
    await world.start(admin)
    shown = await drop(world, admin, b"name,wednesday\nBlue <room>,18-20\n")
    kept = (
        "⚠️ 4 bookings ahead do not fit this any more. They are kept:\n"
        "• Blue <room>: № 1, Wed, 4 Mar, 10:00; № 2, Wed, 4 Mar, 11:00; № 3, Wed, 4 Mar, 12:00 "
        "… and 1 more\n"
    )
    assert kept in str(shown.text)
    assert "change the resource under /admin instead" in str(shown.text)
    await world.tap(admin, "The whole report")
    assert "№ 4, Wed, 4 Mar, 13:00" in sent_file(world).data.decode()
    await world.tap(admin, "✅ Import")
    done = next(one for one in admin.messages() if one.message_id == shown.message_id)
    assert kept in str(done.text)
    assert "instead" not in str(done.text)
    today = await world.say(admin, "/today")
    assert "4 bookings of this week no longer fit" in str(today.caption)


async def test_of_many_resources_a_few_are_named(world: World, admin: Person, db: Database) -> None:
    emma = await add_actor(db, 1)
    for number in range(7):
        room = await add_resource(db, f"Room {number}")
        await book(db, emma, request(room, WEDNESDAY), now=MONDAY_NINE)
    await world.start(admin)
    rows = "".join(f"Room {number},no\n" for number in range(7))
    shown = await drop(world, admin, f"name,active\n{rows}".encode())
    assert "7 bookings ahead" in str(shown.text)
    assert "• Room 4: № 5, Wed, 4 Mar, 10:00\n… and of 2 more resources" in str(shown.text)


async def test_rules_are_set_aside_only_by_an_explicit_choice(
    world: World, admin: Person, db: Database
) -> None:
    await add_resource(db, "Blue room")
    await world.start(admin)
    content = b"resource,person,start,end\nBlue room,9,2026-03-02 10:10,2026-03-02 10:40\n"
    shown = await drop(world, admin, content)
    assert "✅ Import" not in labels_of(shown)
    shown = await world.tap(admin, "Set rules aside")
    assert "The resources' rules are set aside" in str(shown.text)
    shown = await world.tap(admin, "Let the rules hold")
    assert "✅ Import" not in labels_of(shown)
    await world.taps(admin, "Set rules aside", "✅ Import")
    async with db.reading() as session:
        (event,) = (await session.scalars(select(BookingEvent))).all()
        actor = await session.get_one(User, event.actor_id)
    assert (event.overrides, actor.telegram_id) == ({"off-grid"}, admin.id)


async def test_a_button_of_an_older_file_does_nothing(
    world: World, admin: Person, db: Database
) -> None:
    await world.start(admin)
    old = await drop(world, admin, RESOURCES)
    await drop(world, admin, b"name,kind\nLab,room\n", "other.csv")
    admin.tap("✅ Import", message=old)
    await world.settle()
    assert admin.answers[-1].text == "This file is done with. Send it again, please."
    assert await names(db) == []


async def test_what_cannot_be_read_is_said_at_once(world: World, admin: Person) -> None:
    await world.start(admin)
    for content, name, said in (
        (b"colour,size\n", "a.csv", "The first line has to name the columns"),
        (b"PK\x03\x04", "a.xlsx", "I can't read this file"),
        (b"x" * (5 * 1024 * 1024 + 1), "a.txt", "The file is too large: 5 MB at most."),
        (b"%PDF", "a.pdf", "I understand commands"),
    ):
        assert said in str((await drop(world, admin, content, name)).text)


async def test_only_an_admin_drops_tables(world: World, emma: Person, db: Database) -> None:
    await world.start(emma)
    before = await tables(db)
    answer = await drop(world, emma, RESOURCES)
    assert "I understand commands" in str(answer.text)
    assert await tables(db) == before


async def test_people_who_got_tags_are_known_by_them_at_once(
    world: World, admin: Person, olena: Person, db: Database
) -> None:
    await add_resource(db, "Лабораторія", bookers=frozenset({"staff"}))
    await world.start(admin)
    await world.start(olena)
    await drop(world, admin, b"telegram_id,tags\n2,staff\n")
    await world.tap(admin, "✅ Import")
    assert (await world.actor(olena)).tags == {"staff"}


async def test_everything_goes_out_by_a_button(world: World, admin: Person) -> None:
    await add_resource(world.db, "Blue room")
    await world.start(admin)
    await world.say(admin, "/admin")
    await world.taps(admin, "In and out", "Export everything")
    sent = sent_file(world)
    assert sent.filename == f"bronia-{world.app.clock.now():%Y-%m-%d}.zip"
    with zipfile.ZipFile(BytesIO(sent.data)) as archive:
        assert len(archive.namelist()) == 6
        assert b"Blue room,room" in archive.read("resources.csv")


async def test_what_no_message_can_carry_is_for_the_console(
    world: World, admin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_files, "UPLOAD_MAX", 100)
    await world.start(admin)
    await world.say(admin, "/admin")
    await world.taps(admin, "In and out", "Export everything")
    assert "python -m bot export FOLDER" in (world.telegram.answers[-1].text or "")
