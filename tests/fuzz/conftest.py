"""The filled world, made once by each process, on SQLite and, where there is a server, on
PostgreSQL."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz.scene import fill
from tests.fuzz.worlds import Files, OnServer, Worlds
from tests.postgresql import Server, SharedDatabase


@pytest.fixture(scope="session")
def filled_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Files:
    path = Path(shutil.copy(migrated_file, tmp_path_factory.mktemp("fuzz") / "filled.db"))
    return Files(asyncio.run(fill(f"sqlite+aiosqlite:///{path}")), path)


@pytest.fixture(scope="session")
def filled_server(server: Server, migrated_url: str) -> Iterator[OnServer]:
    database = SharedDatabase(server.copy(migrated_url))
    yield OnServer(asyncio.run(fill(database.url)), database)
    database.close()


@pytest.fixture
def worlds(backend: str, request: pytest.FixtureRequest) -> Worlds:
    name = "filled_file" if backend == "sqlite" else "filled_server"
    found: Worlds = request.getfixturevalue(name)
    return found
