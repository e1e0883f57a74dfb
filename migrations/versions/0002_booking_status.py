"""A booking has a status.

Until now a booking was simply booked: every row that is already here becomes `approved`, while the
server default for rows to come is `pending`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATUSES = "status IN ('pending', 'approved', 'rejected', 'cancelled', 'expired')"


def upgrade() -> None:
    with op.batch_alter_table("bookings") as batch:
        batch.add_column(
            sa.Column("status", sa.String(16), server_default="pending", nullable=False)
        )
        batch.create_check_constraint(op.f("ck_bookings_status"), STATUSES)
    op.execute("UPDATE bookings SET status = 'approved'")


def downgrade() -> None:
    with op.batch_alter_table("bookings") as batch:
        batch.drop_constraint(op.f("ck_bookings_status"), type_="check")
        batch.drop_column("status")
