"""Engines and sessions: snapshots to read from, and transactions that write in order.

SQLite has one writer at a time. A pool of one connection queues the writers in this process
in order; `BEGIN IMMEDIATE` and `busy_timeout` order them among processes. The driver's default
(a transaction that begins at the first write) silently double-books.

PostgreSQL has many, and they wait for each other's rows: one pool serves readers and writers. Who
waits for long, or stops in the middle, is ended by the server (`SESSION`); the first may try again.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ExceptionContext, event, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import Session

from db.eager import eager_creator

READERS = 8
BUSY_TIMEOUT_MS = 2_000
POOL_TIMEOUT_S = 3
"""Telegram waits for 15 s at most: two taps in a row, each with two tries, have to fit."""

ENGINE: dict[str, Any] = {
    "max_overflow": 0,
    "pool_timeout": POOL_TIMEOUT_S,
    "hide_parameters": True,  # an error may be logged, and what people wrote may not
}

CONNECTIONS = 10
CONNECT_TIMEOUT_S = 3
STATEMENT_TIMEOUT_S = 5
"""A server that says nothing for so long is gone; longer than it lets us wait for a lock."""
SESSION = {
    "application_name": "bronia",
    "timezone": "UTC",
    "lock_timeout": "3s",
    "idle_in_transaction_session_timeout": "30s",
}
"""What each connection to PostgreSQL asks of the server."""
GLANCE = {"isolation_level": "AUTOCOMMIT"}
BEGINS = "begins"
"""Whether a transaction on SQLite has a BEGIN; where not, each statement is one."""
MIGRATION_LOCK = 0x62726F6E6961
"""An advisory lock that nobody else takes: it says "bronia"."""

SQLITE_PRAGMAS: dict[str, object] = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "busy_timeout": BUSY_TIMEOUT_MS,
    "foreign_keys": "ON",
    "recursive_triggers": "ON",  # without it REPLACE deletes behind the triggers' backs
}


class Database:
    """The door to one database: `reading()` and `writing()` give a session in a transaction.

    `locks_rows`: those who write wait for each other's rows, not for the whole file. `now` stamps
    `created_at` and `updated_at`. `on_outbox` is called after each commit that wrote
    notifications.
    """

    def __init__(self, url: str, *, now: Callable[[], datetime]) -> None:
        self.on_outbox: Callable[[], None] = _nothing
        info = {"now": now, "database": self}
        self.locks_rows = not is_sqlite(url)
        self._engines = _make_engines(url)
        reader, writer = self._engines
        if is_sqlite(url):
            glancer = reader.execution_options(**{BEGINS: False})
        else:
            glancer = writer.execution_options(**GLANCE)
        self._reads = async_sessionmaker(reader, expire_on_commit=False, info=info)
        self._writes = async_sessionmaker(writer, expire_on_commit=False, info=info)
        self._glances = async_sessionmaker(glancer, expire_on_commit=False, info=info)

    def reading(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A snapshot to read from; a write in it is an error."""
        return self._reads.begin()

    def glancing(self) -> AbstractAsyncContextManager[AsyncSession]:
        """To read by one statement, or by a few of which each may see a later moment than the one
        before.

        There is no transaction: that spares a visit to the file, and two to a server. Nothing is
        committed at its end.
        """
        return self._glances()

    def writing(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A transaction that may write; its end is the commit.

        On SQLite it holds the write lock from its first statement on: there is one at a time. On
        PostgreSQL it sees what others commit meanwhile, unless it has locked those rows.
        """
        return self._writes.begin()

    async def close(self) -> None:
        for engine in set(self._engines):
            await engine.dispose()


def mark_outbox(session: AsyncSession) -> None:
    """Note that this transaction writes notifications, so that its commit wakes the delivery."""
    session.sync_session.info["outbox"] = True


def has_row_locks(session: AsyncSession) -> bool:
    """Whether those who write lock rows; on SQLite they lock the file, from the beginning on."""
    return session.get_bind().dialect.name != "sqlite"


@event.listens_for(Session, "after_commit")
def _wake_delivery(session: Session) -> None:
    if session.info.pop("outbox", False):
        session.info["database"].on_outbox()


def make_engine(
    url: str,
    *,
    begin: str,
    pool_size: int,
    statement_timeout_s: float | None = None,
    **pragmas: object,
) -> AsyncEngine:
    """An engine; on SQLite each of its transactions starts with `BEGIN <begin>`.

    `statement_timeout_s`: on PostgreSQL a server that says nothing for so long counts as gone.
    """
    if not is_sqlite(url):
        return _make_postgresql_engine(url, pool_size, statement_timeout_s)
    engine = create_async_engine(
        url,
        async_creator=eager_creator(make_url(url).database or ""),
        pool_size=pool_size,
        **ENGINE,
    )
    settings = SQLITE_PRAGMAS | pragmas

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(dbapi_connection: Any, _record: object) -> None:
        cursor = dbapi_connection.cursor()
        for name, value in settings.items():
            cursor.execute(f"PRAGMA {name} = {value}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        if connection.get_execution_options().get(BEGINS, True):
            driver: Any = connection.connection.driver_connection
            driver.begin(f"BEGIN {begin}")

    return engine


def _make_postgresql_engine(
    url: str, pool_size: int, statement_timeout_s: float | None
) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=pool_size,
        **ENGINE,
        isolation_level="READ COMMITTED",
        connect_args={
            "server_settings": SESSION,
            "timeout": CONNECT_TIMEOUT_S,
            "command_timeout": statement_timeout_s,
        },
    )

    @event.listens_for(engine.sync_engine, "checkout")
    def check_open(dbapi_connection: Any, _record: object, _fairy: object) -> None:
        """A server that went away has closed its end: then the pool takes a new connection.

        To ask the server each time (`pool_pre_ping`) would make a short transaction half as
        long again.
        """
        if dbapi_connection.driver_connection.is_closed():
            raise DisconnectionError

    event.listen(engine.sync_engine, "handle_error", _let_go)
    return engine


def _let_go(context: ExceptionContext) -> None:
    """Nothing more is asked of a server that said nothing: not even to roll back."""
    if isinstance(context.original_exception, TimeoutError) and context.connection:
        driver: Any = context.connection.connection.driver_connection
        driver.terminate()
        context.is_disconnect = True


def _make_engines(url: str) -> tuple[AsyncEngine, AsyncEngine]:
    """The readers' and the writer's engine; on PostgreSQL they share their connections."""
    if is_sqlite(url):
        readers = make_engine(url, begin="DEFERRED", pool_size=READERS, query_only="ON")
        writer = make_engine(url, begin="IMMEDIATE", pool_size=1)
        return readers, writer
    writer = make_engine(
        url, begin="", pool_size=CONNECTIONS, statement_timeout_s=STATEMENT_TIMEOUT_S
    )
    readers = writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return readers, writer


def is_sqlite(url: str) -> bool:
    """Whether it is a file; otherwise it is a PostgreSQL server."""
    return make_url(url).get_backend_name() == "sqlite"


def _nothing() -> None:
    pass
