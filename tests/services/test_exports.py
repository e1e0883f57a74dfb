"""Everything goes out, and comes in again as the same plan."""

import asyncio
import csv
import json
import shutil
from collections.abc import Awaitable, Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import Clock
from bot.exits import CannotRun
from bot.export_files import write_export
from bot.moving import export_to, import_file, report_lines
from bot.schemas.tables import ImportReport
from bot.services import booking, refusals
from bot.services.access import privacy
from bot.services.access.users import Actors
from bot.services.imports import running
from bot.services.place import exports
from bot.settings import Settings
from bot.tables.parsing import parse
from db.engine import Database
from db.enums import BookingStatus, Role
from db.models import Allocation, Booking, Closure, OpeningHours, Resource, User
from db.repositories import exported as exported_tables
from db.repositories.resources import COLUMNS
from tests.builders import add_actor, add_resource, book, request
from tests.clocks import FrozenClock
from tests.services.test_imports import NOW, RESOURCES, run, tables, terms

DAY = NOW + timedelta(days=1)
PLAN = (
    select(User.telegram_id, Resource.name, Booking.starts_at, Booking.ends_at, Allocation.unit)
    .join_from(Allocation, Booking)
    .join(User, User.id == Booking.user_id)
    .join(Resource, Resource.id == Allocation.resource_id)
    .where(Allocation.active)
)


async def fill(db: Database) -> None:
    """An office with all that a file has a word for."""
    await run(db, RESOURCES.replace("staff", ""))
    room = await add_resource(
        db, "=Night lab", description="By the\nwindow", buffer_minutes=10, requires_approval=True,
        own_rules=frozenset({"buffer", "approval"}), is_active=True,
    )  # fmt: skip
    async with db.writing() as session:
        for day, opens, closes in ((0, 1320, 1440), (1, 0, 120), (3, 540, 780), (3, 840, 1080)):
            session.add(
                OpeningHours(
                    resource_id=room, weekday=day, opens_minute=opens, closes_minute=closes
                )
            )
        laptop, blue = [
            await session.scalar(select(Resource.id).where(Resource.name == name))
            for name in ("Laptop", "Blue room")
        ]
        later = DAY + timedelta(days=20)
        session.add(Closure(starts_at=later, ends_at=later + timedelta(hours=1), reason="-1+2"))
    emma = await add_actor(db, 1, username="emma", tags=frozenset({"staff"}), max_open_bookings=9)
    olena = await add_actor(db, 2, role=Role.OWNER)
    gone = await add_actor(db, 3)
    await book(db, emma, request(laptop, DAY, units=2, purpose="=SUM(A1)"), now=NOW)
    await book(db, olena, request(laptop, DAY), now=NOW)
    await book(db, gone, request(laptop, DAY + timedelta(days=1)), now=NOW)
    monday = DAY.replace(hour=7) + timedelta(days=6)
    await book(db, emma, request(blue, monday, extras={laptop: 1}), now=NOW)
    await book(db, emma, request(room, DAY.replace(hour=12) + timedelta(days=2)), now=NOW)
    dropped = await book(db, olena, request(blue, monday + timedelta(hours=2)), now=NOW)
    await booking.cancel(db, olena, dropped.id, now=NOW)
    actors = Actors(db, admin_ids=(), languages=("en",), default_language="en")
    await privacy.forget(db, actors, gone, now=NOW)


async def plan_of(db: Database) -> dict[str, Any]:
    async with db.reading() as session:
        columns = [getattr(Resource, name) for name in COLUMNS if name not in ("id", "position")]
        resources = (await session.execute(select(*columns).order_by(Resource.name))).all()
        hours = (
            await session.execute(
                select(
                    Resource.name,
                    OpeningHours.weekday,
                    OpeningHours.opens_minute,
                    OpeningHours.closes_minute,
                ).join_from(OpeningHours, Resource)
            )
        ).all()
        people = (
            await session.execute(
                select(User.telegram_id, User.username, User.full_name, User.tags,
                       User.max_open_bookings).where(User.forgotten_at.is_(None))
            )
        ).all()  # fmt: skip
        held = (await session.execute(PLAN)).all()
        purposes = (
            await session.execute(
                select(Booking.purpose, Booking.status).where(
                    Booking.status.in_([BookingStatus.APPROVED, BookingStatus.PENDING])
                )
            )
        ).all()
    found = {"resources": resources, "hours": hours, "people": people, "held": held}
    return {name: sorted(map(repr, rows)) for name, rows in found.items()} | {
        "purposes": sorted(map(repr, purposes))
    }


@pytest.fixture
def start_anew(
    backend: str, db: Database, clock: FrozenClock, request: pytest.FixtureRequest
) -> Callable[[], Awaitable[Database]]:
    """An empty database, instead of the one that there was."""

    async def start() -> Database:
        if backend == "postgresql":
            await db.close()
            await asyncio.to_thread(request.getfixturevalue("shared_database").empty)
            return db
        folder = request.getfixturevalue("tmp_path")
        copy = shutil.copy(request.getfixturevalue("migrated_file"), folder / "another.db")
        return Database(f"sqlite+aiosqlite:///{copy}", now=clock.now)

    return start


async def exported(db: Database, folder: Path) -> dict[str, bytes]:
    files = await write_export(folder, exports.read_everything(db, None))
    return {file.name: file.read_bytes() for file in files}


