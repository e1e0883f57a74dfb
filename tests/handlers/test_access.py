"""Who may use the bot, and what the others are told."""

import pytest
from aiogram.types import Message
from sqlalchemy import event, select

from bot.memberships import KNOWN_S
from db.enums import Access
from db.models import Site, User
from sandbox.people.groups import Group
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.builders import add_resource
from tests.clocks import FrozenClock
from tests.handlers.world import World

OUTSIDE = "🚪 Not everyone may use this bot"


@pytest.fixture
async def members(
    world: World, telegram: Telegram, admin: Person, emma: Person, olena: Person
) -> Group:
    """The group whose members may use the bot: Olena, and Ada, who runs the place."""
    for person in (admin, emma, olena):
        await world.start(person)
    group = telegram.add_group(-1007, "Chess club", members=[olena], creator=admin)
    await world.say(admin, "/members", group)
    return group


async def site(world: World) -> tuple[Access, int | None, str | None]:
    async with world.db.reading() as session:
        row = (await session.scalars(select(Site))).one()
        return row.access, row.members_chat_id, row.members_chat_title


async def open_access(world: World, admin: Person) -> str:
    await world.start(admin)
    return (await world.taps(admin, "Run the place", "Access")).text


async def test_an_admin_lets_in_only_those_who_were_invited(
    world: World, admin: Person, emma: Person
) -> None:
    await world.start(emma)
    assert "Everyone who finds it." in await open_access(world, admin)
    shown = await world.tap(admin, "Invited people")
    assert "Those who came by an invite link." in shown.text
    assert "• Invited people" in world.telegram.labels(shown)
    assert await site(world) == (Access.INVITED, None, None)

    for text in ("/book", "/my", "/start", "blue room tomorrow 14-15", "/start book"):
        refused = await world.say(emma, text)
        assert refused.text.startswith(OUTSIDE), text
        assert "Ask whoever runs it for one.\n👤 Ada" in refused.text
    (link,) = [one for one in refused.entities if one.type == "text_mention"]
    assert link.user.id == admin.id
    assert "What I can do" in (await world.say(emma, "/help")).text


async def test_an_invite_is_made_by_taps_and_lets_one_person_in(
    world: World, admin: Person, emma: Person, olena: Person
) -> None:
    await open_access(world, admin)
    await world.taps(admin, "Invited people", "Invite links")
    form = await world.tap(admin, "New link")
    assert "For 1 person" in form.text
    await world.taps(admin, "👥 10", "1 day", "👥 1")
    form = await world.say(admin, "Staff lab-2")
    assert "For 1 person\n⏳ For 1 day\n🏷 Tags: lab-2, staff" in form.text
    shown = await world.tap(admin, "Make the link")
    (code,) = [one for one in shown.entities if one.type == "code"]
    link = code.extract_from(shown.text)
    assert shown.reply_markup.inline_keyboard[0][0].copy_text.text == link
    payload = link.removeprefix("https://t.me/bronia_bot?start=")

    assert (await world.start(emma, payload)).text.startswith("👋 Welcome, Emma Clark! You are in.")
    assert (await world.actor(emma)).tags == {"staff", "lab-2"}
    refused = await world.start(olena, payload)
    assert refused.text.startswith("Це посилання вже нікого не впустить")
    assert (await world.start(olena)).text.startswith("🚪 Цим ботом можуть користуватися не всі")


async def test_what_is_typed_as_a_tag_and_is_none_leaves_the_form_open(
    world: World, admin: Person
) -> None:
    await world.start(admin)
    await world.say(admin, "/invite")
    await world.tap(admin, "New link")
    refused = await world.say(admin, "вчителі")
    assert refused.text.startswith("“вчителі” can't be a tag.")
    assert "Tags: teachers" in (await world.say(admin, "teachers")).text
    assert "🏷 No tags" in (await world.tap(admin, "No tags")).text


async def test_what_is_typed_after_a_command_is_no_tag(world: World, admin: Person) -> None:
    await world.start(admin)
    await world.say(admin, "/invite")
    form = await world.tap(admin, "New link")
    await world.say(admin, "/help")
    await world.say(admin, "staff")
    assert form in admin.messages()
    await world.tap(admin, "👥 10")
    await world.say(admin, "staff")
    assert any("Tags: staff" in (one.text or "") for one in admin.messages())


async def test_an_open_invite_is_looked_at_and_revoked(
    world: World, admin: Person, emma: Person
) -> None:
    await world.start(admin)
    await world.say(admin, "/invite")
    await world.taps(admin, "New link", "👥 10", "1 week", "Make the link", "Back")
    shown = await world.tap(admin, "10 left · 0 came · Mon, 9 Mar")
    assert "Came: 0, may still come: 10" in shown.text
    code = next(one for one in shown.entities if one.type == "code").extract_from(shown.text)
    shown = await world.tap(admin, "Revoke")
    assert "None is open." in shown.text
    assert admin.answers[-1].text == "Revoked: nobody else comes in by it."
    refused = await world.start(emma, code.partition("start=")[2])
    assert refused.text.startswith("This link lets nobody in any more")


