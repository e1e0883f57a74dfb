"""Units can be dealt anew, bookings can be changed, people have quotas and tags.

`booking_resources` and `booking_events` are rebuilt on SQLite, so their triggers are made anew,
in the form that they have from here on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ACTIONS = (
    "'booked', 'approved', 'rejected', 'cancelled', 'expired',"
    " 'moved', 'extended', 'ended_early', 'restored'"
)
ACTIVE = "status IN ('pending', 'approved')"
QUOTAS = "max_open_bookings > 0 AND max_week_minutes > 0"
IN_HAND = "CASE WHEN unit < 0 THEN unit END"

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
            AND NEW.occupied_from <= starts_at
            AND starts_at - NEW.occupied_from = NEW.occupied_until - ends_at
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
        AND NEW.status IN ('cancelled', 'pending')
    OR OLD.status = 'cancelled'
        AND NEW.status IN ('pending', 'approved'))
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
BEFORE DELETE ON booking_resources WHEN OLD.active = 1 AND OLD.unit > 0
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


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def drop_triggers() -> None:
    if is_sqlite():
        for name in TRIGGERS:
            op.execute(f"DROP TRIGGER {name}")


def make_triggers(triggers: dict[str, str]) -> None:
    if is_sqlite():
        for name, body in triggers.items():
            op.execute(f"CREATE TRIGGER {name} {body.strip()}")


def upgrade() -> None:
    drop_triggers()
    change_resources()
    change_bookings()
    change_allocations()
    change_ledger()
    with op.batch_alter_table("users") as batch:
        batch.add_column(sa.Column("tags", sa.String(500), server_default="", nullable=False))
        batch.create_check_constraint(op.f("ck_users_tags_length"), "length(tags) <= 500")
    change_notifications()
    make_triggers(TRIGGERS)


def change_notifications() -> None:
    """A key that names its booking keeps doing so; new ones leave that to the constraint."""
    op.drop_index("ix_notifications_booking_id", "notifications")
    with op.batch_alter_table("notifications") as batch:
        batch.add_column(sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
        batch.drop_constraint(op.f("uq_notifications_dedup_key"), type_="unique")
        batch.create_unique_constraint(
            op.f("uq_notifications_booking_id_dedup_key"), ["booking_id", "dedup_key"]
        )


def change_resources() -> None:
    with op.batch_alter_table("resources") as batch:
        batch.add_column(sa.Column("max_open_bookings", sa.Integer()))
        batch.add_column(sa.Column("max_week_minutes", sa.Integer()))
        batch.add_column(sa.Column("bookers", sa.String(500), server_default="", nullable=False))
        batch.create_check_constraint(op.f("ck_resources_id"), "id > 0")
        batch.create_check_constraint(op.f("ck_resources_quotas"), QUOTAS)
        batch.create_check_constraint(op.f("ck_resources_bookers_length"), "length(bookers) <= 500")


def change_bookings() -> None:
    with op.batch_alter_table("bookings") as batch:
        batch.add_column(sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
        batch.create_check_constraint(op.f("ck_bookings_revision"), "revision >= 1")
    op.create_index(
        "ix_bookings_active_of_user",
        "bookings",
        ["user_id", "ends_at"],
        sqlite_where=sa.text(ACTIVE),
        postgresql_where=sa.text(ACTIVE),
    )


def change_allocations() -> None:
    with op.batch_alter_table("booking_resources") as batch:
        batch.drop_constraint(op.f("ck_booking_resources_unit"), type_="check")
        batch.create_check_constraint(op.f("ck_booking_resources_unit"), "unit <> 0")
        batch.add_column(sa.Column("in_hand", sa.Integer(), sa.Computed(IN_HAND, persisted=True)))
        batch.create_foreign_key(
            op.f("fk_booking_resources_in_hand_resources"),
            "resources",
            ["in_hand"],
            ["id"],
            deferrable=True,
            initially="DEFERRED",
        )


def change_ledger() -> None:
    with op.batch_alter_table("booking_events") as batch:
        batch.add_column(sa.Column("action", sa.String(16)))
        batch.add_column(sa.Column("holds", sa.JSON()))
    op.execute(
        "UPDATE booking_events SET action ="
        " CASE WHEN from_status IS NULL THEN 'booked' ELSE to_status END"
    )
    with op.batch_alter_table("booking_events") as batch:
        batch.alter_column("action", existing_type=sa.String(16), nullable=False)
        batch.create_check_constraint(op.f("ck_booking_events_action"), f"action IN ({ACTIONS})")


def downgrade() -> None:
    """What a booking was changed into stays; that it was changed is forgotten."""
    drop_triggers()
    op.execute(
        "UPDATE notifications SET dedup_key = booking_id || ':' || dedup_key"
        " WHERE dedup_key NOT LIKE booking_id || ':%'"
    )
    with op.batch_alter_table("notifications") as batch:
        batch.drop_constraint(op.f("uq_notifications_booking_id_dedup_key"), type_="unique")
        batch.create_unique_constraint(op.f("uq_notifications_dedup_key"), ["dedup_key"])
        batch.drop_column("revision")
    op.create_index("ix_notifications_booking_id", "notifications", ["booking_id"])
    with op.batch_alter_table("users") as batch:
        batch.drop_constraint(op.f("ck_users_tags_length"), type_="check")
        batch.drop_column("tags")
    with op.batch_alter_table("booking_events") as batch:
        batch.drop_constraint(op.f("ck_booking_events_action"), type_="check")
        batch.drop_column("holds")
        batch.drop_column("action")
    with op.batch_alter_table("booking_resources") as batch:
        batch.drop_constraint(op.f("fk_booking_resources_in_hand_resources"), type_="foreignkey")
        batch.drop_column("in_hand")
        batch.drop_constraint(op.f("ck_booking_resources_unit"), type_="check")
        batch.create_check_constraint(op.f("ck_booking_resources_unit"), "unit >= 1")
    op.drop_index("ix_bookings_active_of_user", "bookings")
    with op.batch_alter_table("bookings") as batch:
        batch.drop_constraint(op.f("ck_bookings_revision"), type_="check")
        batch.drop_column("revision")
    with op.batch_alter_table("resources") as batch:
        for name in ("id", "quotas", "bookers_length"):
            batch.drop_constraint(op.f(f"ck_resources_{name}"), type_="check")
        for name in ("bookers", "max_week_minutes", "max_open_bookings"):
            batch.drop_column(name)
    before = op.get_context().script.get_revision("0006")
    make_triggers(before.module.TRIGGERS)
