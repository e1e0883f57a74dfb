"""First contact, languages, groups, and what nobody understood."""

import logging

import pytest
from sqlalchemy import event, select, update

from bot.services import booking
from bot.services.access import users as users_service
from db.enums import Role
from db.models import User
from sandbox.people.groups import Group
from sandbox.people.person import Person
from tests.builders import add_actor, add_resource
from tests.handlers.world import World


async def users(world: World) -> list[tuple[str, str]]:
    async with world.db.reading() as session:
        rows = (await session.scalars(select(User).order_by(User.id))).all()
        return [(row.full_name, row.language) for row in rows]


async def test_a_person_becomes_a_user_on_first_contact(
    world: World, emma: Person, olena: Person
) -> None:
    await world.start(emma)
    await world.start(olena)
    assert await users(world) == [("Emma Clark", "en"), ("Олена Коваль", "uk")]


async def test_a_new_name_is_followed(world: World, emma: Person) -> None:
    await world.start(emma)
    emma.rename(first_name="Emily", username="emily")
    await world.say(emma, "/help")
    assert await users(world) == [("Emily Clark", "en")]


@pytest.fixture
def written(world: World) -> list[str]:
    """The statements that write."""
    statements: list[str] = []

    @event.listens_for(world.db._engines[1].sync_engine, "before_cursor_execute")
    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("SELECT"):
            statements.append(statement)

    return statements


async def test_nothing_changed_nothing_written(
    world: World, emma: Person, written: list[str]
) -> None:
    await world.start(emma)
    written.clear()
    await world.say(emma, "/help")
    await world.say(emma, "/start")
    assert written == []


async def test_a_change_is_written_once(world: World, emma: Person, written: list[str]) -> None:
    await world.start(emma)
    emma.rename(first_name="Emily", language_code="uk")
    await world.say(emma, "/help")
    world.app.dispatcher["actors"]._known.clear()  # as after a restart
    written.clear()
    await world.say(emma, "/help")
    assert written == []


async def test_a_changed_language_is_followed(world: World, emma: Person) -> None:
    await world.start(emma)
    emma.rename(language_code="uk")
    assert "Вітаю" in (await world.say(emma, "/start")).text


async def test_a_chosen_language_stays(world: World, emma: Person) -> None:
    await world.start(emma)
    changed = await world.taps(emma, "Language", "Українська")
    assert "Вітаю" in changed.text
    emma.rename(first_name="Emily")
    assert "Вітаю, Emily Clark!" in (await world.say(emma, "/start")).text


async def test_an_unknown_language_gets_the_default(world: World, emma: Person) -> None:
    emma.rename(language_code="de")
    assert "Hello" in (await world.start(emma)).text


async def test_a_name_with_html_is_shown_as_it_is(world: World, emma: Person) -> None:
    emma.rename(first_name="<b>Emma", last_name="& Co</i>")
    assert "Hello, <b>Emma & Co</i>!" in (await world.start(emma)).text


async def test_a_group_gets_a_button_and_never_the_dialogue(
    world: World, olena: Person, group: Group
) -> None:
    await add_resource(world.db, "Синя кімната")
    answer = await world.say(olena, "/book@bronia_bot", group)
    (row,) = answer.reply_markup.inline_keyboard
    assert row[0].url == "https://t.me/bronia_bot?start=book"
    shown = await world.start(olena, "book")
    assert "Що бронюємо?" in shown.text


async def test_a_topic_is_answered_in_the_topic(
    world: World, olena: Person, admin: Person, group: Group
) -> None:
    """What is refused, too."""
    group.room.topics.add(7)
    for person, text in ((admin, "/book"), (admin, "/bind"), (olena, "/bind")):
        person.say(text, group, topic=7)
        await world.settle()
        assert person.last(group).message_thread_id == 7


async def test_what_nobody_understands_gets_a_hint(world: World, emma: Person) -> None:
    await world.start(emma)
    assert "/book" in (await world.say(emma, "hello?")).text
    emma.send_sticker()
    await world.settle()
    assert "/book" in emma.last().text


async def test_garbage_in_a_button_is_answered(world: World, emma: Person) -> None:
    menu = await world.start(emma)
    for garbage in (
        "x", "b3:a:99999999999999", "card:", "💥" * 16, "b2:d:1:1", "langs:1", "bq:",
        "bq:draft\0id",
    ):  # fmt: skip
        emma.tap_data(garbage, menu)
        await world.settle()
        assert emma.answers[-1].text == "This button no longer works. Try /book or /my."


async def test_a_blocked_person_is_turned_away(world: World, emma: Person) -> None:
    await add_actor(
        world.db, emma.id, full_name="Emma Clark", role=Role.BLOCKED, language_code="en"
    )
    assert (await world.start(emma)).text.startswith("You can't use this bot.")


