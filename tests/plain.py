"""A connection in plain SQL, the same for both databases: what comes by no path of the product.

Times differ in their types, so statements speak of them in functions that both connections have:
`moment(seconds)`, `seconds(time)`, `later(time, seconds)`; and `repeat(text, times)`.
"""

import asyncio
import sqlite3
from itertools import count
from typing import Protocol

import asyncpg
from sqlalchemy import make_url

CHECK_FAILED = "CHECK constraint failed: "
FOREIGN_KEY = "foreign_key"
NOT_NULL = "NOT NULL constraint failed: "
TOO_LONG = "too_long"
UNNAMED = {
    "FOREIGN KEY constraint failed": FOREIGN_KEY,
    asyncpg.ForeignKeyViolationError.sqlstate: FOREIGN_KEY,
    asyncpg.StringDataRightTruncationError.sqlstate: TOO_LONG,
}

FUNCTIONS = """
CREATE SCHEMA IF NOT EXISTS plain;
CREATE OR REPLACE FUNCTION plain.moment(bigint) RETURNS timestamptz
    LANGUAGE sql RETURN to_timestamp($1);
CREATE OR REPLACE FUNCTION plain.seconds(timestamptz) RETURNS bigint
    LANGUAGE sql RETURN extract(epoch FROM $1);
CREATE OR REPLACE FUNCTION plain.later(timestamptz, bigint) RETURNS timestamptz
    LANGUAGE sql RETURN $1 + make_interval(secs => $2);
"""
DROP = """
SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass)
FROM pg_trigger WHERE tgname = $1 AND NOT tgisinternal
UNION ALL
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)
FROM pg_constraint WHERE conname = $1
"""
SESSION = {"search_path": "public, plain", "timezone": "Europe/Kyiv"}
"""Whoever opens a shell may have a zone of their own; the guards must not care."""


class Refused(Exception):
    """The database refused a statement, in the name of a rule."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


class Plain(Protocol):
    """One connection; each statement is a transaction, but for those after a BEGIN."""

    backend: str

    def execute(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """Run one statement, a `?` in it for each value; raises Refused."""

    def drop(self, guard: str) -> None:
        """Take away a trigger or a constraint."""

    def close(self) -> None:
        """What was begun is rolled back."""


class PlainSqlite:
    backend = "sqlite"

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA foreign_keys = ON")
        self._connection.execute("PRAGMA recursive_triggers = ON")
        for name in ("moment", "seconds"):
            self._connection.create_function(name, 1, lambda time: time, deterministic=True)
        self._connection.create_function("later", 2, lambda time, seconds: time + seconds)
        self._connection.create_function("repeat", 2, lambda text, times: text * times)

    def execute(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.IntegrityError as error:
            said = str(error)
            raise Refused(UNNAMED.get(said, said.removeprefix(CHECK_FAILED))) from error

    def drop(self, guard: str) -> None:
        self.execute(f"DROP TRIGGER {guard}")

    def close(self) -> None:
        self._connection.close()


class PlainPostgresql:
    """asyncpg on a loop of its own, so that a test needs none."""

    backend = "postgresql"

    def __init__(self, url: str) -> None:
        dsn = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._loop = asyncio.new_event_loop()
        connecting = asyncpg.connect(dsn, server_settings=SESSION)
        self._connection: asyncpg.Connection = self._loop.run_until_complete(connecting)

    def run(self, script: str) -> None:
        """Several statements, in one transaction."""
        self._loop.run_until_complete(self._connection.execute(script))

    def execute(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        numbers = count(1)
        parts = statement.split("?")
        numbered = parts[0] + "".join(f"${next(numbers)}{part}" for part in parts[1:])
        try:
            rows = self._loop.run_until_complete(self._connection.fetch(numbered, *values))
        except asyncpg.NotNullViolationError as error:
            raise Refused(f"{NOT_NULL}{error.table_name}.{error.column_name}") from error
        except (asyncpg.IntegrityConstraintViolationError, asyncpg.DataError) as error:
            raise Refused(UNNAMED.get(error.sqlstate) or error.constraint_name) from error
        return [tuple(row) for row in rows]

    def drop(self, guard: str) -> None:
        ((statement,),) = self.execute(DROP, guard)
        self.execute(str(statement))

    def close(self) -> None:
        self._loop.run_until_complete(self._connection.close())
        self._loop.close()


def connect(url: str) -> Plain:
    """A plain connection to a database of the bot."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return PlainSqlite(str(parsed.database))
    connection = PlainPostgresql(url)
    connection.run(FUNCTIONS)
    return connection
