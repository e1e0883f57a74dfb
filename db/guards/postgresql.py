"""PostgreSQL: an exclusion constraint for the overlap, and a trigger for each other rule.

A refusal is a `check_violation` whose constraint has the rule's name, as the exclusion constraint
has it too. Of two transactions at once, that of a new allocation locks its booking: else one could
cancel a booking while the other hands it a unit. Writers use READ COMMITTED, as `db.engine` does,
or SERIALIZABLE; at REPEATABLE READ a trigger would not see what the other has just committed.
"""

from sqlalchemy import DDL, MetaData, Table, event

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

EXTENSION = "CREATE EXTENSION IF NOT EXISTS btree_gist"
"""Plain equality inside a GiST index, which only the overlap of ranges would have otherwise."""

NO_OVERLAP = f"""ALTER TABLE booking_resources ADD CONSTRAINT {SLOT_OVERLAP} EXCLUDE USING gist (
    resource_id WITH =, unit WITH =, tstzrange(occupied_from, occupied_until, '[)') WITH &&
) WHERE (active)"""


def _raise(rule: str) -> str:
    return f"""RAISE EXCEPTION USING ERRCODE = 'check_violation',
            MESSAGE = {rule}, CONSTRAINT = {rule};"""


_UNIT_EXISTS = f"""
    IF NEW.active AND NEW.unit > (SELECT quantity FROM resources WHERE id = NEW.resource_id) THEN
        {_raise(f"'{UNIT_MISSING}'")}
    END IF;
    RETURN NEW;"""

FUNCTIONS: dict[str, str] = {
    "refuse": f"""RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {_raise("TG_ARGV[0]")}
END
$$""",
    # A new allocation has the buffer that its resource has now.
    "booking_resources_guard_insert": f"""RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM bookings JOIN resources ON resources.id = NEW.resource_id
    WHERE bookings.id = NEW.booking_id AND NEW.active = (status IN ({ACTIVE}))
        AND NEW.occupied_from = starts_at - make_interval(mins => buffer_minutes)
        AND NEW.occupied_until = ends_at + make_interval(mins => buffer_minutes)
    FOR NO KEY UPDATE OF bookings;
    IF NOT FOUND THEN
        {_raise(f"'{ALLOCATION_DISAGREES}'")}
    END IF;{_UNIT_EXISTS}
END
$$""",
    # One that is there already keeps the buffer it was made with: the same on both sides.
    "booking_resources_guard_update": f"""RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.booking_id <> OLD.booking_id THEN
        PERFORM FROM bookings WHERE id = NEW.booking_id FOR NO KEY UPDATE;
    END IF;
    PERFORM FROM bookings
    WHERE id = NEW.booking_id AND NEW.active = (status IN ({ACTIVE}))
        AND NEW.occupied_from <= starts_at
        AND starts_at - NEW.occupied_from = NEW.occupied_until - ends_at;
    IF NOT FOUND THEN
        {_raise(f"'{ALLOCATION_DISAGREES}'")}
    END IF;{_UNIT_EXISTS}
END
$$""",
    "bookings_status_occupies": f"""RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE booking_resources SET active = (NEW.status IN ({ACTIVE}))
    WHERE booking_id = NEW.id AND active <> (NEW.status IN ({ACTIVE}));
    RETURN NULL;
END
$$""",
    # A difference of moments counts in days, and a day has 24 hours only where no clock changes.
    "bookings_period_occupies": """RETURNS trigger LANGUAGE plpgsql SET timezone TO 'UTC' AS $$
BEGIN
    UPDATE booking_resources
    SET occupied_from = occupied_from + (NEW.starts_at - OLD.starts_at),
        occupied_until = occupied_until + (NEW.ends_at - OLD.ends_at)
    WHERE booking_id = NEW.id;
    RETURN NULL;
END
$$""",
}
"""Name -> the rest of its CREATE FUNCTION statement."""

TRIGGERS: dict[str, tuple[str, str]] = {
    "booking_resources_guard_insert": (
        "booking_resources",
        """BEFORE INSERT ON booking_resources
FOR EACH ROW EXECUTE FUNCTION booking_resources_guard_insert()""",
    ),
    "booking_resources_guard_update": (
        "booking_resources",
        """BEFORE UPDATE ON booking_resources
FOR EACH ROW EXECUTE FUNCTION booking_resources_guard_update()""",
    ),
    "bookings_status_legal": (
        "bookings",
        f"""BEFORE UPDATE OF status ON bookings
FOR EACH ROW WHEN (OLD.status <> NEW.status AND NOT ({LEGAL}))
EXECUTE FUNCTION refuse('{STATUS_CHANGE_ILLEGAL}')""",
    ),
    "bookings_status_occupies": (
        "bookings",
        """AFTER UPDATE OF status ON bookings
FOR EACH ROW WHEN (OLD.status <> NEW.status)
EXECUTE FUNCTION bookings_status_occupies()""",
    ),
    "bookings_period_occupies": (
        "bookings",
        """AFTER UPDATE OF starts_at, ends_at ON bookings
FOR EACH ROW WHEN (OLD.starts_at <> NEW.starts_at OR OLD.ends_at <> NEW.ends_at)
EXECUTE FUNCTION bookings_period_occupies()""",
    ),
    "bookings_no_delete": (
        "bookings",
        f"BEFORE DELETE ON bookings FOR EACH ROW EXECUTE FUNCTION refuse('{BOOKING_KEPT}')",
    ),
    "booking_resources_no_delete": (
        "booking_resources",
        f"""BEFORE DELETE ON booking_resources
FOR EACH ROW WHEN (OLD.active AND OLD.unit > 0)
EXECUTE FUNCTION refuse('{BOOKING_KEPT}')""",
    ),
    "booking_resources_no_truncate": (
        "booking_resources",
        f"BEFORE TRUNCATE ON booking_resources EXECUTE FUNCTION refuse('{BOOKING_KEPT}')",
    ),
    "booking_events_no_update": (
        "booking_events",
        f"""BEFORE UPDATE ON booking_events
FOR EACH ROW EXECUTE FUNCTION refuse('{LEDGER_APPEND_ONLY}')""",
    ),
    "booking_events_no_delete": (
        "booking_events",
        f"""BEFORE DELETE ON booking_events
FOR EACH ROW EXECUTE FUNCTION refuse('{LEDGER_APPEND_ONLY}')""",
    ),
    "booking_events_no_truncate": (
        "booking_events",
        f"BEFORE TRUNCATE ON booking_events EXECUTE FUNCTION refuse('{LEDGER_APPEND_ONLY}')",
    ),
}
"""Name -> the table it guards and the rest of its CREATE TRIGGER statement.

TRUNCATE passes no trigger of a row. `bookings` needs none for it: it takes the other two along.
"""


def attach(metadata: MetaData) -> None:
    """Make the constraint and the triggers wherever the tables are made."""
    _listen(metadata, "before_create", EXTENSION)
    for name, body in FUNCTIONS.items():
        _listen(metadata, "before_create", f"CREATE OR REPLACE FUNCTION {name}() {body}")
    _listen(metadata.tables["booking_resources"], "after_create", NO_OVERLAP)
    for name, (table, body) in TRIGGERS.items():
        _listen(metadata.tables[table], "after_create", f"CREATE TRIGGER {name} {body}")


def _listen(target: MetaData | Table, moment: str, statement: str) -> None:
    create = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
    event.listen(target, moment, create.execute_if(dialect="postgresql"))
