"""/privacy by taps: what is stored, my data, and to be forgotten."""

import json

import pytest
from aiogram.methods import SendDocument
from aiogram.types import BufferedInputFile, Message
from sqlalchemy import select, text, update

from bot.services import refusals
from bot.services.access import privacy
from db.engine import Database
from db.enums import BookingStatus, Role
from db.models import Base, Booking, BookingEvent, Notification, User
from db.models.notifications import IS_WAITING
from sandbox.people.groups import Group
from sandbox.people.person import Person
from tests.builders import add_resource
from tests.handlers.world import World


async def cells(db: Database) -> list[str]:
    """Everything that the tables hold, as text."""
    found: list[str] = []
    async with db.reading() as session:
        for table in Base.metadata.sorted_tables:
            rows = (await session.execute(text(f'SELECT * FROM "{table.name}"'))).all()
            found += [str(cell) for row in rows for cell in row if cell is not None]
    return found


async def forget(world: World, person: Person) -> Message:
    await world.say(person, "/privacy")
    return await world.taps(person, "Forget me", "Yes, forget me")


async def test_who_is_forgotten_is_in_no_table_any_more(
    world: World, admin: Person, group: Group, olena: Person
) -> None:
    person = world.telegram.add_person(
        7_654_321, "Zoryana", last_name="Unique", username="zoryana_u", language_code="en"
    )
    await add_resource(world.db, "Studio", requires_approval=True)
    await add_resource(world.db, "Blue room")
    await world.say(admin, "/bind", group)
    await world.start(person)
    await world.taps(person, "Book", "Blue room", "4", "14:00", "1 h → ", "✅ Book")
    await world.say(person, "/book")
    await world.taps(person, "Studio", "4", "14:00", "1 h → ", "Ask for approval")
    world.app.clock.advance(hours=30)
    await world.settle()  # a reminder was sent, and says into which chat
    await world.say(person, "/book")  # a draft
    known = ("7654321", "Zoryana", "zoryana_u")
    before = await cells(world.db)
    assert all(any(each in cell for cell in before) for each in known)

    shown = await forget(world, person)

    assert shown.text == "You are forgotten; 2 bookings are cancelled. Farewell!"
    assert not shown.reply_markup
    left = await cells(world.db)
    assert [cell for cell in left if any(each in cell for each in known)] == []
    async with world.db.reading() as session:
        assert set(await session.scalars(select(Booking.status))) == {BookingStatus.CANCELLED}
        assert len((await session.scalars(select(BookingEvent))).all()) == 4
        waiting = await session.scalars(
            select(Notification.id).where(IS_WAITING, Notification.user_id.is_not(None))
        )
        assert waiting.all() == []
    card = olena.last(group)
    assert "Zoryana" not in str(card.text)
    assert card.reply_markup is None


async def test_what_they_wrote_is_erased_and_others_words_stay(
    world: World, emma: Person, olena: Person, db: Database
) -> None:
    await add_resource(db, "Blue room")
    for person, book in ((emma, ("Book", "✅ Book")), (olena, ("Забронювати", "✅ Забронювати"))):
        await world.start(person)
        day = "4" if person is emma else "5"
        hour = "1 h → " if person is emma else "1 год → "
        await world.taps(person, book[0], "Blue room", day, "14:00", hour)
        await world.taps(person, book[1])
    async with db.writing() as session:
        await session.execute(update(Booking).values(purpose="our secret"))

    await forget(world, emma)

    async with db.reading() as session:
        purposes = await session.scalars(select(Booking.purpose).order_by(Booking.id))
    assert purposes.all() == [None, "our secret"]


async def test_who_writes_again_is_somebody_new(world: World, emma: Person, db: Database) -> None:
    await world.start(emma)
    await forget(world, emma)
    await world.start(emma)
    async with db.reading() as session:
        users = (await session.scalars(select(User).order_by(User.id))).all()
    assert [(user.telegram_id, user.full_name) for user in users] == [
        (-users[0].id, "—"),
        (emma.id, "Emma Clark"),
    ]
    assert (users[0].forgotten_at, users[1].forgotten_at) == (world.app.clock.now(), None)


async def test_the_last_owner_stays_until_there_is_another(
    world: World, admin: Person, emma: Person, db: Database
) -> None:
    await world.start(admin)
    await world.start(emma)
    before = await cells(db)
    await forget(world, admin)
    assert "make another person an owner first" in str(admin.answers[-1].text)
    assert await cells(db) == before
    async with db.writing() as session:
        await session.execute(
            update(User).where(User.telegram_id == emma.id).values(role=Role.OWNER)
        )
    assert "You are forgotten" in str((await forget(world, admin)).text)


async def test_who_is_blocked_does_not_come_back_as_somebody_new(
    world: World, emma: Person, db: Database
) -> None:
    await world.start(emma)
    actor = await world.actor(emma)
    blocked = actor.model_copy(update={"role": Role.BLOCKED})
    with pytest.raises(refusals.Blocked):
        await privacy.forget(db, world.app.dispatcher["actors"], blocked, now=world.app.clock.now())
    async with db.reading() as session:
        assert await session.scalar(select(User.telegram_id)) == emma.id


async def test_my_data_has_what_is_mine_and_nothing_of_others(
    world: World, emma: Person, admin: Person, db: Database
) -> None:
    await add_resource(db, "Blue room")
    for person, day in ((emma, "4"), (admin, "5")):
        await world.start(person)
        await world.taps(person, "Book", "Blue room", day, "14:00", "1 h → ", "✅ Book")
    await world.say(emma, "/privacy")
    await world.tap(emma, "My data")
    (sent,) = (call.request for call in world.telegram.journal if call.method == "sendDocument")
    assert isinstance(sent, SendDocument)
    assert isinstance(sent.document, BufferedInputFile)
    data = json.loads(sent.document.data)
    assert [row["full_name"] for row in data["profile"]] == ["Emma Clark"]
    assert [row["starts_at"] for row in data["bookings"]] == ["2026-03-04T12:00:00+00:00"]
    assert [row["resource"] for row in data["held"]] == ["Blue room"]
    assert [row["action"] for row in data["ledger"]] == ["booked"]
    assert {row["kind"] for row in data["notices"]} == {"reminder", "ending"}
    assert "Ada" not in sent.document.data.decode()
