"""Who gives up, of two that poll with one token."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramConflictError
from aiogram.methods import GetMe, GetUpdates, TelegramMethod

from bot import polling
from bot.exits import CannotRun, Exit
from bot.polling import PollWatch
from tests.clocks import FrozenClock

BOT = Bot("42:TEST")


@pytest.fixture(autouse=True)
def no_stepping_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "STEP_BACK_S", 0)


@pytest.fixture
def watch(clock: FrozenClock) -> PollWatch:
    return PollWatch(clock)  # type: ignore[arg-type]


async def succeed(_bot: Bot, _method: TelegramMethod[Any]) -> Any:
    return []


async def conflict(_bot: Bot, method: TelegramMethod[Any]) -> Any:
    raise TelegramConflictError(method=method, message="Conflict: terminated by other getUpdates")


async def poll(watch: PollWatch) -> None:
    await watch(succeed, BOT, GetUpdates())


async def meet_other(watch: PollWatch) -> None:
    """The error itself is aiogram's to handle: it has to pass."""
    with pytest.raises(TelegramConflictError):
        await watch(conflict, BOT, GetUpdates())


async def test_a_newcomer_gives_up_at_the_second_conflict(watch: PollWatch) -> None:
    await meet_other(watch)
    watch.check_given_up()
    await poll(watch)  # by turns
    await meet_other(watch)
    with pytest.raises(CannotRun) as ended:
        watch.check_given_up()
    assert ended.value.code is Exit.SECOND_PROCESS
    await watch.until_given_up()


async def test_who_has_polled_for_a_minute_goes_on(watch: PollWatch, clock: FrozenClock) -> None:
    await poll(watch)
    clock.advance(seconds=60)
    for _ in range(5):
        await meet_other(watch)
    watch.check_given_up()


async def test_one_conflict_with_what_went_before_is_forgiven(
    watch: PollWatch, clock: FrozenClock
) -> None:
    await meet_other(watch)
    clock.advance(seconds=60)
    await meet_other(watch)
    watch.check_given_up()


async def test_fifty_nine_seconds_are_not_enough(watch: PollWatch, clock: FrozenClock) -> None:
    await poll(watch)
    clock.advance(seconds=59)
    await meet_other(watch)
    await meet_other(watch)
    with pytest.raises(CannotRun):
        watch.check_given_up()


async def test_the_last_poll_is_the_last_that_succeeded(
    watch: PollWatch, clock: FrozenClock
) -> None:
    await watch(succeed, BOT, GetMe())
    assert watch.last_poll_at is None
    await poll(watch)
    polled_at = clock.now()
    clock.advance(seconds=5)
    await meet_other(watch)
    assert watch.last_poll_at == polled_at
