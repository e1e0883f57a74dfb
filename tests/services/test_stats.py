"""How the place is used: sums against counting by hand, and what counts as refused."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot.schemas.bookings import Decision
from bot.schemas.stats import Lasted, Span, Stats, typical
from bot.services import approval, booking, refusals
from bot.services.place import stats
from bot.services.refusals import Failure
from bot.services.tally import RefusalTally
from db.engine import Database
from db.enums import BookingStatus, ResourceKind, Role
from db.models import RefusalCount
from tests.builders import add_actor, add_resource, book, count_rows, request
from tests.clocks import FrozenClock

KYIV = ZoneInfo("Europe/Kyiv")
HOUR = timedelta(hours=1)


async def read(db: Database, *, now: datetime) -> Stats:
    admin = await add_actor(db, 900 + int(now.timestamp()) % 89, role=Role.ADMIN)
    return await stats.read_stats(db, admin, Span.WEEK, zone=KYIV, now=now)


async def test_occupancy_is_what_was_taken_of_what_was_open(
    db: Database, clock: FrozenClock
) -> None:
    """Always open: two hours of a room in a week, and one unit of a pool of two for a day."""
    actor = await add_actor(db, 1)
    room = await add_resource(db, "Room", max_minutes=1440)
    pool = await add_resource(db, "Pool", kind=ResourceKind.EQUIPMENT, quantity=2, max_minutes=1440)
    await book(db, actor, request(room, clock.now() + HOUR, minutes=120), now=clock.now())
    await book(db, actor, request(pool, clock.now() + HOUR, minutes=1440), now=clock.now())
    seen = await read(db, now=clock.now() + timedelta(days=2))
    week = 7 * 24 * 60
    assert [(one.name, one.taken_minutes, one.open_minutes) for one in seen.resources] == [
        ("Pool", 1440, 2 * week),
        ("Room", 120, week),
    ]


async def test_cancelled_bookings_take_nothing_and_are_counted(
    db: Database, clock: FrozenClock
) -> None:
    actor, room = await add_actor(db, 1), await add_resource(db)
    kept = await book(db, actor, request(room, clock.now() + HOUR), now=clock.now())
    gone = await book(db, actor, request(room, kept.period.ends_at), now=clock.now())
    await booking.cancel(db, actor, gone.id, now=clock.now())
    seen = await read(db, now=clock.now() + timedelta(days=1))
    assert seen.statuses == {BookingStatus.APPROVED: 1, BookingStatus.CANCELLED: 1}
    assert seen.resources[0].taken_minutes == 60
    assert seen.peak == (0, (clock.now() + HOUR).astimezone(KYIV).hour)


@pytest.mark.parametrize("seed", range(3))
async def test_every_hour_of_the_week_agrees_with_a_count_of_its_minutes(
    db: Database, clock: FrozenClock, seed: int
) -> None:
    random, actor = Random(seed), await add_actor(db, 1)
    pool = await add_resource(
        db, quantity=3, grid_minutes=1, min_minutes=1, max_minutes=3000, horizon_days=90
    )
    taken: list[tuple[datetime, datetime]] = []
    for _ in range(25):
        starts_at = clock.now() + timedelta(minutes=random.randrange(1, 9 * 1440))
        asked = request(pool, starts_at, minutes=random.randrange(1, 1500))
        try:
            done = await book(db, actor, asked, now=clock.now())
        except refusals.SlotTaken:
            continue
        taken.append((done.period.starts_at, done.period.ends_at))
    last = clock.now() + timedelta(days=8)
    seen = await read(db, now=last)
    by_hand = [[0.0] * 24 for _ in range(7)]
    minute = datetime.combine(seen.first_day, datetime.min.time(), KYIV).astimezone(UTC)
    while minute.astimezone(KYIV).date() <= seen.last_day:
        local = minute.astimezone(KYIV)
        units = sum(begins <= minute < ends for begins, ends in taken)
        by_hand[local.weekday()][local.hour] += units / 60
        minute += timedelta(minutes=1)
    assert taken
    for hours, expected in zip(seen.heat, by_hand, strict=True):
        assert hours == pytest.approx(expected)


def test_an_hour_that_comes_twice_counts_once_on_average() -> None:
    """A unit is taken all day on the day whose clock goes back: 25 hours, each of one unit."""
    day = date(2026, 10, 25)
    begins = int(datetime(2026, 10, 24, 21, tzinfo=UTC).timestamp()) // 3600
    heat = stats.heat_of([(begins, 1, 1, 0), (begins + 25, -1, 1, 0)], day, day, KYIV)
    assert heat[6] == (1.0,) * 24


async def test_leads_and_answers_fall_into_their_bounds(db: Database, clock: FrozenClock) -> None:
    actor = await add_actor(db, 1)
    approver = await add_actor(db, 2, is_approver=True)
    studio = await add_resource(db, requires_approval=True)
    asked = await book(db, actor, request(studio, clock.now() + 5 * HOUR), now=clock.now())
    decided_at = clock.now() + timedelta(minutes=30)
    await approval.decide(db, approver, asked.id, Decision.APPROVE, revision=1, now=decided_at)
    seen = await read(db, now=clock.now() + timedelta(days=1))
    assert typical(seen.leads) == Lasted(until_minutes=24 * 60, count=1)
    assert typical(seen.answers) == Lasted(until_minutes=60, count=1)


def test_of_nothing_nothing_is_typical() -> None:
    assert typical((Lasted(until_minutes=60, count=0),)) is None


async def test_only_those_who_run_the_place_may_look(db: Database, clock: FrozenClock) -> None:
    member = await add_actor(db, 1)
    with pytest.raises(refusals.NotAdmin):
        await stats.read_stats(db, member, Span.WEEK, zone=KYIV, now=clock.now())


async def test_what_was_refused_is_counted_by_its_reason(db: Database, clock: FrozenClock) -> None:
    room, tally = await add_resource(db), RefusalTally(db, KYIV)
    taken = refusals.SlotTaken()
    failed = (Failure(room, ResourceKind.ROOM, "Room", taken),)
    for refusal in (taken, taken, refusals.NotAll(failed), refusals.NotAdmin()):
        tally.note(refusal, room, now=clock.now())
    tally.note(refusals.TooLong(60, 90), now=clock.now())
    await tally.write_down()
    await tally.write_down()
    seen = await read(db, now=clock.now())
    assert [(one.code, one.count) for one in seen.refusals] == [("slot-taken", 3), ("too-long", 1)]
    assert await count_rows(db, RefusalCount) == 2


async def test_a_count_that_could_not_be_written_is_written_the_next_time(
    db: Database, clock: FrozenClock
) -> None:
    tally = RefusalTally(db, KYIV)
    tally.note(refusals.SlotTaken(), resource_id=404, now=clock.now())
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        await tally.write_down()
    await add_resource(db, id=404)
    await tally.write_down()
    assert await count_rows(db, RefusalCount) == 1
