"""A unit is a whole number: SQLite keeps any other in a column of integers, too."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TRIGGERS = {
    "booking_resources_guard_insert": """
BEFORE INSERT ON booking_resources BEGIN
    SELECT RAISE(ABORT, 'allocation_disagrees')
    WHERE NOT EXISTS (
        SELECT 1 FROM bookings JOIN resources ON resources.id = NEW.resource_id
        WHERE bookings.id = NEW.booking_id AND NEW.active = (status IN ('pending', 'approved'))
            AND NEW.occupied_from = starts_at - buffer_minutes * 60
            AND NEW.occupied_until = ends_at + buffer_minutes * 60
    );
    SELECT RAISE(ABORT, 'unit_missing')
    WHERE NEW.active = 1 AND (typeof(NEW.unit) <> 'integer'
        OR NEW.unit > (SELECT quantity FROM resources WHERE id = NEW.resource_id));
END
""",
    "booking_resources_guard_update": """
BEFORE UPDATE ON booking_resources BEGIN
    SELECT RAISE(ABORT, 'allocation_disagrees')
    WHERE NOT EXISTS (
        SELECT 1 FROM bookings
        WHERE id = NEW.booking_id AND NEW.active = (status IN ('pending', 'approved'))
            AND NEW.occupied_from <= starts_at
            AND starts_at - NEW.occupied_from = NEW.occupied_until - ends_at
    );
    SELECT RAISE(ABORT, 'unit_missing')
    WHERE NEW.active = 1 AND (typeof(NEW.unit) <> 'integer'
        OR NEW.unit > (SELECT quantity FROM resources WHERE id = NEW.resource_id));
END
""",
}


def make_triggers(triggers: dict[str, str]) -> None:
    """On SQLite alone: PostgreSQL's integers are integers."""
    if op.get_bind().dialect.name == "sqlite":
        for name in TRIGGERS:
            op.execute(f"DROP TRIGGER {name}")
            op.execute(f"CREATE TRIGGER {name} {triggers[name].strip()}")


def upgrade() -> None:
    make_triggers(TRIGGERS)


def downgrade() -> None:
    before = op.get_context().script.get_revision("0007")
    make_triggers(before.module.TRIGGERS)
