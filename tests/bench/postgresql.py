"""PostgreSQL: many clients on one hot room, against the same SQL sent by hand on asyncpg."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import count
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

import asyncpg
from alembic import command
from sqlalchemy import Engine, event, make_url

from bot.services.calendar.calendars import USUAL_BUFFER
from bot.services.refusals import Refusal, SlotTaken
from db.engine import SESSION, STATEMENT_TIMEOUT_S, Database
from tests.bench.booking import LENGTH, book
from tests.bench.by_hand import holds
from tests.bench.filling import DAY, HOT, NOW
from tests.bench.timing import Measure
from tests.builders import LEADS
from tests.conftest import alembic_config
from tests.postgresql import Server

CLIENTS = 32
ATTEMPTS = 10
ROUNDS = 11
SLOTS = 120
_keys = count()


def hot_room(server_url: str) -> list[Measure]:
    """On a database of its own, which is dropped afterwards."""
    server = Server(server_url)
    try:
        url = server.create()
        command.upgrade(alembic_config(url), "head")
        return asyncio.run(_race(url))
    finally:
        server.close()


class Sent(NamedTuple):
    """A statement that the service sent, and its parameters by name, in order."""

    sql: str
    values: Mapping[str, Any]

    def call(self, **values: Any) -> tuple[Any, ...]:
        """What asyncpg is called with to send it with other values."""
        return self.sql, *(self.values | values).values()


class Script(NamedTuple):
    """What the service sends, once each, in order: for a booking, and then where it is refused."""

    look: Sent
    lock_person: Sent
    lock: Sent
    booking: Sent
    allocation: Sent
    event: Sent
    notification: Sent
    key: Sent


async def record(db: Database) -> Script:
    """Book and be refused once, and keep what is sent."""
    sent: dict[str, Sent] = {}

    def keep(
        _connection: Any, _cursor: Any, sql: str, values: Any, context: Any, *many: bool
    ) -> None:
        values = values[0] if any(many) else values
        names = context.compiled_parameters[0]
        sent.setdefault(sql, Sent(sql, dict(zip(names, values, strict=True))))

    event.listen(Engine, "before_cursor_execute", keep)
    await book(db, DAY)
    with suppress(SlotTaken):
        await book(db, DAY)
    event.remove(Engine, "before_cursor_execute", keep)
    return Script(*sent.values())


async def _race(url: str) -> list[Measure]:
    """Attempts a second, in turns, each turn on a day of its own; and what people were told."""
    told: Counter[str] = Counter()
    rates: dict[str, list[float]] = {"ours": [], "by hand": []}
    await _prepare(url)
    db = Database(url, now=lambda: NOW)
    script = await record(db)
    pool = await asyncpg.create_pool(
        _dsn(url),
        min_size=CLIENTS,
        max_size=CLIENTS,
        server_settings=SESSION,
        command_timeout=STATEMENT_TIMEOUT_S,
    )

    async def ours(at: datetime) -> None:
        try:
            await book(db, at)
        except Refusal as refusal:
            told[refusal.code] += 1

    async def by_hand(at: datetime) -> None:
        await _book_by_hand(pool, script, at)

    turns = count()
    for number in range(ROUNDS + 1):
        pairs = [("ours", ours), ("by hand", by_hand)]
        for name, way in pairs if number % 2 else reversed(pairs):
            rates[name].append(await _attempts_a_second(way, next(turns)))
    await pool.close()
    await db.close()
    mine, base = (median(each[1:]) for each in rates.values())
    told_wrongly = sum(times for code, times in told.items() if code != SlotTaken.code)
    return [
        Measure(
            "PostgreSQL, 32 clients on one hot room, against the same SQL on asyncpg",
            base / mine,
            3,
            detail=f"{mine:.0f} against {base:.0f} attempts/s",
        ),
        Measure(
            "PostgreSQL, deadlocks and other errors seen by a person",
            told_wrongly,
            0,
            unit="",
            detail=f"{told[SlotTaken.code]} attempts were told that the slot is taken",
        ),
    ]


async def _attempts_a_second(way: Callable[[datetime], Awaitable[None]], turn: int) -> float:
    """Each client asks for random slots of a fresh day: some are free, most are not."""
    day = DAY + timedelta(days=2 + turn)

    async def client(number: int) -> None:
        chance = random.Random(turn * CLIENTS + number)
        for _ in range(ATTEMPTS):
            await way(day + LENGTH * chance.randrange(SLOTS))

    begins = perf_counter()
    await asyncio.gather(*(client(number) for number in range(CLIENTS)))
    return CLIENTS * ATTEMPTS / (perf_counter() - begins)


async def _book_by_hand(pool: asyncpg.Pool, script: Script, at: datetime) -> bool:
    """Look, lock who books and what, look again, insert: the steps of the service."""
    until, key = at + LENGTH, f"1:hand{next(_keys)}"
    async with pool.acquire() as connection:
        if await _is_taken(connection, script.look, at, until):
            await connection.fetchval(*script.key.call(request_key=key))
            return False
        async with connection.transaction():
            await connection.fetch(*script.lock_person.call())
            await connection.fetch(*script.lock.call())
            if await _is_taken(connection, script.look, at, until):
                return False
            booked = script.booking.call(starts_at=at, ends_at=until, request_key=key)
            booking_id = await connection.fetchval(*booked)
            of_it = {"booking_id": booking_id}
            await connection.execute(
                *script.allocation.call(**of_it, occupied_from=at, occupied_until=until)
            )
            await connection.fetchval(*script.event.call(**of_it, holds=holds(HOT, at, until)))
            rows = [
                script.notification.call(
                    **of_it, due_at=due, next_try_at=due, dedup_key=f"reminder:1:{due}"
                )
                for due in (at - lead for lead in LEADS)
            ]
            await connection.executemany(rows[0][0], [row[1:] for row in rows])
            return True


async def _is_taken(
    connection: asyncpg.Connection, look: Sent, at: datetime, until: datetime
) -> bool:
    rows = await connection.fetch(*look.call(begins=at - USUAL_BUFFER, ends=until + USUAL_BUFFER))
    begins, ends = "occupied_from", "occupied_until"
    return any(row[begins] and row[begins] < until and row[ends] > at for row in rows)


async def _prepare(url: str) -> None:
    connection = await asyncpg.connect(_dsn(url))
    await connection.execute(
        "INSERT INTO users (telegram_id, full_name, language, created_at, updated_at)"
        " VALUES (1001, 'Person 1', 'en', now(), now())"
    )
    await connection.execute(
        "INSERT INTO resources (kind, name, timezone, grid_minutes, min_minutes, created_at,"
        " updated_at) VALUES ('room', 'Hot', 'Europe/Kyiv', 10, 10, now(), now())"
    )
    await connection.close()


def _dsn(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
