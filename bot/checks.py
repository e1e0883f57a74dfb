"""What has to be so on this machine for the bot to run. Every command asks the same questions.

Each check returns a few words about what it saw, or raises CannotRun: what is wrong, what to do.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError
from sqlalchemy import make_url

from bot import schema
from bot.exits import CannotRun, Exit
from bot.settings import Settings
from db.engine import is_sqlite
from db.probe import read_revision
from db.troubles import Trouble, trouble_of

FILE_TROUBLES = {
    Trouble.MISSING: "The database file {place} cannot be opened. Its folder must be there, and"
    " belong to the user who runs Bronia.",
    Trouble.READ_ONLY: "The database file {place} cannot be written. The file and its folder must"
    " belong to the user who runs Bronia.",
    Trouble.FULL: "The disk of {place} is full. Make room; nothing that was booked is lost.",
    Trouble.BROKEN_DISK: "The database file {place} cannot be read or written ({why}). Is the disk"
    " full, or may files not grow (ulimit -f)?",
    Trouble.NO_DATABASE: "{place} is not a database, or damaged. Correct DATABASE_URL, or restore a"
    " backup (docs/operations.md).",
    Trouble.BUSY: "Another program holds the database file {place} for long. End it, and try"
    " again.",
}
SERVER_TROUBLES = {
    Trouble.UNREACHABLE: "The PostgreSQL server of {place} cannot be reached ({why}). Start it, or"
    " correct DATABASE_URL.",
    Trouble.DENIED: "The PostgreSQL server of {place} lets this user do nothing ({why}). Correct"
    " the user and the password in DATABASE_URL, or grant the right.",
    Trouble.MISSING: "There is no database {place}. Make it with createdb, or correct"
    " DATABASE_URL.",
    Trouble.READ_ONLY: "The database {place} cannot be written: the server is a replica, or was"
    " made read-only. Name the primary server in DATABASE_URL.",
    Trouble.FULL: "The disk of the PostgreSQL server of {place} is full. Make room; nothing that"
    " was booked is lost.",
    Trouble.BUSY: "Another program holds the database {place} for long. End it, and try again.",
}


def check_settings() -> Settings:
    """The settings, from the environment and `.env`."""
    try:
        return Settings()
    except ValidationError as error:
        problems = (
            f"{str(problem['loc'][0]).upper()}: {problem['msg'].removeprefix('Value error, ')}"
            for problem in error.errors()
        )
        raise CannotRun("\n".join(problems), Exit.SETTINGS) from None


async def check_database(url: str) -> str:
    """It can be read and written, and has the schema of this program."""
    revision = await check_not_newer(url)
    if revision is None:
        raise CannotRun(
            f"The database {place_of(url)} has no schema yet. Make it: python -m bot migrate",
            Exit.DATABASE,
        )
    if revision != schema.newest():
        raise CannotRun(
            f"The database {place_of(url)} has schema {revision}, and this program needs"
            f" {schema.newest()}. Back it up, then: python -m bot migrate",
            Exit.DATABASE,
        )
    return f"{place_of(url)}, schema {revision}"


async def check_not_newer(url: str, *, create: bool = False) -> str | None:
    """The revision of a database that can be read and written; None where there is no schema yet.

    `create`: an SQLite file that is not there is made, empty.
    """
    with explained(url):
        revision = await read_revision(url, create=create)
    if revision is not None and not schema.is_known(revision):
        raise CannotRun(
            f"The database {place_of(url)} has schema {revision}, which is newer than this program"
            f" ({schema.newest()}). Run the newer program, or restore a backup.",
            Exit.DATABASE,
        )
    return revision


@contextmanager
def explained(url: str) -> Iterator[None]:
    """Around work on the database: its troubles become CannotRun; what nobody knows passes."""
    try:
        yield
    except Exception as error:
        words = FILE_TROUBLES if is_sqlite(url) else SERVER_TROUBLES
        trouble = trouble_of(error)
        if trouble not in words:
            raise
        why = str(getattr(error, "orig", None) or error).splitlines()[0].strip()
        raise CannotRun(
            words[trouble].format(place=place_of(url), why=why), Exit.DATABASE
        ) from error


def place_of(url: str) -> str:
    """What a person calls the database: the file, or server and name without the password."""
    parsed = make_url(url)
    if is_sqlite(url):
        return str(parsed.database)
    return f"{parsed.host or 'localhost'}:{parsed.port or 5432}/{parsed.database}"
