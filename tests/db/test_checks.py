"""What columns may hold, and what they may point at: every constraint is tried with plain SQL."""

from collections.abc import Iterable

import pytest
from sqlalchemy import CheckConstraint, Column, Computed, UniqueConstraint

from db.models import Base
from tests.db.rows import HOUR, LEDGER, NOON, STAMPS, insert
from tests.plain import FOREIGN_KEY, NOT_NULL, TOO_LONG, Plain, Refused

BOOKING = {"user_id": 1, "starts_at": 0, "ends_at": 1, "request_key": "x", **STAMPS}
NOTIFICATION = {
    "kind": "reminder", "booking_id": 1, "due_at": 0, "next_try_at": 0, "dedup_key": "k",
}  # fmt: skip
CLOSURE = {"starts_at": 0, "ends_at": 1, **STAMPS}
HOURS = {"resource_id": 1, "weekday": 0, "opens_minute": 0, "closes_minute": 60}
REFUSED = {"day": "2026-03-02", "code": "slot-taken", "count": 1}
RESOURCE = {"kind": "room", "name": "Red room", "timezone": "Europe/Kyiv", **STAMPS}

LENGTHS = [
    ("users", "full_name", 128),
    ("users", "username", 32),
    ("users", "language", 16),
    ("users", "language_code", 16),
    ("users", "tags", 500),
    ("resources", "name", 64),
    ("resources", "description", 500),
    ("resources", "location", 128),
    ("resources", "timezone", 64),
    ("resources", "bookers", 500),
    ("bookings", "purpose", 200),
    ("bookings", "request_key", 32),
    ("bookings", "decision_reason", 200),
    ("approval_groups", "title", 255),
    ("booking_events", "reason", 200),
    ("closures", "reason", 128),
    ("booking_events", "overrides", 500),
    ("closures", "timezone", 64),
    ("invites", "code", 32),
    ("invites", "tags", 500),
    ("refusal_counts", "code", 32),
    ("resources", "own_rules", 500),
    ("resources", "features", 500),
    ("resources", "photo_id", 255),
    ("site", "members_chat_title", 255),
    ("users", "block_reason", 200),
    ("notifications", "dedup_key", 64),
    ("notifications", "lease_token", 32),
    ("notifications", "last_error", 200),
    ("fsm_states", "key", 128),
    ("fsm_states", "state", 64),
]
SHORT_NAMES = {"full_name", "name", "purpose"}
"""Columns whose CHECK holds more than their length, and has the name of the column alone."""
ROWS = {
    "approval_groups": {"chat_id": -1, "title": "", **STAMPS},
    "booking_events": LEDGER,
    "closures": {"starts_at": 0, "ends_at": 1, **STAMPS},
    "notifications": NOTIFICATION,
    "fsm_states": {"key": "k", **STAMPS},
    "invites": {"code": "c", **STAMPS},
    "refusal_counts": REFUSED,
}
"""A row to begin with, where the fixture has none."""

