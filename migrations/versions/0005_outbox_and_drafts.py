"""What is still to be told, and what half-finished dialogues remember."""

import sqlalchemy as sa
from alembic import op

from db.base import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def at_most(column: str, length: int) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"length({column}) <= {length}", name=f"{column}_length")


def upgrade() -> None:
    op.create_table(
        "notifications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer()),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("dedup_key", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), server_default="waiting", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_try_at", UtcDateTime(), nullable=False),
        sa.Column("lease_until", UtcDateTime()),
        sa.Column("lease_token", sa.String(32)),
        sa.Column("sent_at", UtcDateTime()),
        sa.Column("chat_id", sa.BigInteger()),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("last_error", sa.String(200)),
        sa.CheckConstraint(
            "kind IN ('approval_card', 'card_outcome', 'decision', 'expiry', 'reminder')",
            name="kind",
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'sent', 'obsolete', 'undeliverable')", name="state"
        ),
        sa.CheckConstraint("attempts >= 0", name="attempts"),
        at_most("dedup_key", 64),
        at_most("lease_token", 32),
        at_most("last_error", 200),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"]),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("dedup_key"),
    )
    op.create_index(
        "ix_notifications_waiting",
        "notifications",
        ["next_try_at"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("ix_notifications_booking_id", "notifications", ["booking_id"])
    op.create_index("ix_notifications_user_id", "notifications", ["user_id"])
    op.create_table(
        "fsm_states",
        sa.Column("key", sa.String(128), nullable=False),
        sa.Column("state", sa.String(64)),
        sa.Column("data", sa.Text(), server_default="{}", nullable=False),
        at_most("key", 128),
        at_most("state", 64),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )


def downgrade() -> None:
    op.drop_table("fsm_states")
    op.drop_table("notifications")
