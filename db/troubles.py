"""What is wrong with a database as a whole, as one word for whoever has to say it."""

import asyncio
import sqlite3
from enum import StrEnum

import asyncpg
from sqlalchemy.exc import DBAPIError


class Trouble(StrEnum):
    UNREACHABLE = "unreachable"
    """No server answers."""
    DENIED = "denied"
    """The server knows no such user, password, or right."""
    MISSING = "missing"
    """The server has no such database; the file cannot be opened."""
    READ_ONLY = "read-only"
    FULL = "full"
    BROKEN_DISK = "broken-disk"
    """Reading or writing fails; a file that may not grow looks like this too."""
    NO_DATABASE = "no-database"
    """The file is something else, or damaged."""
    BUSY = "busy"


SQLITE = {
    "SQLITE_CANTOPEN": Trouble.MISSING,
    "SQLITE_READONLY": Trouble.READ_ONLY,
    "SQLITE_PERM": Trouble.READ_ONLY,
    "SQLITE_FULL": Trouble.FULL,
    "SQLITE_IOERR": Trouble.BROKEN_DISK,
    "SQLITE_NOTADB": Trouble.NO_DATABASE,
    "SQLITE_CORRUPT": Trouble.NO_DATABASE,
    "SQLITE_BUSY": Trouble.BUSY,
}
POSTGRESQL = {
    "28": Trouble.DENIED,  # invalid authorization specification
    "42501": Trouble.DENIED,  # insufficient privilege
    "3D": Trouble.MISSING,  # invalid catalog name
    "25006": Trouble.READ_ONLY,  # read-only transaction
    "53100": Trouble.FULL,  # disk full
    "08": Trouble.UNREACHABLE,  # connection exception
    "57P": Trouble.UNREACHABLE,  # shutting down, or still starting
    "53300": Trouble.UNREACHABLE,  # too many connections
    "55P03": Trouble.BUSY,  # lock not available
}
"""The beginning of an error's name or SQLSTATE -> what it is."""


def trouble_of(error: BaseException) -> Trouble | None:
    """The trouble behind an error of a connection or a statement; None for any other error."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, OSError | asyncio.TimeoutError | asyncpg.InterfaceError):
        return Trouble.UNREACHABLE
    if isinstance(cause, sqlite3.Error):
        return _found(SQLITE, getattr(cause, "sqlite_errorname", ""))
    return _found(POSTGRESQL, getattr(cause, "sqlstate", None) or "")


def _found(table: dict[str, Trouble], code: str) -> Trouble | None:
    return next((trouble for start, trouble in table.items() if code.startswith(start)), None)
