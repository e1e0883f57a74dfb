"""The bot is killed at any moment; nobody is told what is not so, and nothing due is lost."""

from dataclasses import asdict
from pathlib import Path
from random import Random

import pytest

from tests.chaos.runs import KILLS, SEED, add_to_report
from tests.chaos.world import FIRST_BOOKINGS, busy, office
from tests.conftest import POSTGRES_URL

PROMISED = ("kills", "overlaps", "told_but_missing", "notices_lost", "duplicates")
EACH = KILLS // (2 if POSTGRES_URL else 1)


@pytest.mark.timeout(min(180 + 12 * EACH, 570))
async def test_a_killed_bot_keeps_its_word(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path, Random(SEED)) as world:
        async with busy(world):
            await world.survive(EACH)
        judged = await world.judged(await world.settle())
    figures = {"kills": EACH} | asdict(judged)
    add_to_report({name: figures.pop(name) for name in PROMISED})
    add_to_report(figures, of="seen")
    assert judged.is_clean, judged
    assert judged.is_eventful, judged
    assert judged.strays == 0, judged
    assert judged.duplicates <= EACH, judged
    assert judged.bookings >= FIRST_BOOKINGS, judged