async def bring_in(db: Database, files: dict[str, bytes], name: str) -> ImportReport:
    return await running.apply(db, None, parse(files[f"{name}.csv"]), terms())


@pytest.mark.parametrize("at_once", [exported_tables.AT_ONCE, 3, 1])
async def test_an_export_comes_in_again_as_the_same_plan(
    db: Database,
    start_anew: Callable[[], Awaitable[Database]],
    tmp_path: Path,
    at_once: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(exported_tables, "AT_ONCE", at_once)
    await fill(db)
    before = await plan_of(db)
    files = await exported(db, tmp_path / "out")
    new = await start_anew()
    assert not any((await plan_of(new)).values())
    reports = [await bring_in(new, files, name) for name in ("resources", "people", "bookings")]
    assert [report.is_done for report in reports] == [True] * 3, [r.refused for r in reports]
    assert await plan_of(new) == before
    again = [await bring_in(new, files, name) for name in ("resources", "people", "bookings")]
    await new.close()
    outcomes = {line.outcome.value for report in again for line in report.lines}
    assert outcomes == {"same", "left_out"}


async def test_the_files_have_no_formula_and_whoever_was_forgotten_no_name(
    db: Database, tmp_path: Path
) -> None:
    await fill(db)
    files = await exported(db, tmp_path)
    assert sorted(files) == [
        "bookings.csv", "closures.csv", "everything.json", "ledger.csv", "people.csv",
        "resources.csv",
    ]  # fmt: skip
    cells = [
        cell
        for name, content in files.items()
        if name.endswith(".csv")
        for row in csv.reader(StringIO(content.decode("utf-8-sig")))
        for cell in row
    ]
    assert "'=SUM(A1)" in cells
    assert "forgotten" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    whole = json.loads(files["everything.json"])
    assert {row["status"] for row in whole["bookings"]} == {"approved", "pending", "cancelled"}
    assert len(whole["people"]) == 2
    assert len(whole["site"]) == 1


async def test_only_an_admin_takes_everything_along(db: Database) -> None:
    with pytest.raises(refusals.NotAdmin):
        await anext(exports.read_everything(db, await add_actor(db)))
    with pytest.raises(refusals.NotAdmin):
        await running.dry_run(db, await add_actor(db, 2), parse(b"name"), terms())
    with pytest.raises(refusals.NotAdmin):
        await running.apply(db, await add_actor(db, 3), parse(b"name"), terms())


async def test_the_console_writes_nothing_where_a_line_is_refused(
    db: Database, database_url: str, tmp_path: Path
) -> None:
    settings = Settings(_env_file=None, database_url=database_url)
    file = tmp_path / "resources.csv"
    file.write_text("name,kind\nBlue room,room\nLab,barn\n")
    before = await tables(db)
    report = await import_file(settings, file, dry=False, sets_rules_aside=False)
    assert list(report_lines(report)) == [
        "line 3: Lab: refused: kind: “barn” won't do. For example: room, equipment.",
        "resources: 1 created, 0 changed, 0 same, 0 left out, 1 refused; nothing was written.",
    ]
    assert await tables(db) == before
    file.write_text("name,kind\nBlue room,room\n")
    assert not (await import_file(settings, file, dry=True, sets_rules_aside=False)).is_done
    assert await tables(db) == before
    assert (await import_file(settings, file, dry=False, sets_rules_aside=False)).is_done
    for wrong in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(CannotRun):
            await import_file(settings, wrong, dry=False, sets_rules_aside=False)


async def test_the_console_says_which_bookings_a_changed_resource_does_not_allow_any_more(
    db: Database, database_url: str, tmp_path: Path
) -> None:
    room, now = await add_resource(db, "Blue room"), Clock().now()
    noon = (now + timedelta(days=2)).replace(hour=12, minute=0, second=0)
    await book(db, await add_actor(db), request(room, noon), now=now)
    settings = Settings(_env_file=None, database_url=database_url)
    file = tmp_path / "resources.csv"
    file.write_text("name,active\nBlue room,no\n")
    for dry, end in ((True, "nothing was written."), (False, "written.")):
        line, advice, counts = report_lines(
            await import_file(settings, file, dry=dry, sets_rules_aside=False)
        )
        assert line.startswith(
            "line 2: Blue room: changed: is_active. "
            "⚠️ 1 booking ahead does not fit this any more. It is kept: № 1, "
        )
        assert "/booking and its number" in advice
        assert ("/admin instead" in advice) == dry
        assert counts.endswith(f"; {end}")


async def test_an_export_overwrites_nothing_and_is_its_owners_alone(
    db: Database, database_url: str, tmp_path: Path
) -> None:
    settings = Settings(_env_file=None, database_url=database_url)
    written = await export_to(settings, tmp_path / "out")
    assert {path.stat().st_mode & 0o777 for path in written} == {0o600}
    csv_files, whole = written[:-1], written[-1]
    for path in csv_files:
        path.unlink()
    before = whole.read_bytes()
    with pytest.raises(CannotRun, match=r"everything\.json is there already"):
        await export_to(settings, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == [whole]
    assert whole.read_bytes() == before


async def test_an_export_that_is_broken_off_leaves_nothing(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(db)
    monkeypatch.setattr(exports, "_ledger_row", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        await exported(db, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


async def test_a_folder_that_is_a_file_is_named(
    db: Database, database_url: str, tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(CannotRun, match="out is there already: name another folder"):
        await export_to(Settings(_env_file=None, database_url=database_url), tmp_path / "out")
