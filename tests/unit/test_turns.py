"""Turns, judged by the limits of the sandbox: a second pair of buckets, as strict as Telegram's."""

import asyncio
import random
from collections import Counter
from statistics import quantiles

import pytest

from bot.delivery.limits import Limits
from bot.delivery.rests import Rests
from bot.delivery.turns import Turns
from sandbox import limits as telegram
from sandbox.errors import Refused
from tests.virtual_time import run

GROUP = -1
PEOPLE, EACH = 1_000, 3
CARDS = 40
SENDERS = 16
LOOK_S = 0.05
DUE = [*(list(range(1, PEOPLE + 1)) * EACH), *[GROUP] * CARDS]


class Office:
    """What the bot sends, and how Telegram takes it."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.now = loop.time
        self.turns = Turns(Limits(), monotonic=loop.time)
        self._telegram = telegram.Limits(loop.time)
        self._telegram.on = True
        self._chance = random.Random(7)
        self.arrived: Counter[int] = Counter()
        self.refused = 0

    async def send(self, chat_id: int, *, is_background: bool) -> float:
        """Returns how long it took until it was shown, with a way there of 20 to 80 ms."""
        begins = self.now()
        await self.turns.wait(chat_id, is_background=is_background)
        await asyncio.sleep(self._chance.uniform(0.02, 0.08))
        try:
            self._telegram.spend("sendMessage", chat_id=chat_id, is_group=chat_id < 0)
        except Refused:
            self.refused += 1
        self.arrived[chat_id] += 1
        return self.now() - begins

    async def drain(self, due: list[int]) -> float:
        """As the delivery does: several at once, but to each recipient one after another."""
        busy: set[int | None] = set()
        rests = Rests(self.turns)

        async def sender() -> None:
            while due:
                others = busy | rests.resting()
                chat_id = next((one for one in due if one not in others), None)
                if chat_id is None:
                    await asyncio.sleep(LOOK_S)
                    continue
                due.remove(chat_id)
                busy.add(chat_id)
                await self.send(chat_id, is_background=True)
                busy.remove(chat_id)
                rests.seconds_left(chat_id, chat_id)

        await asyncio.gather(*(sender() for _ in range(SENDERS)))
        return self.now()


def shuffled() -> list[int]:
    due = list(DUE)
    random.Random(7).shuffle(due)
    return due


def test_of_many_due_notices_none_is_refused_and_no_time_is_lost() -> None:
    """It takes as long as the limits make it take, and at most a ninth longer."""

    async def work() -> tuple[Office, float]:
        office = Office()
        return office, await office.drain(shuffled())

    office, seconds = run(work())
    at_least = max((len(DUE) - 30) / 30, (CARDS - 20) / 20 * 60)
    assert office.refused == 0
    assert office.arrived == Counter(DUE)
    assert seconds <= at_least / 0.9


def test_those_of_one_person_after_another_take_no_longer() -> None:
    """Whoever has had theirs for this second is in nobody's way until the next."""
    people, each = 300, 10
    due = [1 + number // each for number in range(people * each)]

    async def work() -> tuple[Office, float]:
        office = Office()
        return office, await office.drain(due)

    office, seconds = run(work())
    assert office.refused == 0
    assert office.arrived == Counter({1 + person: each for person in range(people)})
    assert seconds <= (people * each - 30) / 30 / 0.9


def test_who_taps_meanwhile_hardly_waits() -> None:
    """Every second somebody taps who gets notices too."""

    async def work() -> tuple[Office, list[float]]:
        office = Office()
        draining = asyncio.create_task(office.drain(shuffled()))
        taps = []
        while not draining.done():
            taps.append(asyncio.create_task(office.send(1 + len(taps), is_background=False)))
            await asyncio.sleep(1)
        return office, [await tap for tap in taps]

    office, waits = run(work())
    assert office.refused == 0
    assert len(waits) > 100
    assert quantiles(waits, n=100)[-1] < 1


def test_a_chat_that_has_to_wait_is_in_nobodys_way() -> None:
    async def work() -> tuple[list[float], float]:
        office = Office()
        office.turns.pause(1, 37)
        paused = asyncio.create_task(office.send(1, is_background=False))
        others = [await office.send(2 + number, is_background=True) for number in range(10)]
        await paused
        return others, office.now()

    others, paused_until = run(work())
    assert max(others) < 0.1
    assert 37 <= paused_until < 37.1


def test_who_no_longer_waits_takes_no_turn() -> None:
    async def work() -> float:
        office = Office()
        for _ in range(4):
            await office.turns.wait(1)
        gone = asyncio.create_task(office.turns.wait(1))
        await asyncio.sleep(0)
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
        await office.turns.wait(1)
        return office.now()

    assert 1 <= run(work()) < 1.1
