"""The armour: an allocation is active or not, and SQLite itself refuses what must not be.

`db/guards.py` says what each trigger is for; this is the copy that history keeps.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TRIGGERS = {
    "booking_resources_guard_insert": """
BEFORE INSERT ON booking_resources BEGIN
    SELECT RAISE(ABORT, 'allocation_disagrees')
    WHERE NOT EXISTS (
        SELECT 1 FROM bookings
        WHERE id = NEW.booking_id AND NEW.active = (status IN ('pending', 'approved'))
            AND NEW.occupied_from <= starts_at AND NEW.occupied_until >= ends_at
    );
    SELECT RAISE(ABORT, 'unit_missing')
    WHERE NEW.active = 1
        AND NEW.unit > (SELECT quantity FROM resources WHERE id = NEW.resource_id);
END
""",
    "booking_resources_overlap_insert": """
BEFORE INSERT ON booking_resources WHEN NEW.active = 1 BEGIN
    SELECT RAISE(ABORT, 'slot_overlap')
    WHERE (
        SELECT occupied_until FROM booking_resources
        WHERE resource_id = NEW.resource_id AND unit = NEW.unit AND active = 1
            AND occupied_from < NEW.occupied_until
        ORDER BY occupied_from DESC LIMIT 1
    ) > NEW.occupied_from;
END
""",
    "booking_resources_guard_update": """
BEFORE UPDATE ON booking_resources BEGIN
    SELECT RAISE(ABORT, 'allocation_disagrees')
    WHERE NOT EXISTS (
        SELECT 1 FROM bookings
        WHERE id = NEW.booking_id AND NEW.active = (status IN ('pending', 'approved'))
            AND NEW.occupied_from <= starts_at AND NEW.occupied_until >= ends_at
    );
    SELECT RAISE(ABORT, 'unit_missing')
    WHERE NEW.active = 1
        AND NEW.unit > (SELECT quantity FROM resources WHERE id = NEW.resource_id);
END
""",
    "booking_resources_overlap_update": """
BEFORE UPDATE ON booking_resources WHEN NEW.active = 1 BEGIN
    SELECT RAISE(ABORT, 'slot_overlap')
    WHERE (
        SELECT occupied_until FROM booking_resources
        WHERE resource_id = NEW.resource_id AND unit = NEW.unit AND active = 1
            AND occupied_from < NEW.occupied_until
            AND NOT (booking_id = OLD.booking_id AND resource_id = OLD.resource_id
                AND unit = OLD.unit)
        ORDER BY occupied_from DESC LIMIT 1
    ) > NEW.occupied_from;
END
""",
    "bookings_status_legal": """
BEFORE UPDATE OF status ON bookings
WHEN OLD.status <> NEW.status AND NOT (OLD.status = 'pending'
        AND NEW.status IN ('approved', 'rejected', 'cancelled', 'expired')
    OR OLD.status = 'approved'
        AND NEW.status IN ('cancelled'))
BEGIN
    SELECT RAISE(ABORT, 'status_change_illegal');
END
""",
    "bookings_status_occupies": """
AFTER UPDATE OF status ON bookings WHEN OLD.status <> NEW.status
BEGIN
    UPDATE booking_resources SET active = (NEW.status IN ('pending', 'approved'))
    WHERE booking_id = NEW.id AND active <> (NEW.status IN ('pending', 'approved'));
END
""",
    "bookings_period_occupies": """
AFTER UPDATE OF starts_at, ends_at ON bookings
WHEN OLD.starts_at <> NEW.starts_at OR OLD.ends_at <> NEW.ends_at
BEGIN
    UPDATE booking_resources
    SET occupied_from = occupied_from + NEW.starts_at - OLD.starts_at,
        occupied_until = occupied_until + NEW.ends_at - OLD.ends_at
    WHERE booking_id = NEW.id;
END
""",
    "bookings_no_delete": """
BEFORE DELETE ON bookings BEGIN SELECT RAISE(ABORT, 'booking_kept'); END
""",
    "booking_resources_no_delete": """
BEFORE DELETE ON booking_resources WHEN OLD.active = 1
BEGIN
    SELECT RAISE(ABORT, 'booking_kept');
END
""",
    "booking_events_no_update": """
BEFORE UPDATE ON booking_events BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END
""",
    "booking_events_no_delete": """
BEFORE DELETE ON booking_events BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END
""",
}


def upgrade() -> None:
    with op.batch_alter_table("booking_resources") as batch:
        batch.add_column(sa.Column("active", sa.Boolean(), server_default="1", nullable=False))
    op.execute(
        "UPDATE booking_resources SET active = (SELECT status IN ('pending', 'approved')"
        " FROM bookings WHERE bookings.id = booking_id)"
    )
    op.create_index(
        "ix_booking_resources_active",
        "booking_resources",
        ["resource_id", "unit", "occupied_from", "occupied_until"],
        sqlite_where=sa.text("active = 1"),
        postgresql_where=sa.text("active"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for name, body in TRIGGERS.items():
            op.execute(f"CREATE TRIGGER {name} {body.strip()}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in TRIGGERS:
            op.execute(f"DROP TRIGGER {name}")
    op.drop_index("ix_booking_resources_active", "booking_resources")
    with op.batch_alter_table("booking_resources") as batch:
        batch.drop_column("active")
