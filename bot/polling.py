"""Who polls: of two processes with one token the newcomer gives up, and the other goes on.

Telegram ends the getUpdates of one with 409 whenever the other asks, so two that both insist get
updates by turns. aiogram asks again after a second or a few, for ever; what it asks passes here.
"""

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.exceptions import TelegramConflictError
from aiogram.methods import GetUpdates, TelegramMethod
from aiogram.methods.base import TelegramType

from bot import metrics
from bot.clock import Clock
from bot.exits import CannotRun, Exit

log = logging.getLogger(__name__)

SETTLED_AFTER = timedelta(minutes=1)
"""Who has polled undisturbed for so long is not the newcomer."""
CONFLICTS_MAX = 2
"""A newcomer gives up at the second: the first may be what a process left that has just ended."""
STEP_BACK_S = 3
"""How long who stays waits after a conflict: longer than a newcomer takes to ask again (aiogram's
first pauses are 1 and 1.3 s), so that the next conflict is the newcomer's."""


class PollWatch(BaseRequestMiddleware):
    """Sees each getUpdates come back. `last_poll_at`: when one succeeded; None before the first."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._undisturbed_since: datetime | None = None
        self._is_settled = False
        self._conflicts = 0
        self._given_up = asyncio.Event()
        self.last_poll_at: datetime | None = None

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Any:
        is_poll = isinstance(method, GetUpdates)
        if not is_poll:
            return await make_request(bot, method)
        self._undisturbed_since = self._undisturbed_since or self._clock.now()
        try:
            updates = await make_request(bot, method)
        except TelegramConflictError:
            await self._meet_other()
            raise
        self.last_poll_at = self._clock.now()
        return updates

    async def until_given_up(self) -> None:
        """Wait for the day that this process has to leave the token to another one."""
        await self._given_up.wait()

    def check_given_up(self) -> None:
        """Raises CannotRun when another process polls, and was first."""
        if self._given_up.is_set():
            raise CannotRun(
                "Another process polls with this BOT_TOKEN, and it was here first. Stop it, or"
                " give this one a bot of its own.",
                Exit.SECOND_PROCESS,
            )

    async def _meet_other(self) -> None:
        now = self._clock.now()
        since = self._undisturbed_since or now
        self._is_settled = self._is_settled or now - since >= SETTLED_AFTER
        self._undisturbed_since = now
        metrics.POLL_CONFLICTS.inc()
        if self._is_settled:
            log.warning("another process polls with this token; this one was first and goes on")
            await asyncio.sleep(STEP_BACK_S)
            return
        self._conflicts += 1
        if self._conflicts == CONFLICTS_MAX:
            self._given_up.set()
