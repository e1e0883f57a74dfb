"""What every test may ask for: a migrated database, and skips that CI does not forgive.

A test that asks for `db` or `database_url` runs on SQLite and, where TEST_POSTGRES_URL names a
server, on PostgreSQL. One that asks for `database_path` too is about SQLite's file, and one that
asks for `postgresql_url` about PostgreSQL: they run once.
"""

import gc
import os
import shutil
from collections.abc import AsyncIterator, Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, event

from bot.garbage import keep_what_is_loaded
from bot.settings import Settings
from db.engine import SQLITE_PRAGMAS, Database
from tests.clocks import FrozenClock
from tests.postgresql import Server, SharedDatabase

ROOT = Path(__file__).parent.parent
GARBAGE = 50_000
"""So many objects more, and those that nobody holds are looked for."""
POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL")


def alembic_config(url: str) -> Config:
    config = Config(ROOT / "alembic.ini")
    config.attributes["database_url"] = url
    return config


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "backend" in metafunc.fixturenames:
        metafunc.parametrize("backend", backends_for(metafunc.fixturenames))


def backends_for(fixtures: Collection[str]) -> list[str]:
    if "database_path" in fixtures:
        return ["sqlite"]
    if "postgresql_url" in fixtures:
        return ["postgresql"]
    return ["sqlite", "postgresql"] if POSTGRES_URL else ["sqlite"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a server the tests of PostgreSQL are not there; one says so by being skipped."""
    if POSTGRES_URL:
        return
    asked = {"postgresql_url", "server"}
    without = [item for item in items if asked & set(getattr(item, "fixturenames", ()))]
    config.hook.pytest_deselected(items=without)
    items[:] = [item for item in items if item not in without]


class Compiled(dict[tuple[Any, ...], Any]):
    """Statements by what makes them, and by the kind of dialect, not by the single one."""

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return super().get((type(key[0]), *key[1:]), default)

    def __setitem__(self, key: tuple[Any, ...], value: Any) -> None:
        super().__setitem__((type(key[0]), *key[1:]), value)


COMPILED = Compiled()


def share_compiled(connection: Connection) -> None:
    """Each test has engines of its own: to compile every statement for each takes its time."""
    connection.execution_options(compiled_cache=COMPILED)


def pytest_configure() -> None:
    """Not where this is only imported: what is measured is the product as it is."""
    event.listen(Engine, "engine_connect", share_compiled)
    SQLITE_PRAGMAS["synchronous"] = "OFF"  # the databases of tests need not survive a power cut


def pytest_collection_finish() -> None:
    """All that is imported stays: to look through it for garbage again and again takes its time."""
    keep_what_is_loaded()
    gc.set_threshold(GARBAGE)


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have set them for a bot of their own."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, migrated once; each test gets a copy."""
    path = tmp_path_factory.mktemp("migrated") / "bronia.db"
    command.upgrade(alembic_config(f"sqlite+aiosqlite:///{path}"), "head")
    return path


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    assert POSTGRES_URL
    server = Server(POSTGRES_URL)
    yield server
    server.close()


@pytest.fixture(scope="session")
def migrated_url(server: Server) -> str:
    """The same on PostgreSQL."""
    url = server.create()
    command.upgrade(alembic_config(url), "head")
    return url


@pytest.fixture(scope="session")
def shared_database(server: Server, migrated_url: str) -> Iterator[SharedDatabase]:
    database = SharedDatabase(server.copy(migrated_url))
    yield database
    database.close()


@pytest.fixture
def database_path(migrated_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(migrated_file, tmp_path / "bronia.db"))


@pytest.fixture
def sqlite_url(database_path: Path) -> str:
    return f"sqlite+aiosqlite:///{database_path}"


@pytest.fixture
def postgresql_url(shared_database: SharedDatabase) -> str:
    shared_database.empty()
    return shared_database.url


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{backend}_url")
    return url


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
async def db(database_url: str, clock: FrozenClock) -> AsyncIterator[Database]:
    database = Database(database_url, now=clock.now)
    yield database
    await database.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} skipped:")
        for report in skipped:
            terminalreporter.write_line(f"  {report.nodeid}")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """FAIL_ON_SKIP: a machine that has everything may not skip anything."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and os.environ.get("FAIL_ON_SKIP") and exitstatus == 0:
        reporter.write_line("FAIL_ON_SKIP is set, and tests were skipped.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
