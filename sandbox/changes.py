"""Waking whoever waits for something to happen: long polls and tests."""

import asyncio
from collections.abc import Callable


class Changes:
    """A counter of what people can see, and a bell that also rings for what they cannot."""

    def __init__(self) -> None:
        self.version = 1
        self._waiting: set[asyncio.Future[None]] = set()

    def touch(self, *, visible: bool = True) -> None:
        """Something changed. A visible change also raises the version."""
        self.version += visible
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def next(self) -> None:
        """Return at the next change, visible or not."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)

    async def wait_until(self, reached: Callable[[], object], seconds: float) -> bool:
        """Look at every change whether it is so; False if it is not within so many seconds.

        `reached` is asked no more once it has said yes: it may be a deed, such as a tap.
        """
        try:
            async with asyncio.timeout(max(seconds, 0)):
                while not reached():
                    await self.next()
        except TimeoutError:
            return False
        return True
