"""One person's updates in their order; nobody waits for somebody else."""

import asyncio

from aiogram.fsm.storage.base import StorageKey

from bot.middlewares.isolation import PerPersonIsolation

ADA, EMMA = (StorageKey(bot_id=42, chat_id=person, user_id=person) for person in (9, 1))


class Journal:
    """Handlers that begin, wait to be released, and end."""

    def __init__(self) -> None:
        self.isolation = PerPersonIsolation()
        self.lines: list[str] = []

    async def handle(self, key: StorageKey, name: str, release: asyncio.Event) -> None:
        async with self.isolation.lock(key):
            self.lines.append(f"{name} begins")
            await release.wait()
            self.lines.append(f"{name} ends")


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_the_second_update_of_a_person_waits_for_the_first() -> None:
    journal, first, second = Journal(), asyncio.Event(), asyncio.Event()
    second.set()
    tasks = [
        asyncio.create_task(journal.handle(ADA, "first", first)),
        asyncio.create_task(journal.handle(ADA, "second", second)),
    ]
    await settled()
    assert journal.lines == ["first begins"]
    first.set()
    await asyncio.gather(*tasks)
    assert journal.lines == ["first begins", "first ends", "second begins", "second ends"]


async def test_another_person_is_not_delayed() -> None:
    journal, slow, quick = Journal(), asyncio.Event(), asyncio.Event()
    quick.set()
    waiting = asyncio.create_task(journal.handle(ADA, "slow", slow))
    await settled()
    await journal.handle(EMMA, "quick", quick)
    assert journal.lines == ["slow begins", "quick begins", "quick ends"]
    slow.set()
    await waiting


async def test_a_lock_that_nobody_needs_is_freed_even_after_close() -> None:
    journal, release = Journal(), asyncio.Event()
    tasks = [asyncio.create_task(journal.handle(ADA, str(number), release)) for number in range(3)]
    await settled()
    await journal.isolation.close()
    release.set()
    await asyncio.gather(*tasks)
    assert journal.isolation._locks == {}