async def test_help_shows_administrators_their_own_part(
    world: World, emma: Person, admin: Person
) -> None:
    await world.start(emma)
    await world.start(admin)
    assert "/bind" not in (await world.say(emma, "/help")).text
    assert "/bind" in (await world.say(admin, "/help")).text


async def test_who_blocked_the_bot_is_unreachable_until_they_return(
    world: World, emma: Person
) -> None:
    await world.start(emma)
    emma.block()
    await world.settle()
    assert await reachable(world) == [False]
    emma.unblock()
    await world.settle()
    assert await reachable(world) == [True]


async def reachable(world: World) -> list[bool]:
    async with world.db.reading() as session:
        return list((await session.scalars(select(User.reachable))).all())


@pytest.mark.parametrize("text", ["/book", "/start", "/bind", "hello"])
async def test_who_blocked_the_bot_meanwhile_is_told_nothing_and_that_is_no_error(
    world: World, emma: Person, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    """The update was sent first, and the answer is refused; /bind is answered by a refusal."""
    await world.start(emma)
    emma.say(text)
    emma.blocked = True
    await world.settle()
    (refused, *others) = world.telegram.refused()
    assert refused.description == "Forbidden: bot was blocked by the user"
    assert not others
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    world.telegram.journal.remove(refused)


async def test_who_taps_and_blocks_the_bot_at_once_gets_the_tap_answered(
    world: World, emma: Person, caplog: pytest.LogCaptureFixture
) -> None:
    await add_resource(world.db, "Blue room")
    await world.start(emma)
    stale = await world.tap(emma, "Book")
    await world.say(emma, "/book")
    emma.tap("Blue room", message=stale)  # a dialogue that is over, so an error is answered
    emma.blocked = True
    await world.settle()
    (refused,) = world.telegram.refused()
    assert emma.answers[-1].text is None
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    world.telegram.journal.remove(refused)


async def test_an_unexpected_error_is_logged_and_apologised_for_with_one_id(
    world: World,
    emma: Person,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await add_resource(world.db, "Blue room")
    await world.start(emma)

    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is on fire")

    with monkeypatch.context() as patch:
        patch.setattr(booking, "list_own", broken)
        await world.tap(emma, "My bookings")
    alert = emma.answers[-1].text
    assert alert.startswith("Sorry, something went wrong")
    error_id = alert.rsplit("error ", 1)[1].rstrip(")")
    assert any(
        error_id in record.message and "on fire" in str(record.exc_info[1])
        for record in caplog.records
        if record.exc_info
    )
    assert "Which day?" in (await world.taps(emma, "Book", "Blue room")).text


async def test_who_was_written_to_too_early_is_reachable_once_they_write(
    world: World, emma: Person
) -> None:
    """A first /start is no change of membership: Telegram tells nothing but the message."""
    await add_actor(world.db, emma.id, full_name="Emma Clark", language_code="en", reachable=False)
    await world.start(emma)
    assert await reachable(world) == [True]


async def test_a_language_that_telegram_leaves_out_changes_nothing(
    world: World, emma: Person
) -> None:
    await world.start(emma)
    await world.taps(emma, "Language", "Українська")
    emma.rename(language_code=None)
    assert "Вітаю" in (await world.say(emma, "/start")).text
    emma.rename(language_code="en")
    assert "Вітаю" in (await world.say(emma, "/start")).text


async def test_a_blocked_person_is_not_pilloried_in_a_group(
    world: World, olena: Person, group: Group
) -> None:
    await add_actor(world.db, olena.id, full_name="Олена Коваль", role=Role.BLOCKED)
    olena.say("/book", group)
    await world.settle()
    assert [message.text for message in olena.messages(group)][-1] == "/book"


async def test_quiet_hours_are_chosen_by_a_tap(world: World, emma: Person, olena: Person) -> None:
    await world.start(emma)
    shown = await world.say(emma, "/quiet")
    assert "From 22:00 to 08:00 reminders arrive without a sound." in shown.text
    shown = await world.tap(emma, "21:00–09:00")
    assert "From 21:00 to 09:00" in shown.text
    assert emma.answers[-1].text == "That is noted."
    shown = await world.tap(emma, "Never")
    assert "every reminder makes a sound" in shown.text
    world.app.dispatcher["actors"]._known.clear()  # as after a restart
    assert "every reminder makes a sound" in (await world.say(emma, "/quiet")).text
    await world.start(olena)
    assert "З 22:00 до 08:00" in (await world.say(olena, "/quiet")).text


async def test_what_another_process_changed_about_a_person_is_seen_before_long(
    world: World, emma: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(users_service, "CACHE_S", -1)
    await world.start(emma)
    async with world.db.writing() as session:
        await session.execute(update(User).values(role=Role.BLOCKED))
    assert "Hello" not in (await world.say(emma, "/start")).text
