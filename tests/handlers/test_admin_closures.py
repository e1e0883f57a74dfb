"""Closures by taps and typed days: made, seen, changed, deleted, and what they touch dealt with."""

import pytest
from sqlalchemy import select

from db.enums import BookingStatus, Repeat, ResourceKind
from db.models import Booking, Closure
from sandbox.people.buttons import labels_of
from sandbox.people.person import Person
from tests.builders import add_resource
from tests.handlers.world import KYIV, World


@pytest.fixture
async def place(world: World, admin: Person, emma: Person, olena: Person) -> World:
    """Two rooms, and the list of closures open."""
    for name in ("Blue room", "Green room"):
        await add_resource(world.db, name, capacity=6)
    for person in (emma, olena):
        await world.start(person)
    await world.say(admin, "/admin")
    await world.tap(admin, "Closures")
    return world


async def close(world: World, admin: Person, what: str, days: str, *answers: str) -> None:
    await world.taps(admin, "Add", what)
    await world.say(admin, days)
    await world.taps(admin, *answers)


async def all_closures(world: World) -> list[Closure]:
    async with world.db.reading() as session:
        return list(await session.scalars(select(Closure).order_by(Closure.id)))


async def statuses(world: World) -> list[BookingStatus]:
    async with world.db.reading() as session:
        return list(await session.scalars(select(Booking.status).order_by(Booking.id)))


def local(closure: Closure) -> str:
    starts, ends = (at.astimezone(KYIV) for at in (closure.starts_at, closure.ends_at))
    return f"{starts:%d.%m %H:%M}-{ends:%d.%m %H:%M}"


async def test_a_day_is_closed_by_taps_alone(place: World, admin: Person, emma: Person) -> None:
    assert "Nothing is closed" in admin.last().text
    asked = await place.taps(admin, "Add", "Everything", "Wed, 4 Mar", "The whole day")
    await place.taps(admin, "Just once", "No reason")
    assert "Nothing is booked then." in admin.last().text
    done = await place.tap(admin, "✅ Close")
    assert done.message_id == asked.message_id
    assert "✅ Done." in done.text
    (closure,) = await all_closures(place)
    assert (closure.resource_id, closure.kind, local(closure)) == (
        None, None, "04.03 00:00-05.03 00:00",
    )  # fmt: skip
    await place.tap(admin, "Closures")
    assert labels_of(admin.last())[0] == "Wed, 4 Mar · Everything"
    await place.taps(emma, "Book", "Blue room")
    days = labels_of(emma.last())[7:13]
    assert days == ["2", "3", "–", "5", "6", "7"]


async def test_days_and_the_reason_are_typed_in_ukrainian_too(
    place: World, admin: Person, olena: Person
) -> None:
    await place.say(admin, "/language")
    await place.tap(admin, "Українська")
    await place.say(admin, "/admin")
    await place.tap(admin, "Закриття")
    await place.taps(admin, "Додати", "Усі кімнати")
    typed = await place.say(admin, "24 грудня – 7 січня")
    assert "чт, 24 груд. 2026" in typed.text
    await place.tap(admin, "Щороку")
    await place.tap(admin, "Без кінця")
    shown = await place.say(admin, "Зимові <свята>")
    assert "✍️ Зимові <свята>" in shown.text
    assert "щороку" in shown.text
    await place.tap(admin, "Зачинити")
    (closure,) = await all_closures(place)
    assert (closure.kind, closure.repeats) == (ResourceKind.ROOM, Repeat.YEARLY)
    assert (local(closure), closure.reason) == ("24.12 00:00-08.01 00:00", "Зимові <свята>")


async def test_a_weekly_lunch_until_a_day(place: World, admin: Person) -> None:
    await close(place, admin, "Blue room", "4.03 12-13", "Every week")
    assert "Until which day?" in admin.last().text
    await place.say(admin, "31.03")
    await place.taps(admin, "No reason", "✅ Close", "Closures", "Blue room")
    assert "every week, until Tue, 31 Mar 2026" in admin.last().text
    assert "Next: Wed, 4 Mar, 12:00" in admin.last().text
    place.app.clock.advance(days=10)
    await place.taps(admin, "Back")
    assert labels_of(admin.last())[0] == "🔁 Wed, 18 Mar · Blue room"


async def test_what_is_not_understood_is_asked_again(place: World, admin: Person) -> None:
    await place.taps(admin, "Add", "Everything")
    assert "Try 25.12" in (await place.say(admin, "sometime")).text
    assert "be over already" in (await place.say(admin, "1.03.2026")).text
    await place.say(admin, "4.03")
    assert "Try 10-14" in (await place.say(admin, "noon")).text
    assert "Does it come again?" in (await place.say(admin, "10-14")).text
    await place.tap(admin, "Just once")
    assert "at most 128" in (await place.say(admin, "x" * 129)).text
    await place.say(admin, "x" * 128)
    await place.tap(admin, "✅ Close")
    (closure,) = await all_closures(place)
    assert local(closure) == "04.03 10:00-04.03 14:00"


async def test_a_command_leaves_the_question_and_back_leads_through_all_of_them(
    place: World, admin: Person
) -> None:
    await close(place, admin, "Everything", "4.03 10-14", "Just once")
    await place.say(admin, "/help")
    assert "Done" not in (await place.say(admin, "Repairs")).text
    await place.say(admin, "/admin")
    await place.tap(admin, "Closures")
    await close(place, admin, "Everything", "4.03 10-14", "Just once", "No reason")
    await place.taps(admin, "Back", "Back", "Back", "Back", "Back", "Back")
    assert "Nothing is closed" not in admin.last().text
    assert await all_closures(place) == []


