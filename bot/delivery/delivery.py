"""Sends what is due. A tick or a commit wakes it; nothing is sent inside a transaction."""

import asyncio
import logging
from asyncio import FIRST_COMPLETED
from datetime import timedelta

from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError

from bot import metrics
from bot.clock import Clock
from bot.delivery.traffic import Traffic
from bot.delivery.verdicts import Fate, judge
from bot.schemas.notices import Lease, Notice
from bot.screens import approval
from bot.screens import notices as screens
from bot.screens.screen import Screen
from bot.services import notices
from bot.services.approval_groups import ApprovalGroups
from bot.services.refusals import as_refusal
from bot.services.users import Actors
from bot.settings import Settings
from bot.texts import Texts, texts_of
from db.engine import Database
from db.enums import NotificationKind

log = logging.getLogger(__name__)

SEND_TIMEOUT_S = 30
MARK_PAUSES_S = (0.5, 1, 2, 4, 8, 8)
"""Together less than a lease, with the time that each try may take."""
SENDERS = 16
"""How many are sent at once: the limits allow 30 a second, and a send takes its time."""
TURN_MAX_S = 5
"""Whose turn is further away gives its notice back."""
GROUP_AWAY = timedelta(minutes=1)
"""The bot was removed from the group, or the group has a new id: a person has to act."""


