"""Many at once, in one process and in four: never a double booking, and an orderly no for the rest.

The naive way, which checks and then inserts, is here too: it does book twice.
"""

import asyncio
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from bot.schemas.actor import Actor
from bot.schemas.bookings import BookingView
from bot.schemas.periods import Period
from bot.services import approval, booking, lifecycle, notices
from bot.services.lifecycle import Act
from bot.services.place.approval_groups import ApprovalGroups
from bot.services.refusals import OutsideHours, Refusal, SlotTaken, all_refusals
from db.engine import Database
from db.enums import BookingStatus, Role
from db.errors import Contention, SlotOverlap, translated
from db.models import Allocation, Booking, OpeningHours
from db.repositories import bookings, resources
from tests import plain
from tests.builders import add_actor, add_resource, book, count_rows, request
from tests.clocks import FrozenClock
from tests.drawing import SEED
from tests.prove import racing, snapshot
from tests.prove.racing import Race
from tests.prove.runs import RUNS
from tests.prove.snapshot import Snapshot

ROOT = Path(__file__).parents[2]
TASKS = 50
PROCESSES = 4
SEEDS = range(int(SEED), int(SEED) + max(1, RUNS // 50))
ACTS = {"cancel", "restore", "move", "extend", "decide"}
CODES = {refusal.code for refusal in all_refusals()}


class Racers:
    """Four processes, started once; each race is another database."""

    def __init__(self) -> None:
        self._processes = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.prove.racer"],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                bufsize=1,
            )
            for _ in range(PROCESSES)
        ]

    def run(self, race: Race) -> Counter[str]:
        """All of them wait until the last one is ready."""
        for number, process in enumerate(self._processes):
            seed = race.seed * PROCESSES + number
            process.stdin.write(race.model_copy(update={"seed": seed}).model_dump_json() + "\n")
        assert [process.stdout.readline() for process in self._processes] == ["ready\n"] * PROCESSES
        for process in self._processes:
            process.stdin.write("go\n")
        outcomes = [json.loads(process.stdout.readline()) for process in self._processes]
        return sum(map(Counter, outcomes), Counter())

    def close(self) -> None:
        for process in self._processes:
            process.stdin.close()
            process.wait(timeout=30)


@pytest.fixture(scope="module")
def racers() -> Iterator[Racers]:
    racers = Racers()
    yield racers
    racers.close()


@pytest.fixture(params=["tasks", "processes"])
def start(request: pytest.FixtureRequest, db: Database) -> Any:
    """Runs a race, 50 rivals in this process or in four, and gives what they got."""
    if request.param == "processes":
        racers = request.getfixturevalue("racers")
        return lambda race: asyncio.to_thread(racers.run, race)
    return lambda race: racing.run(db, race)


async def prepare(
    db: Database, url: str, clock: FrozenClock, name: str, *, seed: int = 0, **rules: Any
) -> Race:
    """Ten people, a room, and two pools that approvers watch over."""
    actors = [await add_actor(db, telegram_id) for telegram_id in range(1, 11)]
    fields = {"horizon_days": 999} | rules
    resources = [
        await add_resource(
            db, f"Resource {quantity}", quantity=quantity, requires_approval=quantity > 1, **fields
        )
        for quantity in (1, 2, 3)
    ]
    return Race(
        url=url,
        name=name,
        tasks=TASKS,
        seed=seed,
        now=clock.now(),
        users=[actor.user_id for actor in actors],
        resources=resources,
    )


async def book_some(db: Database, race: Race) -> list[tuple[int, int]]:
    """One after the other, where there is room: (booking, the number of its person) each."""
    made = []
    for number in range(20):
        rival = racing.Rival(db, race.model_copy(update={"seed": race.seed + 500}), number)
        with suppress(Refusal):
            made.append((await rival.book(rival.some_units(), rival.some_period()), number))
    return made


def look(url: str) -> Snapshot:
    connection = plain.connect(url)
    seen = snapshot.take(connection)
    connection.close()
    return seen


async def check(url: str, outcomes: Counter[str], now: datetime) -> None:
    """Every rival got what they wanted or a refusal, and what the database holds is sound.

    Nobody met a deadlock either, for locks are taken in order.
    """
    seen = await asyncio.to_thread(look, url)
    assert snapshot.unsound(seen, int(now.timestamp())) == []
    said = {word for outcome in outcomes for word in outcome.split()}
    assert said <= CODES | ACTS | {"done"}


