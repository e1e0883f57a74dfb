"""People, resources, bookings, and which booking holds which resource."""

import sqlalchemy as sa
from alembic import op

from db.base import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def at_most(column: str, length: int) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"length({column}) <= {length}", name=f"{column}_length")


def upgrade() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("username", sa.String(32)),
        sa.Column("full_name", sa.String(128), nullable=False),
        sa.Column("role", sa.String(16), server_default="member", nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("language_code", sa.String(16)),
        sa.Column("reachable", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("length(full_name) BETWEEN 1 AND 128", name="full_name"),
        sa.CheckConstraint("role IN ('member', 'admin', 'blocked')", name="role"),
        sa.CheckConstraint("telegram_id > 0", name="telegram_id"),
        at_most("username", 32),
        at_most("language", 16),
        at_most("language_code", 16),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("telegram_id"),
    )
    op.create_table(
        "resources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("description", sa.String(500)),
        sa.Column("location", sa.String(128)),
        sa.Column("capacity", sa.Integer()),
        sa.Column("quantity", sa.Integer(), server_default="1", nullable=False),
        sa.Column("timezone", sa.String(64), nullable=False),
        sa.Column("grid_minutes", sa.Integer(), server_default="30", nullable=False),
        sa.Column("min_minutes", sa.Integer(), server_default="30", nullable=False),
        sa.Column("max_minutes", sa.Integer(), server_default="240", nullable=False),
        sa.Column("notice_minutes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("horizon_days", sa.Integer(), server_default="60", nullable=False),
        sa.Column("buffer_minutes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('room', 'equipment')", name="kind"),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 64", name="name"),
        at_most("description", 500),
        at_most("location", 128),
        at_most("timezone", 64),
        sa.CheckConstraint("quantity BETWEEN 1 AND 1000", name="quantity"),
        sa.CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity"),
        sa.CheckConstraint(
            "grid_minutes > 0 AND min_minutes > 0 AND"
            " (min_minutes + grid_minutes - 1) / grid_minutes * grid_minutes <= max_minutes",
            name="durations",
        ),
        sa.CheckConstraint(
            "notice_minutes >= 0 AND horizon_days > 0 AND buffer_minutes >= 0", name="rules"
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "bookings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("purpose", sa.String(200)),
        sa.Column("request_key", sa.String(32), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name="period"),
        at_most("request_key", 32),
        sa.CheckConstraint("purpose IS NULL OR length(purpose) <= 200", name="purpose"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("request_key"),
    )
    op.create_index("ix_bookings_user_id_starts_at", "bookings", ["user_id", "starts_at"])
    op.create_table(
        "booking_resources",
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Integer(), nullable=False),
        sa.Column("occupied_from", UtcDateTime(), nullable=False),
        sa.Column("occupied_until", UtcDateTime(), nullable=False),
        sa.CheckConstraint("unit >= 1", name="unit"),
        sa.CheckConstraint("occupied_from < occupied_until", name="occupied"),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"]),
        sa.ForeignKeyConstraint(["resource_id"], ["resources.id"]),
        sa.PrimaryKeyConstraint("booking_id", "resource_id", "unit"),
    )
    op.create_index(
        "ix_booking_resources_resource_id_occupied_from",
        "booking_resources",
        ["resource_id", "occupied_from"],
    )


def downgrade() -> None:
    op.drop_table("booking_resources")
    op.drop_table("bookings")
    op.drop_table("resources")
    op.drop_table("users")
