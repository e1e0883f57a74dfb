"""How Alembic runs here: async, all of an upgrade in one transaction, tables rebuilt on SQLite."""

import asyncio
import os

from alembic import context
from sqlalchemy import Connection

from db import guards
from db.engine import MIGRATION_LOCK, make_engine
from db.models import Base

DEFAULT_URL = "sqlite+aiosqlite:///bronia.db"

assert guards  # noqa: S101 - imported for its effect: the metadata with its triggers


def database_url() -> str:
    """The URL given by the caller, else DATABASE_URL, else the default."""
    given: str | None = context.config.attributes.get("database_url")
    return given or os.environ.get("DATABASE_URL") or DEFAULT_URL


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        compare_server_default=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        _wait_for_others(connection)
        context.run_migrations()
        _check_foreign_keys(connection)


def _wait_for_others(connection: Connection) -> None:
    """One migration at a time, as `BEGIN IMMEDIATE` has it on SQLite: replicas start together."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
        connection.exec_driver_sql("SET LOCAL lock_timeout TO DEFAULT")


def _check_foreign_keys(connection: Connection) -> None:
    """Rebuilding a table on SQLite needs foreign keys off; before the commit they must hold."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"rows point at nothing after the migration: {broken[:5]}")


async def run_online() -> None:
    engine = make_engine(database_url(), begin="IMMEDIATE", pool_size=1, foreign_keys="OFF")
    try:
        async with engine.begin() as connection:
            await connection.run_sync(run)
    finally:
        await engine.dispose()


if context.is_offline_mode():
    raise SystemExit("migrations read the data they change: run them against a database")
asyncio.run(run_online())
