from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter

from sandbox.limits import CHAT_BURST
from sandbox.people.groups import Group
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.sandbox.conftest import Seconds


async def sent_before_429(bot: Bot, chats: list[int]) -> tuple[int, int]:
    """How many messages passed, one to each chat in turn, and the wait asked for then."""
    for passed, chat_id in enumerate(chats):
        try:
            await bot.send_message(chat_id, "x")
        except TelegramRetryAfter as refusal:
            return passed, refusal.retry_after
    return len(chats), 0


async def test_limits_are_off_until_switched_on(bot: Bot, olena: Person) -> None:
    assert await sent_before_429(bot, [101] * 100) == (100, 0)


async def test_one_chat_takes_a_burst_then_one_a_second(
    bot: Bot, telegram: Telegram, olena: Person, seconds: Seconds
) -> None:
    telegram.limits = True

    assert await sent_before_429(bot, [101] * 100) == (CHAT_BURST, 1)
    seconds.pass_by(1)
    assert await sent_before_429(bot, [101] * 100) == (1, 1)
    call = telegram.refused()[-1]
    assert (call.error_code, call.description) == (429, "Too Many Requests: retry after 1")


async def test_edits_count_like_messages_and_answers_do_not(
    bot: Bot, telegram: Telegram, olena: Person
) -> None:
    sent = await bot.send_message(101, "x")
    telegram.limits = True

    for number in range(CHAT_BURST):
        await sent.edit_text(f"y{number}")
    for _ in range(100):
        await bot.send_chat_action(101, "typing")

    assert await sent_before_429(bot, [101]) == (0, 1)


async def test_a_group_takes_20_a_minute(
    bot: Bot, telegram: Telegram, olena: Person, group: Group, seconds: Seconds
) -> None:
    telegram.limits = True
    passed = 0
    for _ in range(60):
        passed += (await sent_before_429(bot, [-1001]))[0]
        seconds.pass_by(1)

    assert 35 <= passed <= 40  # the bucket of 20, and 20 more within the minute
    assert (await sent_before_429(bot, [-1001] * 100))[1] <= 3


async def test_all_chats_together_take_30_a_second(
    bot: Bot, telegram: Telegram, seconds: Seconds
) -> None:
    people = range(1, 51)
    for person_id in people:
        telegram.add_person(person_id, "P").start()
    telegram.limits = True

    assert await sent_before_429(bot, list(people)) == (30, 1)
    seconds.pass_by(0.5)
    assert await sent_before_429(bot, list(people)) == (15, 1)


async def test_a_refused_message_costs_nothing(
    bot: Bot, telegram: Telegram, olena: Person, andrii: Person, seconds: Seconds
) -> None:
    telegram.limits = True
    await sent_before_429(bot, [101] * 100)
    for _ in range(100):
        await sent_before_429(bot, [101])

    assert await sent_before_429(bot, [102] * 100) == (CHAT_BURST, 1)
    seconds.pass_by(1)
    assert await sent_before_429(bot, [101] * 2) == (1, 1)