@pytest.mark.parametrize("seed", SEEDS)
async def test_of_those_who_want_one_slot_one_gets_it(
    db: Database, database_url: str, clock: FrozenClock, start: Any, seed: int
) -> None:
    race = await prepare(db, database_url, clock, "one_slot", seed=seed)
    outcomes = await start(race)
    await check(database_url, outcomes, race.now)
    assert outcomes["done"] == 1
    assert set(outcomes) <= {"done", "slot-taken", "contended"}
    assert await count_rows(db, Booking) == await count_rows(db, Allocation) == 1


async def test_one_draft_is_one_booking_however_often_it_is_sent(
    db: Database, database_url: str, clock: FrozenClock, start: Any
) -> None:
    race = await prepare(db, database_url, clock, "one_draft")
    outcomes = await start(race)
    await check(database_url, outcomes, race.now)
    assert set(outcomes) <= {"done", "contended"}
    assert await count_rows(db, Booking) == 1


async def test_two_resources_in_opposite_orders_go_to_one_person(
    db: Database, database_url: str, clock: FrozenClock, start: Any
) -> None:
    race = await prepare(db, database_url, clock, "two_at_once")
    outcomes = await start(race)
    await check(database_url, outcomes, race.now)
    assert outcomes["done"] == 1
    assert set(outcomes) <= {"done", "not-all slot-taken", "contended"}


async def test_a_quota_holds_however_many_taps_come_at_once(
    db: Database, database_url: str, clock: FrozenClock, start: Any
) -> None:
    race = await prepare(db, database_url, clock, "one_quota", max_open_bookings=3)
    outcomes = await start(race)
    await check(database_url, outcomes, race.now)
    assert outcomes["done"] == await count_rows(db, Booking) == 3
    assert set(outcomes) <= {"done", "too-many-open", "contended"}


async def have(db: Database, race: Race, *starts: tuple[int, int]) -> list[tuple[int, int]]:
    """An hour each of (resource, minutes after the slot begins), of people 0, 1, ..."""
    made = []
    for number, (resource_id, minutes) in enumerate(starts):
        rival = racing.Rival(db, race.model_copy(update={"seed": race.seed + 500}), number)
        period = Period.of(rival.tomorrow(minutes), 60)
        made.append((await rival.book({resource_id: 1}, period), number))
    return made


async def held_in_slot(db: Database, race: Race) -> dict[int, tuple[int, int, bool]]:
    """By booking: its resource, when it begins in minutes after the slot does, whether it has the
    slot."""
    slot = racing.Rival(db, race, 0).slot
    async with db.reading() as session:
        held = list(await session.scalars(select(Allocation).where(Allocation.active)))
    return {
        one.booking_id: (
            one.resource_id,
            int((one.occupied_from - slot.starts_at).total_seconds()) // 60,
            one.resource_id == race.resources[0]
            and one.occupied_from < slot.ends_at
            and one.occupied_until > slot.starts_at,
        )
        for one in held
    }


async def check_slot(db: Database, url: str, race: Race, outcomes: Counter[str]) -> set[int]:
    """One rival has got the slot; gives whose it is."""
    await check(url, outcomes, race.now)
    assert outcomes["done"] == 1
    found = await held_in_slot(db, race)
    winners = {booking_id for booking_id, (_, _, has_slot) in found.items() if has_slot}
    assert len(winners) == 1
    return winners


@pytest.mark.parametrize("seed", SEEDS)
async def test_of_those_who_move_to_a_slot_or_book_it_one_gets_it_and_the_others_keep_theirs(
    db: Database, database_url: str, clock: FrozenClock, start: Any, seed: int
) -> None:
    race = await prepare(db, database_url, clock, "move_or_book", seed=seed)
    room, _, pool = race.resources
    race.bookings = await have(db, race, (room, 60), (room, -60), (pool, 0), (pool, 30), (pool, 60))
    before = await held_in_slot(db, race)
    outcomes = await start(race)
    winners = await check_slot(db, database_url, race, outcomes)
    assert set(outcomes) <= {"done", "slot-taken", "nothing-changes", "contended"}
    after = await held_in_slot(db, race)
    assert {one: after[one] for one in before.keys() - winners} == {
        one: held for one, held in before.items() if one not in winners
    }


@pytest.mark.parametrize("seed", SEEDS)
async def test_of_one_who_stays_longer_and_those_who_book_what_follows_one_gets_it(
    db: Database, database_url: str, clock: FrozenClock, start: Any, seed: int
) -> None:
    race = await prepare(db, database_url, clock, "extend_or_book", seed=seed)
    room = race.resources[0]
    mine, _ = await have(db, race, (room, -60), (room, 60))
    race.bookings = [mine]
    outcomes = await start(race)
    winners = await check_slot(db, database_url, race, outcomes)
    assert set(outcomes) <= {"done", "slot-taken", "contended"}
    made = await booking.get_own(db, racing.Rival(db, race, 0).person(0), mine[0])
    assert made.period.minutes == (120 if winners == {mine[0]} else 60)


