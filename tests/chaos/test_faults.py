"""Telegram fails at any request, in any way; the same must hold as for a bot that is killed."""

from dataclasses import asdict
from pathlib import Path
from random import Random

import pytest

from tests.chaos.runs import REQUESTS, SEED, add_to_report
from tests.chaos.world import FIRST_BOOKINGS, World, busy, office


def lost_answers(world: World) -> int:
    """Messages that were sent though their sender was told otherwise."""
    sent = (call for call in world.telegram.journal if call.method == "sendMessage")
    return sum(call.done and call.error_code is not None for call in sent)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("percent", [5, 30])
async def test_a_bot_in_a_storm_keeps_its_word(
    database_url: str, tmp_path: Path, percent: int
) -> None:
    async with office(database_url, tmp_path, Random(SEED)) as world:
        async with busy(world):
            await world.weather(percent / 100, REQUESTS)
        judged = await world.judged(await world.settle())
    add_to_report(asdict(judged))
    assert judged.is_clean, judged
    assert judged.duplicates <= lost_answers(world), judged
    assert judged.bookings >= FIRST_BOOKINGS, judged
