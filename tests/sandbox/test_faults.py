import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from sandbox.people.person import Person
from sandbox.telegram import Telegram


async def test_a_fault_strikes_as_often_as_asked_and_no_other_method(
    bot: Bot, olena: Person, telegram: Telegram
) -> None:
    telegram.inject("sendMessage", times=2)

    for _ in range(2):
        with pytest.raises(TelegramServerError, match="Internal Server Error"):
            await bot.send_message(101, "x")
    await bot.get_me()
    await bot.send_message(101, "third")

    assert [each.text for each in olena.messages()[1:]] == ["third"]
    assert telegram.refused() == []
    assert [call.error_code for call in telegram.journal] == [500, 500, None, None]


async def test_a_flood_wait_can_be_asked_for(bot: Bot, olena: Person, telegram: Telegram) -> None:
    telegram.inject("*", error_code=429, retry_after=7)

    with pytest.raises(TelegramRetryAfter) as refusal:
        await bot.send_message(101, "x")

    assert refusal.value.retry_after == 7
    assert len(olena.messages()) == 1


async def test_after_the_deed_only_the_answer_is_lost(
    bot: Bot, olena: Person, telegram: Telegram
) -> None:
    telegram.inject("sendMessage", error_code=502, after=True)

    with pytest.raises(TelegramServerError, match="Bad Gateway"):
        await bot.send_message(101, "x")

    assert olena.last().text == "x"
    assert telegram.refused() == []


@pytest.mark.parametrize("after", [False, True])
async def test_a_timeout_is_a_network_error_through_both_doors(
    bot: Bot, http_bot: Bot, olena: Person, telegram: Telegram, *, after: bool
) -> None:
    telegram.inject("sendMessage", timeout=True, times=2, after=after)

    for door in (bot, http_bot):
        with pytest.raises(TelegramNetworkError):
            await door.send_message(101, "x")

    assert len(olena.messages()) == (3 if after else 1)
    assert (await http_bot.send_message(101, "again")).text == "again"


async def test_a_broken_rule_stays_a_refusal_while_a_fault_waits_to_follow(
    bot: Bot, telegram: Telegram
) -> None:
    telegram.inject("sendMessage", after=True)

    with pytest.raises(Exception, match="chat not found"):
        await bot.send_message(999, "x")

    assert len(telegram.refused()) == 1
