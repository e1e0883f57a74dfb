"""What looking costs as the past grows: the overlap check, a day of fifty resources, the sweeps."""

import asyncio
import sqlite3
from pathlib import Path
from statistics import median
from time import perf_counter
from zoneinfo import ZoneInfo

from sqlalchemy import event

from bot.schemas.slots import Sought
from bot.schemas.stats import Span
from bot.services import approval, notices
from bot.services.finding import finder, plans
from bot.services.place import stats
from db.engine import Database
from db.enums import ResourceKind, Role
from tests.bench.booking import actor, open_database
from tests.bench.by_hand import open_sqlite
from tests.bench.filling import DAY, HOT, NOW, ROOMS, ZONE
from tests.bench.timing import Measure, side_by_side

CHECK = """
    SELECT occupied_until FROM booking_resources
    WHERE resource_id = ? AND unit = 1 AND active = 1 AND occupied_from < ?
    ORDER BY occupied_from DESC LIMIT 1"""
"""What the trigger asks before each insert."""
CHECKS_AT_ONCE = 200
STATS_ROUNDS = 5
LOOK_EVERY_S = 0.1
ROOM = Sought(ResourceKind.ROOM)


async def overlap_check(small: Path, large: Path) -> Measure:
    few, many = sqlite3.connect(small), sqlite3.connect(large)
    until = int(DAY.timestamp())

    async def check(connection: sqlite3.Connection, number: int) -> None:
        for step in range(CHECKS_AT_ONCE):
            at = until - 60 * (step + 7 * (number % 100))
            connection.execute(CHECK, (HOT, at)).fetchone()

    base, seconds = await side_by_side(
        lambda number: check(few, number), lambda number: check(many, number), rounds=300
    )
    few.close()
    many.close()
    each, base_each = (1e6 * total / CHECKS_AT_ONCE for total in (seconds, base))
    detail = f"{each:.1f} us against {base_each:.1f} us"
    name = "overlap check of one hot room, 1,000,000 bookings against 10,000"
    return Measure(name, seconds / base, 1.3, detail=detail)


class Heard:
    """The statements that a database runs, to be run again by hand."""

    def __init__(self, db: Database) -> None:
        self.statements: list[tuple[str, tuple[object, ...]]] = []
        for engine in set(db._engines):
            event.listen(engine.sync_engine, "before_cursor_execute", self._note)

    def _note(
        self, _c: object, _cursor: object, sql: str, params: tuple[object, ...], *_: object
    ) -> None:
        self.statements.append((sql, params))


async def day_view(small: Path, large: Path) -> list[Measure]:
    """The free starts of a day of fifty rooms, as /free asks for them."""
    few, many = open_database(small), open_database(large)

    async def look(db: Database) -> None:
        zone = ZoneInfo(ZONE)
        assert await finder.list_starts(db, actor(), ROOM, day=DAY.date(), zone=zone, now=NOW)

    heard = Heard(many)
    await look(many)
    statements = list(heard.statements)
    connection = await open_sqlite(str(large))

    async def its_sql(_round: int) -> None:
        await connection.execute("BEGIN")
        for sql, params in statements:
            await connection.execute_fetchall(sql, params)
        await connection.rollback()

    base, seconds, sql = await side_by_side(
        lambda _: look(few), lambda _: look(many), its_sql, rounds=100
    )
    await connection.close()
    await few.close()
    await many.close()
    name, at_many = f"day view of {ROOMS} resources", _ms(seconds)
    return [
        Measure(
            f"{name}, 1,000,000 bookings against 10,000",
            seconds / base,
            1.3,
            detail=f"{at_many} against {_ms(base)}",
        ),
        Measure(
            f"{name} against its own SQL on a bare connection",
            seconds / sql,
            2.5,
            detail=f"{at_many} against {_ms(sql)}",
        ),
    ]


async def plan(small: Path, large: Path) -> Measure:
    """What is drawn of a day: a page of resources, with whose bookings they are."""
    few, many = open_database(small), open_database(large)

    async def look(db: Database) -> None:
        shown = await plans.read_day(db, actor(), DAY.date(), now=NOW)
        assert all(row.booked for row in shown.rows)

    base, seconds = await side_by_side(lambda _: look(few), lambda _: look(many), rounds=100)
    await few.close()
    await many.close()
    name = f"plan of {plans.PAGE_SIZE} resources, 1,000,000 bookings against 10,000"
    return Measure(name, seconds / base, 1.3, detail=f"{_ms(seconds)} against {_ms(base)}")


async def year_of_stats(large: Path) -> list[Measure]:
    """The report of a year, and what a person waits for meanwhile who looks at free times."""
    db, seconds, waits = open_database(large), [], []
    admin, zone = actor().model_copy(update={"role": Role.ADMIN}), ZoneInfo(ZONE)

    async def look() -> None:
        begins = perf_counter()
        assert await finder.list_starts(db, actor(2), ROOM, day=DAY.date(), zone=zone, now=NOW)
        waits.append(perf_counter() - begins)

    for _ in range(STATS_ROUNDS):
        begins = perf_counter()
        reading = asyncio.create_task(stats.read_stats(db, admin, Span.YEAR, zone=zone, now=NOW))
        while not reading.done():
            await look()
            await asyncio.wait([reading], timeout=LOOK_EVERY_S)
        seconds.append(perf_counter() - begins)
        assert (await reading).bookings
    await db.close()
    return [
        Measure(
            "/stats of a year, 1,000,000 bookings",
            median(seconds),
            3,
            unit=" s",
            detail=f"somebody else looks at {ROOMS} rooms, again and again, meanwhile",
        ),
        Measure(
            "looking at free times meanwhile, the longest",
            1000 * max(waits),
            1000,
            unit=" ms",
            detail=f"{len(waits)} looks, {_ms(median(waits))} in the middle",
        ),
    ]


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.1f} ms"


async def sweeps(small: Path, large: Path) -> list[Measure]:
    """Both with nothing due, though much is done and some is still to do."""
    few, many = open_database(small), open_database(large)

    async def deliver(db: Database) -> None:
        assert await notices.claim_next(db, now=NOW) is None

    async def expire(db: Database) -> None:
        assert await approval.expire_due(db, now=NOW) == 0

    measures = []
    for name, sweep in (("due sweep", deliver), ("expiry sweep", expire)):
        base, seconds = await side_by_side(
            lambda _, sweep=sweep: sweep(few), lambda _, sweep=sweep: sweep(many), rounds=300
        )
        detail = f"{1e6 * seconds:.0f} us against {1e6 * base:.0f} us"
        title = f"{name} with nothing due, 1,000,000 bookings against 10,000"
        measures.append(Measure(title, seconds / base, 1.3, detail=detail))
    await few.close()
    await many.close()
    return measures
