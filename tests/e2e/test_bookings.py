"""The main job, by people's taps, with the bot as a process."""

from datetime import timedelta

import pytest

from db.engine import Database
from sandbox.people.groups import Group
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.builders import add_resource
from tests.e2e.tapper import PATIENCE_S, Tapper, bookings, fill_draft, move_clock_to

pytestmark = pytest.mark.usefixtures("bot")


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


async def test_find_book_move_undo_extend(
    db: Database, telegram: Telegram, emma: Person, hers: Tapper
) -> None:
    """Five taps find it and book it."""
    await add_resource(db, "Blue room", capacity=6)
    emma.say("/free")
    await hers.tap("Tomorrow", "14:00", "1 h", "4+", "Blue room")
    await hers.reads("✅ Booked.")
    assert len(telegram.callbacks.taps) == 5
    (booked,) = await bookings(db)

    await hers.tap("🗓 My bookings", "Blue room", "Move it", "›", "15", "14:00", "2 h → ")
    await hers.tap("✅ Move it")
    await hers.reads("✅ Moved.")
    (moved,) = await bookings(db)
    assert moved.ends_at - moved.starts_at == timedelta(hours=2)

    await hers.tap("↩️ Undo")
    await hers.hears("Taken back.")
    (undone,) = await bookings(db)
    assert (undone.starts_at, undone.ends_at) == (booked.starts_at, booked.ends_at)

    await move_clock_to(telegram, undone.starts_at + timedelta(minutes=10))
    emma.say("/my")
    await hers.reads("Next:")
    await hers.tap("Blue room", "+1 h")
    await hers.hears("It is yours until 16:00.")
    (extended,) = await bookings(db)
    assert extended.ends_at == booked.ends_at + timedelta(hours=1)


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


async def test_the_commands_are_published_at_the_start(telegram: Telegram, emma: Person) -> None:
    expected = [
        "start", "book", "free", "plan", "my", "why", "language", "quiet", "privacy", "help",
    ]  # fmt: skip

    def menu() -> list[str]:
        return [command.command for command in telegram.profile.commands_for(emma)]

    await telegram.until(lambda: menu() == expected, PATIENCE_S)
