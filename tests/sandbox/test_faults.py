import asyncio
from collections import Counter
from random import Random

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from sandbox.faults import STORM, Fault
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
    assert [call.done for call in telegram.journal] == [False, False, True, True]
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
    assert [call.done for call in telegram.journal] == [True]


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


@pytest.mark.parametrize("after", [False, True])
async def test_garbage_cannot_be_read_through_either_door(
    bot: Bot, http_bot: Bot, olena: Person, telegram: Telegram, *, after: bool
) -> None:
    telegram.inject("sendMessage", garbled=True, times=2, after=after)

    for door in (bot, http_bot):
        with pytest.raises(ClientDecodeError):
            await door.send_message(101, "x")

    assert len(olena.messages()) == (3 if after else 1)
    assert [call.error_code for call in telegram.journal] == [0, 0]
    assert telegram.refused() == []


async def test_a_storm_spoils_its_share_of_requests_and_ends(bot: Bot, telegram: Telegram) -> None:
    async def count_failures() -> int:
        failed = 0
        for _ in range(400):
            try:
                await bot.get_me()
            except AiogramError:
                failed += 1
        return failed

    telegram.faults.storm(0.3, Random(1), [each for each in STORM if not each.delay_s])
    assert 80 < await count_failures() < 160
    telegram.faults.storm(0, Random(1))
    assert await count_failures() == 0


async def test_a_storm_knows_every_way_to_fail(bot: Bot, telegram: Telegram) -> None:
    telegram.faults.storm(1, Random(1))
    taken = [telegram.faults.take("getMe") for _ in range(400)]
    ways = Counter((one.error_code, one.timeout, one.garbled, one.after) for one in taken if one)
    assert len(ways) == len(STORM) - 2  # two of them differ in how long they take


async def test_who_hangs_fails_only_after_a_while(bot: Bot, telegram: Telegram) -> None:
    telegram.faults.add(Fault("getMe", timeout=True, delay_s=0.05))
    before = asyncio.get_running_loop().time()
    with pytest.raises(TelegramNetworkError):
        await bot.get_me()
    assert asyncio.get_running_loop().time() - before >= 0.05
