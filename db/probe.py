"""A look at a database before anything is built upon it: can it be read and written, and what
schema has it? Errors come as the drivers raise them; `db.troubles` sorts them."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, inspect, make_url, text

from db.engine import BUSY_TIMEOUT_MS, is_sqlite, make_engine

REVISION = "SELECT version_num FROM alembic_version"


async def read_revision(url: str, *, create: bool = False) -> str | None:
    """The revision of the schema, having shown that writing works; None where nobody has migrated.

    `create`: an SQLite file that is not there is made, empty; otherwise it is left so, and None.
    """
    if is_sqlite(url):
        return _read_sqlite(Path(make_url(url).database or ""), create=create)
    engine = make_engine(url, begin="", pool_size=1)
    try:
        async with engine.connect() as connection:  # what is written is rolled back
            return await connection.run_sync(_read_postgresql)
    finally:
        await engine.dispose()


def _read_sqlite(path: Path, *, create: bool) -> str | None:
    """Without the loop: the driver's thread would speak up when the file cannot be opened."""
    if not path.exists() and not create:
        return None
    address = f"{path.absolute().as_uri()}?mode=rwc"
    with closing(sqlite3.connect(address, uri=True, timeout=BUSY_TIMEOUT_MS / 1000)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute(f"PRAGMA user_version = {version}")  # a write that changes nothing
        tables = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
        if connection.execute(tables).fetchone() is None:
            return None
        return _first(connection.execute(REVISION).fetchone())


def _read_postgresql(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
    return _first(connection.execute(text(REVISION)).fetchone())


def _first(row: object) -> str | None:
    return str(row[0]) if row else None  # type: ignore[index]
