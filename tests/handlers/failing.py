"""A database whose statements fail."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.engine import Connection

from db.engine import Database


@contextmanager
def failing(
    db: Database, error: Exception, *, words: str = "", most: int | None = None
) -> Iterator[None]:
    """Every statement fails like this; or the first few, of those with these words in them."""
    failed: list[str] = []

    def fail(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if words in statement and len(failed) != most:
            failed.append(statement)
            raise error

    engines = [engine.sync_engine for engine in db._engines]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", fail)
    yield
    for engine in engines:
        event.remove(engine, "before_cursor_execute", fail)
    assert failed
