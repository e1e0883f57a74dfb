"""A rejection can be undone, and who could stay longer is asked shortly before the end."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KINDS = "kind IN ('approval_card', 'card_outcome', 'decision', 'expiry', 'reminder')"
NEW_KINDS = KINDS.replace("'reminder'", "'reminder', 'ending'")

LEGAL = """OLD.status = 'pending'
        AND NEW.status IN ('approved', 'rejected', 'cancelled', 'expired')
    OR OLD.status = 'approved'
        AND NEW.status IN ('cancelled', 'pending')
    OR OLD.status = 'cancelled'
        AND NEW.status IN ('pending', 'approved')"""
NEW_LEGAL = f"""{LEGAL}
    OR OLD.status = 'rejected'
        AND NEW.status IN ('pending', 'approved')"""

TRIGGERS = {
    "sqlite": """CREATE TRIGGER bookings_status_legal
BEFORE UPDATE OF status ON bookings
WHEN OLD.status <> NEW.status AND NOT ({legal})
BEGIN
    SELECT RAISE(ABORT, 'status_change_illegal');
END""",
    "postgresql": """CREATE TRIGGER bookings_status_legal
BEFORE UPDATE OF status ON bookings
FOR EACH ROW WHEN (OLD.status <> NEW.status AND NOT ({legal}))
EXECUTE FUNCTION refuse('status_change_illegal')""",
}


def upgrade() -> None:
    _allow_kinds(NEW_KINDS)
    _allow_changes(NEW_LEGAL)


def downgrade() -> None:
    op.execute("DELETE FROM notifications WHERE kind = 'ending'")
    _allow_changes(LEGAL)
    _allow_kinds(KINDS)


def _allow_kinds(kinds: str) -> None:
    with op.batch_alter_table("notifications") as notifications:
        notifications.drop_constraint(op.f("ck_notifications_kind"), type_="check")
        notifications.create_check_constraint(op.f("ck_notifications_kind"), kinds)


def _allow_changes(legal: str) -> None:
    dialect = op.get_bind().dialect.name
    table = " ON bookings" if dialect == "postgresql" else ""
    op.execute(f"DROP TRIGGER bookings_status_legal{table}")
    op.execute(sa.DDL(TRIGGERS[dialect].format(legal=legal)))
