"""/admin, "Resources": by taps and typed values."""

import pytest
from sqlalchemy import select

from bot.schemas.resources import ResourceChange, ResourceView
from bot.services.finding import slots
from bot.services.place import inventory
from bot.services.place.resources import edit
from db.models import Resource
from sandbox.people.person import Person
from tests.builders import add_resource
from tests.handlers.world import World

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (640).to_bytes(4, "big") * 2


@pytest.fixture
async def office(world: World, admin: Person) -> World:
    """Ada is looking at a list of two rooms and a projector."""
    await add_resource(world.db, "Blue room", capacity=6, location="2nd floor")
    await add_resource(world.db, "Green room")
    await add_resource(world.db, "Projector", kind="equipment", quantity=3)
    await world.start(admin)
    await world.say(admin, "/admin")
    await world.tap(admin, "Resources")
    return world


async def look(world: World, admin: Person, resource_id: int) -> ResourceView:
    return await inventory.get_any(world.db, await world.actor(admin), resource_id)


async def test_a_new_room_is_named_set_up_and_put_into_service(
    office: World, admin: Person, emma: Person
) -> None:
    asked = await office.taps(admin, "Add one", "A room")
    assert asked.text.startswith("🚪 A new room.")
    card = await office.say(admin, "Red room")
    assert card.message_id == asked.message_id
    assert "Red room" in card.text
    assert "⚪ Out of service: nobody can book it" in card.text
    assert "• Step: 30 min · site" in card.text
    assert admin.messages()[-1].message_id == card.message_id, "what was typed is gone"
    listed = await slots.list_resources(office.db, await office.actor(admin))
    assert "Red room" not in [one.name for one in listed.options]
    card = await office.tap(admin, "Put into service")
    assert "🟢 In service" in card.text
    await office.start(emma)
    assert "Red room" in office.telegram.labels(await office.say(emma, "/book"))[5]


async def test_a_name_that_is_taken_is_refused_and_asked_for_again(
    office: World, admin: Person
) -> None:
    await office.taps(admin, "Add one", "Equipment")
    told = await office.say(admin, "Projector")
    assert told.text == "There is a resource with this name already: Projector."
    card = await office.say(admin, "Beamer")
    assert card.message_id > told.message_id
    assert "🧰 Beamer" in card.text
    async with office.db.reading() as session:
        assert "Beamer" in await session.scalars(select(Resource.name))


async def test_every_field_is_changed_by_buttons_or_by_typing(office: World, admin: Person) -> None:
    await office.taps(admin, "Blue room", "Details")
    for field, typed, shown in (
        ("Name", "Big room", "Now: Big room"),
        ("Description", "Round <table>", "Now: Round <table>"),
        ("Place", "Basement", "Now: Basement"),
        ("Seats", "11", "Now: 11"),
        ("Quantity", "2", "Now: 2"),
        ("Time zone", "lisbon", "Now: Europe/Lisbon"),
        ("Features", "Projector, дошка", "Now: projector, дошка"),
        ("Who may book", "staff lab-2", "Now: lab-2, staff"),
    ):
        await office.tap(admin, field)
        assert shown in (await office.say(admin, typed)).text
        await office.tap(admin, "Back")
    await office.taps(admin, "Shows names", "yes", "Back")
    view = await look(office, admin, 1)
    assert (view.name, view.description, view.location) == ("Big room", "Round <table>", "Basement")
    assert (view.capacity, view.quantity, view.timezone) == (11, 2, "Europe/Lisbon")
    assert view.features == {"projector", "дошка"}
    assert (view.bookers, view.shows_names) == ({"staff", "lab-2"}, True)


async def test_words_are_switched_by_taps_those_of_others_too(office: World, admin: Person) -> None:
    await office.taps(admin, "Blue room", "Details", "Features")
    await office.say(admin, "projector, whiteboard")
    await office.taps(admin, "Back", "Back", "Back", "Green room", "Details", "Features")
    shown = await office.tap(admin, "whiteboard")
    assert "Now: whiteboard" in shown.text
    assert office.labels(admin)[:2] == ["✓ whiteboard", "projector"]
    await office.tap(admin, "✓ whiteboard")
    assert (await look(office, admin, 2)).features == frozenset()


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("Quantity", "0", "A number from 1 to 1,000, please."),
        ("Quantity", "many", "I don't understand this here."),
        ("Name", "n" * 65, "From 1 to 64 characters, please; these are 65."),
        ("Time zone", "Atlantis", "I know no time zone or city by this name: Atlantis."),
        ("Who may book", "усі", "“усі” can't be a tag."),
        ("Features", "a!b", "“a!b” is no feature."),
        ("Photo", "here it is", "I don't understand this here."),
    ],
)
async def test_what_cannot_be_is_said_and_can_be_typed_again(
    office: World, admin: Person, field: str, typed: str, told: str
) -> None:
    before = await look(office, admin, 1)
    await office.taps(admin, "Blue room", "Details", field)
    assert (await office.say(admin, typed)).text.startswith(told)
    assert (await office.say(admin, typed)).text.startswith(told), "the step is still open"
    assert await look(office, admin, 1) == before


