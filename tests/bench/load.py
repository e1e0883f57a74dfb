"""Three thousand notices are due at once, under Telegram's limits, while somebody taps.

The bot is a process of its own, and Telegram is the sandbox with its limits switched on.
"""

import asyncio
import sqlite3
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardButton, Message
from alembic import command

from sandbox.doors.server import start_server
from sandbox.limits import ALL_PER_SECOND, GROUP_PER_MINUTE
from sandbox.people.buttons import buttons_of
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.bench.timing import Measure, unpin
from tests.bot_process import TOKEN, BotProcess
from tests.conftest import alembic_config

PEOPLE, EACH, CARDS = 1_000, 3, 40
NOTICES = PEOPLE * EACH + CARDS
GROUP_ID = -1001
TAPPER = 1
"""Somebody who gets notices too."""
PATIENCE_S = 200
TAP_EVERY_S = 1.5
"""Somebody who never pauses would get their notices last: their chat has no turn to spare."""
FORWARD = ("b1", "b2", "b3", "b4", "b5", "book")
"""Prefixes of the buttons that lead through a booking, and on to the next one."""

USER_ROWS = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :people)
    INSERT INTO users (id, telegram_id, full_name, language, created_at, updated_at)
    SELECT i, i, 'Person ' || i, 'en', :now, :now FROM n"""
RESOURCE_ROWS = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT 2)
    INSERT INTO resources (id, kind, name, timezone, created_at, updated_at)
    SELECT i, 'room', 'Room ' || i, 'Europe/Kyiv', :now, :now FROM n"""
BOOKING_ROWS = """
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :count - 1)
    INSERT INTO bookings
        (user_id, starts_at, ends_at, status, request_key, created_at, updated_at, decide_by)
    SELECT 1 + i % :people, at, at + 600, :status, :status || i, :now, :now, :decide_by
    FROM (SELECT i, :now + 90000 + i * 600 AS at FROM n)"""
ALLOCATION_ROWS = """
    INSERT INTO booking_resources
        (booking_id, resource_id, unit, occupied_from, occupied_until, active)
    SELECT id, 1, 1, starts_at, ends_at, 1 FROM bookings WHERE status = 'approved'
    UNION ALL SELECT id, 2, 1, starts_at, ends_at, 1 FROM bookings WHERE status = 'pending'"""
NOTIFICATION_ROWS = """
    INSERT INTO notifications (kind, booking_id, user_id, due_at, next_try_at, dedup_key)
    SELECT CASE status WHEN 'approved' THEN 'reminder' ELSE 'approval_card' END, id,
        CASE status WHEN 'approved' THEN user_id END, :now, :now,
        CASE status WHEN 'approved' THEN 'reminder:1:1440' ELSE 'approval_card:1:' END
    FROM bookings ORDER BY random()"""


class Sent:
    """How many notices have arrived: of what the tapper gets, what nobody has asked for."""

    def __init__(self, telegram: Telegram) -> None:
        self._journal = telegram.journal
        self._read = self._count = 0

    def count(self) -> int:
        for call in self._journal[self._read :]:
            request = call.request
            is_done = isinstance(request, SendMessage) and call.error_code is None
            self._count += is_done and (request.chat_id != TAPPER or "⏰" in request.text)
        self._read = len(self._journal)
        return self._count


def notices_at_once() -> list[Measure]:
    """How near to the limits it comes, how often it is refused, and how long the tapper waits."""
    unpin()
    with TemporaryDirectory() as folder:
        _fill(Path(folder) / "load.db")
        return asyncio.run(_with_bot(Path(folder)))


async def _with_bot(folder: Path) -> list[Measure]:
    telegram = _telegram()
    async with start_server(telegram) as url:
        settings = {
            "BOT_TOKEN": TOKEN,
            "SANDBOX_URL": url,
            "DATABASE_URL": "sqlite+aiosqlite:///load.db",
            "ADMIN_CHAT_ID": str(GROUP_ID),
            "LOG_LEVEL": "WARNING",
        }
        bot = BotProcess(settings, folder)
        await bot.start()
        try:
            return _measures(telegram, *await _drain(telegram))
        finally:
            await bot.stop()


