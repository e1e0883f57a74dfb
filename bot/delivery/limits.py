"""Telegram's limits as token buckets, kept from our side, so that it never has to answer 429.

About 30 messages a second in all, one a second to one chat (short bursts pass), 20 a minute to
one group; an edit counts like a message.
Source: core.telegram.org/bots/faq, "My bot is hitting limits".
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cachetools import LRUCache

from bot.buckets import Bucket, Rate

MARGIN = 0.97
"""What is sent evenly may arrive in a bunch, so it is sent a little slower than is allowed."""
REMEMBERED = 10_000
"""Chats; one that was not written to for long has full buckets, whether it is known or not."""


@dataclass(frozen=True)
class Rates:
    """For the bot as a whole, for each chat, and for each group besides.

    Background sends leave the reserve to people who tap meanwhile.
    """

    all: Rate
    chat: Rate
    group: Rate


TELEGRAM = Rates(
    all=Rate(30 * MARGIN, burst=20, reserve=5),
    chat=Rate(1 * MARGIN, burst=4, reserve=2),
    group=Rate(20 / 60 * MARGIN, burst=18, reserve=4),
)


class Limits:
    """A bucket for the bot, one for each chat, one more for each group; and what Telegram asked."""

    def __init__(self, rates: Rates = TELEGRAM) -> None:
        self._rates = rates
        self._all: Bucket | None = None
        self._chats: LRUCache[int, list[Bucket]] = LRUCache(REMEMBERED)
        self._paused: dict[int, float] = {}

    def wait(self, chat_id: int, now: float, *, is_background: bool) -> float:
        """Seconds until something may be sent to this chat; 0 if it may be sent now."""
        waits = (each.wait(now, is_background=is_background) for each in self._of(chat_id, now))
        return max(*waits, self._pause(chat_id, now))

    def wait_of_chat(self, chat_id: int, now: float) -> float:
        """The same for the chat alone, in the background: whatever goes elsewhere."""
        _, *own = self._of(chat_id, now)
        waits = (each.wait(now, is_background=True) for each in own)
        return max(*waits, self._pause(chat_id, now))

    def spend(self, chat_id: int, now: float) -> None:
        """Something is sent to this chat."""
        for bucket in self._of(chat_id, now):
            bucket.tokens -= 1

    def pause(self, chat_id: int, until: float) -> None:
        """Telegram answered 429: nothing goes to this chat until then."""
        self._paused[chat_id] = max(until, self._paused.get(chat_id, until))

    def _pause(self, chat_id: int, now: float) -> float:
        left = self._paused.get(chat_id, now) - now
        if left <= 0:
            self._paused.pop(chat_id, None)
        return max(left, 0.0)

    def _of(self, chat_id: int, now: float) -> Iterable[Bucket]:
        """A group's id is negative."""
        self._all = self._all or Bucket.full(self._rates.all, now)
        if chat_id not in self._chats:
            rates = [self._rates.chat, self._rates.group][: 1 + (chat_id < 0)]
            self._chats[chat_id] = [Bucket.full(rate, now) for rate in rates]
        return self._all, *self._chats[chat_id]
