"""What services act upon has a class of its own; the rest stays what it is."""

import sqlite3
from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.engine import Database
from db.enums import BookingStatus
from db.errors import Contention, DuplicateKey, SlotOverlap, is_contention, translated
from db.models import Allocation, Booking, FsmState
from tests.builders import add_actor, add_resource
from tests.clocks import MONDAY_NINE

HOUR = timedelta(hours=1)
RENAME = text("UPDATE resources SET location = '3rd floor'")


async def hold(session: AsyncSession, room: int, starts_at: datetime, *, key: str) -> None:
    """An hour of a room, as the repositories would write it."""
    period = {"starts_at": starts_at, "ends_at": starts_at + HOUR}
    booking = Booking(user_id=1, status=BookingStatus.PENDING, request_key=key, **period)
    session.add(booking)
    with translated():
        await session.flush()
    occupied = {"occupied_from": starts_at, "occupied_until": starts_at + HOUR}
    session.add(
        Allocation(booking_id=booking.id, resource_id=room, unit=1, active=True, **occupied)
    )
    with translated():
        await session.flush()


async def test_an_overlap_is_told_apart(db: Database) -> None:
    await add_actor(db)
    room = await add_resource(db)
    async with db.writing() as session:
        await hold(session, room, MONDAY_NINE, key="a")
    with pytest.raises(SlotOverlap):
        async with db.writing() as session:
            await hold(session, room, MONDAY_NINE + HOUR / 2, key="b")


async def test_a_key_that_is_there_already_is_told_apart(db: Database) -> None:
    await add_actor(db)
    room = await add_resource(db)
    async with db.writing() as session:
        await hold(session, room, MONDAY_NINE, key="a")
    with pytest.raises(DuplicateKey, match="request_key"):
        async with db.writing() as session:
            await hold(session, room, MONDAY_NINE + HOUR, key="a")


async def test_a_primary_key_is_a_key_too(db: Database) -> None:
    for expected in (nullcontext(), pytest.raises(DuplicateKey)):
        with expected:
            async with db.writing() as session:
                session.add(FsmState(key="one", data="{}"))
                with translated():
                    await session.flush()


async def test_a_row_that_others_hold_for_too_long_is_contention(
    postgresql_url: str, db: Database
) -> None:
    await add_resource(db)
    async with db.writing() as others:
        await others.execute(RENAME)
        with pytest.raises(Contention):
            async with db.writing() as session:
                await session.execute(text("SET LOCAL lock_timeout = '20ms'"))
                with translated():
                    await session.execute(RENAME)


async def test_a_file_that_others_hold_for_too_long_is_contention(
    database_path: Path, db: Database
) -> None:
    async with db.writing() as session:
        await session.execute(text("PRAGMA busy_timeout = 10"))
    others = sqlite3.connect(database_path, isolation_level=None)
    others.execute("BEGIN IMMEDIATE")
    with pytest.raises(Contention):
        async with db.writing() as session:
            with translated():
                await session.execute(RENAME)
    others.close()


async def test_any_other_refusal_passes_as_it_is(db: Database) -> None:
    await add_actor(db)
    with pytest.raises(IntegrityError, match="ck_users_telegram_id") as caught:
        async with db.writing() as session:
            with translated():
                await session.execute(text("UPDATE users SET telegram_id = 0"))
    assert not is_contention(caught.value)


async def test_a_rule_is_known_by_its_name_alone(db: Database) -> None:
    """A value that says the same is only a value."""
    await add_actor(db)
    for name in ("slot_overlap", "23505"):
        with pytest.raises(IntegrityError):
            async with db.writing() as session:
                with translated():
                    query = text("UPDATE users SET telegram_id = 0, full_name = :name")
                    await session.execute(query, {"name": name})


def test_what_is_no_error_of_a_database_is_no_contention() -> None:
    assert not is_contention(ValueError("database is locked"))
    assert not is_contention(IntegrityError("UPDATE", {}, ValueError("40001")))
