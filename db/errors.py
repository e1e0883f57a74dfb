"""What the database refused, as classes for the services; never shown to a person."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree

from db.guards import rules

DUPLICATE = ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "23505")
TRY_AGAIN = (
    "SQLITE_BUSY",
    "SQLITE_BUSY_RECOVERY",
    "SQLITE_BUSY_SNAPSHOT",
    "40001",  # serialization_failure
    "40P01",  # deadlock_detected
    "55P03",  # lock_not_available: waited longer than lock_timeout
)
"""What SQLite and PostgreSQL call it when a transaction only met others."""
AWAY = (
    "08",  # connection_exception, and all that begins so
    "53300",  # too_many_connections
    "57P01",  # admin_shutdown
    "57P02",  # crash_shutdown
    "57P03",  # cannot_connect_now
)
"""What PostgreSQL, or its driver, says of a server that cannot be used now."""


class SlotOverlap(Exception):
    """Another active allocation of this unit overlaps."""


class DuplicateKey(Exception):
    """A row with this unique key is there already."""


class Contention(Exception):
    """Others were in the way. The transaction changed nothing, and may be tried again."""


@contextmanager
def translated() -> Iterator[None]:
    """Turn the refusals that services act upon into the classes above; let the rest pass."""
    try:
        yield
    except DBAPIError as error:
        found = _translation(error)
        if found is None:
            raise
        raise found from error


def is_contention(error: BaseException) -> bool:
    """The same for what no `translated` is around: the begin, the commit, and the wait for one of
    the connections."""
    if isinstance(error, DBAPIError):
        return _code(error) in TRY_AGAIN
    return isinstance(error, Contention | NoneFree)


def is_away(error: BaseException) -> bool:
    """Whether the server cannot be reached, or was lost on the way.

    Then it is not known whether a commit that was under way has happened. To connect raises what
    the network or the driver does, without a word of SQLAlchemy.
    """
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or (_code(error) or "").startswith(AWAY)
    return isinstance(error, OSError) or str(getattr(error, "sqlstate", "")).startswith(AWAY)


def is_trouble(error: BaseException) -> bool:
    """Whether the database failed, in whatever way: full, broken, busy, away, out of time. Rows
    that are not as they should be are no trouble of the database's."""
    return isinstance(error, DBAPIError) or is_contention(error) or is_away(error)


def name_of(error: BaseException) -> str:
    """What it is, and the database's name for it, without a word of what was asked or written."""
    code = _code(error) if isinstance(error, DBAPIError) else None
    return ": ".join(filter(None, (type(error).__name__, code)))


def _translation(error: DBAPIError) -> Exception | None:
    if _rule(error) == rules.SLOT_OVERLAP:
        return SlotOverlap()
    if _code(error) in DUPLICATE:
        return DuplicateKey(str(error.orig))
    return Contention() if is_contention(error) else None


def _code(error: DBAPIError) -> str | None:
    """SQLite's name of the error, or PostgreSQL's SQLSTATE."""
    name: str | None = getattr(error.orig, "sqlite_errorname", None)
    return name or getattr(error.orig, "sqlstate", None)


def _rule(error: DBAPIError) -> str:
    """The name of the constraint that refused; a trigger of SQLite says nothing but its rule."""
    cause = error.orig and error.orig.__cause__
    return getattr(cause, "constraint_name", None) or str(error.orig)
