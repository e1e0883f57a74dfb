"""Updates in flight, so that a stop can wait for them.

Telegram forgets an update once the next getUpdates has asked for later ones: a handler that is
cancelled then is a tap that is lost.
"""

import asyncio
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject

from bot.middlewares import Handler


class DrainingMiddleware(BaseMiddleware):
    """Counts what is being handled."""

    def __init__(self) -> None:
        self._in_flight = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        self._in_flight += 1
        self._idle.clear()
        try:
            return await handler(event, data)
        finally:
            self._in_flight -= 1
            if not self._in_flight:
                self._idle.set()

    async def drained(self, seconds: float) -> bool:
        """Wait until nothing is in flight; False when it took longer than `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                await asyncio.sleep(0)  # updates that were just received have yet to begin
                await self._idle.wait()
        except TimeoutError:
            return False
        return True