CHECKS = [
    ("UPDATE bookings SET ends_at = starts_at", "ck_bookings_period"),
    ("UPDATE bookings SET revision = 0", "ck_bookings_revision"),
    (insert("bookings", **BOOKING, status="lost"), "ck_bookings_status"),
    ("UPDATE booking_resources SET unit = 0", "ck_booking_resources_unit"),
    (insert("resources", id=-1, **RESOURCE), "ck_resources_id"),
    ("UPDATE resources SET quantity = 0", "ck_resources_quantity"),
    ("UPDATE resources SET quantity = 1001", "ck_resources_quantity"),
    ("UPDATE resources SET kind = 'boat'", "ck_resources_kind"),
    ("UPDATE resources SET name = ''", "ck_resources_name"),
    ("UPDATE resources SET capacity = 0", "ck_resources_capacity"),
    ("UPDATE resources SET min_minutes = 500", "ck_resources_durations"),
    ("UPDATE resources SET grid_minutes = 300", "ck_resources_durations"),
    ("UPDATE resources SET buffer_minutes = -1", "ck_resources_rules"),
    ("UPDATE resources SET approval_minutes = 0", "ck_resources_rules"),
    ("UPDATE resources SET max_open_bookings = 0", "ck_resources_quotas"),
    ("UPDATE resources SET max_week_minutes = 0", "ck_resources_quotas"),
    ("UPDATE users SET full_name = ''", "ck_users_full_name"),
    ("UPDATE users SET role = 'king'", "ck_users_role"),
    ("UPDATE users SET telegram_id = 0", "ck_users_telegram_id"),
    ("UPDATE users SET quiet_from_minute = 1440", "ck_users_quiet_hours"),
    (insert("booking_events", **LEDGER | {"action": "sold"}), "ck_booking_events_action"),
    (insert("booking_events", **LEDGER | {"to_status": "king"}), "ck_booking_events_to_status"),
    (insert("booking_events", **LEDGER, from_status="pawn"), "ck_booking_events_from_status"),
    (insert("opening_hours", **(HOURS | {"weekday": 7})), "ck_opening_hours_weekday"),
    (insert("opening_hours", **(HOURS | {"closes_minute": 0})), "ck_opening_hours_span"),
    (insert("closures", starts_at=1, ends_at=1, **STAMPS), "ck_closures_period"),
    (insert("closures", **CLOSURE, kind="boat"), "ck_closures_kind"),
    (insert("closures", **CLOSURE, kind="room", resource_id=1), "ck_closures_scope"),
    (insert("closures", **CLOSURE, repeats="daily", timezone="UTC"), "ck_closures_repeats"),
    (insert("closures", **CLOSURE, repeats="weekly"), "ck_closures_repetition"),
    (insert("invites", code="c", role="king", **STAMPS), "ck_invites_role"),
    (insert("invites", code="c", max_uses=1, uses=2, **STAMPS), "ck_invites_uses"),
    (insert("refusal_counts", **REFUSED | {"count": 0}), "ck_refusal_counts_count"),
    (insert("site", id=2, **STAMPS), "ck_site_id"),
    ("UPDATE site SET access = 'nobody'", "ck_site_access"),
    ("UPDATE site SET members_chat_id = 1", "ck_site_members_chat_id"),
    ("UPDATE site SET min_minutes = 500", "ck_site_durations"),
    ("UPDATE site SET horizon_days = 0", "ck_site_rules"),
    ("UPDATE site SET max_week_minutes = 0", "ck_site_quotas"),
    ("UPDATE users SET telegram_id = -id", "ck_users_telegram_id"),
    ("UPDATE users SET max_open_bookings = 0", "ck_users_quota"),
    (insert("approval_groups", chat_id=1, title="", **STAMPS), "ck_approval_groups_chat_id"),
    (insert("notifications", **(NOTIFICATION | {"kind": "gossip"})), "ck_notifications_kind"),
    (insert("notifications", **NOTIFICATION, state="lost"), "ck_notifications_state"),
    (insert("notifications", **NOTIFICATION, attempts=-1), "ck_notifications_attempts"),
]


@pytest.mark.parametrize(("statement", "constraint"), CHECKS)
def test_every_check_refuses_plain_sql(plain: Plain, statement: str, constraint: str) -> None:
    with pytest.raises(Refused, match=f"^{constraint}$"):
        plain.execute(statement)


def length_check(table: str, column: str) -> str:
    return f"ck_{table}_{column}" if column in SHORT_NAMES else f"ck_{table}_{column}_length"


@pytest.mark.parametrize(("table", "column", "most"), LENGTHS)
def test_every_text_keeps_to_its_length(plain: Plain, table: str, column: str, most: int) -> None:
    """One character more than fits is refused (PostgreSQL knows the length of the type itself),
    and what just fits is not."""
    if table in ROWS:
        change = insert(table, **ROWS[table] | {column: "?"}).replace("'?'", "?")
    else:
        change = f"UPDATE {table} SET {column} = ? WHERE id = 1"
    rule = length_check(table, column) if plain.backend == "sqlite" else TOO_LONG
    with pytest.raises(Refused, match=f"^{rule}$"):
        plain.execute(change, "x" * (most + 1))
    plain.execute(change, "x" * most)


