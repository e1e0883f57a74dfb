"""What is changed about a resource, or about all: what is booked ahead is shown first, and asked
about."""

import pytest
from aiogram.types import Message
from sqlalchemy import select

from bot.schemas.resources import ResourceChange, ResourceView
from bot.schemas.rules import RuleChanges
from bot.services.place import inventory, resources
from db.enums import BookingStatus, Rule
from db.models import Booking
from sandbox.people.person import Person
from tests.builders import add_resource, change_rules
from tests.handlers.world import World

TOUCHED = "It touches 1 booking of 1 person:"


@pytest.fixture
async def office(world: World, admin: Person, emma: Person, olena: Person) -> World:
    """Two rooms; Emma has the blue one on Wednesday, 14:00 to 16:00; Ada looks at the list."""
    for name in ("Blue room", "Green room"):
        await add_resource(world.db, name, capacity=6)
    for person in (emma, olena):
        await world.start(person)
    await world.taps(emma, "Book", "Blue room", "4", "14:00", "2 h → ", "✅ Book")
    await world.start(admin)
    await world.say(admin, "/admin")
    await world.tap(admin, "Resources")
    return world


async def look(world: World, admin: Person, resource_id: int = 1) -> ResourceView:
    return await inventory.get_any(world.db, await world.actor(admin), resource_id)


async def edit(world: World, admin: Person, **fields: object) -> None:
    """Another admin is faster."""
    changed = ResourceChange.model_validate(fields)
    actor, now = await world.actor(admin), world.app.clock.now()
    await resources.edit(world.db, actor, 1, changed, now=now)


async def statuses(world: World) -> list[BookingStatus]:
    async with world.db.reading() as session:
        return list(await session.scalars(select(Booking.status).order_by(Booking.id)))


def shown(person: Person, message: Message) -> str | None:
    """What a message says by now."""
    return next(one.text for one in person.messages() if one.message_id == message.message_id)


async def test_hours_are_asked_about_and_what_is_kept_stays(
    office: World, admin: Person, emma: Person
) -> None:
    before = len(emma.messages())
    asked = await office.taps(admin, "Blue room", "🕒 Hours", "We ")
    await office.say(admin, "9-13")
    told = shown(admin, asked) or ""
    assert "🕒 Blue room: its new hours (Kyiv)" in told
    assert "We: 09:00–13:00" in told
    assert TOUCHED in told
    assert "Blue room · Wed, 4 Mar\n· 14:00–16:00 Emma Clark" in told
    assert "What shall become of it?" in told
    assert (await look(office, admin)).opening_hours == ()
    done = await office.tap(admin, "Keep it")
    assert done.text.startswith("✅ Done.")
    assert "1 booking stays as it is." in done.text
    assert (await look(office, admin)).opening_hours[2] == (2, 9 * 60, 13 * 60)
    assert await statuses(office) == [BookingStatus.APPROVED]
    assert len(emma.messages()) == before
    assert "when is it open?" in (await office.tap(admin, "Back")).text


async def test_what_touches_nothing_is_made_at_once(office: World, admin: Person) -> None:
    day = await office.taps(admin, "Blue room", "🕒 Hours", "We ", "09:00–18:00")
    assert "Now: 09:00–18:00" in day.text
    card = await office.taps(admin, "Back", "Back", "Back", "Green room", "Take out of service")
    assert "⚪ Out of service" in card.text
    await office.taps(admin, "Back", "Blue room", "📏 Rules", "At most", "2 h")
    assert "• At most: 2 h · own" in admin.last().text


async def test_hours_that_are_copied_move_what_they_touch(
    office: World, admin: Person, emma: Person
) -> None:
    await office.taps(admin, "Blue room", "🕒 Hours", "Mo ", "closed", "To Mon–Fri")
    assert TOUCHED in admin.last().text
    await office.tap(admin, "Move where possible (1)")
    assert "→ Green room, Wed, 4 Mar, 14:00–16:00" in admin.last().text
    done = await office.tap(admin, "✅ Move")
    assert "1 booking was moved." in done.text
    assert [one.names for one in await office.booked()] == [("Green room",)]
    assert "Green room" in emma.last().text
    assert {span.weekday for span in (await look(office, admin)).opening_hours} == {5, 6}


