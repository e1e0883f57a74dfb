from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
)
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
    BotCommandScopeChatMember,
    BotCommandScopeDefault,
    ChatMemberRestricted,
)

from sandbox.errors import Impossible
from sandbox.people.groups import Group
from sandbox.people.person import Person
from sandbox.telegram import Telegram


def heard(telegram: Telegram) -> list[str | None]:
    return [each.message.text for each in telegram.take_updates() if each.message]


@pytest.mark.parametrize(
    ("text", "is_heard"),
    [
        ("hello", False),
        ("/book", True),
        ("/book tomorrow", True),
        ("/book@bronia_bot tomorrow", True),
        ("/book@BRONIA_BOT", True),
        ("/book@another_bot", False),
        ("please /book", False),
        ("@bronia_bot hello", False),
    ],
)
async def test_privacy_mode_lets_only_commands_through(
    telegram: Telegram, olena: Person, group: Group, text: str, *, is_heard: bool
) -> None:
    olena.say(text, chat=group)

    assert heard(telegram) == ([text] if is_heard else [])
    assert group.room.messages


async def test_a_reply_to_the_bot_is_read_and_to_others_is_not(
    bot: Bot, telegram: Telegram, olena: Person, andrii: Person, group: Group
) -> None:
    asked = await bot.send_message(-1001, "Why?")
    other = andrii.say("Hm", chat=group)

    olena.say("Because", chat=group, reply_to=asked)
    olena.say("Hm what?", chat=group, reply_to=other)

    assert heard(telegram) == ["Because"]


async def test_an_administrator_bot_reads_everything(
    telegram: Telegram, olena: Person, group: Group
) -> None:
    group.set_bot("administrator")
    telegram.take_updates()

    olena.say("hello", chat=group)

    assert heard(telegram) == ["hello"]


async def test_everybody_in_the_group_sees_one_chat(
    bot: Bot, telegram: Telegram, olena: Person, andrii: Person, group: Group
) -> None:
    emma = telegram.add_person(103, "Emma")

    await bot.send_message(-1001, "For all")

    assert olena.last(group).text == andrii.last(-1001).text == "For all"
    assert emma.messages(group) == []
    with pytest.raises(Impossible):
        emma.say("hi", chat=group)
    with pytest.raises(LookupError):
        olena.last()


async def test_who_joins_and_leaves_is_told_by_service_messages(
    bot: Bot, telegram: Telegram, group: Group
) -> None:
    emma = telegram.add_person(103, "Emma")
    group.add(emma)
    assert (await bot.get_chat_member(-1001, 103)).status == "member"
    group.remove(emma)
    assert (await bot.get_chat_member(-1001, 103)).status == "left"

    joined, left = [each.message for each in telegram.take_updates()]

    assert joined is not None
    assert joined.new_chat_members is not None
    assert joined.new_chat_members[0].id == 103
    assert left is not None
    assert left.left_chat_member is not None
    with pytest.raises(Impossible):
        group.remove(emma)


async def test_membership_updates_need_an_administrator_and_the_asking(
    bot: Bot, telegram: Telegram, group: Group
) -> None:
    emma = telegram.add_person(103, "Emma")
    await bot.get_updates(allowed_updates=["chat_member"])
    group.add(emma)
    assert telegram.take_updates() == []
    await bot.get_updates(allowed_updates=[])
    group.set_bot("administrator")
    group.remove(emma)
    group.add(emma)
    assert [each.chat_member for each in telegram.take_updates()] == [None] * 3

    await bot.get_updates(allowed_updates=["chat_member"])
    group.remove(emma)

    [update] = telegram.take_updates()
    assert update.chat_member is not None
    assert update.chat_member.old_chat_member.status == "member"
    assert update.chat_member.new_chat_member.status == "left"


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("left", "Forbidden: bot is not a member of the supergroup chat"),
        ("kicked", "Forbidden: bot was kicked from the supergroup chat"),
    ],
)
async def test_a_group_without_the_bot_refuses_it(
    bot: Bot, telegram: Telegram, olena: Person, group: Group, status: str, reason: str
) -> None:
    sent = await bot.send_message(-1001, "x")
    group.set_bot(status)
    [told] = [each.my_chat_member for each in telegram.take_updates() if each.my_chat_member]
    assert told.new_chat_member.status == status
    olena.say("/book", chat=group)

    for request in (
        bot.send_message(-1001, "x"),
        sent.edit_text("y"),
        sent.delete(),
        bot.get_chat(-1001),
        bot.get_chat_member(-1001, 101),
    ):
        with pytest.raises(TelegramForbiddenError) as refusal:
            await request
        assert refusal.value.message == reason
    assert telegram.take_updates() == []


async def test_a_group_the_bot_was_never_in_refuses_it(bot: Bot, telegram: Telegram) -> None:
    telegram.add_group(-1002, "Others", bot_in=False)

    with pytest.raises(TelegramForbiddenError, match="bot is not a member of the supergroup chat"):
        await bot.send_message(-1002, "x")


