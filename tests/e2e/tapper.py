"""People at their phones, and what they do before a test gets to its point."""

from datetime import UTC, datetime

from sqlalchemy import select

from db.engine import Database
from db.models import Booking
from sandbox.people.groups import Group
from sandbox.people.person import Person
from sandbox.telegram import Telegram

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
