"""Sends what is due. A tick or a commit wakes it; nothing is sent inside a transaction."""

import asyncio
import logging

from aiogram import Bot

from bot.clock import Clock
from bot.delivery.verdicts import Fate, judge
from bot.schemas.notices import Notice
from bot.screens import approval, notices
from bot.screens.screen import Screen
from bot.services import notices as outbox
from bot.texts import Texts, texts_of
from db.engine import Database
from db.enums import NotificationKind

log = logging.getLogger(__name__)


class Delivery:
    """At least once: what is sent, but not yet marked when the process dies, is sent again."""

    def __init__(self, db: Database, bot: Bot, clock: Clock, *, group_language: str) -> None:
        self._db = db
        self._bot = bot
        self._clock = clock
        self._group_language = group_language
        self._woken = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """Look at the outbox now; may be called at any time and costs nothing."""
        self._woken.set()

    def stop(self) -> None:
        """End `run` after the notice that is being sent."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Sweep whenever woken, until stopped. A sweep that fails is logged and tried anew."""
        while not self._stopping:
            await self._woken.wait()
            self._woken.clear()
            try:
                await self.sweep()
            except Exception:
                log.exception("a sweep of the outbox failed; the next one tries again")

    async def sweep(self) -> int:
        """Send everything that is due; returns how many were sent."""
        sent = 0
        while not self._stopping:
            due = await outbox.claim_due(self._db, now=self._clock.now())
            if not due:
                break
            for notice in due:
                if self._stopping:
                    break  # the lease ends by itself
                sent += await self._deliver(notice)
        return sent

    async def _deliver(self, notice: Notice) -> bool:
        """Send one notice and write down how it went; its failure is no other notice's."""
        try:
            message_id = await self._send(notice, self._render(notice))
        except Exception as error:  # noqa: BLE001 - whatever it is, the queue goes on
            return await self._fail(notice, error)
        await outbox.mark_sent(self._db, notice, message_id, now=self._clock.now())
        return True

    def _render(self, notice: Notice) -> Screen:
        texts = self._texts(notice)
        match notice.kind:
            case NotificationKind.APPROVAL_CARD | NotificationKind.CARD_OUTCOME:
                return approval.card_screen(texts, notice.booking)
            case NotificationKind.DECISION:
                return notices.decision_screen(texts, notice.booking)
            case NotificationKind.EXPIRY:
                return notices.expiry_screen(texts, notice.booking)
            case NotificationKind.REMINDER:
                return notices.reminder_screen(texts, notice.booking, now=self._clock.now())

    def _texts(self, notice: Notice) -> Texts:
        return texts_of(notice.language or self._group_language)

    async def _send(self, notice: Notice, screen: Screen) -> int:
        if notice.edits is None:
            sent = await self._bot.send_message(
                notice.chat_id, screen.text, reply_markup=screen.keyboard
            )
            return sent.message_id
        await self._bot.edit_message_text(
            screen.text,
            chat_id=notice.chat_id,
            message_id=notice.edits,
            reply_markup=screen.keyboard,
        )
        return notice.edits

    async def _fail(self, notice: Notice, error: Exception) -> bool:
        """Whether the notice counts as sent after all."""
        verdict = judge(error, notice.attempts)
        reason = f"{type(error).__name__}: {error}"
        if verdict.fate is Fate.SENT:
            await outbox.mark_sent(self._db, notice, notice.edits or 0, now=self._clock.now())
            return True
        if verdict.fate is Fate.RETRY:
            log.warning("notification %s is tried again in %s", notice.id, verdict.wait)
            until = self._clock.now() + verdict.wait
            await outbox.postpone(self._db, notice, reason, until=until)
            return False
        is_unreachable = verdict.fate is Fate.UNREACHABLE
        if is_unreachable:
            log.info("notification %s: the recipient cannot be reached", notice.id)
        else:
            log.error("notification %s is undeliverable", notice.id, exc_info=error)
        await outbox.mark_undeliverable(self._db, notice, reason, is_unreachable=is_unreachable)
        return False
