"""Somebody who taps without end is asked to slow down, once, and not listened to for a while."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject, Update
from cachetools import LRUCache

from bot.buckets import Bucket, Rate
from bot.middlewares import Handler
from bot.middlewares.answering import answer_tap
from bot.schemas.actor import Actor
from bot.services.refusals import TooFast

TAPPING = Rate(per_second=2, burst=40)
"""More than the quickest thumb needs: a booking is six taps, an approver's busy minute thirty."""
REMEMBERED = 10_000


@dataclass
class Patience:
    """What is left of it with one person, and whether they were told that it is gone."""

    bucket: Bucket
    is_warned: bool = False


class FloodGuard(BaseMiddleware):
    """Counts what each person sends: taps, messages, commands."""

    def __init__(self, rate: Rate = TAPPING, *, now: Callable[[], float] = monotonic) -> None:
        self._rate = rate
        self._now = now
        self._patience: LRUCache[int, Patience] = LRUCache(REMEMBERED)

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        actor: Actor = data["actor"]
        patience = self._patience_with(actor.user_id)
        bucket = patience.bucket
        if not bucket.wait(self._now()):
            bucket.tokens -= 1
            if bucket.tokens > self._rate.burst / 2:
                patience.is_warned = False
            return await handler(event, data)
        if not patience.is_warned:
            patience.is_warned = True
            raise TooFast
        if isinstance(event, Update) and event.callback_query is not None:
            await answer_tap(event.callback_query, None)
        return None

    def _patience_with(self, user_id: int) -> Patience:
        if user_id not in self._patience:
            self._patience[user_id] = Patience(Bucket.full(self._rate, self._now()))
        return self._patience[user_id]
