"""Counts what people wanted and could not get."""

from collections import Counter
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.clock import local_day
from bot.services import refusals
from bot.services.refusals import Refusal
from bot.services.retries import retried
from db.engine import Database
from db.repositories import stats

WANTED = (
    refusals.SlotTaken,
    refusals.TooManyUnits,
    refusals.TooSoon,
    refusals.TooFarAhead,
    refusals.TooShort,
    refusals.TooLong,
    refusals.OffGrid,
    refusals.OutsideHours,
    refusals.InClosure,
    refusals.NotForYou,
    refusals.TooManyOpen,
    refusals.WeekFull,
)
"""Of a booking that somebody wanted; the others tell of taps that came too late, and the like."""


class RefusalTally:
    """Kept in memory and written down every minute: a refusal must not cost a transaction.

    A process that is killed forgets the last minute of it, and nothing else.
    """

    def __init__(self, db: Database, zone: ZoneInfo) -> None:
        self._db = db
        self._zone = zone
        self._counts: Counter[tuple[date, int | None, str]] = Counter()

    def note(self, refusal: Refusal, resource_id: int | None = None, *, now: datetime) -> None:
        """Count a refusal that somebody was shown; of several at once, each."""
        if isinstance(refusal, refusals.NotAll):
            for failure in refusal.failed:
                self.note(failure.refusal, failure.resource_id, now=now)
        elif isinstance(refusal, WANTED):
            self._counts[local_day(now, self._zone), resource_id, refusal.code] += 1

    async def write_down(self) -> None:
        """What was counted since the last time; where that fails, it is counted the next time."""
        counts, self._counts = self._counts, Counter()
        try:
            await self._write(counts)
        except Exception:
            self._counts += counts
            raise

    @retried
    async def _write(self, counts: Counter[tuple[date, int | None, str]]) -> None:
        if counts:
            async with self._db.writing() as session:
                await stats.add_refusals(session, counts)
