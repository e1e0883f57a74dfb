"""Big databases, made in seconds: a hot room, and others that are as busy on the day we look at.

The rows are what the services would have written, put in by plain SQL while the triggers and the
secondary indexes are away; both are back before anything is measured.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alembic import command

from tests.conftest import alembic_config

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday; the measured day is the one after."""
DAY = datetime(2026, 3, 3, tzinfo=UTC)
HOT = 1
RESOURCES = 60
ROOMS = 50
"""The others are pools of three."""
USERS = 1000
STEP_S = 20 * 60
"""On the hot room ten minutes are booked of every twenty, going back from the measured day."""
ZONE = "Europe/Kyiv"

USER_ROWS = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :users)
    INSERT INTO users (id, telegram_id, full_name, language, created_at, updated_at)
    SELECT i, 1000 + i, 'Person ' || i, 'en', 0, 0 FROM n"""
RESOURCE_ROWS = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :resources)
    INSERT INTO resources (id, kind, name, quantity, timezone, grid_minutes, min_minutes,
                           max_minutes, created_at, updated_at)
    SELECT i, iif(i > :rooms, 'equipment', 'room'), iif(i > :rooms, 'Camera ', 'Room ') || i,
           iif(i > :rooms, 3, 1), :zone, 10, 10, 240, 0, 0 FROM n"""
HOUR_ROWS = """
    WITH RECURSIVE d(day) AS (SELECT 0 UNION ALL SELECT day + 1 FROM d WHERE day < 6)
    INSERT INTO opening_hours (resource_id, weekday, opens_minute, closes_minute)
    SELECT resources.id, day, 0, 1440 FROM resources, d WHERE resources.id > 1"""
BOOKING_ROWS = """
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :count - 1)
    INSERT INTO bookings (user_id, starts_at, ends_at, status, request_key, created_at, updated_at)
    SELECT 1 + i % :users, :last - i * :step, :last - i * :step + :length, 'approved',
           'fill' || :resource || ':' || i, 0, 0 FROM n"""
ALLOCATION_ROWS = """
    INSERT INTO booking_resources
        (booking_id, resource_id, unit, occupied_from, occupied_until, active)
    SELECT id, :resource, 1, starts_at, ends_at, 1 FROM bookings WHERE id > :after"""
EVENT_ROWS = """
    INSERT INTO booking_events (booking_id, actor_id, at, action, to_status)
    SELECT id, user_id, starts_at, 'booked', 'approved' FROM bookings"""
WAITING_ROWS = """
    UPDATE notifications SET state = 'waiting', due_at = :later, next_try_at = :later
    WHERE id % 5000 = 0"""
PENDING_ROWS = """
    UPDATE bookings SET status = 'pending', decide_by = :later WHERE id % 5000 = 0"""
"""Some are still to do, but not yet: a sweep has to pass by them, and by all that is done."""
NOTIFICATION_ROWS = """
    INSERT INTO notifications (kind, booking_id, user_id, due_at, next_try_at, dedup_key, state)
    SELECT 'reminder', id, user_id, starts_at, starts_at, 'reminder:1:30', 'sent'
    FROM bookings"""


def fill(path: Path, bookings: int) -> None:
    """A migrated database with `bookings` on the hot room, and a tenth as many on the others."""
    command.upgrade(alembic_config(f"sqlite+aiosqlite:///{path}"), "head")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = OFF")
    with connection, _bare(connection):
        connection.execute(USER_ROWS, {"users": USERS})
        connection.execute(RESOURCE_ROWS, {"resources": RESOURCES, "rooms": ROOMS, "zone": ZONE})
        connection.execute(HOUR_ROWS)
        _book(connection, HOT, bookings, step=STEP_S, length=STEP_S // 2)
        others = max(24, bookings // 10 // (RESOURCES - 1))
        for resource in range(HOT + 1, RESOURCES + 1):
            _book(connection, resource, others, step=3600, length=1800)
        connection.execute(EVENT_ROWS)
        connection.execute(NOTIFICATION_ROWS)
        later = {"later": int((NOW + timedelta(days=1)).timestamp())}
        connection.execute(WAITING_ROWS, later)
        connection.execute(PENDING_ROWS, later)
    connection.execute("ANALYZE")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _book(
    connection: sqlite3.Connection, resource: int, count: int, *, step: int, length: int
) -> None:
    """The last booking begins in the last step of the measured day."""
    last = int((DAY + timedelta(days=1)).timestamp()) - step
    (after,) = connection.execute("SELECT coalesce(max(id), 0) FROM bookings").fetchone()
    figures = {"count": count, "users": USERS, "last": last, "step": step, "length": length}
    connection.execute(BOOKING_ROWS, {**figures, "resource": resource})
    connection.execute(ALLOCATION_ROWS, {"resource": resource, "after": after})


@contextmanager
def _bare(connection: sqlite3.Connection) -> Iterator[None]:
    """Without triggers and indexes for as long as it takes."""
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql <> ''"
    ).fetchall()
    for kind, name, _ in rows:
        connection.execute(f"DROP {kind} {name}")
    yield
    for _, _, sql in rows:
        connection.execute(sql)