async def test_the_members_of_a_group_may_use_it_and_nobody_else(
    world: World, members: Group, admin: Person, emma: Person, olena: Person
) -> None:
    assert admin.last(members).text.startswith("✅ From now on the members of this group may use")
    assert await site(world) == (Access.GROUP, members.id, "Chess club")
    assert not is_outside(await world.say(olena, "/my"))
    refused = await world.say(emma, "/my")
    assert "for the members of the group “Chess club”" in refused.text
    assert (await world.start(admin)).text.startswith("Hello, Ada!")

    members.add(emma)
    await world.settle()
    assert not (await world.say(emma, "/my")).text.startswith(OUTSIDE)


async def test_who_leaves_the_group_is_out_at_once(
    world: World, members: Group, emma: Person, olena: Person
) -> None:
    """A bot that is a plain member reads it in a service message, an administrator is told."""
    world.telegram.updates.allow(["message", "callback_query", "my_chat_member", "chat_member"])
    assert not is_outside(await world.say(olena, "/my"))
    members.remove(olena)
    assert is_outside(await world.say(olena, "/my"))

    members.set_bot("administrator")
    members.add(olena)
    assert not is_outside(await world.say(olena, "/my"))
    members.restrict(olena)
    assert not is_outside(await world.say(olena, "/my"))
    world.telegram.updates.allow(["chat_member"])
    members.ban(olena)
    await world.settle()
    world.telegram.updates.allow(["message"])
    assert is_outside(await world.say(olena, "/my"))


def is_outside(message: Message) -> bool:
    return (message.text or "").startswith("🚪")


async def test_who_was_in_stays_in_while_the_group_cannot_be_asked(
    world: World, members: Group, emma: Person, olena: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not is_outside(await world.say(olena, "/my"))
    members.bot_status = "kicked"
    monkeypatch.setattr(world.app.dispatcher["memberships"], "_now", lambda: 1e9 + KNOWN_S)
    assert not is_outside(await world.say(olena, "/my"))
    assert is_outside(await world.say(emma, "/my"))
    refused = world.telegram.refused()
    assert {call.method for call in refused} == {"getChatMember"}
    world.telegram.journal[:] = [call for call in world.telegram.journal if call not in refused]


async def test_a_group_that_became_a_supergroup_is_followed(
    world: World, members: Group, olena: Person
) -> None:
    members.migrate(-2007)
    world.telegram.take_updates()  # the bot was away, and asks for the group as it was
    assert not is_outside(await world.say(olena, "/my"))
    assert await site(world) == (Access.GROUP, -2007, "Chess club")
    (refused,) = world.telegram.refused()
    assert "upgraded to a supergroup" in refused.description
    world.telegram.journal.remove(refused)


async def test_who_joins_a_group_is_no_user_of_the_bot(
    world: World, members: Group, telegram: Telegram
) -> None:
    """Nor is who lets them in."""
    telegram.updates.allow(["message", "chat_member"])
    members.set_bot("administrator")
    await world.settle()
    stranger = telegram.add_person(77, "Stranger")
    members.room.messages.clear()
    telegram.take_updates()
    members.add(stranger)
    (joined,) = [one for one in telegram.take_updates() if one.chat_member]
    await world.app.dispatcher.feed_update(world.app.bot, joined)
    async with world.db.reading() as session:
        assert 77 not in (await session.scalars(select(User.telegram_id))).all()


async def test_in_a_group_nobody_is_told_that_they_may_not(
    world: World, members: Group, emma: Person, admin: Person, telegram: Telegram
) -> None:
    elsewhere = telegram.add_group(-1008, "Elsewhere", members=[emma], creator=admin)
    emma.say("/why 1", elsewhere)
    await world.settle()
    assert [message.text for message in emma.messages(elsewhere)] == ["/why 1"]


async def test_a_group_has_to_be_chosen_before_its_members_may(world: World, admin: Person) -> None:
    await open_access(world, admin)
    await world.tap(admin, "Members of a group")
    assert admin.answers[-1].text.startswith("First choose the group")
    refused = await world.say(admin, "/members")
    assert refused.text == "Send /members in the group whose members may use me."
    assert await site(world) == (Access.EVERYONE, None, None)


async def test_while_it_is_known_who_may_nothing_is_read(
    world: World, members: Group, olena: Person
) -> None:
    admission, actor = world.app.dispatcher["admission"], await world.actor(olena)
    assert await admission.is_admitted(actor)
    statements: list[str] = []

    @event.listens_for(world.db._engines[0].sync_engine, "before_cursor_execute")
    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    asked = len(world.telegram.journal)
    assert await admission.is_admitted(actor)
    assert statements == []
    assert len(world.telegram.journal) == asked


async def test_bookings_of_who_may_not_come_any_more_stay(
    world: World, members: Group, olena: Person, clock: FrozenClock
) -> None:
    await add_resource(world.db, "Blue room")
    await world.say(olena, "/book")
    await world.taps(olena, "Blue room", "4", "14:00", "1 год → ", "Забронювати")
    members.remove(olena)
    assert is_outside(await world.say(olena, "/my"))
    clock.advance(days=1, hours=5)
    await world.settle()
    assert "До початку бронювання" in olena.last().text


async def test_a_group_that_says_that_it_has_another_id_is_followed_at_once(
    world: World, members: Group
) -> None:
    members.migrate(-2007)
    await world.settle()
    assert await site(world) == (Access.GROUP, -2007, "Chess club")