def test_no_check_is_forgotten() -> None:
    """A CHECK that is added to a model must be added to the lists above."""
    checks = {
        str(constraint.name)
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    tried = {constraint for _, constraint in (*CHECKS, *SHADOWED)}
    tried |= {length_check(table, column) for table, column, _ in LENGTHS}
    assert checks == tried


# What a trigger would be the first to refuse


SHADOWS = (
    "booking_resources_guard_insert",
    "booking_resources_guard_update",
    "bookings_no_delete",
)
SHADOWED = [
    (
        "UPDATE booking_resources SET occupied_until = occupied_from",
        "ck_booking_resources_occupied",
    ),
]


def outcome(plain: Plain, *steps: str) -> object:
    """The rule that refused, or the rows of the last step, where those triggers are away (as they
    are when rows are restored or filled in past them); nothing is left of it all."""
    plain.execute("BEGIN")
    try:
        for trigger in SHADOWS:
            plain.drop(trigger)
        results = [plain.execute(step) for step in steps]
    except Refused as refusal:
        return refusal.rule
    finally:
        plain.execute("ROLLBACK")
    return tuple(results[-1])


@pytest.mark.parametrize(("statement", "constraint"), SHADOWED)
def test_without_the_trigger_before_it_a_check_refuses(
    plain: Plain, statement: str, constraint: str
) -> None:
    with pytest.raises(Refused, match=f"^(?!{constraint}$)"):
        plain.execute(statement)
    assert outcome(plain, statement) == constraint


# What there may be only once


PETRO = {"telegram_id": 102, "full_name": "Petro", "language": "uk", **STAMPS}
DEFAULT_GROUP = {"title": "", "is_default": True, **STAMPS}
TWICE: dict[str, tuple[str, dict[str, object], dict[str, object]]] = {
    "ix_approval_groups_default": (
        "approval_groups",
        DEFAULT_GROUP | {"chat_id": -1},
        {"chat_id": -2},
    ),
    "uq_approval_groups_chat_id": ("approval_groups", {"chat_id": -1, "title": "", **STAMPS}, {}),
    "uq_bookings_request_key": ("bookings", BOOKING, {}),
    "uq_invites_code": ("invites", {"code": "c", **STAMPS}, {}),
    "uq_notifications_booking_id_dedup_key": ("notifications", NOTIFICATION, {}),
    "uq_resources_name": ("resources", RESOURCE, {}),
    "uq_users_telegram_id": ("users", PETRO, {}),
}
"""The table, a row, and what else the second has."""


def uniques() -> dict[str, Iterable[Column[object]]]:
    """The columns of each, by its name: constraints, and indexes that are unique."""
    tables = Base.metadata.tables.values()
    constraints = (one for table in tables for one in table.constraints)
    found = [one for one in constraints if isinstance(one, UniqueConstraint)]
    indexes = [index for table in tables for index in table.indexes if index.unique]
    return {str(one.name): one.columns for one in (*found, *indexes)}


def said_of(plain: Plain, name: str, columns: Iterable[Column[object]]) -> str:
    """SQLite names the columns in place of the constraint."""
    listed = ", ".join(str(column) for column in columns)
    return f"UNIQUE constraint failed: {listed}" if plain.backend == "sqlite" else name


@pytest.mark.parametrize("constraint", TWICE)
def test_what_is_unique_is_refused_the_second_time(plain: Plain, constraint: str) -> None:
    table, values, others = TWICE[constraint]
    rule = said_of(plain, constraint, uniques()[constraint])
    plain.execute(insert(table, id=90, **values))
    with pytest.raises(Refused, match=f"^{rule}$"):
        plain.execute(insert(table, id=91, **values | others))


def test_only_one_group_is_the_default_one_and_any_number_is_not(plain: Plain) -> None:
    for chat_id, is_default in ((-1, True), (-2, False), (-3, False)):
        row = DEFAULT_GROUP | {"chat_id": chat_id, "is_default": is_default}
        plain.execute(insert("approval_groups", **row))


def test_no_unique_constraint_is_forgotten() -> None:
    assert set(uniques()) == set(TWICE)


# What every row has


ALLOCATION = {
    "booking_id": 1, "resource_id": 2, "unit": 1, "occupied_from": NOON,
    "occupied_until": NOON + HOUR, "active": False,
}  # fmt: skip
ANOTHER: dict[str, dict[str, object]] = {
    "booking_resources": ALLOCATION,
    "bookings": BOOKING,
    "opening_hours": HOURS,
    "resources": RESOURCE,
    "site": {"id": 1, **STAMPS},
    "users": PETRO,
    **ROWS,
}
"""A row of each table that may be added to those of the fixture, once its own site is away."""
NO_SITE = "DELETE FROM site"
TABLES = sorted(Base.metadata.tables)


def another(table: str, **others: object) -> str:
    key = {"id": 92} if "id" in Base.metadata.tables[table].columns else {}
    return insert(table, **key | ANOTHER[table] | others)


def required(table: str) -> list[str]:
    """The columns that may not be empty, but for the key, which is filled by itself."""
    columns = Base.metadata.tables[table].columns
    return [one.name for one in columns if not one.nullable and one.name not in ("id", "key")]


@pytest.mark.parametrize("table", TABLES)
def test_a_value_that_is_needed_cannot_be_missing(plain: Plain, table: str) -> None:
    assert outcome(plain, NO_SITE, another(table)) == ()
    for column in required(table):
        row = another(table, **{column: None})
        assert outcome(plain, NO_SITE, row) == f"{NOT_NULL}{table}.{column}"


@pytest.mark.parametrize("table", TABLES)
def test_a_key_is_refused_the_second_time(plain: Plain, table: str) -> None:
    key = Base.metadata.tables[table].primary_key
    rule = said_of(plain, str(key.name), key.columns)
    assert outcome(plain, NO_SITE, another(table), another(table)) == rule


# What may be pointed at


KEPT, GOES_ALONG = "kept", "goes along"
POINTERS = {
    "approval_groups.bound_by": KEPT,
    "booking_events.actor_id": KEPT,
    "booking_events.booking_id": KEPT,
    "booking_resources.booking_id": KEPT,
    "booking_resources.resource_id": KEPT,
    "bookings.decided_by": KEPT,
    "bookings.user_id": KEPT,
    "closures.resource_id": GOES_ALONG,
    "notifications.booking_id": KEPT,
    "notifications.group_id": KEPT,
    "notifications.user_id": KEPT,
    "opening_hours.resource_id": GOES_ALONG,
    "refusal_counts.resource_id": GOES_ALONG,
    "resources.approval_group_id": KEPT,
    "users.invite_id": KEPT,
}
"""A column -> what becomes of what it points at (kept: it cannot be deleted), or of its own row."""
THERE, NOWHERE = 90, 91
RENAMED: dict[str, dict[str, object]] = {
    "bookings": {"request_key": "y"},
    "resources": {"name": "Green room"},
    "users": {"telegram_id": 103},
}
"""What is pointed at has another name than the row that points, which may be of the same table."""


def foreign_keys() -> dict[str, str]:
    """A column -> the table that it points at."""
    return {
        str(one.parent): one.column.table.name
        for table in Base.metadata.tables.values()
        for one in table.foreign_keys
        if not isinstance(one.parent.computed, Computed)
    }


def pointing(pointer: str, row_id: int) -> str:
    table, _, column = pointer.partition(".")
    return another(table, **{column: row_id})


def pointed_at(pointer: str) -> str:
    table = foreign_keys()[pointer]
    return another(table, id=THERE, **RENAMED.get(table, {}))


@pytest.mark.parametrize("pointer", POINTERS)
def test_nothing_points_at_what_is_not_there(plain: Plain, pointer: str) -> None:
    """The same row that points at what is there is let in: nothing else is wrong with it."""
    there = pointed_at(pointer)
    assert outcome(plain, there, pointing(pointer, THERE)) == ()
    assert outcome(plain, there, pointing(pointer, NOWHERE)) == FOREIGN_KEY


@pytest.mark.parametrize("pointer", POINTERS)
def test_what_is_pointed_at_is_kept_or_takes_it_along(plain: Plain, pointer: str) -> None:
    table, _, column = pointer.partition(".")
    delete = f"DELETE FROM {foreign_keys()[pointer]} WHERE id = {THERE}"
    left = f"SELECT {column} FROM {table} WHERE {column} = {THERE}"
    there, points = pointed_at(pointer), pointing(pointer, THERE)
    assert outcome(plain, there, delete, left) == ()
    assert outcome(plain, there, points, left) == ((THERE,),)
    expected = FOREIGN_KEY if POINTERS[pointer] is KEPT else ()
    assert outcome(plain, there, points, delete, left) == expected


def test_no_foreign_key_is_forgotten() -> None:
    """But for the one of what is in hand, which is refused at the commit: test_guards.py."""
    assert set(foreign_keys()) == set(POINTERS)
