"""Many rows, a part at a time: to make objects of thousands at a stretch would keep everybody
else waiting."""

from asyncio import sleep
from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import Result

PART = 500


async def parts_of(rows: Result[*tuple[Any, ...]]) -> AsyncIterator[Sequence[Any]]:
    """After each part everybody else has their turn."""
    for part in rows.partitions(PART):
        yield part
        await sleep(0)
