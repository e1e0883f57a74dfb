"""In front of the sandbox Bronia obeys the sandbox's clock, so that days pass at a tap."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.clock import Clock

log = logging.getLogger(__name__)

POLL_S = 25
RETRY_S = 1


class SandboxClock:
    """Keeps `clock.offset` equal to the sandbox's; `on_moved` is called after each change."""

    def __init__(self, url: str, clock: Clock, on_moved: Callable[[], None]) -> None:
        self._url = f"{url.rstrip('/')}/sandbox/clock"
        self._clock = clock
        self._on_moved = on_moved

    async def follow(self) -> None:
        """Follow until cancelled; a sandbox that is away for a while is asked again."""
        async with ClientSession(timeout=ClientTimeout(total=POLL_S + 10)) as session:
            while True:
                try:
                    await self._ask(session)
                except (ClientError, TimeoutError) as error:
                    log.warning("the sandbox's clock is out of reach: %s", error)
                    await asyncio.sleep(RETRY_S)

    async def _ask(self, session: ClientSession) -> None:
        known = self._clock.offset.total_seconds()
        params = {"offset": str(known), "timeout": str(POLL_S)}
        async with session.get(self._url, params=params, raise_for_status=True) as answer:
            offset = (await answer.json())["offset"]
        if offset != known:
            self._clock.offset = timedelta(seconds=offset)
            log.info("the sandbox's clock was moved to %s", self._clock.now())
            self._on_moved()