async def test_the_bot_leaves_a_group(bot: Bot, telegram: Telegram, group: Group) -> None:
    await bot.leave_chat(-1001)

    assert not group.bot_is_in
    [told] = telegram.take_updates()
    assert told.my_chat_member is not None
    with pytest.raises(TelegramForbiddenError):
        await bot.leave_chat(-1001)


async def test_a_migrated_group_names_its_new_id(
    bot: Bot, telegram: Telegram, olena: Person, group: Group
) -> None:
    await bot.send_message(-1001, "before")
    group.migrate(-2002)

    services = [each.message for each in telegram.take_updates() if each.message]
    assert [(each.migrate_to_chat_id, each.migrate_from_chat_id) for each in services] == [
        (-2002, None),
        (None, -1001),
    ]
    with pytest.raises(TelegramMigrateToChat) as refusal:
        await bot.send_message(-1001, "x")
    assert refusal.value.migrate_to_chat_id == -2002
    assert telegram.refused()[-1].description == (
        "Bad Request: group chat was upgraded to a supergroup chat"
    )
    await bot.send_message(-2002, "after")
    assert group.id == -2002
    assert olena.last(group).text == olena.last(-1001).text == "after"


async def test_a_twice_migrated_group_names_its_newest_id(bot: Bot, group: Group) -> None:
    group.migrate(-2002)
    group.migrate(-3003)

    with pytest.raises(TelegramMigrateToChat) as refusal:
        await bot.send_message(-1001, "x")
    assert refusal.value.migrate_to_chat_id == -3003


async def test_the_bot_deletes_and_pins_others_messages_only_as_administrator(
    bot: Bot, olena: Person, group: Group
) -> None:
    said = olena.say("/book", chat=group)
    with pytest.raises(TelegramBadRequest, match="message can't be deleted"):
        await bot.delete_message(-1001, said.message_id)
    with pytest.raises(TelegramBadRequest, match="not enough rights to manage pinned messages"):
        await bot.pin_chat_message(-1001, said.message_id)

    group.set_bot("administrator")

    await bot.pin_chat_message(-1001, said.message_id)
    await bot.delete_message(-1001, said.message_id)
    assert said.message_id not in group.room.messages


async def test_the_bot_learns_who_is_in_a_group(
    bot: Bot, olena: Person, andrii: Person, group: Group
) -> None:
    assert (await bot.get_chat(-1001)).title == "Approvals"
    assert await bot.get_chat_member_count(-1001) == 3
    assert (await bot.get_chat_member(-1001, 101)).status == "creator"
    assert (await bot.get_chat_member(-1001, 102)).status == "member"
    assert (await bot.get_chat_member(-1001, 42)).status == "member"
    admins = await bot.get_chat_administrators(-1001)
    assert [each.user.id for each in admins] == [101]
    with pytest.raises(TelegramBadRequest, match="PARTICIPANT_ID_INVALID"):
        await bot.get_chat_member(-1001, 999)
    with pytest.raises(TelegramBadRequest, match="there are no administrators in the private"):
        await bot.get_chat_administrators(101)


async def test_a_private_chat_is_known_once_started(bot: Bot, telegram: Telegram) -> None:
    emma = telegram.add_person(103, "Emma", last_name="Clark")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.get_chat(103)

    emma.start()

    chat = await bot.get_chat(103)
    assert (chat.type, chat.full_name) == ("private", "Emma Clark")


async def test_a_new_name_is_in_the_next_update(telegram: Telegram, olena: Person) -> None:
    olena.rename(first_name="Olena", username=None, language_code="en")

    olena.say("hi")

    [update] = telegram.take_updates()
    assert update.message is not None
    assert update.message.from_user is not None
    user = update.message.from_user
    assert (user.first_name, user.username, user.language_code) == ("Olena", None, "en")
    assert update.message.chat.first_name == "Olena"


def command(name: str) -> list[BotCommand]:
    return [BotCommand(command=name, description=name)]


LADDER: list[tuple[Any, str | None]] = [
    (BotCommandScopeDefault(), None),
    (BotCommandScopeDefault(), "uk"),
    (BotCommandScopeAllGroupChats(), None),
    (BotCommandScopeAllGroupChats(), "uk"),
    (BotCommandScopeAllChatAdministrators(), None),
    (BotCommandScopeAllChatAdministrators(), "uk"),
    (BotCommandScopeChat(chat_id=-1001), None),
    (BotCommandScopeChat(chat_id=-1001), "uk"),
    (BotCommandScopeChatAdministrators(chat_id=-1001), None),
    (BotCommandScopeChatAdministrators(chat_id=-1001), "uk"),
    (BotCommandScopeChatMember(chat_id=-1001, user_id=101), None),
    (BotCommandScopeChatMember(chat_id=-1001, user_id=101), "uk"),
]