async def test_the_hours_of_another_touch_too(office: World, admin: Person, emma: Person) -> None:
    await office.taps(admin, "Green room", "🕒 Hours", "We ", "closed", "Back", "Back", "Back")
    await office.taps(admin, "Blue room", "🕒 Hours", "As another", "Green room", "Cancel it")
    asked = admin.last()
    await office.say(admin, "Closed on <Wednesdays>")
    assert "✍️ Closed on <Wednesdays>" in (shown(admin, asked) or "")
    await office.tap(admin, "Cancel 1 booking")
    assert await statuses(office) == [BookingStatus.CANCELLED]
    assert "Closed on <Wednesdays>" in emma.last().text
    opened = [(await look(office, admin, one)).opening_hours for one in (1, 2)]
    assert opened[0] == opened[1] != ()


async def test_another_day_that_was_changed_meanwhile_stays_so(
    office: World, admin: Person
) -> None:
    await office.taps(admin, "Blue room", "🕒 Hours", "We ", "closed")
    week = [(day, 540, 1080) for day in range(7)]
    await edit(office, admin, opening_hours=week)
    await office.tap(admin, "Keep it")
    opened = (await look(office, admin)).opening_hours
    assert opened == tuple(span for span in week if span[0] != 2)


async def test_a_shorter_longest_is_asked_about_and_back_leaves_it(
    office: World, admin: Person
) -> None:
    await office.taps(admin, "Blue room", "📏 Rules", "At most", "1 h")
    assert "📏 Rules: Blue room\n• At most: 1 h · own" in admin.last().text
    assert TOUCHED in admin.last().text
    back = await office.tap(admin, "Back")
    assert "• At most: 4 h · site" in back.text
    assert (await look(office, admin)).max_minutes == 240
    await office.say(admin, "90")
    assert TOUCHED in admin.last().text, "the question is still open"
    await office.tap(admin, "Keep it")
    assert (await look(office, admin)).max_minutes == 90


async def test_to_follow_the_site_again_touches_too(office: World, admin: Person) -> None:
    await edit(office, admin, max_minutes=120)
    await change_rules(office.db, await office.actor(admin), RuleChanges(max_minutes=60))
    await office.taps(admin, "Blue room", "📏 Rules", "At most", "As the site: 1 h")
    assert "• At most: 1 h · site" in admin.last().text
    assert TOUCHED in admin.last().text
    await office.taps(admin, "Keep it")
    room = await look(office, admin)
    assert (room.max_minutes, room.own_rules) == (60, frozenset())


async def test_the_sites_longest_touches_those_that_follow_it(
    office: World, admin: Person, emma: Person, olena: Person
) -> None:
    await add_resource(office.db, "Hall", max_minutes=240, own_rules=frozenset({Rule.LONGEST}))
    await office.taps(
        olena, "Забронювати", "Green room", "5", "15:00", "2 год → ", "✅ Забронювати"
    )
    await office.taps(emma, "Book another", "Hall", "5", "14:00", "2 h → ", "✅ Book")
    await office.say(admin, "/admin")
    told = (await office.taps(admin, "Site rules", "At most", "1 h")).text
    assert "📏 Site rules\n• At most: 1 h\n" in told
    assert "It touches 2 bookings of 2 people:" in told
    assert "Blue room · Wed, 4 Mar\n· 14:00–16:00 Emma Clark\nGreen room · Thu, 5 Mar" in told
    assert "Hall" not in told
    assert [(await look(office, admin, one)).max_minutes for one in (1, 2, 3)] == [240] * 3
    done = await office.taps(admin, "Cancel them", "Cancel 2 bookings")
    assert "2 bookings were cancelled." in done.text
    assert [(await look(office, admin, one)).max_minutes for one in (1, 2, 3)] == [60, 60, 240]
    assert await statuses(office) == [
        BookingStatus.CANCELLED, BookingStatus.CANCELLED, BookingStatus.APPROVED,
    ]  # fmt: skip
    assert "• At most: 1 h" in (await office.tap(admin, "Back")).text


