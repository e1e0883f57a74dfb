"""A maker of databases, on SQLite and, where there is a server, on PostgreSQL."""

import pytest

from tests.prove.databases import Databases, Files, OnServer


@pytest.fixture
def databases(backend: str, request: pytest.FixtureRequest) -> Databases:
    if backend == "sqlite":
        migrated = request.getfixturevalue("migrated_file")
        return Files(migrated, request.getfixturevalue("tmp_path"))
    return OnServer(request.getfixturevalue("shared_database"))
