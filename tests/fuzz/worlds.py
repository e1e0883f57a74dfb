"""Copies of the filled world, one for each story."""

import shutil
from itertools import count
from pathlib import Path
from typing import Protocol

from db.models import Base
from tests.fuzz.scene import Filled
from tests.postgresql import SharedDatabase


class Worlds(Protocol):
    filled: Filled

    def open(self) -> str:
        """The URL of a database that holds the filled world."""

    def close(self, url: str) -> None:
        """Nobody uses it any more."""


class Files:
    """SQLite."""

    def __init__(self, filled: Filled, path: Path) -> None:
        self.filled = filled
        self._path = path
        self._numbers = count(1)

    def open(self) -> str:
        copy = self._path.with_name(f"{next(self._numbers)}.db")
        return f"sqlite+aiosqlite:///{shutil.copy(self._path, copy)}"

    def close(self, url: str) -> None:
        path = Path(url.removeprefix("sqlite+aiosqlite:///"))
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()


KEEP = "; ".join(f"CREATE TABLE filled.{table} AS TABLE {table}" for table in Base.metadata.tables)
PUT_BACK = "; ".join(
    f"INSERT INTO {table.name} ({columns}) SELECT {columns} FROM filled.{table.name}"
    for table in Base.metadata.sorted_tables
    for columns in [", ".join(one.name for one in table.columns if one.computed is None)]
)
NUMBER_ON = "; ".join(
    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id) + 1, false)"
    f" FROM {table.name}"
    for table in Base.metadata.sorted_tables
    if table.columns.get("id") is not None
)


class OnServer:
    """PostgreSQL: one database, whose rows are put back each time."""

    def __init__(self, filled: Filled, database: SharedDatabase) -> None:
        self.filled = filled
        self._database = database
        database.run(f"CREATE SCHEMA filled; {KEEP}")

    def open(self) -> str:
        self._database.empty()
        self._database.run(f"DELETE FROM site; {PUT_BACK}; {NUMBER_ON}")
        return self._database.url

    def close(self, url: str) -> None:
        pass
