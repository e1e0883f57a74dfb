"""APScheduler is only the clock: idempotent ticks, one line each into a service or the delivery.

The truth is in the rows, so a tick that is late, or missed while the process was down, finds
what it would have found.
"""

import logging
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.delivery.delivery import Delivery
from bot.services import approval, housekeeping
from bot.services.tally import RefusalTally
from db.engine import Database

DELIVER_EVERY_S = 5
EXPIRE_EVERY_S = 15
WRITE_DOWN_EVERY_S = 60
TIDY_EVERY_S = 3600

JOB_DEFAULTS = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}


def make_scheduler(
    db: Database, delivery: Delivery, clock: Clock, tally: RefusalTally
) -> AsyncIOScheduler:
    """The ticks, on an in-memory store; not started yet."""
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=JOB_DEFAULTS)

    async def deliver() -> None:
        delivery.wake()

    async def expire() -> None:
        await approval.expire_due(db, now=clock.now())

    async def tidy() -> None:
        await housekeeping.forget_old_drafts(db, now=clock.now())

    async def write_down() -> None:
        await tally.write_down()

    for tick, seconds in (
        (deliver, DELIVER_EVERY_S),
        (expire, EXPIRE_EVERY_S),
        (write_down, WRITE_DOWN_EVERY_S),
        (tidy, TIDY_EVERY_S),
    ):
        scheduler.add_job(
            tick, "interval", seconds=seconds, id=tick.__name__, next_run_time=datetime.now(UTC)
        )
    return scheduler


def tick_now(scheduler: AsyncIOScheduler) -> None:
    """Run every tick at once: the clock was moved."""
    for job in scheduler.get_jobs():
        job.modify(next_run_time=datetime.now(UTC))