async def test_units_that_are_booked_stay(office: World, admin: Person, emma: Person) -> None:
    await office.start(emma)
    await office.taps(emma, "Book", "Projector", "4", "14:00", "1 h → ", "Book")
    await office.taps(emma, "Book another", "Projector", "4", "14:00", "1 h → ", "Book")
    await office.taps(admin, "Equipment", "Projector", "Details", "Quantity")
    await office.tap(admin, "1")
    assert admin.answers[-1].text is not None
    assert "2 of them are booked already" in admin.answers[-1].text
    assert (await look(office, admin, 3)).quantity == 3


async def test_a_photo_is_sent_to_the_bot_and_seen_by_members(
    office: World, admin: Person, emma: Person
) -> None:
    await office.taps(admin, "Blue room", "Details", "Photo")
    admin.send_photo(PNG)
    await office.settle()
    assert "Now: there is one" in admin.last().text
    assert not any(message.photo for message in admin.messages()), "what was sent is gone"
    await office.start(emma)
    await office.taps(emma, "Book", "Blue room")
    seen = await office.tap(emma, "📷 Photo")
    assert seen.photo
    assert (seen.caption or "").startswith("🚪 Blue room")
    await office.start(emma, "door_1")
    assert (await office.tap(emma, "📷 Photo")).photo
    await office.taps(admin, "Remove", "Back", "Back")
    assert "📷 Photo" not in office.labels(admin)
    await office.tap(emma, "📷 Photo")
    assert emma.answers[-1].text == "There is no photo of it any more."


async def test_a_tap_or_a_command_leaves_a_step(office: World, admin: Person) -> None:
    await office.taps(admin, "Blue room", "Details", "Name", "Back")
    await office.say(admin, "hello")
    await office.taps(admin, "Name")
    await office.say(admin, "/my")
    await office.say(admin, "hello")
    assert (await look(office, admin, 1)).name == "Blue room"


async def test_resources_are_duplicated_and_put_in_order(office: World, admin: Person) -> None:
    copy = await office.taps(admin, "Blue room", "Duplicate")
    assert "Blue room 2" in copy.text
    assert "⚪ Out of service" in copy.text
    await office.taps(admin, "Down", "Back")
    assert office.labels(admin)[2:5] == [
        "🚪 Blue room · 6 👤",
        "🚪 Green room",
        "⚪ 🚪 Blue room 2 · 6 👤",
    ]
    await office.taps(admin, "Green room", "Up")
    assert admin.answers[-1].text == "Number 1 of 3 in the list."


async def test_rules_are_changed_typed_and_followed_again(office: World, admin: Person) -> None:
    rules = await office.taps(admin, "Blue room", "📏 Rules")
    assert "• Step: 30 min · site" in rules.text
    step = await office.taps(admin, "Step", "15 min")
    assert "• Step: 15 min · own" in step.text
    assert "a booking may start at 09:00, 09:15, 09:30, …" in step.text
    await office.tap(admin, "Back")
    await office.tap(admin, "At most")
    longest = await office.say(admin, "1 h 30")
    assert "• At most: 1 h 30 · own" in longest.text
    assert "last 30 min to 1 h 30 min" in longest.text
    await office.tap(admin, "Back")
    await office.taps(admin, "Days ahead")
    assert "• Days ahead: 14 days · own" in (await office.say(admin, "2 weeks")).text
    await office.tap(admin, "Back")
    followed = await office.taps(admin, "Step", "As the site: 30 min")
    assert "• Step: 30 min · site" in followed.text
    assert not any("As the site" in label for label in office.labels(admin))


async def test_the_sites_rules_reach_who_follows_them(office: World, admin: Person) -> None:
    await office.taps(admin, "Blue room", "📏 Rules", "Notice", "none")
    await office.say(admin, "/admin")
    shown = await office.taps(admin, "Site rules", "Notice", "2 h")
    assert "• Notice: 2 h" in shown.text
    assert "The first one must be asked for before Tue, 3 Mar, 07:00." in shown.text
    assert [(await look(office, admin, one)).notice_minutes for one in (1, 2)] == [0, 120]