async def test_bookings_are_shown_and_kept(place: World, admin: Person, emma: Person) -> None:
    await place.taps(emma, "Book", "Blue room", "4", "14:00", "1 h → ", "✅ Book")
    await close(place, admin, "Everything", "4-5.03", "Just once", "No reason")
    shown = admin.last().text
    assert "It touches 1 booking of 1 person:" in shown
    assert "Blue room · Wed, 4 Mar\n· 14:00–15:00 Emma Clark" in shown
    before = len(emma.messages())
    await place.tap(admin, "Keep it")
    assert "1 booking stays as it is." in admin.last().text
    assert len(emma.messages()) == before
    assert await statuses(place) == [BookingStatus.APPROVED]


async def test_the_moves_are_listed_before_they_are_made(
    place: World, admin: Person, emma: Person, olena: Person
) -> None:
    await place.taps(emma, "Book", "Blue room", "4", "14:00", "1 h → ", "✅ Book")
    await place.taps(olena, "Забронювати", "Blue room", "4", "15:00", "1 год → ", "✅ Забронювати")
    await close(place, admin, "Blue room", "4.03", "The whole day", "Just once", "No reason")
    await place.tap(admin, "Move where possible (2)")
    assert "→ Green room, Wed, 4 Mar, 14:00–15:00" in admin.last().text
    await place.taps(admin, "Back", "Move where possible", "✅ Move")
    assert "2 bookings were moved." in admin.last().text
    assert {each.names for each in await place.booked()} == {("Green room",)}
    assert "Green room" in emma.last().text
    assert "Green room" in olena.last().text


async def test_the_cancelled_read_the_message(place: World, admin: Person, emma: Person) -> None:
    await place.taps(emma, "Book", "Blue room", "4", "14:00", "1 h → ", "✅ Book")
    await close(place, admin, "Everything", "4.03 10-18", "Just once", "No reason", "Cancel it")
    assert "at most 200" in (await place.say(admin, "x" * 201)).text
    assert "✍️ No <heating>" in (await place.say(admin, "No <heating>")).text
    assert "1 booking was cancelled." in (await place.tap(admin, "Cancel 1 booking")).text
    assert await statuses(place) == [BookingStatus.CANCELLED]
    await place.say(emma, "/why 1")
    assert "No <heating>" in emma.last().text


async def test_what_was_booked_meanwhile_is_shown_before_anything_is_done(
    place: World, admin: Person, emma: Person
) -> None:
    await close(place, admin, "Everything", "4.03 10-18", "Just once", "No reason")
    await place.taps(emma, "Book", "Blue room", "4", "14:00", "1 h → ", "✅ Book")
    shown = await place.tap(admin, "✅ Close")
    assert "Meanwhile something has changed" in shown.text
    assert "Emma Clark" in shown.text
    assert await all_closures(place) == []
    await place.tap(admin, "Keep it")
    assert len(await all_closures(place)) == 1


async def test_a_closure_is_changed_and_deleted(place: World, admin: Person) -> None:
    await close(place, admin, "Everything", "4-5.03", "Just once", "No reason", "✅ Close")
    await place.taps(admin, "Closures", "Everything", "Reason")
    await place.say(admin, "Painting")
    await place.taps(admin, "✅ Close", "Closures", "Everything", "When")
    await place.say(admin, "6.03 10-12")
    await place.taps(admin, "✅ Close", "Closures", "Everything", "Repeats", "Every week")
    await place.taps(admin, "Without an end", "✅ Close", "Closures", "Everything")
    assert "✍️ Painting" in admin.last().text
    (closure,) = await all_closures(place)
    assert (local(closure), closure.repeats) == ("06.03 10:00-06.03 12:00", Repeat.WEEKLY)
    await place.taps(admin, "Delete", "Back", "Delete", "Delete")
    assert "Nothing is closed" in admin.last().text
    assert await all_closures(place) == []


async def test_a_person_is_refused_where_it_is_closed_each_week(
    place: World, admin: Person, emma: Person
) -> None:
    await close(place, admin, "Blue room", "4.03 12-13", "Every week", "Without an end")
    await place.say(admin, "Cleaning")
    await place.tap(admin, "✅ Close")
    refused = await place.say(emma, "blue room 11 march 12-13")
    assert "closed until Wed, 11 Mar, 13:00 (Cleaning)" in refused.text


@pytest.mark.parametrize(
    "data", ["cls:0", "cla:0", "clk:", "clr:1", "clx:1:1", "ims:keep:0", "imc"]
)
async def test_a_member_closes_nothing(place: World, emma: Person, data: str) -> None:
    emma.tap_data(data, emma.last())
    await place.settle()
    assert emma.answers[-1].text == "Only an administrator can do that."


async def test_old_buttons_of_a_forgotten_draft_say_so(place: World, admin: Person) -> None:
    for data in ("imq:0", "imv:0", "imc", "ims:keep:0", "clq:impact", "clf:", "clh:0:0"):
        admin.tap_data(data, admin.last())
        await place.settle()
        assert "Please open /admin again" in (admin.answers[-1].text or "")
