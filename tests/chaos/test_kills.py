"""The bot is killed at any moment; nobody is told what is not so, and nothing due is lost."""

from dataclasses import asdict
from pathlib import Path
from random import Random

import pytest

from tests.chaos.runs import KILLS, SEED, add_to_report
from tests.chaos.world import FIRST_BOOKINGS, busy, office
from tests.conftest import POSTGRES_URL

EACH = KILLS // (2 if POSTGRES_URL else 1)


@pytest.mark.timeout(min(60 + 12 * EACH, 570))
async def test_a_killed_bot_keeps_its_word(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path, Random(SEED)) as world:
        async with busy(world):
            await world.survive(EACH)
        judged = await world.judged(await world.settle())
    add_to_report({"kills": EACH} | asdict(judged))
    assert judged.is_clean, judged
    assert judged.duplicates <= EACH, judged
    assert judged.bookings >= FIRST_BOOKINGS, judged