async def test_out_of_service_moves_what_is_ahead(
    office: World, admin: Person, emma: Person
) -> None:
    told = await office.taps(admin, "Blue room", "Take out of service")
    assert told.text.startswith("⚪ Blue room: out of service\n")
    assert (await look(office, admin)).is_active
    await office.taps(admin, "Move where possible (1)", "✅ Move")
    assert not (await look(office, admin)).is_active
    assert [one.names for one in await office.booked()] == [("Green room",)]
    assert "Green room" in emma.last().text
    assert "⚪ Out of service" in (await office.tap(admin, "Back")).text


async def test_another_zone_is_other_hours(office: World, admin: Person) -> None:
    await edit(office, admin, opening_hours=[(day, 9 * 60, 18 * 60) for day in range(7)])
    asked = await office.taps(admin, "Blue room", "Details", "Time zone")
    await office.say(admin, "new york")
    assert "🕒 Blue room: another time zone (New York)" in (shown(admin, asked) or "")
    await office.tap(admin, "Keep it")
    assert (await look(office, admin)).timezone == "America/New_York"
    assert await statuses(office) == [BookingStatus.APPROVED]


async def test_what_was_booked_meanwhile_is_shown_before_anything_is_done(
    office: World, admin: Person, olena: Person
) -> None:
    await office.taps(admin, "Blue room", "Take out of service")
    await office.taps(olena, "Забронювати", "Blue room", "5", "15:00", "1 год → ", "✅ Забронювати")
    told = await office.tap(admin, "Keep it")
    assert told.text.startswith("⚠️ Meanwhile something has changed.")
    assert "It touches 2 bookings of 2 people:" in told.text
    assert (await look(office, admin)).is_active
    await office.tap(admin, "Keep them")
    assert not (await look(office, admin)).is_active


async def test_what_another_admin_did_meanwhile_is_shown(office: World, admin: Person) -> None:
    await office.taps(admin, "Blue room", "Take out of service")
    await edit(office, admin, is_active=False)
    told = await office.tap(admin, "Keep it")
    assert told.text.startswith("⚠️ Meanwhile something has changed.")
    assert "It touches no booking." in told.text
    assert "✅ Done." in (await office.tap(admin, "✅ Change it")).text


async def test_an_old_message_never_answers_for_another_change(
    office: World, admin: Person
) -> None:
    """Both touch the same booking, and no mark could tell them apart."""
    old = await office.taps(admin, "Blue room", "🕒 Hours", "We ", "closed")
    keep = next(
        button.callback_data or ""
        for row in old.reply_markup.inline_keyboard
        for button in row
        if button.text == "Keep it"
    )
    await office.say(admin, "/admin")
    new = await office.taps(admin, "Resources", "Blue room", "Take out of service")
    assert new.message_id != old.message_id
    for data in (keep, "imq:0", "imv:0", "imc"):
        admin.tap_data(data, old)
        await office.settle()
        assert "Please open /admin again" in (admin.answers[-1].text or "")
    room = await look(office, admin)
    assert (room.is_active, room.opening_hours) == (True, ())
    await office.tap(admin, "Keep it")
    assert not (await look(office, admin)).is_active


async def test_what_is_refused_leaves_everything(office: World, admin: Person) -> None:
    """A room's own longest that is shorter than its shortest."""
    await edit(office, admin, min_minutes=90)
    await office.taps(admin, "Blue room", "📏 Rules", "At most", "1 h", "Keep it")
    assert "1 h" in str(admin.answers[-1].text)
    assert (await look(office, admin)).max_minutes == 240
    assert await statuses(office) == [BookingStatus.APPROVED]


async def test_in_ukrainian(office: World, admin: Person) -> None:
    admin.rename(language_code="uk")
    await office.say(admin, "/admin")
    told = await office.taps(admin, "Ресурси", "Blue room", "Години", "Ср", "зачинено")
    assert "🕒 Blue room: нові години (Київ)" in told.text
    assert "Це зачепить 1 бронювання (1 людина):" in told.text
    assert "✅ Готово." in (await office.tap(admin, "Лишити")).text
