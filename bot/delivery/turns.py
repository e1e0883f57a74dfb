"""Who may send next: people who tap before what is due anyway, each as the limits allow."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.delivery.limits import Limits


@dataclass(eq=False)
class Waiter:
    chat_id: int
    is_background: bool
    turn: asyncio.Future[None]


class Turns:
    """Gives turns to send, in the order of asking where the limits leave the choice.

    A chat that has to wait is in nobody else's way.
    """

    def __init__(self, limits: Limits, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._monotonic = monotonic
        self._waiting: list[Waiter] = []
        self._timer: asyncio.TimerHandle | None = None

    async def wait(self, chat_id: int, *, is_background: bool = False) -> None:
        """Return when something may be sent to this chat; it counts as sent then."""
        waiter = Waiter(chat_id, is_background, asyncio.get_running_loop().create_future())
        place = len(self._waiting) if is_background else self._foreground()
        self._waiting.insert(place, waiter)
        self._give()
        try:
            await waiter.turn
        finally:
            if waiter in self._waiting:
                self._waiting.remove(waiter)

    def seconds_until(self, chat_id: int) -> float:
        """How long a background send would have to wait for this chat alone."""
        return self._limits.wait_of_chat(chat_id, self._monotonic())

    def pause(self, chat_id: int, seconds: float) -> None:
        """Telegram asks us to wait with this chat."""
        self._limits.pause(chat_id, self._monotonic() + seconds)

    def _foreground(self) -> int:
        return sum(not waiter.is_background for waiter in self._waiting)

    def _give(self) -> None:
        """Let everybody through who may go now, and look again when the next one may."""
        now, waits = self._monotonic(), []
        for waiter in self._waiting[:]:
            if waiter.turn.done():  # cancelled: it is about to leave the queue
                continue
            wait = self._limits.wait(waiter.chat_id, now, is_background=waiter.is_background)
            if wait:
                waits.append(wait)
                continue
            self._limits.spend(waiter.chat_id, now)
            self._waiting.remove(waiter)
            waiter.turn.set_result(None)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if waits:
            self._timer = asyncio.get_running_loop().call_later(min(waits), self._give)
