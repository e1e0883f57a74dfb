"""A copy of an SQLite file as it is at one instant, by SQLite's own backup interface."""

import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path


class Damaged(Exception):
    """SQLite finds the copy to be no sound database; the original is probably not one either."""


def take_snapshot(source: Path, target: Path) -> int:
    """Copy a database to a file that must not be there; returns its size in bytes.

    Meanwhile its name ends in `.part`, which is also what keeps a second copier away.

    All pages are copied in one read transaction, so it is what was committed at one instant; in WAL
    mode no writer waits for it. The copy is checked, and is on the disk before it gets its name.
    Raises FileExistsError, Damaged, sqlite3.Error or OSError; then nothing is left behind.
    """
    part = target.with_name(f"{target.name}.part")
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))  # it holds people's names
    try:
        if target.exists():
            raise FileExistsError(errno.EEXIST, "it is there already", str(target))
        _copy(source, part)
        _check(part)
        _sync(part)
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    _sync(target.parent)
    return target.stat().st_size


def _copy(source: Path, part: Path) -> None:
    address = f"{source.absolute().as_uri()}?mode=rw"  # who only reads would leave the WAL behind
    with (
        closing(sqlite3.connect(address, uri=True)) as original,
        closing(sqlite3.connect(part)) as copy,
    ):
        original.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it


def _check(part: Path) -> None:
    with closing(sqlite3.connect(part)) as copy:
        found = copy.execute("PRAGMA integrity_check").fetchall()
        found += copy.execute("PRAGMA foreign_key_check").fetchall()
    if found != [("ok",)]:
        raise Damaged(str(found[:3]))


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
