"""A database for each history: a copy of the migrated one."""

import shutil
from itertools import count
from pathlib import Path
from typing import Protocol

from tests.postgresql import Server


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
    """PostgreSQL."""

    def __init__(self, server: Server, migrated: str) -> None:
        self._server = server
        self._migrated = migrated

    def make(self) -> str:
        return self._server.copy(self._migrated)

    def drop(self, url: str) -> None:
        self._server.drop(url)