async def test_the_narrowest_scope_and_language_decides_the_menu_of_a_group(
    bot: Bot, telegram: Telegram, olena: Person, group: Group
) -> None:
    for number, (scope, language) in enumerate(LADDER):
        await bot.set_my_commands(command(f"c{number}"), scope=scope, language_code=language)
        assert telegram.profile.commands_for(olena, group)[0].command == f"c{number}"

    for number, (scope, language) in reversed(list(enumerate(LADDER))[1:]):
        await bot.delete_my_commands(scope=scope, language_code=language)
        assert telegram.profile.commands_for(olena, group)[0].command == f"c{number - 1}"


async def test_a_plain_member_has_no_administrators_menu(
    bot: Bot, telegram: Telegram, andrii: Person, group: Group
) -> None:
    await bot.set_my_commands(command("all"))
    await bot.set_my_commands(command("admin"), scope=BotCommandScopeAllChatAdministrators())

    assert telegram.profile.commands_for(andrii, group)[0].command == "all"


async def test_the_menu_of_a_private_chat_follows_the_language(
    bot: Bot, telegram: Telegram, olena: Person
) -> None:
    private = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(command("book"), scope=private)
    await bot.set_my_commands(command("bron"), scope=private, language_code="uk")
    await bot.set_my_commands(command("all"), scope=BotCommandScopeAllGroupChats())

    assert telegram.profile.commands_for(olena)[0].command == "bron"
    olena.rename(language_code="de")
    assert telegram.profile.commands_for(olena)[0].command == "book"
    assert (await bot.get_my_commands(scope=private, language_code="uk"))[0].command == "bron"
    assert await bot.get_my_commands(scope=private, language_code="de") == []
    assert await bot.get_my_commands() == []


@pytest.mark.parametrize(
    ("commands", "more", "reason"),
    [
        (command("Book"), {}, "BOT_COMMAND_INVALID"),
        (command("b" * 33), {}, "BOT_COMMAND_INVALID"),
        (
            [BotCommand(command="book", description=" ")],
            {},
            "command description must be non-empty",
        ),
        (
            [BotCommand(command="book", description="x" * 257)],
            {},
            "BOT_COMMAND_DESCRIPTION_INVALID",
        ),
        (command("book") * 101, {}, "BOT_COMMANDS_TOO_MUCH"),
        (command("book"), {"language_code": "ukr"}, "invalid language code specified"),
        (command("book"), {"scope": BotCommandScopeChat(chat_id=999)}, "chat not found"),
    ],
)
async def test_wrong_commands_are_refused(
    bot: Bot, commands: list[BotCommand], more: dict[str, Any], reason: str
) -> None:
    with pytest.raises(TelegramBadRequest) as refusal:
        await bot.set_my_commands(commands, **more)

    assert refusal.value.message == f"Bad Request: {reason}"


async def test_descriptions_have_their_lengths(bot: Bot, telegram: Telegram) -> None:
    await bot.set_my_description("x" * 512, language_code="uk")
    await bot.set_my_short_description("x" * 120)
    with pytest.raises(TelegramBadRequest, match="description is too long"):
        await bot.set_my_description("x" * 513)
    with pytest.raises(TelegramBadRequest, match="description is too long"):
        await bot.set_my_short_description("x" * 121)

    assert set(telegram.profile.descriptions) == {"uk"}


async def test_a_message_stands_in_a_topic_of_the_group(
    bot: Bot, group: Group, andrii: Person, telegram: Telegram
) -> None:
    group.room.topics.add(7)
    andrii.say("/book", group, topic=7)
    (update,) = telegram.take_updates()
    assert update.message is not None
    assert update.message.is_topic_message

    sent = await update.message.as_(bot).answer("there")

    assert sent.message_thread_id == 7
    assert sent.is_topic_message
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.send_message(group.id, "where?", message_thread_id=8)


async def test_a_restricted_person_is_in_the_group_or_not(
    bot: Bot, telegram: Telegram, andrii: Person, group: Group
) -> None:
    """Telegram's word for both is the same."""
    group.restrict(andrii)
    inside = await bot.get_chat_member(-1001, andrii.id)
    group.remove(andrii)
    outside = await bot.get_chat_member(-1001, andrii.id)

    assert isinstance(inside, ChatMemberRestricted)
    assert isinstance(outside, ChatMemberRestricted)
    assert (inside.is_member, outside.is_member) == (True, False)
    assert not inside.can_send_messages


async def test_who_is_banned_is_out_and_stays_out(
    bot: Bot, telegram: Telegram, olena: Person, andrii: Person, group: Group
) -> None:
    group.set_bot("administrator")
    await bot.get_updates(allowed_updates=["chat_member", "message"])
    telegram.take_updates()
    group.ban(andrii)

    changed, service = telegram.take_updates()
    assert changed.chat_member is not None
    assert changed.chat_member.from_user.id == olena.id
    assert changed.chat_member.new_chat_member.status == "kicked"
    assert service.message is not None
    assert service.message.left_chat_member is not None
    assert (await bot.get_chat_member(-1001, andrii.id)).status == "kicked"
    with pytest.raises(Impossible):
        group.add(andrii)
    with pytest.raises(Impossible):
        andrii.say("hi", chat=group)
