"""The history: up, down, up; equal to the models; and kind to the data it finds."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine

from db import guards
from db.engine import MIGRATION_LOCK
from db.models import Base
from tests.conftest import alembic_config
from tests.db.rows import HOUR, NOON, STAMPS, allocation, booking, insert
from tests.db.schema import schema
from tests.plain import Plain, connect
from tests.postgresql import Server


@pytest.fixture
def empty_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without a single table."""
    if backend == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'history.db'}"
        return
    server: Server = request.getfixturevalue("server")
    url = server.create()
    yield url
    server.drop(url)


@pytest.fixture
def config(empty_url: str) -> Config:
    return alembic_config(empty_url)


@contextmanager
def plain_sql(url: str) -> Iterator[Plain]:
    connection = connect(url)
    try:
        yield connection
    finally:
        connection.close()


def revisions() -> list[str]:
    script = ScriptDirectory.from_config(alembic_config("sqlite://"))
    return [revision.revision for revision in reversed(list(script.walk_revisions()))]


def test_every_migration_goes_up_down_and_up_again(config: Config, empty_url: str) -> None:
    for revision in revisions():
        before = schema(empty_url)
        command.upgrade(config, revision)
        after = schema(empty_url)
        command.downgrade(config, "-1")
        assert schema(empty_url) == before
        command.upgrade(config, revision)
        assert schema(empty_url) == after


@pytest.mark.filterwarnings("ignore:Computed default")  # PostgreSQL spells it in its own way
def test_alembic_finds_no_difference_to_the_models(database_url: str) -> None:
    command.check(alembic_config(database_url))


def test_the_database_equals_the_models_down_to_its_triggers(
    database_url: str, empty_url: str
) -> None:
    """What Alembic does not look at: CHECKs, triggers, functions, the exclusion constraint."""
    asyncio.run(create_all(empty_url))
    migrated = schema(database_url)
    assert schema(empty_url) == migrated
    package = guards.sqlite if database_url.startswith("sqlite") else guards.postgresql
    assert {name for name in package.TRIGGERS if not is_trigger(name, migrated)} == set()


def is_trigger(name: str, found: dict[str, list[str]]) -> bool:
    return any(part.startswith("trigger") and part.endswith(name) for part in found)


async def create_all(url: str) -> None:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    await engine.dispose()


def test_bookings_from_before_the_status_are_still_there_and_approved(
    config: Config, empty_url: str
) -> None:
    command.upgrade(config, "0001")
    period = {"starts_at": NOON, "ends_at": NOON + HOUR}
    held = {"occupied_from": NOON, "occupied_until": NOON + HOUR}
    with plain_sql(empty_url) as plain:
        add_person_and_room(plain)
        plain.execute(
            insert("bookings", id=7, user_id=1, purpose="Old", request_key="k", **period, **STAMPS)
        )
        plain.execute(insert("booking_resources", booking_id=7, resource_id=1, unit=1, **held))
    command.upgrade(config, "head")
    with plain_sql(empty_url) as plain:
        assert plain.execute(
            "SELECT id, user_id, seconds(starts_at), purpose, status FROM bookings"
        ) == [(7, 1, NOON, "Old", "approved")]
        assert plain.execute("SELECT booking_id, resource_id, active FROM booking_resources") == [
            (7, 1, True)
        ]


@pytest.mark.parametrize(("status", "state"), [("pending", "waiting"), ("approved", "sent")])
def test_a_card_whose_buttons_nobody_understands_any_more_is_posted_anew(
    config: Config, empty_url: str, status: str, state: str
) -> None:
    """Before 0007 they named no revision."""
    command.upgrade(config, "0006")
    with plain_sql(empty_url) as plain:
        add_person_and_room(plain)
        plain.execute(booking(1, NOON, status))
        plain.execute(allocation(1, NOON))
        card = {"kind": "approval_card", "booking_id": 1, "dedup_key": "card", "state": "sent"}
        due = {"due_at": 0, "next_try_at": 0}
        plain.execute(insert("notifications", **card, **due, chat_id=-1, message_id=7))
    command.upgrade(config, "head")
    with plain_sql(empty_url) as plain:
        assert plain.execute("SELECT state FROM notifications") == [(state,)]


def test_a_migration_that_fails_leaves_nothing_behind(
    database_path: Path, config: Config, empty_url: str
) -> None:
    """Transactional DDL on SQLite: a row that points at nothing rolls the whole upgrade back."""
    command.upgrade(config, "0001")
    lost = {"booking_id": 404, "resource_id": 404, "unit": 1}
    with plain_sql(empty_url) as plain:
        plain.execute("PRAGMA foreign_keys = OFF")
        plain.execute(insert("booking_resources", **lost, occupied_from=1, occupied_until=2))
    before = schema(empty_url)
    with pytest.raises(RuntimeError, match="point at nothing"):
        command.upgrade(config, "0002")
    assert schema(empty_url) == before


def test_postgresql_is_not_armed_over_bookings_that_overlap(
    postgresql_url: str, config: Config, empty_url: str
) -> None:
    """They must be sorted out first; until then everything stays as it was."""
    command.upgrade(config, "0007")
    with plain_sql(empty_url) as plain:
        add_person_and_room(plain)
        for booking_id in (1, 2):
            plain.execute(booking(booking_id, NOON))
            plain.execute(allocation(booking_id, NOON))
    before = schema(empty_url)
    with pytest.raises(IntegrityError, match="slot_overlap"):
        command.upgrade(config, "head")
    assert schema(empty_url) == before


def test_of_replicas_that_start_together_one_migrates(
    postgresql_url: str, config: Config, empty_url: str
) -> None:
    """The others wait, and find the work done."""
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    second = Thread(target=command.upgrade, args=(config, "head"))
    with plain_sql(empty_url) as first:
        first.execute("BEGIN")
        first.execute("SELECT pg_advisory_xact_lock(?)", MIGRATION_LOCK)
        second.start()
        while second.is_alive() and first.execute(waiting) == [(0,)]:
            pass
        assert schema(empty_url) == {}
        first.execute("COMMIT")
    second.join()
    assert schema(empty_url) == schema(postgresql_url)


def add_person_and_room(plain: Plain) -> None:
    person = {"id": 1, "telegram_id": 101, "full_name": "Olena", "language": "uk"}
    room = {"id": 1, "kind": "room", "name": "Blue room", "timezone": "Europe/Kyiv"}
    plain.execute(insert("users", **person, **STAMPS))
    plain.execute(insert("resources", **room, **STAMPS))
