"""The same booking, written by hand in as few statements as it can be.

What stands against it: no rule is checked, nothing is validated, and no view is made; the
database's own guards refuse an overlap.
"""

from datetime import datetime

import aiosqlite

from db.engine import SQLITE_PRAGMAS
from tests.bench.filling import NOW
from tests.builders import LEADS

BOOKING = (
    "INSERT INTO bookings (user_id, starts_at, ends_at, status, request_key, revision,"
    " created_at, updated_at) VALUES (1, ?, ?, 'approved', ?, 1, ?, ?)"
)
ALLOCATION = (
    "INSERT INTO booking_resources"
    " (booking_id, resource_id, unit, occupied_from, occupied_until, active)"
    " VALUES (?, ?, 1, ?, ?, 1)"
)
EVENT = (
    "INSERT INTO booking_events (booking_id, actor_id, at, action, to_status, holds)"
    " VALUES (?, 1, ?, 'booked', 'approved', ?)"
)
NOTIFICATIONS = (
    "INSERT INTO notifications"
    " (kind, booking_id, revision, user_id, due_at, next_try_at, dedup_key, state, attempts)"
    " VALUES ('reminder', ?, 1, 1, ?, ?, 'reminder:1:1440', 'waiting', 0),"
    " ('reminder', ?, 1, 1, ?, ?, 'reminder:1:30', 'waiting', 0)"
)


async def open_sqlite(path: str) -> aiosqlite.Connection:
    """A connection with the settings that Bronia's own have."""
    connection = await aiosqlite.connect(path, isolation_level=None)
    for name, value in SQLITE_PRAGMAS.items():
        await connection.execute(f"PRAGMA {name} = {value}")
    return connection


async def book_on_sqlite(
    connection: aiosqlite.Connection, resource_id: int, at: datetime, until: datetime, key: str
) -> None:
    starts, ends, now = (int(moment.timestamp()) for moment in (at, until, NOW))
    first, second = (starts - int(lead.total_seconds()) for lead in LEADS)
    await connection.execute("BEGIN IMMEDIATE")
    booked = await connection.execute(BOOKING, (starts, ends, key, now, now))
    booking_id = booked.lastrowid
    await connection.execute(ALLOCATION, (booking_id, resource_id, starts, ends))
    await connection.execute(EVENT, (booking_id, now, holds(resource_id, at, until)))
    await connection.execute(NOTIFICATIONS, (booking_id, first, first, booking_id, second, second))
    await connection.commit()


def holds(resource_id: int, at: datetime, until: datetime) -> str:
    """One unit, as the ledger has it."""
    starts, ends = (int(moment.timestamp()) for moment in (at, until))
    return f'{{"starts_at": {starts}, "ends_at": {ends}, "units": [[{resource_id}, 1]]}}'
