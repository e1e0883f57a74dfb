"""Telegram's flood limits as token buckets.

About 30 messages a second in all, one a second to one chat (short bursts pass), 20 a minute to
one group; an edit counts like a message.
Source: core.telegram.org/bots/faq, "My bot is hitting limits".
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.errors import too_many_requests

LIMITED = frozenset(
    {
        "sendMessage",
        "sendPhoto",
        "sendDocument",
        "editMessageText",
        "editMessageCaption",
        "editMessageMedia",
        "editMessageReplyMarkup",
    }
)
"""The methods that show something in a chat."""

ALL_PER_SECOND = 30
CHAT_PER_SECOND = 1
CHAT_BURST = 5
GROUP_PER_MINUTE = 20


@dataclass
class Bucket:
    """Tokens that refill steadily up to a capacity; times in seconds of one monotonic clock."""

    capacity: float
    per_second: float
    tokens: float
    at: float

    def wait(self, now: float) -> float:
        """Seconds until there is a token; 0 if there is one."""
        self.tokens = min(self.capacity, self.tokens + (now - self.at) * self.per_second)
        self.at = now
        return 0.0 if self.tokens > 1 - 1e-6 else (1 - self.tokens) / self.per_second


class Limits:
    """One bucket for the bot, one for each chat, one more for each group. Off until switched on."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._buckets: dict[object, Bucket] = {}
        self.on = False

    def spend(self, method: str, *, chat_id: object, is_group: bool) -> None:
        """Take a token from every bucket, or from none and raise 429 with the wait rounded up."""
        if not self.on or method not in LIMITED:
            return
        now = self._monotonic()
        buckets = self._buckets_of(chat_id, is_group=is_group)
        wait = max(bucket.wait(now) for bucket in buckets)
        if wait:
            raise too_many_requests(math.ceil(wait))
        for bucket in buckets:
            bucket.tokens -= 1

    def _buckets_of(self, chat_id: object, *, is_group: bool) -> list[Bucket]:
        buckets = [
            self._bucket("all", ALL_PER_SECOND, ALL_PER_SECOND),
            self._bucket(chat_id, CHAT_BURST, CHAT_PER_SECOND),
        ]
        if is_group:
            group = ("group", chat_id)
            buckets.append(self._bucket(group, GROUP_PER_MINUTE, GROUP_PER_MINUTE / 60))
        return buckets

    def _bucket(self, key: object, capacity: float, per_second: float) -> Bucket:
        if key not in self._buckets:
            self._buckets[key] = Bucket(capacity, per_second, capacity, self._monotonic())
        return self._buckets[key]
