"""What is thrown away after a while."""

from sqlalchemy import select

from bot.services import housekeeping
from db.engine import Database
from db.models import FsmState
from db.repositories import fsm_states
from tests.clocks import FrozenClock


async def test_drafts_that_nobody_touches_for_a_month_are_forgotten(
    db: Database, clock: FrozenClock
) -> None:
    async with db.writing() as session:
        await fsm_states.save(session, "old", {"state": "Booking:day"})
    clock.advance(days=29)
    async with db.writing() as session:
        await fsm_states.save(session, "young", {"state": "Booking:day"})
    clock.advance(days=2)
    await housekeeping.forget_old_drafts(db, now=clock.now())
    async with db.reading() as session:
        assert (await session.scalars(select(FsmState.key))).all() == ["young"]