async def test_a_rule_of_the_site_that_contradicts_others_names_them(
    office: World, admin: Person
) -> None:
    await office.taps(admin, "Blue room", "📏 Rules", "At most", "1 h")
    await office.say(admin, "/admin")
    await office.taps(admin, "Site rules", "At least", "2 h")
    assert "no length would be left for Blue room." in str(admin.answers[-1].text)
    assert [(await look(office, admin, one)).min_minutes for one in (1, 2)] == [30, 30]


async def test_hours_are_typed_copied_and_taken_from_others(office: World, admin: Person) -> None:
    week = await office.taps(admin, "Blue room", "🕒 Hours")
    assert "Always" in week.text
    await office.tap(admin, "Mo")
    day = await office.say(admin, "9-13, 14-18")
    assert "Now: 09:00–13:00, 14:00–18:00" in day.text
    week = await office.tap(admin, "To Mon–Fri")
    assert "Mo–Fr: 09:00–13:00, 14:00–18:00" in week.text
    await office.taps(admin, "Su ", "closed", "Back", "Sa ")
    assert "Now: 22:00–02:00" in (await office.say(admin, "22-02")).text
    await office.taps(admin, "Back", "Back", "Back")
    view = await look(office, admin, 1)
    assert view.opening_hours[-2:] == ((5, 22 * 60, 24 * 60), (6, 0, 120))
    await office.taps(admin, "Green room", "🕒 Hours", "As another")
    week = await office.tap(admin, "Blue room")
    assert "Sa: 22:00–02:00" in week.text
    assert (await look(office, admin, 2)).opening_hours == view.opening_hours
    assert (await office.tap(admin, "Always open")).text.endswith("Always")


async def test_hours_that_are_none_are_refused(office: World, admin: Person) -> None:
    await office.taps(admin, "Blue room", "🕒 Hours", "Mo")
    told = await office.say(admin, "from nine")
    assert told.text.startswith("I don't understand this here.")
    await office.taps(admin, "closed", "To all days")
    assert str(admin.answers[-1].text).startswith("Then it would never be open.")
    assert (await look(office, admin, 1)).opening_hours[0] == (1, 0, 24 * 60)


async def test_forged_values_are_refused_to_admins_too(office: World, admin: Person) -> None:
    before = await look(office, admin, 1)
    for data in (
        "resv:1:name:5", "resv:1:name:-1", "resv:1:timezone:-1", "resv:1:quantity:-1",
        "resv:1:features:5", "resv:1:photo_id:5", "ruleto:grid:-1:1", "ruleto:horizon:9999:1",
        "ruleto:approval:7:999", "wks:1:0:5:2880", "wks:1:0:2000:2060", "wkt:1:999", "resc:999",
        "resw:1:capacity:17", "resw:1:name:17",
    ):  # fmt: skip
        admin.tap_data(data, admin.last())
        await office.settle()
        assert admin.answers[-1].text, data
        assert "sorry" not in str(admin.answers[-1].text).lower()
    assert await look(office, admin, 1) == before


async def test_nobody_else_gets_there(office: World, admin: Person, emma: Person) -> None:
    await office.start(emma)
    card = await office.tap(admin, "Blue room")
    for data in ("res:room:0", "resc:1", "resin:1:0", "site", "ruleto:grid:5:", "wka:1", "rescp:1"):
        emma.tap_data(data, emma.last())
        await office.settle()
        assert emma.answers[-1].text == "Only an administrator can do that."
    assert (await look(office, admin, 1)).is_active
    assert card.text == admin.last().text


async def test_in_ukrainian(office: World, admin: Person) -> None:
    admin.rename(language_code="uk")
    await office.say(admin, "/admin")
    card = await office.taps(admin, "Ресурси", "Blue room")
    assert "🟢 Можна бронювати" in card.text
    assert "• Крок: 30 хв · загальне" in card.text
    step = await office.taps(admin, "Правила", "Крок", "15 хв")
    assert "• Крок: 15 хв · власне" in step.text
    assert "почати можна о 09:00, 09:15, 09:30, …, а тривалість – від 30 хв до 4 год" in step.text


async def test_a_photo_that_telegram_has_no_more_is_said_to_be_gone(
    office: World, admin: Person
) -> None:
    """A file_id is one bot's own: with another token it means nothing."""
    changed = ResourceChange(photo_id="of-another-bot")
    actor = await office.actor(admin)
    await edit(office.db, actor, 1, changed, now=office.app.clock.now())
    await office.taps(admin, "Blue room", "📷 Photo")
    assert admin.answers[-1].text == "There is no photo of it any more."
    assert [call.method for call in office.telegram.refused()] == ["sendPhoto"]
    office.telegram.journal.clear()