@pytest.mark.parametrize("seed", SEEDS)
async def test_of_one_who_takes_a_cancellation_back_and_those_who_book_one_gets_it(
    db: Database, database_url: str, clock: FrozenClock, start: Any, seed: int
) -> None:
    race = await prepare(db, database_url, clock, "undo_or_book", seed=seed)
    race.bookings = await have(db, race, (race.resources[0], 0))
    ((booking_id, _),) = race.bookings
    owner = racing.Rival(db, race, 0).person(0)
    await booking.cancel(db, owner, booking_id, now=race.now)
    outcomes = await start(race)
    winners = await check_slot(db, database_url, race, outcomes)
    assert set(outcomes) <= {"done", "slot-taken", "nothing-to-undo", "contended"}
    status = (await booking.get_own(db, owner, booking_id)).status
    assert status is (
        BookingStatus.APPROVED if winners == {booking_id} else BookingStatus.CANCELLED
    )


@pytest.mark.parametrize("seed", SEEDS)
async def test_random_periods_of_random_pools_never_overlap(
    db: Database, database_url: str, clock: FrozenClock, start: Any, seed: int
) -> None:
    race = await prepare(db, database_url, clock, "periods", seed=seed, buffer_minutes=15)
    outcomes = await start(race)
    await check(database_url, outcomes, race.now)
    assert outcomes["done"] >= 3


@pytest.mark.parametrize("seed", SEEDS)
async def test_whatever_is_done_at_once_leaves_everything_sound(
    db: Database, database_url: str, clock: FrozenClock, start: Any, seed: int
) -> None:
    """Booking, moving, extending, cancelling, undoing and deciding, all upon the same bookings."""
    race = await prepare(db, database_url, clock, "everything", seed=seed)
    race.bookings = await book_some(db, race)
    outcomes = await start(race)
    await check(database_url, outcomes, race.now)
    assert outcomes["cancel done"]
    assert sum(outcomes[f"{act} done"] for act in ACTS) >= 3


async def until_somebody_waits(db: Database, *, count: int = 1) -> None:
    """Until so many do, for a lock."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    async with db._engines[0].connect() as connection:
        while await connection.scalar(waiting) < count:
            await connection.rollback()


async def test_who_has_waited_for_a_change_of_the_rules_obeys_the_new_ones(
    postgresql_url: str, db: Database, clock: FrozenClock
) -> None:
    """Also those that are not in the row for which they waited."""
    actor, room = await add_actor(db), await add_resource(db)
    asked = request(room, clock.now() + timedelta(days=1))
    async with db.writing() as session:
        await resources.lock_for_booking(session, [room])
        session.add(OpeningHours(resource_id=room, weekday=6, opens_minute=0, closes_minute=60))
        await session.flush()
        booking = asyncio.create_task(book(db, actor, asked, now=clock.now()))
        await until_somebody_waits(db)
    with pytest.raises(OutsideHours):
        await booking


async def change_meanwhile(
    db: Database, booking_id: int, status: BookingStatus
) -> asyncio.Task[None]:
    """A status is changed when this returns, and committed once somebody waits for it."""
    changed = asyncio.Event()
    task = asyncio.create_task(_change_and_wait(db, booking_id, status, changed))
    await changed.wait()
    return task


async def _change_and_wait(
    db: Database, booking_id: int, status: BookingStatus, changed: asyncio.Event
) -> None:
    async with db.writing() as session:
        found = await bookings.find(session, booking_id)
        assert found is not None
        await lifecycle.change_status(session, Act(None, found.created_at), found, status)
        await session.flush()
        changed.set()
        await until_somebody_waits(db)


@pytest.fixture
async def asked(db: Database, clock: FrozenClock) -> tuple[Actor, BookingView]:
    """A request for approval, and whose it is; there is an approval group."""
    admin = await add_actor(db, 1, role=Role.ADMIN)
    await ApprovalGroups(db).bind(admin, -1, title="Approvers", now=clock.now())
    actor, room = await add_actor(db), await add_resource(db, requires_approval=True)
    wanted = request(room, clock.now() + timedelta(days=1))
    return actor, await book(db, actor, wanted, now=clock.now())


async def test_no_card_is_posted_for_what_is_cancelled_while_it_is_checked(
    postgresql_url: str, db: Database, clock: FrozenClock, asked: tuple[Actor, BookingView]
) -> None:
    """Who cancels saw no card to update, so none may be sent."""
    changing = await change_meanwhile(db, asked[1].id, BookingStatus.CANCELLED)
    lease = await notices.claim_next(db, now=clock.now())
    assert lease is not None
    assert await notices.prepare(db, lease, now=clock.now()) == []
    await changing


async def test_a_cancellation_that_meets_an_approval_cancels_what_was_approved(
    postgresql_url: str, db: Database, clock: FrozenClock, asked: tuple[Actor, BookingView]
) -> None:
    actor, made = asked
    changing = await change_meanwhile(db, made.id, BookingStatus.APPROVED)
    cancelled = await booking.cancel(db, actor, made.id, now=clock.now())
    await changing
    assert cancelled.status is BookingStatus.CANCELLED


async def test_two_processes_that_expire_at_once_make_no_error(
    postgresql_url: str,
    db: Database,
    clock: FrozenClock,
    asked: tuple[Actor, BookingView],
    caplog: pytest.LogCaptureFixture,
) -> None:
    late = clock.advance(days=1)
    changing = await change_meanwhile(db, asked[1].id, BookingStatus.EXPIRED)
    assert await approval.expire_due(db, now=late) == 0
    await changing
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


GUARDS = {"sqlite": "booking_resources_overlap_insert", "postgresql": "slot_overlap"}
NAIVE = 5


@pytest.fixture
def unguarded_url(backend: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of its own, in which nothing refuses an overlap."""
    if backend == "sqlite":
        url = request.getfixturevalue("sqlite_url")
        drop_guard(url)
        yield url
        return
    server = request.getfixturevalue("server")
    url = server.copy(request.getfixturevalue("migrated_url"))
    drop_guard(url)
    yield url
    server.drop(url)


