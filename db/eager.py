"""aiosqlite cursors that visit their connection's thread once for each statement.

The driver hops to that thread and back to make a cursor, to execute, to fetch and to close: four
times, where the hops cost more than most statements do. Here the four are one visit, and a BEGIN
comes along with the first statement. What a result holds is in memory in either case: SQLAlchemy
fetches all of it at once.
"""

import sqlite3
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import aiosqlite

ROWS_PER_CHUNK = 64


class EagerCursor(aiosqlite.Cursor):
    """Holds the rows already when `execute` returns."""

    _conn: "EagerConnection"

    def __init__(self, connection: "EagerConnection") -> None:
        super().__init__(connection, None)  # type: ignore[arg-type]
        self._rows: list[Any] = []

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> "EagerCursor":
        return await self._visit(sqlite3.Cursor.execute, sql, parameters or ())

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> "EagerCursor":
        return await self._visit(sqlite3.Cursor.executemany, sql, parameters)

    async def _visit(self, execute: Callable[..., object], *arguments: object) -> "EagerCursor":
        """What begins the transaction goes along; whatever ends it comes after this visit."""
        begin = self._conn.take_begin()
        await self._execute(self._run, begin, execute, *arguments)  # type: ignore[no-untyped-call]
        return self

    def _run(self, begin: str | None, execute: Callable[..., object], *arguments: object) -> None:
        """In the connection's thread: its exceptions are raised where `execute` is awaited."""
        cursor = self._conn._conn.cursor()  # noqa: SLF001 - the connection that it wraps
        try:
            if begin:
                cursor.execute(begin)
            execute(cursor, *arguments)
            self._rows = cursor.fetchall() if cursor.description else []
        finally:
            cursor.close()
        self._cursor = cursor

    async def fetchall(self) -> list[Any]:
        return self._rows

    async def close(self) -> None:
        """It is closed already."""


class EagerConnection(aiosqlite.Connection):
    """A connection to one file, in a thread of its own."""

    def __init__(self, path: str) -> None:
        super().__init__(lambda: _connect(path), ROWS_PER_CHUNK)
        self._begin: str | None = None

    def begin(self, statement: str) -> None:
        """Let a transaction begin with the next statement."""
        self._begin = statement

    def take_begin(self) -> str | None:
        """What has to be executed first."""
        begin, self._begin = self._begin, None
        return begin

    async def commit(self) -> None:
        await self._end(super().commit)

    async def rollback(self) -> None:
        await self._end(super().rollback)

    async def _end(self, visit: Callable[[], Awaitable[None]]) -> None:
        """Without a transaction nothing ends. (SQLAlchemy closes a connection of which a statement
        was cancelled, so none begins later.)"""
        self._begin = None
        if self.in_transaction:
            await visit()

    def cursor(self) -> EagerCursor:  # type: ignore[override]
        return EagerCursor(self)


def _connect(path: str) -> sqlite3.Connection:
    """Transactions are begun by hand (`db.engine`), never by the driver."""
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False)


def eager_creator(path: str) -> Callable[[], Awaitable[aiosqlite.Connection]]:
    """What `create_async_engine` wants as `async_creator`."""

    async def create() -> aiosqlite.Connection:
        return await EagerConnection(path)

    return create
