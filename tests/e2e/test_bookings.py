"""The main job, by people's taps, with the bot as a process."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from db.engine import Database
from db.models import Booking
from sandbox.people.groups import Group
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.builders import add_resource
from tests.e2e.bot_process import BotProcess

pytestmark = pytest.mark.usefixtures("bot")

PATIENCE_S = 30
"""A process takes seconds to start, and more on a busy machine."""


class Tapper:
    """One person at their phone: taps a button as soon as it is there."""

    def __init__(self, telegram: Telegram, person: Person) -> None:
        self._telegram = telegram
        self._person = person

    async def tap(self, *labels: str, chat: Group | None = None) -> None:
        for label in labels:
            await self._telegram.until(
                lambda label=label: self._person.tap(label, chat), PATIENCE_S
            )

    async def reads(self, words: str, chat: Group | None = None) -> str:
        """Wait until some message says these words; returns it."""

        def found() -> str | None:
            texts = [message.text or "" for message in self._person.messages(chat)]
            return next((text for text in reversed(texts) if words in text), None)

        text = await self._telegram.until(found, PATIENCE_S)
        assert text is not None
        return text

    async def hears(self, words: str) -> None:
        """Wait until a tap of theirs is answered with these words."""
        await self._telegram.until(
            lambda: any(words in (answer.text or "") for answer in self._person.answers),
            PATIENCE_S,
        )


@pytest.fixture
def hers(telegram: Telegram, emma: Person) -> Tapper:
    return Tapper(telegram, emma)


@pytest.fixture
def adas(telegram: Telegram, ada: Person) -> Tapper:
    return Tapper(telegram, ada)


async def fill_draft(hers: Tapper, emma: Person, name: str) -> None:
    """The fifteenth of the next month, 14:00 to 15:00: always ahead, always in the horizon."""
    emma.start()
    await hers.tap("📅 Book", name, "›", "15", "14:00", "1 h → ")
    await hers.reads("Shall I book it?")


async def bookings(db: Database) -> list[Booking]:
    async with db.reading() as session:
        return list((await session.scalars(select(Booking))).all())


async def move_clock_to(telegram: Telegram, at: datetime) -> None:
    telegram.clock.advance(at - datetime.now(UTC) - telegram.clock.offset)


async def test_book_approve_reminder_cancel(
    db: Database,
    telegram: Telegram,
    emma: Person,
    hers: Tapper,
    adas: Tapper,
    group: Group,
) -> None:
    await add_resource(db, "Studio", requires_approval=True)
    await fill_draft(hers, emma, "Studio")
    await hers.tap("✅ Ask for approval")
    await hers.reads("Sent for approval.")

    await adas.reads("Request for approval", group)
    await adas.tap("✅ Approve", chat=group)
    await adas.reads("Approved by Ada", group)
    await hers.reads("Your booking is approved.")

    (booked,) = await bookings(db)
    await move_clock_to(telegram, booked.starts_at - timedelta(hours=24))
    await hers.reads("Your booking starts in 1 day.")
    await move_clock_to(telegram, booked.starts_at - timedelta(minutes=30))
    await hers.reads("Your booking starts in 30 min.")

    await hers.tap("Show the booking", "Cancel this booking", "Yes, cancel it")
    await hers.reads("🚫 cancelled")
    await adas.reads("Cancelled by the booker", group)


async def test_a_request_that_nobody_answers_expires(
    db: Database,
    telegram: Telegram,
    emma: Person,
    hers: Tapper,
    adas: Tapper,
    group: Group,
) -> None:
    await add_resource(db, "Studio", requires_approval=True, approval_minutes=120)
    await fill_draft(hers, emma, "Studio")
    await hers.tap("✅ Ask for approval")
    await adas.reads("Request for approval", group)

    telegram.clock.advance(timedelta(hours=2))

    await hers.reads("your request has expired")
    await adas.reads("Expired: nobody decided in time", group)


async def restart(bot: BotProcess, telegram: Telegram) -> None:
    """Done once it is about to poll: a tap that waits for longer than 15 s cannot be answered."""
    before = len(telegram.journal)
    await bot.restart()
    await telegram.until(
        lambda: any(call.method == "setMyCommands" for call in telegram.journal[before:]),
        PATIENCE_S,
    )


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


async def test_a_double_tap_on_confirm_books_once(db: Database, emma: Person, hers: Tapper) -> None:
    await add_resource(db, "Blue room")
    await fill_draft(hers, emma, "Blue room")
    emma.tap("✅ Book")
    emma.tap("✅ Book")
    await hers.hears("That is done already.")
    await hers.reads("Booked.")
    assert len(await bookings(db)) == 1


async def test_of_two_approvers_one_decides(
    db: Database,
    telegram: Telegram,
    emma: Person,
    ada: Person,
    hers: Tapper,
    adas: Tapper,
    group: Group,
) -> None:
    await add_resource(db, "Studio", requires_approval=True)
    bob = telegram.add_person(10, "Bob", language_code="en")
    group.add(bob)
    await fill_draft(hers, emma, "Studio")
    await hers.tap("✅ Ask for approval")
    await adas.reads("Request for approval", group)

    ada.tap("✅ Approve", group)
    bob.tap("✅ Approve", group)

    await telegram.until(lambda: ada.answers and bob.answers, PATIENCE_S)
    heard = {"Ada": ada.answers[-1].text, "Bob": bob.answers[-1].text}
    first, second = sorted(heard, key=lambda name: heard[name] != "Approved.")
    assert heard[first] == "Approved."
    assert heard[second] == f"{first} was first: it is already confirmed."
    await hers.reads("Your booking is approved.")
    await adas.reads(f"Approved by {first}", group)
    (booked,) = await bookings(db)
    assert booked.status == "approved"


async def test_a_forged_callback_changes_nothing(
    db: Database, telegram: Telegram, emma: Person, hers: Tapper, adas: Tapper, group: Group
) -> None:
    await add_resource(db, "Studio", requires_approval=True)
    mallory = telegram.add_person(66, "Mallory", language_code="en")
    theirs = Tapper(telegram, mallory)
    await fill_draft(hers, emma, "Studio")
    await hers.tap("✅ Ask for approval")
    await adas.reads("Request for approval", group)
    (before,) = await bookings(db)
    mallory.start()
    await theirs.reads("Hello, Mallory")

    mallory.tap_data(f"yes:{before.id}:1", mallory.last())
    await theirs.hears("Only members of the approval group")
    mallory.tap_data(f"cancelled:{before.id}", mallory.last())
    await theirs.hears("There is no such booking.")

    (after,) = await bookings(db)
    assert after.status == "pending"


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
    assert await bot.outlasts(2), "it ended with a tap in its hands"
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


async def test_the_commands_are_published_at_the_start(telegram: Telegram, emma: Person) -> None:
    def menu() -> list[str]:
        return [command.command for command in telegram.profile.commands_for(emma)]

    await telegram.until(
        lambda: menu() == ["start", "book", "free", "plan", "my", "language", "quiet", "help"],
        PATIENCE_S,
    )
