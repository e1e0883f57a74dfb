"""Sends what is due. A tick or a commit wakes it; nothing is sent inside a transaction."""

import asyncio
import logging
from asyncio import FIRST_COMPLETED
from datetime import timedelta

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError

from bot import metrics
from bot.clock import Clock
from bot.delivery.rendering import render
from bot.delivery.rests import Rests
from bot.delivery.traffic import Traffic
from bot.delivery.verdicts import Fate, is_databases, judge
from bot.logs import note
from bot.schemas.notices import Lease, Notice
from bot.screens.screen import Screen
from bot.services import notices
from bot.services.access.users import Actors
from bot.services.place.approval_groups import ApprovalGroups
from bot.settings import Settings
from bot.texts import Texts, texts_of
from db.engine import Database
from db.errors import name_of

log = logging.getLogger(__name__)

SEND_TIMEOUT_S = 30
MARK_PAUSES_S = (0.5, 1, 2, 4, 8, 8)
"""Together less than a lease, with the time that each try may take."""
SENDERS = 16
"""How many are sent at once: the limits allow 30 a second, and a send takes its time."""
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
        self._rests = Rests(traffic.turns)
        self._bot = bot
        self._clock = clock
        self._settings = settings
        self._woken = asyncio.Event()
        self._stopping = False
        self._sending: dict[asyncio.Task[bool], Lease] = {}
        self._alone: set[int] = set()

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
        """Send everything that is due, but to chats that have to wait, for which it wakes again;
        returns how many messages were sent."""
        sent = 0
        try:
            while not self._stopping:
                lease = await self._claim() if len(self._sending) < SENDERS else None
                if lease is not None:
                    task = asyncio.create_task(self._deliver(lease))
                    self._sending[task] = lease
                elif self._sending:
                    sent += await self._some_sent()
                else:
                    break
        finally:
            while self._sending:
                sent += await self._some_sent()
        return sent

    async def _claim(self) -> Lease | None:
        busy = self._rests.resting() | {lease.recipient for lease in self._sending.values()}
        return await notices.claim_next(
            self._db, now=self._clock.now(), busy=busy, alone=self._alone
        )

    async def _some_sent(self) -> int:
        """Wait until one of those in flight is done, or something else may be due."""
        woken = asyncio.create_task(self._woken.wait())
        done, _ = await asyncio.wait({*self._sending, woken}, return_when=FIRST_COMPLETED)
        woken.cancel()
        self._woken.clear()
        sent = 0
        for task in done & self._sending.keys():
            self._let_rest(self._sending.pop(task))
            if (error := task.exception()) is not None:
                log.error("how a notice fared is not written down", exc_info=error)
            else:
                sent += task.result()
        return sent

    def _let_rest(self, lease: Lease) -> None:
        """Claim nothing more for a chat that has to wait, until its turn."""
        if lease.chat_id is None:
            return
        if seconds := self._rests.seconds_left(lease.recipient, lease.chat_id):
            asyncio.get_running_loop().call_later(seconds, self.wake)

    async def _deliver(self, lease: Lease) -> bool:
        """Send one message and write down how it went; its failure is no other's."""
        if not await self._has_turn(lease):
            return False
        told: list[Notice] = []
        try:
            told = await notices.prepare(self._db, lease, now=self._clock.now())
            self._alone.discard(lease.id)
            if not told:
                return False
            _note(lease, told)
            screen = render(told, self._texts(told[0]), now=self._clock.now())
            message_id = await self._send(told[0], screen)
        except Exception as error:  # noqa: BLE001 - whatever it is, the queue goes on
            return await self._fail(lease, told, error)
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
                if not is_databases(error):
                    raise
                name = name_of(error)
                log.warning("notification %s is sent, and not written down: %s", lease.id, name)
            await asyncio.sleep(pause_s)
        return await notices.mark_sent(self._db, lease, notice, message_id, now=sent_at)

    async def _has_turn(self, lease: Lease) -> bool:
        """Wait for the turn; where it is far away, or a stop comes first, give the lease back."""
        chat_id = lease.chat_id
        wait = 0.0 if chat_id is None else self._rests.seconds_left(lease.recipient, chat_id)
        if not wait:
            if chat_id is not None:
                await self._traffic.turns.wait(chat_id, is_background=True)
            if not self._stopping:
                return True
        until = self._clock.now() + timedelta(seconds=wait)
        await notices.give_back(self._db, lease, until=until)
        return False

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

    async def _fail(self, lease: Lease, told: list[Notice], error: Exception) -> bool:
        """Whether the notice counts as sent after all."""
        notice = told[0] if told else None
        verdict = judge(error, lease.attempts)
        kind = notice.kind if notice else "unknown"
        metrics.NOTIFICATIONS.labels(kind, verdict.fate.name.lower()).inc()
        if verdict.fate is Fate.SENT and notice is not None and notice.edits is not None:
            await self._mark_sent(lease, notice, notice.edits)
            return True
        reason = _reason(error)
        if verdict.moved_to is not None and notice is not None:
            await self._groups.follow_migration(
                notice.chat_id, verdict.moved_to, now=self._clock.now()
            )
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
        elif len(told) > 1:
            await self._part(lease, reason)
        else:
            unknown = None if isinstance(error, TelegramAPIError) else error
            log.error("notification %s is undeliverable: %s", lease.id, reason, exc_info=unknown)
            await notices.mark_undeliverable(self._db, lease, reason)
        return False

    async def _part(self, lease: Lease, reason: str) -> None:
        """One of several is at fault: each is tried alone, and only that one given up."""
        log.warning("notification %s and others cannot be told together: %s", lease.id, reason)
        self._alone |= await notices.part(self._db, lease, reason, until=self._clock.now())

    async def _postpone(self, lease: Lease, reason: str, wait: timedelta) -> None:
        log.warning("notification %s is tried again in %s: %s", lease.id, wait, reason)
        until = self._clock.now() + wait
        await notices.postpone(self._db, lease, reason, until=until)


def _reason(error: Exception) -> str:
    """What is kept of an error: only Telegram's words, for others may quote what people wrote, and
    an answer that cannot be read does."""
    if isinstance(error, TelegramAPIError):
        return f"{type(error).__name__}: {error}"
    return name_of(error)


def _note(lease: Lease, told: list[Notice]) -> None:
    """For the log: the booking, and the person who is told of it."""
    note(booking=told[0].booking.id)
    if lease.user_id is not None:
        note(actor=lease.user_id)


def _is_card(lease: Lease, notice: Notice | None) -> bool:
    """A new message for the group: it waits for the group, while an edit has lost its message."""
    return lease.user_id is None and notice is not None and notice.edits is None
