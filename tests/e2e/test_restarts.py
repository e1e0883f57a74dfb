"""A process ends in the middle of things, and another goes on: nothing is lost or repeated."""

import sqlite3
from datetime import timedelta
from pathlib import Path

from db.engine import Database
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.bot_process import BotProcess, restart
from tests.builders import add_resource
from tests.e2e.tapper import PATIENCE_S, Tapper, bookings, fill_draft, move_clock_to


async def test_a_draft_survives_a_restart(
    db: Database, telegram: Telegram, emma: Person, hers: Tapper, bot: BotProcess
) -> None:
    await add_resource(db, "Blue room")
    emma.start()
    await hers.tap("📅 Book", "Blue room", "›", "15")
    await hers.reads("When does it start?")

    await restart(bot, telegram)

    await hers.tap("14:00", "1 h → ", "✅ Book")
    await hers.reads("Booked.")
    assert len(await bookings(db)) == 1


async def test_a_restart_repeats_nothing_and_loses_nothing(
    db: Database, telegram: Telegram, emma: Person, hers: Tapper, bot: BotProcess
) -> None:
    await add_resource(db, "Blue room")
    await fill_draft(hers, emma, "Blue room")
    await hers.tap("✅ Book")
    await hers.reads("Booked.")
    (booked,) = await bookings(db)

    await bot.stop()
    await move_clock_to(telegram, booked.starts_at - timedelta(hours=23))  # while it was down
    await bot.start()
    await hers.reads("Your booking starts in 23 h.")
    await bot.restart()
    await move_clock_to(telegram, booked.starts_at - timedelta(minutes=30))
    await hers.reads("Your booking starts in 30 min.")

    reminders = [message for message in emma.messages() if "starts in" in (message.text or "")]
    assert len(reminders) == 2


async def test_sigterm_in_the_middle_of_a_booking_finishes_it(
    db: Database,
    telegram: Telegram,
    database_path: Path,
    emma: Person,
    hers: Tapper,
    bot: BotProcess,
) -> None:
    """Another writer holds the database, so the booking is certainly in flight at the signal."""
    await add_resource(db, "Blue room")
    await fill_draft(hers, emma, "Blue room")
    blocker = sqlite3.connect(database_path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    emma.tap("✅ Book")
    await telegram.until(lambda: not telegram.pending_updates(), PATIENCE_S)

    bot.ask_to_stop()
    assert await bot.outlasts(1), "it ended with a tap in its hands"
    blocker.execute("ROLLBACK")
    blocker.close()

    assert await bot.stopped() == 0
    await hers.reads("Booked.")
    assert len(await bookings(db)) == 1


async def test_a_stop_while_a_reminder_is_written_down_repeats_nothing(
    db: Database,
    telegram: Telegram,
    database_path: Path,
    emma: Person,
    hers: Tapper,
    bot: BotProcess,
) -> None:
    """Another writer holds the database between the sending and the marking."""
    await add_resource(db, "Blue room")
    await fill_draft(hers, emma, "Blue room")
    await hers.tap("✅ Book")
    await hers.reads("Booked.")
    (booked,) = await bookings(db)
    blocker = sqlite3.connect(database_path, isolation_level=None)
    await move_clock_to(telegram, booked.starts_at - timedelta(hours=24))
    await hers.reads("Your booking starts in")
    blocker.execute("BEGIN IMMEDIATE")

    bot.ask_to_stop()
    blocker.execute("ROLLBACK")
    blocker.close()
    assert await bot.stopped() == 0
    await bot.start()
    await move_clock_to(telegram, booked.starts_at - timedelta(minutes=30))  # any lease is over

    await hers.reads("Your booking starts in 30 min.")
    reminders = [message for message in emma.messages() if "starts in" in (message.text or "")]
    assert len(reminders) == 2
