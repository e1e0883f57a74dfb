"""`python -m bot backup`: a copy of the SQLite file that is whole, although others write."""

from pathlib import Path

from sqlalchemy import make_url

from bot.checks import explained, place_of
from bot.exits import CannotRun, Exit
from db.engine import is_sqlite
from db.snapshot import Damaged, take_snapshot


def back_up(url: str, target: Path) -> int:
    """Copy the database to a file that must not be there yet; returns its size in bytes.

    Raises CannotRun; then there is no file of that name that was not there before.
    """
    if not is_sqlite(url):
        raise CannotRun(
            f"{place_of(url)} is on PostgreSQL, which has its own way:"
            f" pg_dump --format=custom --file={target} {make_url(url).database}"
        )
    source = Path(make_url(url).database or "")
    if not source.is_file():
        raise CannotRun(f"There is no database file {source}. Correct DATABASE_URL.", Exit.DATABASE)
    return _copied(url, source, target)


def _copied(url: str, source: Path, target: Path) -> int:
    try:
        with explained(url):
            return take_snapshot(source, target)
    except FileExistsError as error:
        raise CannotRun(
            f"{error.filename} is there already, and no backup overwrites anything. Name another"
            " file; a .part is of a backup that still runs, or was killed."
        ) from error
    except OSError as error:
        raise CannotRun(f"{target} cannot be written: {error.strerror}.") from error
    except Damaged as error:
        raise CannotRun(
            f"The copy of {source} is damaged, and was thrown away: {error}. Restore an older"
            " backup (docs/operations.md).",
            Exit.DATABASE,
        ) from error
