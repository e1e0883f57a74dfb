"""What the database refused, as classes for the services; never shown to a person."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

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
    """The same for what no `translated` is around: the begin and the commit."""
    if isinstance(error, DBAPIError):
        return _code(error) in TRY_AGAIN
    return isinstance(error, Contention)


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