class Delivery:
    """At least once: what is sent, but not yet marked when the process dies, is sent again.

    To one recipient one after another, to several at once.
    """

    def __init__(
        self,
        db: Database,
        bot: Bot,
        clock: Clock,
        *,
        actors: Actors,
        groups: ApprovalGroups,
        traffic: Traffic,
        settings: Settings,
    ) -> None:
        self._db = db
        self._actors = actors
        self._groups = groups
        self._traffic = traffic
        self._bot = bot
        self._clock = clock
        self._settings = settings
        self._woken = asyncio.Event()
        self._stopping = False
        self._sending: dict[asyncio.Task[bool], int | None] = {}

    def wake(self) -> None:
        """Look at the outbox now; may be called at any time and costs nothing."""
        self._woken.set()

    def stop(self) -> None:
        """End `run` after the notices that are being sent."""
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
        """Send everything that is due; returns how many messages were sent."""
        sent = 0
        try:
            while not self._stopping:
                lease = await self._claim() if len(self._sending) < SENDERS else None
                if lease is not None:
                    task = asyncio.create_task(self._deliver(lease))
                    self._sending[task] = lease.user_id
                elif self._sending:
                    sent += await self._some_sent()
                else:
                    break
        finally:
            while self._sending:
                sent += await self._some_sent()
        return sent

    async def _claim(self) -> Lease | None:
        busy = set(self._sending.values())
        return await notices.claim_next(self._db, now=self._clock.now(), busy=busy)

    async def _some_sent(self) -> int:
        """Wait until one of those in flight is done, or something else may be due."""
        woken = asyncio.create_task(self._woken.wait())
        done, _ = await asyncio.wait({*self._sending, woken}, return_when=FIRST_COMPLETED)
        woken.cancel()
        self._woken.clear()
        sent = 0
        for task in done & self._sending.keys():
            del self._sending[task]
            if (error := task.exception()) is not None:
                log.error("how a notice fared is not written down", exc_info=error)
            else:
                sent += task.result()
        return sent

    async def _deliver(self, lease: Lease) -> bool:
        """Send one message and write down how it went; its failure is no other's."""
        if not await self._has_turn(lease):
            return False
        told: list[Notice] = []
        try:
            told = await notices.prepare(self._db, lease, now=self._clock.now())
            if not told:
                return False
            message_id = await self._send(told[0], self._render(told))
        except Exception as error:  # noqa: BLE001 - whatever it is, the queue goes on
            return await self._fail(lease, told[0] if told else None, error)
        metrics.NOTIFICATIONS.labels(told[0].kind, "sent").inc(len(told))
        await self._mark_sent(lease, told[0], message_id)
        return True

    async def _mark_sent(self, lease: Lease, notice: Notice, message_id: int) -> None:
        """What is not written down is sent again when the lease ends: it is tried until then."""
        sent_at = self._clock.now()
        for pause_s in MARK_PAUSES_S:
            try:
                return await notices.mark_sent(self._db, lease, notice, message_id, now=sent_at)
            except Exception as error:
                if as_refusal(error) is None:
                    raise
                log.warning("the database is away; notification %s is sent: %r", lease.id, error)
            await asyncio.sleep(pause_s)
        return await notices.mark_sent(self._db, lease, notice, message_id, now=sent_at)

    async def _has_turn(self, lease: Lease) -> bool:
        """Wait for the turn; where it is far away, or a stop comes first, give the lease back."""
        turns, chat_id = self._traffic.turns, lease.chat_id
        wait = 0.0 if chat_id is None else turns.seconds_until(chat_id)
        if wait <= TURN_MAX_S:
            if chat_id is not None:
                await turns.wait(chat_id, is_background=True)
            if not self._stopping:
                return True
        until = self._clock.now() + timedelta(seconds=wait)
        await notices.give_back(self._db, lease, until=until)
        return False

    def _render(self, told: list[Notice]) -> Screen:
        if len(told) > 1:
            texts, now = self._texts(told[0]), self._clock.now()
            return screens.digest_screen(texts, told, now=now)
        return self._render_one(told[0])

    def _render_one(self, notice: Notice) -> Screen:
        texts = self._texts(notice)
        if notice.is_superseded:
            return approval.superseded_screen(texts, notice.booking)
        match notice.kind:
            case NotificationKind.APPROVAL_CARD | NotificationKind.CARD_OUTCOME:
                return approval.card_screen(texts, notice.booking, now=self._clock.now())
            case NotificationKind.DECISION:
                return screens.decision_screen(texts, notice.booking)
            case NotificationKind.EXPIRY:
                return screens.expiry_screen(texts, notice.booking)
            case NotificationKind.REMINDER:
                return screens.reminder_screen(texts, notice.booking, now=self._clock.now())
            case NotificationKind.BY_ADMIN:
                return screens.by_admin_screen(texts, notice.booking)
            case NotificationKind.ENDING:
                return screens.ending_screen(texts, notice.booking, notice.extensions)

    def _texts(self, notice: Notice) -> Texts:
        return texts_of(notice.language or self._settings.default_language, self._settings.zone)

    async def _send(self, notice: Notice, screen: Screen) -> int:
        with self._traffic.background():
            if notice.edits is None:
                sent = await self._bot.send_message(
                    notice.chat_id,
                    screen.text,
                    reply_markup=screen.keyboard,
                    disable_notification=notice.is_silent or None,
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

    async def _fail(self, lease: Lease, notice: Notice | None, error: Exception) -> bool:
        """Whether the notice counts as sent after all."""
        verdict = judge(error, lease.attempts)
        kind = notice.kind if notice else "unknown"
        metrics.NOTIFICATIONS.labels(kind, verdict.fate.name.lower()).inc()
        if verdict.fate is Fate.SENT and notice is not None and notice.edits is not None:
            await self._mark_sent(lease, notice, notice.edits)
            return True
        reason = _reason(error)
        if verdict.moved_to is not None and notice is not None:
            await self._follow_group(notice.chat_id, verdict.moved_to)
        if verdict.fate is Fate.RETRY:
            await self._postpone(lease, reason, verdict.wait)
        elif verdict.fate is Fate.LOST and notice is not None:
            log.warning("the card of booking %s was deleted", notice.booking.id)
            await notices.mark_lost(self._db, lease, notice, reason, now=self._clock.now())
        elif verdict.fate is Fate.UNREACHABLE and _is_card(lease, notice):
            await self._postpone(lease, reason, GROUP_AWAY)
        elif verdict.fate is Fate.UNREACHABLE and notice is not None:
            log.info("notification %s: the recipient cannot be reached", lease.id)
            await notices.mark_unreachable(self._db, lease)
            self._actors.forget(notice.chat_id)
        else:
            unknown = None if isinstance(error, TelegramAPIError) else error
            log.error("notification %s is undeliverable: %s", lease.id, reason, exc_info=unknown)
            await notices.mark_undeliverable(self._db, lease, reason)
        return False

    async def _follow_group(self, chat_id: int, new_chat_id: int) -> None:
        log.warning("the approval group is now %s; set ADMIN_CHAT_ID, if used", new_chat_id)
        await self._groups.follow_migration(chat_id, new_chat_id, now=self._clock.now())

    async def _postpone(self, lease: Lease, reason: str, wait: timedelta) -> None:
        log.warning("notification %s is tried again in %s: %s", lease.id, wait, reason)
        until = self._clock.now() + wait
        await notices.postpone(self._db, lease, reason, until=until)


def _reason(error: Exception) -> str:
    """What is kept of an error; an answer that cannot be read has people's words in it."""
    name = type(error).__name__
    return name if isinstance(error, ClientDecodeError) else f"{name}: {error}"


def _is_card(lease: Lease, notice: Notice | None) -> bool:
    """A new message for the group: it waits for the group, while an edit has lost its message."""
    return lease.user_id is None and notice is not None and notice.edits is None
