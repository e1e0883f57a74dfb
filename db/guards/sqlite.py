"""SQLite: a trigger for each rule.

The overlap check has the "last before" form: of the active allocations of this unit that start
before my end, does the last one end after my start? The others end earlier still, for they do not
overlap either. One step in the partial index answers it, however many rows there are.
"""

from sqlalchemy import DDL, MetaData, event

from db.guards.rules import (
    ACTIVE,
    ALLOCATION_DISAGREES,
    BOOKING_KEPT,
    LEDGER_APPEND_ONLY,
    LEGAL,
    SLOT_OVERLAP,
    STATUS_CHANGE_ILLEGAL,
    UNIT_MISSING,
)

_LAST_BEFORE = f"""
    SELECT RAISE(ABORT, '{SLOT_OVERLAP}')
    WHERE (
        SELECT occupied_until FROM booking_resources
        WHERE resource_id = NEW.resource_id AND unit = NEW.unit AND active = 1
            AND occupied_from < NEW.occupied_until
        ORDER BY occupied_from DESC LIMIT 1
    ) > NEW.occupied_from;"""

_LAST_BUT_ITSELF = _LAST_BEFORE.replace(
    "        ORDER BY",
    """            AND NOT (booking_id = OLD.booking_id AND resource_id = OLD.resource_id
                AND unit = OLD.unit)
        ORDER BY""",
)

_EXACTLY = f"""
    SELECT RAISE(ABORT, '{ALLOCATION_DISAGREES}')
    WHERE NOT EXISTS (
        SELECT 1 FROM bookings JOIN resources ON resources.id = NEW.resource_id
        WHERE bookings.id = NEW.booking_id AND NEW.active = (status IN ({ACTIVE}))
            AND NEW.occupied_from = starts_at - buffer_minutes * 60
            AND NEW.occupied_until = ends_at + buffer_minutes * 60
    );"""
"""A new allocation has the buffer that its resource has now."""

_EVENLY = f"""
    SELECT RAISE(ABORT, '{ALLOCATION_DISAGREES}')
    WHERE NOT EXISTS (
        SELECT 1 FROM bookings
        WHERE id = NEW.booking_id AND NEW.active = (status IN ({ACTIVE}))
            AND NEW.occupied_from <= starts_at
            AND starts_at - NEW.occupied_from = NEW.occupied_until - ends_at
    );"""
"""One that is there already keeps the buffer it was made with: the same on both sides."""

_UNIT_EXISTS = f"""
    SELECT RAISE(ABORT, '{UNIT_MISSING}')
    WHERE NEW.active = 1 AND (typeof(NEW.unit) <> 'integer'
        OR NEW.unit > (SELECT quantity FROM resources WHERE id = NEW.resource_id));"""
"""A column of integers takes 0.5 as well, and nobody has that half."""

TRIGGERS: dict[str, tuple[str, str]] = {
    "booking_resources_guard_insert": (
        "booking_resources",
        f"BEFORE INSERT ON booking_resources BEGIN{_EXACTLY}{_UNIT_EXISTS}\nEND",
    ),
    "booking_resources_overlap_insert": (
        "booking_resources",
        f"BEFORE INSERT ON booking_resources WHEN NEW.active = 1 BEGIN{_LAST_BEFORE}\nEND",
    ),
    "booking_resources_guard_update": (
        "booking_resources",
        f"BEFORE UPDATE ON booking_resources BEGIN{_EVENLY}{_UNIT_EXISTS}\nEND",
    ),
    "booking_resources_overlap_update": (
        "booking_resources",
        f"BEFORE UPDATE ON booking_resources WHEN NEW.active = 1 BEGIN{_LAST_BUT_ITSELF}\nEND",
    ),
    "bookings_status_legal": (
        "bookings",
        f"""BEFORE UPDATE OF status ON bookings
WHEN OLD.status <> NEW.status AND NOT ({LEGAL})
BEGIN
    SELECT RAISE(ABORT, '{STATUS_CHANGE_ILLEGAL}');
END""",
    ),
    "bookings_status_occupies": (
        "bookings",
        f"""AFTER UPDATE OF status ON bookings WHEN OLD.status <> NEW.status
BEGIN
    UPDATE booking_resources SET active = (NEW.status IN ({ACTIVE}))
    WHERE booking_id = NEW.id AND active <> (NEW.status IN ({ACTIVE}));
END""",
    ),
    "bookings_period_occupies": (
        "bookings",
        """AFTER UPDATE OF starts_at, ends_at ON bookings
WHEN OLD.starts_at <> NEW.starts_at OR OLD.ends_at <> NEW.ends_at
BEGIN
    UPDATE booking_resources
    SET occupied_from = occupied_from + NEW.starts_at - OLD.starts_at,
        occupied_until = occupied_until + NEW.ends_at - OLD.ends_at
    WHERE booking_id = NEW.id;
END""",
    ),
    "bookings_no_delete": (
        "bookings",
        f"BEFORE DELETE ON bookings BEGIN SELECT RAISE(ABORT, '{BOOKING_KEPT}'); END",
    ),
    "booking_resources_no_delete": (
        "booking_resources",
        f"""BEFORE DELETE ON booking_resources WHEN OLD.active = 1 AND OLD.unit > 0
BEGIN
    SELECT RAISE(ABORT, '{BOOKING_KEPT}');
END""",
    ),
    "booking_events_no_update": (
        "booking_events",
        f"BEFORE UPDATE ON booking_events BEGIN SELECT RAISE(ABORT, '{LEDGER_APPEND_ONLY}'); END",
    ),
    "booking_events_no_delete": (
        "booking_events",
        f"BEFORE DELETE ON booking_events BEGIN SELECT RAISE(ABORT, '{LEDGER_APPEND_ONLY}'); END",
    ),
}
"""Name -> the table it guards and the rest of its CREATE TRIGGER statement."""


def attach(metadata: MetaData) -> None:
    """Make the triggers wherever the tables are made."""
    for name, (table, body) in TRIGGERS.items():
        create = DDL(f"CREATE TRIGGER {name} {body}".replace("%", "%%"))  # type: ignore[no-untyped-call]
        event.listen(metadata.tables[table], "after_create", create.execute_if(dialect="sqlite"))
