"""A database for each history, migrated and empty."""

import shutil
from itertools import count
from pathlib import Path
from typing import Protocol

from tests.postgresql import SharedDatabase


class Databases(Protocol):
    def make(self) -> str:
        """The URL of an empty, migrated database."""

    def drop(self, url: str) -> None:
        """Nobody uses it any more."""


class Files:
    """SQLite."""

    def __init__(self, migrated: Path, folder: Path) -> None:
        self._migrated = migrated
        self._paths = (folder / f"{number}.db" for number in count(1))

    def make(self) -> str:
        return f"sqlite+aiosqlite:///{shutil.copy(self._migrated, next(self._paths))}"

    def drop(self, url: str) -> None:
        path = Path(url.removeprefix("sqlite+aiosqlite:///"))
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()


class OnServer:
    """PostgreSQL: one database, emptied each time, for a new one takes as long as a history."""

    def __init__(self, database: SharedDatabase) -> None:
        self._database = database

    def make(self) -> str:
        self._database.empty()
        return self._database.url

    def drop(self, url: str) -> None:
        pass
