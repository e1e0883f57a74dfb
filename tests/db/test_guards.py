"""What the database refuses by itself: every CHECK and trigger is tried with plain SQL."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import CheckConstraint
from sqlalchemy.exc import IntegrityError

from db.engine import Database
from db.models import Base

NOON = 1_772_452_800
HOUR = 3600


@pytest.fixture
def plain(database_path: Path) -> Iterator[sqlite3.Connection]:
    """One approved booking of the blue room, 12:00 to 13:00, and a pool of two laptops."""
    connection = sqlite3.connect(database_path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(
        "INSERT INTO users (id, telegram_id, full_name, language, created_at, updated_at)"
        " VALUES (1, 101, 'Olena', 'uk', 0, 0)"
    )
    connection.executemany(
        "INSERT INTO resources (id, kind, name, quantity, timezone, created_at, updated_at)"
        " VALUES (?, ?, ?, ?, 'Europe/Kyiv', 0, 0)",
        [(1, "room", "Blue room", 1), (2, "equipment", "Laptop", 2)],
    )
    add_booking(connection, 1, NOON, "approved")
    allocate(connection, 1, NOON)
    yield connection
    connection.close()


def add_booking(
    connection: sqlite3.Connection, booking_id: int, starts_at: int, status: str = "pending"
) -> None:
    connection.execute(
        "INSERT INTO bookings"
        " (id, user_id, starts_at, ends_at, status, request_key, created_at, updated_at)"
        " VALUES (?, 1, ?, ?, ?, ?, 0, 0)",
        (booking_id, starts_at, starts_at + HOUR, status, f"key{booking_id}"),
    )


def allocate(
    connection: sqlite3.Connection,
    booking_id: int,
    starts_at: int,
    *,
    resource_id: int = 1,
    unit: int = 1,
    active: int = 1,
    until: int | None = None,
) -> None:
    connection.execute(
        "INSERT INTO booking_resources"
        " (booking_id, resource_id, unit, occupied_from, occupied_until, active)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (booking_id, resource_id, unit, starts_at, until or starts_at + HOUR, active),
    )


def active(connection: sqlite3.Connection, booking_id: int) -> int:
    query = "SELECT active FROM booking_resources WHERE booking_id = ?"
    found: int = connection.execute(query, (booking_id,)).fetchone()[0]
    return found


@pytest.mark.parametrize("shift", [-HOUR + 1, -1, 0, 1, HOUR - 1])
def test_an_overlapping_allocation_is_refused(plain: sqlite3.Connection, shift: int) -> None:
    add_booking(plain, 2, NOON + shift)
    with pytest.raises(sqlite3.IntegrityError, match="slot_overlap"):
        allocate(plain, 2, NOON + shift)


def test_an_allocation_around_another_is_refused(plain: sqlite3.Connection) -> None:
    add_booking(plain, 2, NOON - HOUR)
    plain.execute("UPDATE bookings SET ends_at = ? WHERE id = 2", (NOON + 2 * HOUR,))
    with pytest.raises(sqlite3.IntegrityError, match="slot_overlap"):
        allocate(plain, 2, NOON - HOUR, until=NOON + 2 * HOUR)


@pytest.mark.parametrize("shift", [-HOUR, HOUR])
def test_a_neighbour_is_let_in(plain: sqlite3.Connection, shift: int) -> None:
    add_booking(plain, 2, NOON + shift)
    allocate(plain, 2, NOON + shift)
    assert active(plain, 2) == 1


def test_another_unit_is_let_in_but_not_one_that_does_not_exist(
    plain: sqlite3.Connection,
) -> None:
    for booking_id, unit in ((2, 1), (3, 2)):
        add_booking(plain, booking_id, NOON)
        allocate(plain, booking_id, NOON, resource_id=2, unit=unit)
    add_booking(plain, 4, NOON)
    with pytest.raises(sqlite3.IntegrityError, match="unit_missing"):
        allocate(plain, 4, NOON, resource_id=2, unit=3)


def test_an_update_into_an_overlap_is_refused(plain: sqlite3.Connection) -> None:
    add_booking(plain, 2, NOON + HOUR)
    allocate(plain, 2, NOON + HOUR)
    with pytest.raises(sqlite3.IntegrityError, match="slot_overlap"):
        plain.execute(
            "UPDATE bookings SET starts_at = starts_at - 1, ends_at = ends_at - 1 WHERE id = 2"
        )
    row = plain.execute("SELECT occupied_from FROM booking_resources WHERE booking_id = 2")
    assert row.fetchone() == (NOON + HOUR,)


def test_a_plain_change_of_the_period_moves_the_allocation(plain: sqlite3.Connection) -> None:
    plain.execute("UPDATE bookings SET starts_at = ?, ends_at = ?", (NOON + 60, NOON + 600))
    row = plain.execute("SELECT occupied_from, occupied_until FROM booking_resources")
    assert row.fetchone() == (NOON + 60, NOON + 600)


@pytest.mark.parametrize("status", ["rejected", "cancelled", "expired"])
def test_a_plain_change_of_the_status_frees_the_slot(
    plain: sqlite3.Connection, status: str
) -> None:
    add_booking(plain, 2, NOON + HOUR)
    allocate(plain, 2, NOON + HOUR)
    plain.execute("UPDATE bookings SET status = ? WHERE id = 2", (status,))
    assert active(plain, 2) == 0
    add_booking(plain, 3, NOON + HOUR)
    allocate(plain, 3, NOON + HOUR)


def test_an_approved_booking_stays_active(plain: sqlite3.Connection) -> None:
    add_booking(plain, 2, NOON + HOUR)
    allocate(plain, 2, NOON + HOUR)
    plain.execute("UPDATE bookings SET status = 'approved' WHERE id = 2")
    assert active(plain, 2) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("approved", "pending"),
        ("approved", "rejected"),
        ("approved", "expired"),
        ("cancelled", "approved"),
        ("rejected", "approved"),
        ("expired", "pending"),
    ],
)
def test_an_illegal_change_of_status_is_refused(
    plain: sqlite3.Connection, old: str, new: str
) -> None:
    add_booking(plain, 2, NOON + HOUR, old)
    with pytest.raises(sqlite3.IntegrityError, match="status_change_illegal"):
        plain.execute("UPDATE bookings SET status = ? WHERE id = 2", (new,))


@pytest.mark.parametrize(
    "change",
    ["active = 0", "occupied_from = occupied_from + 1", "occupied_until = occupied_until - 1"],
)
def test_an_allocation_cannot_disagree_with_its_booking(
    plain: sqlite3.Connection, change: str
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="allocation_disagrees"):
        plain.execute(f"UPDATE booking_resources SET {change}")


def test_an_allocation_cannot_be_added_that_disagrees(plain: sqlite3.Connection) -> None:
    add_booking(plain, 2, NOON + HOUR)
    for wrong in ({"active": 0}, {"until": NOON + HOUR + 60}):
        with pytest.raises(sqlite3.IntegrityError, match="allocation_disagrees"):
            allocate(plain, 2, NOON + HOUR, **wrong)


def test_the_ledger_cannot_be_rewritten(plain: sqlite3.Connection) -> None:
    plain.execute("INSERT INTO booking_events (booking_id, at, to_status) VALUES (1, 0, 'pending')")
    for statement in ("UPDATE booking_events SET at = 1", "DELETE FROM booking_events"):
        with pytest.raises(sqlite3.IntegrityError, match="ledger_append_only"):
            plain.execute(statement)


def insert(table: str, **values: object) -> str:
    named = ", ".join(values)
    return f"INSERT INTO {table} ({named}) VALUES ({', '.join(map(repr, values.values()))})"


STAMPS = {"created_at": 0, "updated_at": 0}
BOOKING = {"user_id": 1, "starts_at": 0, "ends_at": 1, "request_key": "x", **STAMPS}
NOTIFICATION = {
    "kind": "reminder", "booking_id": 1, "due_at": 0, "next_try_at": 0, "dedup_key": "k",
}  # fmt: skip
HOURS = {"resource_id": 1, "weekday": 0, "opens_minute": 0, "closes_minute": 60}

LENGTHS = [
    ("users", "username", 32),
    ("users", "language", 16),
    ("users", "language_code", 16),
    ("resources", "description", 500),
    ("resources", "location", 128),
    ("resources", "timezone", 64),
    ("bookings", "request_key", 32),
    ("bookings", "decision_reason", 200),
    ("approval_groups", "title", 255),
    ("booking_events", "reason", 200),
    ("closures", "reason", 128),
    ("notifications", "dedup_key", 64),
    ("notifications", "lease_token", 32),
    ("notifications", "last_error", 200),
    ("fsm_states", "key", 128),
    ("fsm_states", "state", 64),
]
LEDGER = {"booking_id": 1, "at": 0, "to_status": "pending"}
ROWS = {
    "approval_groups": {"chat_id": -1, "title": "", **STAMPS},
    "booking_events": LEDGER,
    "closures": {"starts_at": 0, "ends_at": 1, **STAMPS},
    "notifications": NOTIFICATION,
    "fsm_states": {"key": "k", **STAMPS},
}
"""A row to begin with, where the fixture has none."""

CHECKS = [
    ("UPDATE bookings SET ends_at = starts_at", "ck_bookings_period"),
    ("UPDATE bookings SET purpose = printf('%.*c', 201, 'x')", "ck_bookings_purpose"),
    (insert("bookings", **BOOKING, status="lost"), "ck_bookings_status"),
    ("UPDATE booking_resources SET unit = 0", "ck_booking_resources_unit"),
    ("UPDATE resources SET quantity = 0", "ck_resources_quantity"),
    ("UPDATE resources SET quantity = 1001", "ck_resources_quantity"),
    ("UPDATE resources SET kind = 'boat'", "ck_resources_kind"),
    ("UPDATE resources SET name = ''", "ck_resources_name"),
    ("UPDATE resources SET name = printf('%.*c', 65, 'x') WHERE id = 1", "ck_resources_name"),
    ("UPDATE users SET full_name = printf('%.*c', 129, 'x')", "ck_users_full_name"),
    (insert("booking_events", **LEDGER | {"to_status": "king"}), "ck_booking_events_to_status"),
    (insert("booking_events", **LEDGER, from_status="pawn"), "ck_booking_events_from_status"),
    ("UPDATE resources SET capacity = 0", "ck_resources_capacity"),
    ("UPDATE resources SET min_minutes = 500", "ck_resources_durations"),
    ("UPDATE resources SET grid_minutes = 300", "ck_resources_durations"),
    ("UPDATE resources SET buffer_minutes = -1", "ck_resources_rules"),
    ("UPDATE resources SET approval_minutes = 0", "ck_resources_rules"),
    ("UPDATE users SET full_name = ''", "ck_users_full_name"),
    ("UPDATE users SET role = 'king'", "ck_users_role"),
    ("UPDATE users SET telegram_id = 0", "ck_users_telegram_id"),
    (insert("opening_hours", **(HOURS | {"weekday": 7})), "ck_opening_hours_weekday"),
    (insert("opening_hours", **(HOURS | {"closes_minute": 0})), "ck_opening_hours_span"),
    (insert("closures", starts_at=1, ends_at=1, **STAMPS), "ck_closures_period"),
    (insert("approval_groups", chat_id=1, title="", **STAMPS), "ck_approval_groups_chat_id"),
    (insert("notifications", **(NOTIFICATION | {"kind": "gossip"})), "ck_notifications_kind"),
    (insert("notifications", **NOTIFICATION, state="lost"), "ck_notifications_state"),
    (insert("notifications", **NOTIFICATION, attempts=-1), "ck_notifications_attempts"),
]


@pytest.mark.parametrize(("statement", "constraint"), CHECKS)
def test_every_check_refuses_plain_sql(
    plain: sqlite3.Connection, statement: str, constraint: str
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=f"CHECK constraint failed: {constraint}"):
        plain.execute(statement)


@pytest.mark.parametrize(("table", "column", "most"), LENGTHS)
def test_every_text_keeps_to_its_length(
    plain: sqlite3.Connection, table: str, column: str, most: int
) -> None:
    """One character more than fits is refused, and what just fits is not."""
    if table in ("users", "resources", "bookings"):
        change = f"UPDATE {table} SET {column} = ? WHERE id = 1"
    else:
        row = ROWS[table] | {column: "?"}
        change = insert(table, **row).replace("'?'", "?")
    with pytest.raises(sqlite3.IntegrityError, match=f"ck_{table}_{column}_length"):
        plain.execute(change, ("x" * (most + 1),))
    plain.execute(change, ("x" * most,))


def test_no_check_is_forgotten() -> None:
    """A CHECK that is added to a model must be added to the list above."""
    checks = {
        str(constraint.name)
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    shadowed = {"ck_booking_resources_occupied"}  # a trigger refuses it first
    tried = {constraint for _, constraint in CHECKS}
    tried |= {f"ck_{table}_{column}_length" for table, column, _ in LENGTHS}
    assert checks - tried == shadowed


@pytest.mark.parametrize("table", ["bookings", "booking_resources"])
def test_what_is_held_cannot_be_deleted(plain: sqlite3.Connection, table: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="booking_kept"):
        plain.execute(f"DELETE FROM {table}")


async def test_replace_does_not_pass_behind_the_triggers(
    db: Database, plain: sqlite3.Connection
) -> None:
    """On the connections of `db.engine`; another client needs `PRAGMA recursive_triggers = ON`."""
    plain.execute("INSERT INTO booking_events (booking_id, at, to_status) VALUES (1, 0, 'pending')")
    replace = "INSERT OR REPLACE INTO booking_events (id, booking_id, at, to_status)"
    async with db.writing() as session:
        connection = await session.connection()
        with pytest.raises(IntegrityError, match="ledger_append_only"):
            await connection.exec_driver_sql(f"{replace} VALUES (1, 1, 9, 'pending')")
