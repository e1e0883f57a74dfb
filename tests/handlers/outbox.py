"""What the outbox has done, and what people got of it."""

from sqlalchemy import select

from db.enums import NotificationKind
from db.models import Notification
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.handlers.world import World


async def rows(world: World) -> list[Notification]:
    """Without the question that comes before the end."""
    query = select(Notification).where(Notification.kind != NotificationKind.ENDING)
    async with world.db.reading() as session:
        return list((await session.scalars(query.order_by(Notification.id))).all())


async def states(world: World) -> list[tuple[str, int]]:
    """State and tries of each."""
    return [(row.state.value, row.attempts) for row in await rows(world)]


def reminders(person: Person) -> list[str]:
    return [message.text for message in person.messages() if "starts in" in (message.text or "")]


def forgive(telegram: Telegram, *words: str) -> None:
    """Take requests that were refused with these words out of the journal: they had to be."""
    for call in telegram.refused():
        assert any(each in (call.description or "") for each in words)
        telegram.journal.remove(call)
