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
    expected = ["start", "book", "free", "plan", "my", "why", "language", "quiet", "help"]

    def menu() -> list[str]:
        return [command.command for command in telegram.profile.commands_for(emma)]

    await telegram.until(lambda: menu() == expected, PATIENCE_S)
