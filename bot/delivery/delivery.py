"""Sends what is due. A tick or a commit wakes it; nothing is sent inside a transaction."""

import asyncio
import logging
from datetime import timedelta

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError

from bot.clock import Clock
from bot.delivery.verdicts import Fate, judge
from bot.schemas.notices import Claim, Notice
from bot.screens import approval, notices
from bot.screens.screen import Screen
from bot.services import notices as outbox
from bot.services.approval_groups import ApprovalGroups
from bot.services.users import Actors
from bot.texts import Texts, texts_of
from db.engine import Database
from db.enums import NotificationKind

log = logging.getLogger(__name__)

SEND_TIMEOUT_S = 30
GROUP_AWAY = timedelta(minutes=1)
"""The bot was removed from the group, or the group has a new id: a person has to act."""


class Delivery:
    """At least once: what is sent, but not yet marked when the process dies, is sent again."""

    def __init__(
        self,
        db: Database,
        bot: Bot,
        clock: Clock,
        *,
        actors: Actors,
        groups: ApprovalGroups,
        group_language: str,
    ) -> None:
        self._db = db
        self._actors = actors
        self._groups = groups
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
            claim = await outbox.claim_next(self._db, now=self._clock.now())
            if claim is None:
                break
            sent += await self._deliver(claim)
        return sent

    async def _deliver(self, claim: Claim) -> bool:
        """Send one notice and write down how it went; its failure is no other notice's."""
        notice: Notice | None = None
        try:
            notice = await outbox.prepare(self._db, claim, now=self._clock.now())
            if notice is None:
                return False
            message_id = await self._send(notice, self._render(notice))
        except Exception as error:  # noqa: BLE001 - whatever it is, the queue goes on
            return await self._fail(claim, notice, error)
        await outbox.mark_sent(self._db, claim, notice, message_id, now=self._clock.now())
        return True

    def _render(self, notice: Notice) -> Screen:
        texts = self._texts(notice)
        if notice.is_superseded:
            return approval.superseded_screen(texts, notice.booking)
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
                notice.chat_id,
                screen.text,
                reply_markup=screen.keyboard,
                request_timeout=SEND_TIMEOUT_S,
            )
            return sent.message_id
        await self._bot.edit_message_text(
            screen.text,
            chat_id=notice.chat_id,
            message_id=notice.edits,
            reply_markup=screen.keyboard,
            request_timeout=SEND_TIMEOUT_S,
        )
        return notice.edits

    async def _fail(self, claim: Claim, notice: Notice | None, error: Exception) -> bool:
        """Whether the notice counts as sent after all."""
        verdict = judge(error, claim.attempts)
        if verdict.fate is Fate.SENT and notice is not None and notice.edits is not None:
            await outbox.mark_sent(self._db, claim, notice, notice.edits, now=self._clock.now())
            return True
        reason = f"{type(error).__name__}: {error}"
        if verdict.moved_to is not None and notice is not None:
            log.warning(
                "the approval group is now %s; set ADMIN_CHAT_ID, if used", verdict.moved_to
            )
            await self._groups.follow_migration(notice.chat_id, verdict.moved_to)
        if verdict.fate is Fate.RETRY:
            await self._postpone(claim, reason, verdict.wait)
        elif verdict.fate is Fate.UNREACHABLE and _is_card(claim, notice):
            await self._postpone(claim, reason, GROUP_AWAY)
        elif verdict.fate is Fate.UNREACHABLE and notice is not None:
            log.info("notification %s: the recipient cannot be reached", claim.id)
            await outbox.mark_unreachable(self._db, claim, reason)
            self._actors.forget(notice.chat_id)
        else:
            unknown = None if isinstance(error, TelegramAPIError) else error
            log.error("notification %s is undeliverable: %s", claim.id, reason, exc_info=unknown)
            await outbox.mark_undeliverable(self._db, claim, reason)
        return False

    async def _postpone(self, claim: Claim, reason: str, wait: timedelta) -> None:
        log.warning("notification %s is tried again in %s: %s", claim.id, wait, reason)
        until = self._clock.now() + wait
        await outbox.postpone(self._db, claim, reason, until=until)


def _is_card(claim: Claim, notice: Notice | None) -> bool:
    """A new message for the group: it waits for the group, while an edit has lost its message."""
    return claim.user_id is None and notice is not None and notice.edits is None
