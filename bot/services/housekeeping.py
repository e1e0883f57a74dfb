"""What is thrown away after a while."""

from datetime import datetime, timedelta

from bot.services.retries import retried
from db.engine import Database
from db.repositories import fsm_states

DRAFTS_KEPT = timedelta(days=30)


@retried
async def forget_old_drafts(db: Database, *, now: datetime) -> None:
    """Drop dialogues that nobody has touched for a month."""
    async with db.writing() as session:
        await fsm_states.delete_older_than(session, now - DRAFTS_KEPT)
