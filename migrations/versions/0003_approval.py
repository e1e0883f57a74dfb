"""Approval: what needs it, by when, who decided; the group that decides; and the ledger."""

import sqlalchemy as sa
from alembic import op

from db.base import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATUSES = "'pending', 'approved', 'rejected', 'cancelled', 'expired'"
RULES = "notice_minutes >= 0 AND horizon_days > 0 AND buffer_minutes >= 0"


def at_most(column: str, length: int) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"length({column}) <= {length}", name=f"{column}_length")


def upgrade() -> None:
    with op.batch_alter_table("resources") as batch:
        batch.add_column(
            sa.Column("requires_approval", sa.Boolean(), server_default="0", nullable=False)
        )
        batch.add_column(
            sa.Column("approval_minutes", sa.Integer(), server_default="1440", nullable=False)
        )
        batch.drop_constraint(op.f("ck_resources_rules"), type_="check")
        batch.create_check_constraint(
            op.f("ck_resources_rules"), f"{RULES} AND approval_minutes > 0"
        )
    with op.batch_alter_table("bookings") as batch:
        batch.add_column(sa.Column("decide_by", UtcDateTime()))
        batch.add_column(sa.Column("decided_by", sa.Integer()))
        batch.add_column(sa.Column("decided_at", UtcDateTime()))
        batch.add_column(sa.Column("decision_reason", sa.String(200)))
        batch.create_check_constraint(
            op.f("ck_bookings_decision_reason_length"), "length(decision_reason) <= 200"
        )
        batch.create_foreign_key(
            op.f("fk_bookings_decided_by_users"), "users", ["decided_by"], ["id"]
        )
    op.create_index("ix_bookings_decided_by", "bookings", ["decided_by"])
    op.create_index(
        "ix_bookings_undecided",
        "bookings",
        ["decide_by"],
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_table(
        "booking_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer()),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("from_status", sa.String(16)),
        sa.Column("to_status", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(200)),
        sa.CheckConstraint(f"from_status IN ({STATUSES})", name="from_status"),
        sa.CheckConstraint(f"to_status IN ({STATUSES})", name="to_status"),
        at_most("reason", 200),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"]),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_booking_events_booking_id", "booking_events", ["booking_id"])
    op.create_index("ix_booking_events_actor_id", "booking_events", ["actor_id"])
    op.create_table(
        "approval_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(255), nullable=False),
        sa.Column("bound_by", sa.Integer()),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("chat_id < 0", name="chat_id"),
        at_most("title", 255),
        sa.ForeignKeyConstraint(["bound_by"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("chat_id"),
    )
    op.create_index("ix_approval_groups_bound_by", "approval_groups", ["bound_by"])


def downgrade() -> None:
    op.drop_table("approval_groups")
    op.drop_table("booking_events")
    op.drop_index("ix_bookings_undecided", "bookings")
    op.drop_index("ix_bookings_decided_by", "bookings")
    with op.batch_alter_table("bookings") as batch:
        batch.drop_constraint(op.f("fk_bookings_decided_by_users"), type_="foreignkey")
        batch.drop_constraint(op.f("ck_bookings_decision_reason_length"), type_="check")
        batch.drop_column("decision_reason")
        batch.drop_column("decided_at")
        batch.drop_column("decided_by")
        batch.drop_column("decide_by")
    with op.batch_alter_table("resources") as batch:
        batch.drop_constraint(op.f("ck_resources_rules"), type_="check")
        batch.create_check_constraint(op.f("ck_resources_rules"), RULES)
        batch.drop_column("approval_minutes")
        batch.drop_column("requires_approval")
