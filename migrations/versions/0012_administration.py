"""Everything that is run from the chat: owners, invites, who may use it, rules of the whole place.

What resources had stays their own rules. The group that was bound is the default one.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

RULES = "grid min max notice horizon buffer approval deadline open week"
ROLES = "'member', 'admin', 'blocked'"
NEW_ROLES = "'member', 'admin', 'owner', 'blocked'"
KINDS = "'approval_card', 'card_outcome', 'decision', 'expiry', 'reminder', 'ending'"
NEW_KINDS = f"{KINDS}, 'by_admin'"
IS_REPEATING = sa.text("repeats IS NOT NULL")
IS_NAMED = sa.text("group_id IS NOT NULL")


def upgrade() -> None:
    with without_triggers():
        make_invites()
        make_site()
        make_refusal_counts()
        change_users()
        change_groups()
        change_resources()
        change_closures()
        change_notifications()
        with op.batch_alter_table("booking_events") as events:
            events.add_column(tags("overrides"))
            events.create_check_constraint(
                op.f("ck_booking_events_overrides_length"), "length(overrides) <= 500"
            )


@contextmanager
def without_triggers() -> Iterator[None]:
    """On SQLite a table that is rebuilt loses its triggers, and may not be named by others'."""
    connection = op.get_bind()
    is_sqlite = connection.dialect.name == "sqlite"
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid"
    found = connection.exec_driver_sql(query).fetchall() if is_sqlite else []
    for name, _ in found:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _, sql in found:
        connection.exec_driver_sql(sql)


