"""People have quiet hours, and a card that somebody deleted is posted anew once."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

IS_LEASED = sa.text("lease_token IS NOT NULL")
IS_PERSONAL = sa.text("user_id IS NOT NULL")
QUIET = "quiet_from_minute BETWEEN 0 AND 1439 AND quiet_until_minute BETWEEN 0 AND 1439"


def tags_as_it_is() -> sa.Column[str]:
    """Where SQLite rebuilds the table, a reflected default comes back in another spelling."""
    return sa.Column("tags", sa.String(500), server_default="", nullable=False)


ASK_ANEW = """
UPDATE notifications SET state = 'waiting', next_try_at = due_at, chat_id = NULL, message_id = NULL
WHERE kind = 'approval_card' AND state = 'sent' AND revision = 1 AND EXISTS (
    SELECT 1 FROM bookings
    WHERE bookings.id = booking_id AND status = 'pending' AND bookings.revision = 1
)
"""
"""Cards from before requests had revisions (0007) have buttons that nobody understands now."""


def upgrade() -> None:
    with op.batch_alter_table("users", reflect_args=[tags_as_it_is()]) as users:
        users.add_column(
            sa.Column("quiet_from_minute", sa.Integer, server_default="1320", nullable=False)
        )
        users.add_column(
            sa.Column("quiet_until_minute", sa.Integer, server_default="480", nullable=False)
        )
        users.create_check_constraint(op.f("ck_users_quiet_hours"), QUIET)
    with op.batch_alter_table("notifications") as notifications:
        notifications.add_column(
            sa.Column("is_posted_anew", sa.Boolean, server_default="0", nullable=False)
        )
    op.drop_index("ix_notifications_user_id", "notifications")
    op.create_index(
        "ix_notifications_user_id",
        "notifications",
        ["user_id"],
        sqlite_where=IS_PERSONAL,
        postgresql_where=IS_PERSONAL,
    )
    op.create_index(
        "ix_notifications_leased",
        "notifications",
        ["lease_token"],
        sqlite_where=IS_LEASED,
        postgresql_where=IS_LEASED,
    )
    op.execute(ASK_ANEW)


def downgrade() -> None:
    op.drop_index("ix_notifications_leased", "notifications")
    op.drop_index("ix_notifications_user_id", "notifications")
    op.create_index("ix_notifications_user_id", "notifications", ["user_id"])
    with op.batch_alter_table("notifications") as notifications:
        notifications.drop_column("is_posted_anew")
    with op.batch_alter_table("users", reflect_args=[tags_as_it_is()]) as users:
        users.drop_constraint(op.f("ck_users_quiet_hours"), type_="check")
        users.drop_column("quiet_until_minute")
        users.drop_column("quiet_from_minute")
