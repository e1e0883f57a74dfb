"""The history: up, down, up; equal to the models; and kind to the data it finds."""

import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from db.guards import sqlite
from db.models import Base
from tests.conftest import alembic_config

NOON = 1_772_452_800


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


@pytest.fixture
def config(path: Path) -> Config:
    return alembic_config(f"sqlite+aiosqlite:///{path}")


def revisions() -> list[str]:
    script = ScriptDirectory.from_config(alembic_config("sqlite://"))
    return [revision.revision for revision in reversed(list(script.walk_revisions()))]


def schema(path: Path) -> dict[str, list[str]]:
    """Name -> the parts of its SQL; a table that was rebuilt lists its CHECKs in another order."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%'"
        )
        return {name: _parts(sql) for name, sql in rows}


def _parts(sql: str) -> list[str]:
    plain = sql.translate(str.maketrans(dict.fromkeys('")')))
    return sorted(" ".join(part.split()) for part in plain.split(","))


def test_every_migration_goes_up_down_and_up_again(config: Config, path: Path) -> None:
    for revision in revisions():
        before = schema(path)
        command.upgrade(config, revision)
        after = schema(path)
        command.downgrade(config, "-1")
        assert schema(path) == before
        command.upgrade(config, revision)
        assert schema(path) == after


def test_the_models_equal_the_database(migrated_file: Path) -> None:
    engine = create_engine(f"sqlite:///{migrated_file}")
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_the_checks_and_triggers_equal_the_models(migrated_file: Path, tmp_path: Path) -> None:
    """What autogenerate does not look at: a database made from the models has the same."""
    assert sqlite.TRIGGERS
    from_models = tmp_path / "models.db"
    engine = create_engine(f"sqlite:///{from_models}")
    Base.metadata.create_all(engine)
    engine.dispose()
    assert checks(from_models) == checks(migrated_file)
    assert triggers(from_models) == triggers(migrated_file)
    assert len(triggers(migrated_file)) == len(sqlite.TRIGGERS)


def triggers(path: Path) -> dict[str, list[str]]:
    with sqlite3.connect(path) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return {name: schema(path)[name] for (name,) in names}


def checks(path: Path) -> dict[tuple[str, str], str]:
    engine = create_engine(f"sqlite:///{path}")
    inspector = inspect(engine)
    found = {
        (table, str(check["name"])): " ".join(check["sqltext"].split())
        for table in Base.metadata.tables
        for check in inspector.get_check_constraints(table)
    }
    engine.dispose()
    return found


def test_bookings_from_before_the_status_are_still_there_and_approved(
    config: Config, path: Path
) -> None:
    command.upgrade(config, "0001")
    with sqlite3.connect(path) as connection:
        connection.executescript(
            f"""
            INSERT INTO users (id, telegram_id, full_name, language, created_at, updated_at)
                VALUES (1, 101, 'Olena', 'uk', {NOON}, {NOON});
            INSERT INTO resources (id, kind, name, timezone, created_at, updated_at)
                VALUES (1, 'room', 'Blue room', 'Europe/Kyiv', {NOON}, {NOON});
            INSERT INTO bookings
                (id, user_id, starts_at, ends_at, purpose, request_key, created_at, updated_at)
                VALUES (7, 1, {NOON}, {NOON + 3600}, 'Old', 'k', {NOON}, {NOON});
            INSERT INTO booking_resources
                (booking_id, resource_id, unit, occupied_from, occupied_until)
                VALUES (7, 1, 1, {NOON}, {NOON + 3600});
            """
        )
    command.upgrade(config, "head")
    with sqlite3.connect(path) as connection:
        assert connection.execute(
            "SELECT id, user_id, starts_at, purpose, status FROM bookings"
        ).fetchall() == [(7, 1, NOON, "Old", "approved")]
        assert connection.execute(
            "SELECT booking_id, resource_id, active FROM booking_resources"
        ).fetchall() == [(7, 1, 1)]


def test_a_migration_that_fails_leaves_nothing_behind(config: Config, path: Path) -> None:
    """Transactional DDL: a row that points at nothing makes the whole upgrade roll back."""
    command.upgrade(config, "0001")
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO booking_resources"
            " (booking_id, resource_id, unit, occupied_from, occupied_until)"
            " VALUES (404, 404, 1, 1, 2)"
        )
    before = schema(path)
    with pytest.raises(RuntimeError, match="point at nothing"):
        command.upgrade(config, "0002")
    assert schema(path) == before
