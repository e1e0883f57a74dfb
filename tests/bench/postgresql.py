"""PostgreSQL: many clients on one hot room, against the same SQL written by hand on asyncpg."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import count
from statistics import median
from time import perf_counter

import asyncpg
from alembic import command
from sqlalchemy import make_url

from bot.services.refusals import Refusal, SlotTaken
from db.engine import SESSION, STATEMENT_TIMEOUT_S, Database
from tests.bench.booking import LENGTH, book
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

LOCK = "SELECT id FROM resources WHERE id = $1 FOR NO KEY UPDATE"
LOOK = """WITH bars AS MATERIALIZED (
    (SELECT occupied_from, occupied_until, NULL AS reason FROM booking_resources
     WHERE resource_id = $1 AND unit = 1 AND active AND occupied_from < $3
     ORDER BY occupied_from DESC LIMIT 1)
    UNION ALL SELECT starts_at, ends_at, reason FROM closures
    WHERE (resource_id = $1 OR resource_id IS NULL) AND ends_at > $2 AND starts_at < $3)
    SELECT id, kind, name, quantity, timezone, grid_minutes, min_minutes, max_minutes,
    notice_minutes, horizon_days, buffer_minutes, requires_approval, approval_minutes, is_active,
    (SELECT string_agg(weekday || ' ' || opens_minute || ' ' || closes_minute, ',')
     FROM opening_hours WHERE resource_id = resources.id), occupied_from, occupied_until
    FROM resources LEFT JOIN bars ON true WHERE id = $1"""
KEY = "SELECT id FROM bookings WHERE request_key = $1"
BOOKING = """INSERT INTO bookings
    (user_id, starts_at, ends_at, status, request_key, revision, created_at, updated_at)
    VALUES (1, $1, $2, 'approved', $3, 1, $4, $4) RETURNING id"""
ALLOCATION = """INSERT INTO booking_resources
    (booking_id, resource_id, unit, occupied_from, occupied_until, active)
    VALUES ($1, $2, 1, $3, $4, true)"""
EVENT = """INSERT INTO booking_events (booking_id, actor_id, at, action, to_status, holds)
    VALUES ($1, 1, $2, 'booked', 'approved', $3)"""
NOTIFICATION = """INSERT INTO notifications
    (kind, booking_id, revision, user_id, due_at, next_try_at, dedup_key, state, attempts)
    VALUES ('reminder', $1, 1, 1, $2, $2, 'reminder:1:1440', 'waiting', 0),
           ('reminder', $1, 1, 1, $3, $3, 'reminder:1:30', 'waiting', 0)"""


def hot_room(server_url: str) -> list[Measure]:
    """On a database of its own, which is dropped afterwards."""
    server = Server(server_url)
    try:
        url = server.create()
        command.upgrade(alembic_config(url), "head")
        return asyncio.run(_race(url))
    finally:
        server.close()


async def _race(url: str) -> list[Measure]:
    """Attempts a second, in turns, each turn on a day of its own; and what people were told."""
    told: Counter[str] = Counter()
    rates: dict[str, list[float]] = {"ours": [], "by hand": []}
    await _prepare(url)
    db = Database(url, now=lambda: NOW)
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
        await _book_by_hand(pool, at)

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


async def _book_by_hand(pool: asyncpg.Pool, at: datetime) -> bool:
    """Look, lock and look again, insert: the steps of the service."""
    until, key = at + LENGTH, f"hand{next(_keys)}"
    async with pool.acquire() as connection:
        if await _is_taken(connection, at, until):
            await connection.fetchval(KEY, key)
            return False
        async with connection.transaction():
            await connection.fetch(LOCK, HOT)
            if await _is_taken(connection, at, until):
                return False
            booking_id = await connection.fetchval(BOOKING, at, until, key, NOW)
            await connection.execute(ALLOCATION, booking_id, HOT, at, until)
            await connection.execute(EVENT, booking_id, NOW, "{}")
            await connection.execute(NOTIFICATION, booking_id, at - LEADS[0], at - LEADS[1])
            return True


async def _is_taken(connection: asyncpg.Connection, at: datetime, until: datetime) -> bool:
    rows = await connection.fetch(LOOK, HOT, at, until)
    return any(row[-2] and row[-2] < until and row[-1] > at for row in rows)


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
