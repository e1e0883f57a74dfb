"""A resource may show on its plan who has booked it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "resources", sa.Column("shows_names", sa.Boolean, server_default="0", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("resources", "shows_names")