def seconds() -> sa.types.TypeEngine[object]:
    """The time type of `db.base`, as this dialect has it."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    return sa.BigInteger() if is_sqlite else sa.DateTime(timezone=True)


def stamps() -> list[sa.Column[object]]:
    return [sa.Column(name, seconds(), nullable=False) for name in ("created_at", "updated_at")]


def tags(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(500), server_default=sa.text("''"), nullable=False)


def check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def make_invites() -> None:
    op.create_table(
        "invites",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("role", sa.String(16), server_default="member", nullable=False),
        tags("tags"),
        sa.Column("max_uses", sa.Integer),
        sa.Column("uses", sa.Integer, server_default="0", nullable=False),
        sa.Column("expires_at", seconds()),
        sa.Column("revoked_at", seconds()),
        *stamps(),
        sa.UniqueConstraint("code", name=op.f("uq_invites_code")),
        check("invites", "role", f"role IN ({NEW_ROLES})"),
        check("invites", "uses", "uses >= 0 AND (max_uses IS NULL OR uses <= max_uses)"),
        check("invites", "code_length", "length(code) <= 32"),
        check("invites", "tags_length", "length(tags) <= 500"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invites")),
    )


def make_site() -> None:
    site = op.create_table(
        "site",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("access", sa.String(16), server_default="everyone", nullable=False),
        sa.Column("members_chat_id", sa.BigInteger),
        sa.Column("members_chat_title", sa.String(255)),
        *rules(),
        *stamps(),
        check("site", "id", "id = 1"),
        check("site", "access", "access IN ('everyone', 'invited', 'group')"),
        check("site", "members_chat_id", "members_chat_id < 0"),
        check("site", "members_chat_title_length", "length(members_chat_title) <= 255"),
        check(
            "site",
            "durations",
            "grid_minutes > 0 AND min_minutes > 0 AND"
            " (min_minutes + grid_minutes - 1) / grid_minutes * grid_minutes <= max_minutes",
        ),
        check("site", "quotas", "max_open_bookings > 0 AND max_week_minutes > 0"),
        check(
            "site",
            "rules",
            "notice_minutes >= 0 AND horizon_days > 0 AND buffer_minutes >= 0"
            " AND approval_minutes > 0",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    now = sa.text("unixepoch()" if is_sqlite else "date_trunc('second', now())")
    op.execute(site.insert().values(id=1, created_at=now, updated_at=now))


def rules() -> list[sa.Column[object]]:
    defaults = {
        "grid_minutes": "30",
        "min_minutes": "30",
        "max_minutes": "240",
        "notice_minutes": "0",
        "horizon_days": "60",
        "buffer_minutes": "0",
        "approval_minutes": "1440",
    }
    numbers = [
        sa.Column(name, sa.Integer, server_default=value, nullable=False)
        for name, value in defaults.items()
    ]
    quotas = [sa.Column(name, sa.Integer) for name in ("max_open_bookings", "max_week_minutes")]
    asks = sa.Column("requires_approval", sa.Boolean, server_default="0", nullable=False)
    return [*numbers, *quotas, asks]


def make_refusal_counts() -> None:
    op.create_table(
        "refusal_counts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("resource_id", sa.Integer),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resources.id"],
            op.f("fk_refusal_counts_resource_id_resources"),
            ondelete="CASCADE",
        ),
        check("refusal_counts", "count", "count > 0"),
        check("refusal_counts", "code_length", "length(code) <= 32"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusal_counts")),
    )
    for column in ("day", "resource_id"):
        op.create_index(op.f(f"ix_refusal_counts_{column}"), "refusal_counts", [column])


def change_users() -> None:
    with op.batch_alter_table("users") as users:
        users.add_column(sa.Column("block_reason", sa.String(200)))
        users.add_column(sa.Column("max_open_bookings", sa.Integer))
        users.add_column(sa.Column("invite_id", sa.Integer))
        users.add_column(sa.Column("forgotten_at", seconds()))
        users.create_foreign_key(
            op.f("fk_users_invite_id_invites"), "invites", ["invite_id"], ["id"]
        )
        users.drop_constraint(op.f("ck_users_role"), type_="check")
        users.drop_constraint(op.f("ck_users_telegram_id"), type_="check")
        users.create_check_constraint(op.f("ck_users_role"), f"role IN ({NEW_ROLES})")
        users.create_check_constraint(
            op.f("ck_users_telegram_id"),
            "telegram_id > 0 OR (telegram_id = -id AND forgotten_at IS NOT NULL)",
        )
        users.create_check_constraint(op.f("ck_users_quota"), "max_open_bookings > 0")
        users.create_check_constraint(
            op.f("ck_users_block_reason_length"), "length(block_reason) <= 200"
        )
    op.create_index(op.f("ix_users_invite_id"), "users", ["invite_id"])


def change_groups() -> None:
    op.add_column(
        "approval_groups", sa.Column("is_default", sa.Boolean, server_default="0", nullable=False)
    )
    op.execute("UPDATE approval_groups SET is_default = true")  # there was one at a time
    op.create_index(
        "ix_approval_groups_default",
        "approval_groups",
        ["is_default"],
        unique=True,
        sqlite_where=sa.text("is_default = 1"),
        postgresql_where=sa.text("is_default"),
    )


def change_resources() -> None:
    with op.batch_alter_table("resources") as resources:
        resources.add_column(tags("own_rules"))
        resources.add_column(tags("features"))
        resources.add_column(sa.Column("photo_id", sa.String(255)))
        resources.add_column(sa.Column("position", sa.Integer, server_default="0", nullable=False))
        resources.add_column(sa.Column("approval_group_id", sa.Integer))
        resources.create_foreign_key(
            op.f("fk_resources_approval_group_id_approval_groups"),
            "approval_groups",
            ["approval_group_id"],
            ["id"],
        )
        for column, most in (("own_rules", 500), ("features", 500), ("photo_id", 255)):
            resources.create_check_constraint(
                op.f(f"ck_resources_{column}_length"), f"length({column}) <= {most}"
            )
    op.create_index(op.f("ix_resources_approval_group_id"), "resources", ["approval_group_id"])
    own = " ".join(sorted(RULES.split()))
    op.execute(f"UPDATE resources SET own_rules = '{own}'")


def change_closures() -> None:
    with op.batch_alter_table("closures") as closures:
        closures.add_column(sa.Column("kind", sa.String(16)))
        closures.add_column(sa.Column("repeats", sa.String(16)))
        closures.add_column(sa.Column("repeats_until", seconds()))
        closures.add_column(sa.Column("timezone", sa.String(64)))
        closures.create_check_constraint(
            op.f("ck_closures_kind"), "kind IS NULL OR kind IN ('room', 'equipment')"
        )
        closures.create_check_constraint(
            op.f("ck_closures_scope"), "kind IS NULL OR resource_id IS NULL"
        )
        closures.create_check_constraint(
            op.f("ck_closures_repeats"), "repeats IS NULL OR repeats IN ('weekly', 'yearly')"
        )
        closures.create_check_constraint(
            op.f("ck_closures_repetition"),
            "repeats IS NULL AND repeats_until IS NULL OR timezone IS NOT NULL",
        )
        closures.create_check_constraint(
            op.f("ck_closures_timezone_length"), "length(timezone) <= 64"
        )
    op.create_index(
        "ix_closures_repeating",
        "closures",
        ["repeats"],
        sqlite_where=IS_REPEATING,
        postgresql_where=IS_REPEATING,
    )


def change_notifications() -> None:
    with op.batch_alter_table("notifications") as notifications:
        notifications.add_column(sa.Column("group_id", sa.Integer))
        notifications.create_foreign_key(
            op.f("fk_notifications_group_id_approval_groups"),
            "approval_groups",
            ["group_id"],
            ["id"],
        )
        notifications.drop_constraint(op.f("ck_notifications_kind"), type_="check")
        notifications.create_check_constraint(
            op.f("ck_notifications_kind"), f"kind IN ({NEW_KINDS})"
        )
    op.create_index(
        op.f("ix_notifications_group_id"),
        "notifications",
        ["group_id"],
        sqlite_where=IS_NAMED,
        postgresql_where=IS_NAMED,
    )


def downgrade() -> None:
    with without_triggers():
        with op.batch_alter_table("booking_events") as events:
            events.drop_constraint(op.f("ck_booking_events_overrides_length"), type_="check")
            events.drop_column("overrides")
        restore_notifications()
        restore_closures()
        restore_resources()
        op.drop_index("ix_approval_groups_default", "approval_groups")
        op.execute("DELETE FROM approval_groups WHERE NOT is_default")
        with op.batch_alter_table("approval_groups") as groups:
            groups.drop_column("is_default")
        restore_users()
        for table in ("refusal_counts", "site", "invites"):
            op.drop_table(table)


def restore_notifications() -> None:
    op.execute("DELETE FROM notifications WHERE kind = 'by_admin'")
    op.drop_index(op.f("ix_notifications_group_id"), "notifications")
    with op.batch_alter_table("notifications") as notifications:
        notifications.drop_constraint(
            op.f("fk_notifications_group_id_approval_groups"), type_="foreignkey"
        )
        notifications.drop_constraint(op.f("ck_notifications_kind"), type_="check")
        notifications.create_check_constraint(op.f("ck_notifications_kind"), f"kind IN ({KINDS})")
        notifications.drop_column("group_id")


def restore_closures() -> None:
    op.execute("DELETE FROM closures WHERE kind IS NOT NULL OR repeats IS NOT NULL")
    op.drop_index("ix_closures_repeating", "closures")
    with op.batch_alter_table("closures") as closures:
        for name in ("kind", "scope", "repeats", "repetition", "timezone_length"):
            closures.drop_constraint(op.f(f"ck_closures_{name}"), type_="check")
        for column in ("kind", "repeats", "repeats_until", "timezone"):
            closures.drop_column(column)


def restore_resources() -> None:
    op.drop_index(op.f("ix_resources_approval_group_id"), "resources")
    with op.batch_alter_table("resources") as resources:
        resources.drop_constraint(
            op.f("fk_resources_approval_group_id_approval_groups"), type_="foreignkey"
        )
        for column in ("own_rules", "features", "photo_id"):
            resources.drop_constraint(op.f(f"ck_resources_{column}_length"), type_="check")
        for column in ("own_rules", "features", "photo_id", "position", "approval_group_id"):
            resources.drop_column(column)


def restore_users() -> None:
    """Owners were admins; who was forgotten stays nobody, under a number that is nobody's."""
    op.execute("UPDATE users SET role = 'admin' WHERE role = 'owner'")
    op.drop_index(op.f("ix_users_invite_id"), "users")
    with op.batch_alter_table("users") as users:
        users.drop_constraint(op.f("fk_users_invite_id_invites"), type_="foreignkey")
        for name in ("role", "telegram_id", "quota", "block_reason_length"):
            users.drop_constraint(op.f(f"ck_users_{name}"), type_="check")
        users.create_check_constraint(op.f("ck_users_role"), f"role IN ({ROLES})")
    op.execute(f"UPDATE users SET telegram_id = {2**62} - id WHERE telegram_id < 0")
    with op.batch_alter_table("users") as users:
        users.create_check_constraint(op.f("ck_users_telegram_id"), "telegram_id > 0")
        for column in ("block_reason", "max_open_bookings", "invite_id", "forgotten_at"):
            users.drop_column(column)
