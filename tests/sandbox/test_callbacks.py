from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    CallbackQuery,
    DisabledButton,
    InaccessibleMessage,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)

from sandbox.people.groups import Group
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.sandbox.conftest import Seconds

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def keyboard(*labels: str, **more: Any) -> InlineKeyboardMarkup:
    row = [InlineKeyboardButton(text=label, callback_data=f"data:{label}") for label in labels]
    return InlineKeyboardMarkup(
        inline_keyboard=[row, [InlineKeyboardButton(**more)]] if more else [row]
    )


def asked(telegram: Telegram) -> CallbackQuery:
    [update] = telegram.take_updates()
    assert update.callback_query is not None
    return update.callback_query


async def refusal_of(bot: Bot, query_id: str, **answer: Any) -> str:
    with pytest.raises(TelegramBadRequest) as refusal:
        await bot.answer_callback_query(query_id, **answer)
    return refusal.value.message


async def test_a_tap_brings_the_query_with_its_whole_message(
    bot: Bot, olena: Person, telegram: Telegram
) -> None:
    sent = await bot.send_message(101, "Which?", reply_markup=keyboard("Red", "Green"))

    query_id = olena.tap("Green")

    query = asked(telegram)
    assert (query.id, query.data, query.from_user) == (query_id, "data:Green", olena.user)
    assert isinstance(query.message, Message)
    assert (query.message.message_id, query.message.text) == (sent.message_id, "Which?")


async def test_an_answer_is_seen_by_the_one_who_tapped(
    bot: Bot, olena: Person, andrii: Person
) -> None:
    await bot.send_message(101, "x", reply_markup=keyboard("Go"))
    query_id = olena.tap("Go")

    await bot.answer_callback_query(query_id, "Done", show_alert=True)

    [answer] = olena.answers
    assert (answer.callback_query_id, answer.text, answer.show_alert) == (query_id, "Done", True)
    assert andrii.answers == []


async def test_a_second_answer_is_refused_and_remembered(
    bot: Bot, olena: Person, telegram: Telegram
) -> None:
    await bot.send_message(101, "x", reply_markup=keyboard("Go"))
    query_id = olena.tap("Go")
    assert telegram.unanswered() == [query_id]
    await bot.answer_callback_query(query_id)
    assert (telegram.unanswered(), telegram.answered_twice()) == ([], [])

    assert await refusal_of(bot, query_id) == TOO_OLD
    assert telegram.answered_twice() == [query_id]
    assert len(olena.answers) == 1


async def test_an_answer_within_15_seconds_passes_and_a_later_one_does_not(
    bot: Bot, olena: Person, telegram: Telegram, seconds: Seconds
) -> None:
    await bot.send_message(101, "x", reply_markup=keyboard("Go"))
    in_time, late = olena.tap("Go"), olena.tap("Go")

    seconds.pass_by(15)
    await bot.answer_callback_query(in_time)
    seconds.pass_by(0.1)

    assert await refusal_of(bot, late) == TOO_OLD
    assert telegram.unanswered() == [late]


async def test_an_unknown_query_is_refused(bot: Bot, olena: Person) -> None:
    assert await refusal_of(bot, "12345") == TOO_OLD


async def test_an_answer_has_at_most_200_characters(bot: Bot, olena: Person) -> None:
    await bot.send_message(101, "x", reply_markup=keyboard("Go"))
    query_id = olena.tap("Go")

    assert await refusal_of(bot, query_id, text="😀" * 100 + "x") == "Bad Request: MESSAGE_TOO_LONG"
    await bot.answer_callback_query(query_id, "😀" * 100)


async def test_an_answer_may_open_only_the_bots_own_link(bot: Bot, olena: Person) -> None:
    await bot.send_message(101, "x", reply_markup=keyboard("Go"))
    query_id = olena.tap("Go")

    assert await refusal_of(bot, query_id, url="https://a.test") == "Bad Request: URL_INVALID"
    await bot.answer_callback_query(query_id, url="https://t.me/bronia_bot?start=b1")
    assert olena.answers[0].url == "https://t.me/bronia_bot?start=b1"


async def test_a_tap_takes_a_unique_part_of_a_label_on_the_newest_message(
    bot: Bot, olena: Person, telegram: Telegram
) -> None:
    old = await bot.send_message(101, "old", reply_markup=keyboard("5", "15", "Only here"))
    new = await bot.send_message(101, "new", reply_markup=keyboard("5", "15", "✅ Book"))

    olena.tap("Book")
    olena.tap("5")
    olena.tap("Only")
    olena.tap("5", message=old)

    found = [update.callback_query for update in telegram.take_updates()]
    assert [
        (query.data, query.message.message_id) for query in found if query and query.message
    ] == [
        ("data:✅ Book", new.message_id),
        ("data:5", new.message_id),
        ("data:Only here", old.message_id),
        ("data:5", old.message_id),
    ]


@pytest.mark.parametrize("label", ["Nowhere", "Gre", "Off", "Site"])
async def test_what_cannot_be_tapped_is_a_lookup_error_with_the_labels(
    bot: Bot, olena: Person, telegram: Telegram, label: str
) -> None:
    off = InlineKeyboardButton(text="Off", disabled=DisabledButton())
    site = InlineKeyboardButton(text="Site", url="https://a.test")
    markup = keyboard("Green", "Grey")
    markup.inline_keyboard.append([off, site])
    await bot.send_message(101, "x", reply_markup=markup)

    with pytest.raises(LookupError, match=r"Green|Off|Site"):
        olena.tap(label)

    assert telegram.take_updates() == []


async def test_a_removed_button_cannot_be_tapped(bot: Bot, olena: Person) -> None:
    sent = await bot.send_message(101, "x", reply_markup=keyboard("Go"))
    await sent.edit_text("done")

    with pytest.raises(LookupError):
        olena.tap("Go")


async def test_a_forged_tap_carries_any_data(bot: Bot, olena: Person, telegram: Telegram) -> None:
    sent = await bot.send_message(101, "x")

    olena.tap_data("admin:1", sent)

    query = asked(telegram)
    assert query.data == "admin:1"
    assert isinstance(query.message, Message)


async def test_a_tap_on_a_deleted_message_is_inaccessible(
    bot: Bot, olena: Person, telegram: Telegram
) -> None:
    sent = await bot.send_message(101, "x", reply_markup=keyboard("Go"))
    await sent.delete()

    olena.tap_data("data:Go", sent)

    query = asked(telegram)
    assert isinstance(query.message, InaccessibleMessage)
    assert query.message.message_id == sent.message_id


async def test_a_tap_in_a_chat_one_cannot_see_is_inaccessible(
    bot: Bot, olena: Person, telegram: Telegram, group: Group
) -> None:
    emma = telegram.add_person(103, "Emma")
    sent = await bot.send_message(-1001, "Approve?", reply_markup=keyboard("Yes"))

    emma.tap_data("data:Yes", sent)

    query = asked(telegram)
    assert isinstance(query.message, InaccessibleMessage)
    assert query.message.chat.id == -1001
    with pytest.raises(LookupError):
        emma.tap("Yes", chat=group)


async def test_several_people_tap_one_message_in_a_group(
    bot: Bot, olena: Person, andrii: Person, telegram: Telegram, group: Group
) -> None:
    await bot.send_message(-1001, "Approve?", reply_markup=keyboard("Yes"))

    taps = [olena.tap("Yes", chat=group), andrii.tap("Yes", chat=-1001)]

    assert telegram.unanswered() == taps
    assert [update.update_id for update in telegram.pending_updates()] == sorted(
        update.update_id for update in telegram.take_updates()
    )