def _telegram() -> Telegram:
    telegram = Telegram(TOKEN)
    for number in range(1, PEOPLE + 1):
        telegram.add_person(number, f"Person {number}", language_code="en").start()
    telegram.take_updates()
    telegram.add_group(GROUP_ID, "Approvals")
    telegram.limits = True
    return telegram


async def _drain(telegram: Telegram) -> tuple[float, list[float]]:
    """From the first notice to the last: seconds, and how long each tap took to be shown."""
    sent, waits = Sent(telegram), list[float]()
    await telegram.until(sent.count, PATIENCE_S)
    begins = perf_counter()
    tapping = asyncio.create_task(_tap(telegram, telegram.people[TAPPER], waits))
    await telegram.until(lambda: sent.count() >= NOTICES, PATIENCE_S)
    seconds = perf_counter() - begins
    tapping.cancel()
    await asyncio.wait([tapping])
    return seconds, waits


async def _tap(telegram: Telegram, tapper: Person, waits: list[float]) -> None:
    """Through one booking after another, without a pause worth the name."""
    tapper.say("/book")
    while True:
        message, button = await telegram.until(partial(_next, tapper))
        begins = perf_counter()
        tapper.tap_data(str(button.callback_data), message)
        await telegram.until(partial(_has_changed, tapper, message))
        waits.append(perf_counter() - begins)
        await asyncio.sleep(TAP_EVERY_S)


def _next(tapper: Person) -> tuple[Message, InlineKeyboardButton] | None:
    """The last way forward in their newest dialogue: late in the day, and for long."""
    return next(
        (
            (message, button)
            for message in reversed(tapper.messages())
            for button in reversed(buttons_of(message))
            if str(button.callback_data).partition(":")[0] in FORWARD
        ),
        None,
    )


def _has_changed(tapper: Person, old: Message) -> bool:
    return old not in tapper.messages()


def _fill(path: Path) -> None:
    command.upgrade(alembic_config(f"sqlite+aiosqlite:///{path}"), "head")
    now = int(datetime.now(UTC).timestamp())
    figures = {"people": PEOPLE, "now": now}
    with sqlite3.connect(path) as connection:
        connection.execute(USER_ROWS, figures)
        connection.execute(RESOURCE_ROWS, figures)
        for status, count, decide_by in (
            ("approved", PEOPLE * EACH, None),
            ("pending", CARDS, now + 86_400),
        ):
            rows = {"status": status, "count": count, "decide_by": decide_by}
            connection.execute(BOOKING_ROWS, figures | rows)
        connection.execute(ALLOCATION_ROWS)
        connection.execute(NOTIFICATION_ROWS, figures)
    connection.close()


def _measures(telegram: Telegram, seconds: float, waits: list[float]) -> list[Measure]:
    allowed = max(
        (NOTICES - ALL_PER_SECOND) / ALL_PER_SECOND,
        (CARDS - GROUP_PER_MINUTE) / GROUP_PER_MINUTE * 60,
    )
    refused = sum(call.error_code == 429 for call in telegram.journal)
    p99 = quantiles(waits, n=100)[-1]
    return [
        Measure(
            f"{NOTICES:,} due notices, the pace against what Telegram allows",
            allowed / seconds,
            0.9,
            at_least=True,
            detail=f"{seconds:.1f} s, where the limits ask for {allowed:.1f} s",
        ),
        Measure("requests answered with 429 meanwhile", refused, 0, unit=""),
        Measure(
            "a tap meanwhile, p99",
            1000 * p99,
            1000,
            unit=" ms",
            detail=f"{len(waits)} taps, {1000 * median(waits):.0f} ms in the middle",
        ),
    ]
