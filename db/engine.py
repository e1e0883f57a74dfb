"""Engines and sessions: many readers, one writer, `BEGIN IMMEDIATE`.

SQLite has one writer at a time. A pool of one connection queues the writers in this process
in order; `BEGIN IMMEDIATE` and `busy_timeout` order them among processes. The driver's default
(a transaction that begins at the first write) silently double-books.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, event, make_url
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import Session

READERS = 8
BUSY_TIMEOUT_MS = 10_000
POOL_TIMEOUT_S = 30


class Database:
    """The door to one database: `reading()` and `writing()` give a session in a transaction.

    `now` stamps `created_at` and `updated_at`. `on_outbox` is called after each commit that wrote
    notifications.
    """

    def __init__(self, url: str, *, now: Callable[[], datetime]) -> None:
        self.on_outbox: Callable[[], None] = _nothing
        info = {"now": now, "database": self}
        self._engines = _make_engines(url)
        reader, writer = self._engines
        self._reads = async_sessionmaker(reader, expire_on_commit=False, info=info)
        self._writes = async_sessionmaker(writer, expire_on_commit=False, info=info)

    def reading(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A snapshot to read from; on SQLite a write in it is an error."""
        return self._reads.begin()

    def writing(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A transaction that holds the write lock from its first moment; its end is the commit."""
        return self._writes.begin()

    async def close(self) -> None:
        for engine in set(self._engines):
            await engine.dispose()


def mark_outbox(session: AsyncSession) -> None:
    """Note that this transaction writes notifications, so that its commit wakes the delivery."""
    session.sync_session.info["outbox"] = True


@event.listens_for(Session, "after_commit")
def _wake_delivery(session: Session) -> None:
    if session.info.pop("outbox", False):
        session.info["database"].on_outbox()


def make_engine(url: str, *, begin: str, pool_size: int, **pragmas: object) -> AsyncEngine:
    """An engine; on SQLite each of its transactions starts with `BEGIN <begin>`."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_async_engine(url, pool_size=pool_size)
    engine = create_async_engine(
        url, pool_size=pool_size, max_overflow=0, pool_timeout=POOL_TIMEOUT_S
    )
    settings = {
        "journal_mode": "WAL",
        "synchronous": "FULL",
        "busy_timeout": BUSY_TIMEOUT_MS,
        "foreign_keys": "ON",
        "recursive_triggers": "ON",  # without it REPLACE deletes behind the triggers' backs
        **pragmas,
    }

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(dbapi_connection: Any, _record: object) -> None:
        dbapi_connection.isolation_level = None  # transactions are begun by `begin_transaction`
        cursor = dbapi_connection.cursor()
        for name, value in settings.items():
            cursor.execute(f"PRAGMA {name} = {value}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {begin}")

    return engine


def _make_engines(url: str) -> tuple[AsyncEngine, AsyncEngine]:
    """The readers' and the writer's engine; where writers need no queue they are the same one."""
    if make_url(url).get_backend_name() != "sqlite":
        engine = make_engine(url, begin="", pool_size=READERS)
        return engine, engine
    readers = make_engine(url, begin="DEFERRED", pool_size=READERS, query_only="ON")
    writer = make_engine(url, begin="IMMEDIATE", pool_size=1)
    return readers, writer


def _nothing() -> None:
    pass
