"""`python -m bot import` of a file as large as one may be: 100,000 bookings, with a file's mess.

On SQLite alone, where it takes a minute. PostgreSQL would take half as long again, and have little
of its own to say: the plan is the same, and by how few statements it is written is asked on both
(`tests/services/test_imports.py`).
"""

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.clock import Clock
from bot.exits import Exit
from bot.tables.reading import FILE_MAX, LINES_MAX
from db.engine import Database
from db.enums import Role
from db.models import Allocation, Booking, BookingEvent, Notification, Resource, User
from tests.builders import count_rows
from tests.e2e.commands import run_command, run_through
from tests.e2e.messy_file import EACH, PEOPLE, ROOMS, SAME, MessyFile
from tests.services.test_imports import run, tables

REFUSED = re.compile(r"line (\d+): .*: refused: (.*)")
COUNTS = re.compile(r"(\d+) (created|changed|same|left out|refused)")
IMPORT_S = 300
"""A machine may be slow, and have others to serve."""
FULL = ("prlimit", "--fsize=20000000")
"""Half of what is written."""


async def fill(db: Database, known: bytes, clock: Clock) -> None:
    """The rooms and the people of the file, and the few of its bookings that are there already."""
    async with db.writing() as session:
        zone = {"timezone": "Europe/Kyiv", "kind": "room"}
        session.add_all(Resource(name=f"R{number}", **zone) for number in range(ROOMS))
        session.add_all(
            User(
                telegram_id=number, username=f"p{number}", full_name="Olena Koval", language="uk",
                role=Role.MEMBER,
            )
            for number in range(1, PEOPLE + 2)
        )  # fmt: skip
    assert (await run(db, known.decode(), now=clock.now())).is_done


def counts_of(out: str) -> dict[str, int]:
    """Those of the last line that are not 0."""
    found = COUNTS.findall(out.splitlines()[-1])
    return {what: int(count) for count, what in found if count != "0"}


@pytest.fixture
def settings(database_url: str) -> dict[str, str]:
    return {"DATABASE_URL": database_url}


async def test_every_line_that_cannot_be_is_named_and_nothing_is_written(
    db: Database, settings: dict[str, str], tmp_path: Path, clock: Clock
) -> None:
    messy = MessyFile(clock.now(), mistakes=True)
    (tmp_path / "messy.csv").write_bytes(messy.content)
    await fill(db, messy.known, clock)
    before = await tables(db)
    dry = ("import", "messy.csv", "--dry-run")
    ended = await run_command(*dry, settings=settings, folder=tmp_path, within_s=IMPORT_S)
    assert (ended.code, ended.errors) == (Exit.FAILED, "")
    told = {int(number): why for number, why in REFUSED.findall(ended.out)}
    assert told.keys() == messy.refused.keys()
    wrong = {at: why for at, why in told.items() if not why.startswith(messy.refused[at])}
    assert wrong == {}
    counts = counts_of(ended.out)
    assert counts == messy.counts
    assert sum(counts.values()) == LINES_MAX
    assert await tables(db) == before


async def test_all_of_it_is_written_or_nothing(
    db: Database, settings: dict[str, str], tmp_path: Path, clock: Clock
) -> None:
    """The disk fills up in the middle, and nothing is there; with room all of it is."""
    file = MessyFile(clock.now(), mistakes=False)
    (tmp_path / "file.csv").write_bytes(file.content)
    await fill(db, file.known, clock)
    before = await tables(db)
    bring_in = ("import", "file.csv")
    ended = await run_through(
        *FULL, arguments=bring_in, settings=settings, folder=tmp_path, within_s=IMPORT_S
    )
    assert ended.code == Exit.DATABASE
    assert "Is the disk full" in ended.errors
    assert await tables(db) == before
    ended = await run_command(*bring_in, settings=settings, folder=tmp_path, within_s=IMPORT_S)
    assert (ended.code, ended.errors) == (Exit.OK, "")
    counts = counts_of(ended.out)
    assert counts == file.counts
    assert sum(counts.values()) == LINES_MAX
    await check_written(db, counts["created"] + len(SAME), clock)


async def check_written(db: Database, count: int, clock: Clock) -> None:
    """Each booking has its unit and its line in the ledger, and what is ahead its reminders."""
    for model in (Booking, Allocation, BookingEvent):
        assert await count_rows(db, model) == count
    async with db.reading() as session:
        purposes = Counter(await session.scalars(select(Booking.purpose)))
        ahead = select(Booking.id).where(Booking.starts_at > clock.now() + timedelta(days=1))
        reminded = select(Notification.booking_id).group_by(Notification.booking_id)
        assert set(await session.scalars(ahead)) <= set(await session.scalars(reminded))
    assert purposes["=1+1"] == purposes["=HYPERLINK(1)"] == purposes["Хор,\nоркестр"] == EACH


async def test_a_file_that_is_too_large_is_refused_at_once(
    settings: dict[str, str], database_path: Path, tmp_path: Path
) -> None:
    (tmp_path / "large.csv").write_bytes(b"name\n" + b"x" * FILE_MAX)
    ended = await run_command("import", "large.csv", settings=settings, folder=tmp_path)
    assert ended.code == Exit.FAILED
    assert "large.csv: The file is too large: 5 MB at most." in ended.errors
