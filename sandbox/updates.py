"""The bot's updates: queued, confirmed by offset, polled for or pushed.

Source: core.telegram.org/bots/api#getting-updates.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from aiogram.methods import GetUpdates
from aiogram.types import TelegramObject, Update

from sandbox.changes import Changes
from sandbox.errors import Refused

ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that come only to who names them in allowed_updates."""

MAX_BATCH = 100
MAX_POLL_SECONDS = 50


@dataclass
class Webhook:
    """Where updates are pushed instead, and how the last push went."""

    url: str
    secret_token: str | None
    max_connections: int
    last_error_at: datetime | None = None
    last_error: str | None = None


@dataclass
class Updates:
    """What has happened and the bot has not confirmed yet, oldest first.

    `handed_out` is the greatest id that some getUpdates, push or test has already been given.
    """

    changes: Changes
    queue: deque[Update] = field(default_factory=deque)
    allowed: frozenset[str] = frozenset()
    webhook: Webhook | None = None
    handed_out: int = 0
    _last_id: int = 0
    _poller: int = 0
    _ended: str = ""

    def put(self, kind: str, happened: TelegramObject) -> None:
        """Queue an update, unless the bot did not ask for this kind."""
        if kind in self.allowed or (not self.allowed and kind not in ON_REQUEST):
            self._last_id += 1
            self.queue.append(Update.model_validate({"update_id": self._last_id, kind: happened}))
            self.changes.touch(visible=False)

    def pending(self) -> list[Update]:
        """Updates nobody has been given yet."""
        return [update for update in self.queue if update.update_id > self.handed_out]

    def take(self) -> list[Update]:
        """Hand out all pending updates and count them as confirmed."""
        taken = self.pending()
        self.drop()
        return taken

    def drop(self) -> None:
        """Forget everything in the queue."""
        self.queue.clear()
        self.handed_out = self._last_id

    def allow(self, kinds: list[str] | None) -> None:
        """Choose the kinds to come; None leaves the choice, an empty list is the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds)

    def end_poll(self, by: str) -> None:
        """Whoever is polling gets 409 at once."""
        self._poller += 1
        self._ended = by
        self.changes.touch(visible=False)

    async def poll(self, request: GetUpdates) -> list[Update]:
        """getUpdates: confirm by offset, then wait for something. Refused (409) for a conflict."""
        self._check_no_webhook()
        self.end_poll("other getUpdates request; make sure that only one bot instance is running")
        self.allow(request.allowed_updates)
        self._confirm(request.offset or 0)
        mine = self._poller
        seconds = min(max(request.timeout or 0, 0), MAX_POLL_SECONDS)
        await self.changes.wait_until(lambda: self.queue or self._poller != mine, seconds)
        if self._poller != mine:
            raise Refused(409, f"Conflict: terminated by {self._ended}")
        return self._batch(request.limit)

    def _check_no_webhook(self) -> None:
        if self.webhook:
            raise Refused(
                409,
                "Conflict: can't use getUpdates method while webhook is active;"
                " use deleteWebhook to delete the webhook first",
            )

    def _confirm(self, offset: int) -> None:
        """Forget what is before the offset; a negative one counts from the end."""
        if offset < 0:
            offset = self.queue[max(offset, -len(self.queue))].update_id if self.queue else 0
        while self.queue and self.queue[0].update_id < offset:
            self.queue.popleft()

    def _batch(self, limit: int | None) -> list[Update]:
        size = limit if limit and 1 <= limit <= MAX_BATCH else MAX_BATCH
        batch = [self.queue[i] for i in range(min(size, len(self.queue)))]
        if batch:
            self.handed_out = max(self.handed_out, batch[-1].update_id)
        return batch

    def confirm_pushed(self, update_id: int) -> None:
        """A webhook took this one."""
        self.queue = deque(each for each in self.queue if each.update_id != update_id)
        self.handed_out = max(self.handed_out, update_id)
