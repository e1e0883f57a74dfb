"""Telegram fails at any request, in any way; the same must hold as for a bot that is killed."""

from dataclasses import asdict
from pathlib import Path
from random import Random

import pytest

from tests.chaos.runs import REQUESTS, SEED, add_to_report
from tests.chaos.watched import lost_answers
from tests.chaos.world import FIRST_BOOKINGS, busy, office


@pytest.mark.timeout(300)
@pytest.mark.parametrize("percent", [5, 30])
async def test_a_bot_in_a_storm_keeps_its_word(
    database_url: str, tmp_path: Path, percent: int
) -> None:
    async with office(database_url, tmp_path, Random(SEED)) as world:
        async with busy(world):
            await world.weather(percent / 100, REQUESTS)
        struck = world.telegram.faults.strikes
        judged = await world.judged(await world.settle())
    add_to_report(asdict(judged), of="storms")
    add_to_report(struck, of=f"struck at {percent} %")
    assert struck.total() > REQUESTS * percent / 100 / 2, struck
    assert struck["getUpdates"], struck
    assert judged.is_clean, judged
    assert judged.is_eventful, judged
    assert judged.duplicates <= lost_answers(world.telegram), judged
    assert judged.bookings >= FIRST_BOOKINGS, judged
