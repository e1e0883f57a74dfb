"""What those who watch over the bot ask the database."""

from datetime import datetime, timedelta

from bot.schemas.health import OutboxHealth
from db.engine import Database
from db.repositories import notifications

DUE_MAX = 1000
"""More are not counted: it is as bad."""


async def read_outbox(db: Database, *, now: datetime) -> OutboxHealth:
    """The outbox at one instant."""
    async with db.reading() as session:
        return OutboxHealth(
            due=await notifications.count_due(session, now=now, most=DUE_MAX),
            oldest=_age(await notifications.find_oldest_due(session, now=now), now),
            untried=_age(await notifications.find_oldest_untried(session, now=now), now),
        )


def _age(since: datetime | None, now: datetime) -> timedelta:
    return timedelta(0) if since is None else now - since
