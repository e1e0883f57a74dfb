"""People, by taps: an admin finds somebody, sets what is theirs, books for them, keeps them out."""

import pytest
from sqlalchemy import select

from db.enums import BookingStatus, Role
from db.models import Booking, BookingEvent, OpeningHours, User
from sandbox.people.buttons import labels_of
from sandbox.people.person import Person
from tests.builders import add_resource
from tests.handlers.world import World


@pytest.fixture
async def met(world: World, emma: Person, olena: Person, admin: Person) -> World:
    """Everybody has said hello; the list of people is open."""
    for person in (emma, olena, admin):
        await world.start(person)
    await world.say(admin, "/admin")
    await world.tap(admin, "People")
    return world


async def row(world: World, telegram_id: int) -> User:
    async with world.db.reading() as session:
        return (await session.scalars(select(User).where(User.telegram_id == telegram_id))).one()


def in_the_daytime() -> list[OpeningHours]:
    """Every day from 8 to 18."""
    return [
        OpeningHours(weekday=weekday, opens_minute=8 * 60, closes_minute=18 * 60)
        for weekday in range(7)
    ]


def buttons(person: Person) -> list[str]:
    found = labels_of(person.last())
    assert found
    return found


async def test_people_are_found_by_a_part_of_a_name_in_whatever_case(
    met: World, admin: Person, olena: Person
) -> None:
    listed = admin.last()
    assert buttons(admin)[:3] == ["Ada 👑", "Олена Коваль", "Emma Clark"]
    found = await met.say(admin, "кОВАЛ")
    assert found.message_id == listed.message_id
    assert buttons(admin)[0] == "Олена Коваль"
    assert "Emma Clark" not in buttons(admin)
    olena.rename(first_name="Олена", username="lena_k")
    await met.say(olena, "/help")
    for typed in ("@LENA", str(olena.id)):
        await met.say(admin, typed)
        assert "Олена Коваль" in buttons(admin)[0] or "Олена" in buttons(admin)[0]
    assert "Nobody matches “<x>”" in (await met.say(admin, "<x>")).text
    await met.tap(admin, "Everybody")
    assert "3 people" in admin.last().text


async def test_a_command_leaves_the_search(met: World, admin: Person) -> None:
    await met.say(admin, "/help")
    assert (await met.say(admin, "xyz")).text.startswith("I understand commands")
    await met.taps(admin, "‹ Menu", "Run the place", "People", "Emma")
    assert (await met.say(admin, "xyz")).text.startswith("I understand commands")


async def test_tags_and_a_quota_hold_from_the_next_tap_on(
    met: World, admin: Person, emma: Person
) -> None:
    await add_resource(met.db, "Lab", bookers=frozenset({"staff"}))
    await met.taps(admin, "Emma", "Tags", "staff")
    assert "✓ staff" in buttons(admin)
    wrong = await met.say(admin, "Лаб 2")
    assert "can't be a tag" in wrong.text
    await met.say(admin, "Lab-2, night")
    card = await met.taps(admin, "Back", "Quota", "1")
    assert "lab-2, night, staff" in card.text
    assert "at most 1 booking ahead" in card.text
    await met.taps(emma, "Book", "Lab", "4", "14:00", "1 h → ", "✅ Book")
    assert "Booked" in emma.last().text
    await met.taps(emma, "Book another", "Lab", "5", "14:00", "1 h → ", "✅ Book")
    assert "At most 1 booking ahead" in (emma.answers[-1].text or "")
    assert buttons(emma) == ["‹ Back", "✖ Cancel"]
    await met.taps(admin, "Quota", "As many as they like")
    await met.taps(emma, "‹ Back", "14:00", "1 h → ", "✅ Book")
    assert "Booked" in emma.last().text


async def test_an_owner_says_who_runs_the_place_and_only_an_owner(
    met: World, admin: Person, emma: Person, olena: Person
) -> None:
    await met.taps(admin, "Emma", "Role", "Administrator")
    assert "administrator" in admin.last().text
    assert "Block" not in str(buttons(admin))
    await met.say(emma, "/admin")
    await met.taps(emma, "People", "Олена")
    assert "👑 Role" not in buttons(emma)
    emma_id, olena_id = (await row(met, emma.id)).id, (await row(met, olena.id)).id
    for data in (f"ppo:{olena_id}", f"ppr:{olena_id}:admin", f"ppr:{emma_id}:owner"):
        emma.tap_data(data, emma.last())
        await met.settle()
        assert "Only an owner" in (emma.answers[-1].text or "")
    admin.tap_data(f"ppr:{(await row(met, admin.id)).id}:member", admin.last())
    await met.settle()
    assert "ADMIN_IDS" in (admin.answers[-1].text or "")
    assert (await row(met, olena.id)).role is Role.MEMBER