def drop_guard(url: str) -> None:
    connection = plain.connect(url)
    connection.drop(GUARDS[connection.backend])
    connection.close()


async def book_naively(
    session: AsyncSession, user_id: int, room: int, period: Period, checked: asyncio.Barrier
) -> None:
    """Check, then insert, as most do it; here all of them have checked before the first inserts."""
    begins, ends = period.starts_at, period.ends_at
    overlapping = select(Allocation.unit).where(
        Allocation.active,
        Allocation.resource_id == room,
        Allocation.occupied_from < ends,
        Allocation.occupied_until > begins,
    )
    if await session.scalar(overlapping.limit(1)):
        raise SlotTaken
    await checked.wait()
    booking = Booking(user_id=user_id, starts_at=begins, ends_at=ends, request_key=f"{user_id}")
    booking.status = BookingStatus.APPROVED
    booking.allocations = [
        Allocation(resource_id=room, unit=1, occupied_from=begins, occupied_until=ends, active=True)
    ]
    session.add(booking)
    with translated():
        await session.commit()


async def race_naively(url: str, clock: FrozenClock, race: Race) -> list[BaseException | None]:
    """With an engine as it comes: on SQLite its transactions begin at the first write."""
    engine = create_async_engine(url, pool_size=NAIVE)
    sessions = async_sessionmaker(engine, info={"now": clock.now})
    checked = asyncio.Barrier(NAIVE)
    period = Period.of(clock.now() + timedelta(days=1), 60)

    async def book(user_id: int) -> None:
        async with sessions() as session:
            await book_naively(session, user_id, race.resources[0], period, checked)

    outcomes = await asyncio.gather(*map(book, race.users[:NAIVE]), return_exceptions=True)
    await engine.dispose()
    return outcomes


async def test_without_a_guard_who_checks_and_then_inserts_books_twice(
    unguarded_url: str, clock: FrozenClock
) -> None:
    db = Database(unguarded_url, now=clock.now)
    race = await prepare(db, unguarded_url, clock, "naive")
    await db.close()
    assert await race_naively(unguarded_url, clock, race) == [None] * NAIVE
    found = snapshot.unsound(await asyncio.to_thread(look, unguarded_url), 0)
    assert sum("overlap" in problem for problem in found) == NAIVE - 1


async def test_with_the_guard_the_database_itself_refuses_all_but_one(
    db: Database, database_url: str, clock: FrozenClock
) -> None:
    race = await prepare(db, database_url, clock, "naive")
    outcomes = await race_naively(database_url, clock, race)
    refused = [outcome for outcome in outcomes if outcome]
    assert len(refused) == NAIVE - 1
    assert all(isinstance(outcome, SlotOverlap | Contention) for outcome in refused)
    assert await count_rows(db, Allocation) == 1
