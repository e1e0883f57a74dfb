"""PostgreSQL: it refuses what must not be, as SQLite does since 0006.

`db/guards/postgresql.py` says what each part is for; this is the copy that history keeps.
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

EXTENSION = "CREATE EXTENSION IF NOT EXISTS btree_gist"

NO_OVERLAP = """
ALTER TABLE booking_resources ADD CONSTRAINT slot_overlap EXCLUDE USING gist (
    resource_id WITH =, unit WITH =, tstzrange(occupied_from, occupied_until, '[)') WITH &&
) WHERE (active)
"""

FUNCTIONS = {
    "refuse": """
RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'check_violation',
            MESSAGE = TG_ARGV[0], CONSTRAINT = TG_ARGV[0];
END
$$
""",
    "booking_resources_guard_insert": """
RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM bookings JOIN resources ON resources.id = NEW.resource_id
    WHERE bookings.id = NEW.booking_id AND NEW.active = (status IN ('pending', 'approved'))
        AND NEW.occupied_from = starts_at - make_interval(mins => buffer_minutes)
        AND NEW.occupied_until = ends_at + make_interval(mins => buffer_minutes)
    FOR NO KEY UPDATE OF bookings;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            MESSAGE = 'allocation_disagrees', CONSTRAINT = 'allocation_disagrees';
    END IF;
    IF NEW.active AND NEW.unit > (SELECT quantity FROM resources WHERE id = NEW.resource_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            MESSAGE = 'unit_missing', CONSTRAINT = 'unit_missing';
    END IF;
    RETURN NEW;
END
$$
""",
    "booking_resources_guard_update": """
RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.booking_id <> OLD.booking_id THEN
        PERFORM FROM bookings WHERE id = NEW.booking_id FOR NO KEY UPDATE;
    END IF;
    PERFORM FROM bookings
    WHERE id = NEW.booking_id AND NEW.active = (status IN ('pending', 'approved'))
        AND NEW.occupied_from <= starts_at
        AND starts_at - NEW.occupied_from = NEW.occupied_until - ends_at;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            MESSAGE = 'allocation_disagrees', CONSTRAINT = 'allocation_disagrees';
    END IF;
    IF NEW.active AND NEW.unit > (SELECT quantity FROM resources WHERE id = NEW.resource_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            MESSAGE = 'unit_missing', CONSTRAINT = 'unit_missing';
    END IF;
    RETURN NEW;
END
$$
""",
    "bookings_status_occupies": """
RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE booking_resources SET active = (NEW.status IN ('pending', 'approved'))
    WHERE booking_id = NEW.id AND active <> (NEW.status IN ('pending', 'approved'));
    RETURN NULL;
END
$$
""",
    "bookings_period_occupies": """
RETURNS trigger LANGUAGE plpgsql SET timezone TO 'UTC' AS $$
BEGIN
    UPDATE booking_resources
    SET occupied_from = occupied_from + (NEW.starts_at - OLD.starts_at),
        occupied_until = occupied_until + (NEW.ends_at - OLD.ends_at)
    WHERE booking_id = NEW.id;
    RETURN NULL;
END
$$
""",
}

TRIGGERS = {
    "booking_resources_guard_insert": (
        "booking_resources",
        """
BEFORE INSERT ON booking_resources
FOR EACH ROW EXECUTE FUNCTION booking_resources_guard_insert()
""",
    ),
    "booking_resources_guard_update": (
        "booking_resources",
        """
BEFORE UPDATE ON booking_resources
FOR EACH ROW EXECUTE FUNCTION booking_resources_guard_update()
""",
    ),
    "bookings_status_legal": (
        "bookings",
        """
BEFORE UPDATE OF status ON bookings
FOR EACH ROW WHEN (OLD.status <> NEW.status AND NOT (OLD.status = 'pending'
        AND NEW.status IN ('approved', 'rejected', 'cancelled', 'expired')
    OR OLD.status = 'approved'
        AND NEW.status IN ('cancelled', 'pending')
    OR OLD.status = 'cancelled'
        AND NEW.status IN ('pending', 'approved')))
EXECUTE FUNCTION refuse('status_change_illegal')
""",
    ),
    "bookings_status_occupies": (
        "bookings",
        """
AFTER UPDATE OF status ON bookings
FOR EACH ROW WHEN (OLD.status <> NEW.status)
EXECUTE FUNCTION bookings_status_occupies()
""",
    ),
    "bookings_period_occupies": (
        "bookings",
        """
AFTER UPDATE OF starts_at, ends_at ON bookings
FOR EACH ROW WHEN (OLD.starts_at <> NEW.starts_at OR OLD.ends_at <> NEW.ends_at)
EXECUTE FUNCTION bookings_period_occupies()
""",
    ),
    "bookings_no_delete": (
        "bookings",
        """
BEFORE DELETE ON bookings FOR EACH ROW EXECUTE FUNCTION refuse('booking_kept')
""",
    ),
    "booking_resources_no_delete": (
        "booking_resources",
        """
BEFORE DELETE ON booking_resources
FOR EACH ROW WHEN (OLD.active AND OLD.unit > 0)
EXECUTE FUNCTION refuse('booking_kept')
""",
    ),
    "booking_resources_no_truncate": (
        "booking_resources",
        """
BEFORE TRUNCATE ON booking_resources EXECUTE FUNCTION refuse('booking_kept')
""",
    ),
    "booking_events_no_update": (
        "booking_events",
        """
BEFORE UPDATE ON booking_events
FOR EACH ROW EXECUTE FUNCTION refuse('ledger_append_only')
""",
    ),
    "booking_events_no_delete": (
        "booking_events",
        """
BEFORE DELETE ON booking_events
FOR EACH ROW EXECUTE FUNCTION refuse('ledger_append_only')
""",
    ),
    "booking_events_no_truncate": (
        "booking_events",
        """
BEFORE TRUNCATE ON booking_events EXECUTE FUNCTION refuse('ledger_append_only')
""",
    ),
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    op.execute(EXTENSION)
    op.execute(NO_OVERLAP)
    for name, body in FUNCTIONS.items():
        op.execute(f"CREATE FUNCTION {name}() {body.strip()}")
    for name, (_, body) in TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} {body.strip()}")


def downgrade() -> None:
    """The extension stays: others may have come to need it."""
    if op.get_bind().dialect.name == "sqlite":
        return
    for name, (table, _) in TRIGGERS.items():
        op.execute(f"DROP TRIGGER {name} ON {table}")
    for name in FUNCTIONS:
        op.execute(f"DROP FUNCTION {name}()")
    op.execute("ALTER TABLE booking_resources DROP CONSTRAINT slot_overlap")