async def test_who_is_blocked_reads_why_and_what_was_cancelled(
    met: World, admin: Person, emma: Person
) -> None:
    await add_resource(met.db, "Blue room")
    await met.taps(emma, "Book", "Blue room", "4", "14:00", "1 h → ", "✅ Book")
    await met.taps(admin, "Emma", "Block")
    asked = admin.last()
    assert "1 booking ahead" in asked.text
    assert (await met.say(admin, "Left <us>")).message_id == asked.message_id
    await met.tap(admin, "cancel the bookings")
    assert "blocked" in admin.last().text
    assert "✍️ Left <us>" in admin.last().text
    told = emma.last()
    assert "you can't use this bot any more" in told.text
    assert "✍️ Left <us>" in told.text
    assert told.reply_markup is None
    await met.say(emma, "/my")
    assert "Left <us>" in emma.last().text
    async with met.db.reading() as session:
        assert (await session.scalars(select(Booking.status))).all() == [BookingStatus.CANCELLED]
    await met.tap(admin, "Unblock")
    assert (await row(met, emma.id)).block_reason is None
    assert "My bookings" in (await met.say(emma, "/my")).text


async def test_who_is_blocked_may_keep_what_they_have(
    met: World, admin: Person, emma: Person
) -> None:
    await add_resource(met.db, "Blue room")
    await met.taps(emma, "Book", "Blue room", "4", "14:00", "1 h → ", "✅ Book")
    await met.taps(admin, "Emma", "Block", "keep the bookings", "Blue room")
    assert "confirmed" in admin.last().text


async def test_an_admin_books_for_somebody_in_the_ordinary_dialogue(
    met: World, admin: Person, emma: Person
) -> None:
    await add_resource(met.db, "Blue room", requires_approval=True)
    await met.taps(admin, "Emma", "Book for them")
    assert admin.last().text.startswith("👤 For Emma Clark")
    card = await met.tap(admin, "Back")
    assert "👤 Emma Clark" in card.text
    await met.tap(admin, "Book for them")
    await met.taps(admin, "Blue room", "4", "14:00", "1 h → ")
    assert admin.last().text.startswith("👤 For Emma Clark")
    await met.say(admin, "Welcome tour")
    await met.tap(admin, "Without approval")
    assert admin.last().text.startswith("✅ Booked for Emma Clark.")
    assert "⚖️ set aside: approval" in admin.last().text
    told = emma.last().text
    assert told.startswith("🛠 An administrator has booked this for you.")
    assert "👤 Ada" in told
    card = await met.tap(emma, "Show the booking")
    assert "🛠 Ada: booked" in card.text
    story = await met.tap(emma, "What happened")
    assert "· Ada: booked" in story.text
    assert "set aside: approval" in story.text


async def test_outside_hours_it_is_booked_anyway_by_a_second_tap(
    met: World, admin: Person, emma: Person
) -> None:
    await add_resource(met.db, "Blue room", opening_hours=in_the_daytime())
    await met.taps(admin, "Emma", "Book for them", "Blue room")
    refused = await met.say(admin, "4 march 20:00-21:00")
    assert "It is open 08:00–18:00 on Wed, 4 Mar" in refused.text
    await met.tap(admin, "Book anyway (outside hours)")
    assert admin.last().text.startswith("✅ Booked for Emma Clark.")
    async with met.db.reading() as session:
        (event,) = (await session.scalars(select(BookingEvent))).all()
    assert event.overrides == {"outside-hours"}
    assert "set aside: opening hours" in emma.last().text


async def test_what_is_taken_is_never_booked_anyway(
    met: World, admin: Person, emma: Person
) -> None:
    await add_resource(met.db, "Blue room", opening_hours=in_the_daytime())
    for _ in range(2):
        await met.say(admin, "/admin")
        await met.taps(admin, "People", "Emma", "Book for them", "Blue room")
        await met.say(admin, "4 march 20:00-21:00")
        await met.tap(admin, "Book anyway")
    assert "This time has just been taken." in admin.last().text
    assert not any("anyway" in label for label in buttons(admin))


@pytest.mark.parametrize("kind", ["ppl", "pp:1:0", "ppn:0", "ppt:1", "ppg:1:staff", "ppa:1"])
async def test_a_member_sees_nobody(met: World, emma: Person, kind: str) -> None:
    emma.tap_data(kind, emma.last())
    await met.settle()
    assert emma.answers[-1].text == "Only an administrator can do that."
