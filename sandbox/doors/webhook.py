"""Pushing updates to the bot's webhook.

Source: core.telegram.org/bots/api#setwebhook: a POST of the update's JSON with the secret in
X-Telegram-Bot-Api-Secret-Token; what is not answered with 2xx is pushed again.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import aiohttp
from aiogram.types import Update

from sandbox.doors.wire import dumped
from sandbox.telegram import Telegram
from sandbox.updates import Webhook

ANSWER_SECONDS = 60.0
RETRY_SECONDS = 1.0
"""Telegram waits longer and longer; here nobody should have to."""


@contextlib.asynccontextmanager
async def pushing(telegram: Telegram) -> AsyncIterator[None]:
    """Push to the webhook, whenever one is set, while the block lasts."""
    task = asyncio.create_task(Pusher(telegram).run())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


class Pusher:
    """Several updates at once, but those of one chat one after another."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._busy: set[object] = set()
        self._pushes: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Until cancelled."""
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as client:
            try:
                while True:
                    self._push_all(client)
                    await self._telegram.changes.next()
            finally:
                for push in self._pushes:
                    push.cancel()
                await asyncio.gather(*self._pushes, return_exceptions=True)

    def _push_all(self, client: aiohttp.ClientSession) -> None:
        webhook, waiting = self._telegram.updates.webhook, set(self._busy)
        for update in self._telegram.updates.queue if webhook else ():
            where = _place_of(update)
            if webhook and where not in waiting and len(self._busy) < webhook.max_connections:
                self._busy.add(where)
                push = asyncio.create_task(self._push(client, webhook, update))
                self._pushes.add(push)
                push.add_done_callback(self._pushes.discard)
            waiting.add(where)

    async def _push(self, client: aiohttp.ClientSession, webhook: Webhook, update: Update) -> None:
        try:
            error = await _posted(client, webhook, update)
            if error is None:
                self._telegram.updates.confirm_pushed(update.update_id)
            else:
                webhook.last_error, webhook.last_error_at = error, self._telegram.clock.second()
                await asyncio.sleep(RETRY_SECONDS)
        finally:
            self._busy.discard(_place_of(update))
            self._telegram.changes.touch(visible=False)


async def _posted(client: aiohttp.ClientSession, webhook: Webhook, update: Update) -> str | None:
    """Push one update; None when it was taken, else what went wrong."""
    secret = webhook.secret_token
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
    try:
        async with client.post(webhook.url, json=dumped(update), headers=headers) as answer:
            if answer.ok:
                return None
            return f"Wrong response from the webhook: {answer.status} {answer.reason}"
    except TimeoutError:
        return "Read timeout expired"
    except aiohttp.ClientError:
        return "Connection refused"


def _place_of(update: Update) -> object:
    """The chat an update belongs to: updates of one chat keep their order."""
    message = update.message or update.edited_message
    if message is None and update.callback_query:
        found = update.callback_query.message
        return found.chat.id if found else update.callback_query.from_user.id
    changed = update.my_chat_member or update.chat_member
    return (message or changed).chat.id if (message or changed) else None  # type: ignore[union-attr]
