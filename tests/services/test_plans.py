"""Plans: what a day and a week show, to whom, and what they never show."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from bot.clock import wall_boundary
from bot.schemas.bookings import Decision
from bot.schemas.periods import Period
from bot.schemas.plans import Plan, PlanRow
from bot.schemas.resources import ResourceChange
from bot.services import approval, booking, refusals
from bot.services.finding import plans
from bot.services.place import resources
from db.engine import Database
from db.enums import BookingStatus, ResourceKind, Role
from db.models import Closure, OpeningHours
from tests.builders import add_actor, add_resource, book, request
from tests.clocks import FrozenClock

KYIV = ZoneInfo("Europe/Kyiv")

TUESDAY = date(2026, 3, 3)
"""The day after the clock's Monday."""


def at(hour: float, day: date = TUESDAY) -> datetime:
    return wall_boundary(day, int(hour * 60), KYIV)


async def open_daily(db: Database, resource_id: int, opens: int, closes: int) -> None:
    async with db.writing() as session:
        for weekday in range(7):
            session.add(
                OpeningHours(
                    resource_id=resource_id,
                    weekday=weekday,
                    opens_minute=opens * 60,
                    closes_minute=closes * 60,
                )
            )


async def close(db: Database, begins: datetime, ends: datetime, **fields: object) -> None:
    async with db.writing() as session:
        session.add(Closure(starts_at=begins, ends_at=ends, **fields))


def names(plan: Plan) -> list[str]:
    return [row.name for row in plan.rows]


def texts_of_plan(plan: Plan) -> str:
    """Every word of it."""
    return plan.model_dump_json()


async def test_a_day_shows_bookings_closures_and_hours(db: Database, clock: FrozenClock) -> None:
    me, other = await add_actor(db, 1), await add_actor(db, 2, full_name="Olena Koval")
    room = await add_resource(db, buffer_minutes=15)
    await open_daily(db, room, 8, 20)
    await close(db, at(18), at(30), resource_id=room, reason="Cleaning")
    await book(db, me, request(room, at(10)), now=clock.now())
    await book(db, other, request(room, at(13), purpose="secret"), now=clock.now())

    plan = await plans.read_day(db, me, TUESDAY, now=clock.now())

    (row,) = plan.rows
    assert (plan.timezone, plan.now, plan.pages) == ("Europe/Kyiv", None, 1)
    assert row.open == (Period(starts_at=at(8), ends_at=at(20)),)
    assert [(one.period, one.reason) for one in row.closed] == [
        (Period(starts_at=at(18), ends_at=at(24)), "Cleaning")
    ]
    mine, theirs = row.booked
    assert (mine.is_mine, mine.period) == (True, Period.of(at(10), 60))
    assert mine.occupied == Period.of(at(9.75), 90)
    assert (theirs.is_mine, theirs.period, theirs.name) == (False, Period.of(at(13), 60), None)


async def test_of_others_nobody_sees_a_name_unless_the_resource_shows_it_nor_ever_a_purpose(
    db: Database, clock: FrozenClock
) -> None:
    me, other = await add_actor(db, 1), await add_actor(db, 2, full_name="Olena Koval")
    admin = await add_actor(db, 3, role=Role.ADMIN)
    quiet, shown = await add_resource(db, "Quiet"), await add_resource(db, "Shown")
    await resources.edit(db, admin, shown, ResourceChange(shows_names=True), now=clock.now())
    for room in (quiet, shown):
        await book(db, other, request(room, at(10), purpose="secret"), now=clock.now())
        await book(db, me, request(room, at(12), purpose="secret"), now=clock.now())

    for viewer in (me, admin, me.as_approver()):
        day = await plans.read_day(db, viewer, TUESDAY, now=clock.now())
        week = await plans.read_week(db, viewer, quiet, TUESDAY, now=clock.now())
        open_week = await plans.read_week(db, viewer, shown, TUESDAY, now=clock.now())
        hidden, named = day.rows
        assert [one.name for one in hidden.booked] == [None, None]
        assert named.booked[0].name == "Olena Koval"
        assert "Koval" not in texts_of_plan(week)
        assert texts_of_plan(open_week).count("Koval") == 1
        assert "secret" not in texts_of_plan(day) + texts_of_plan(week) + texts_of_plan(open_week)
    own = await plans.read_day(db, other, TUESDAY, now=clock.now())
    assert [one.name for row in own.rows for one in row.booked] == [None, None, None, "Person 1"]


async def test_a_plan_shows_what_waits_and_not_what_is_over(
    db: Database, clock: FrozenClock
) -> None:
    me = await add_actor(db)
    room = await add_resource(db, requires_approval=True)
    for hour in (10, 12, 14):
        await book(db, me, request(room, at(hour)), now=clock.now())
    await approval.decide(db, me.as_approver(), 1, Decision.APPROVE, revision=1, now=clock.now())
    await booking.cancel(db, me, 3, now=clock.now())

    (row,) = (await plans.read_day(db, me, TUESDAY, now=clock.now())).rows

    assert [one.status for one in row.booked] == [BookingStatus.APPROVED, BookingStatus.PENDING]


async def test_a_booking_of_several_units_is_there_once(db: Database, clock: FrozenClock) -> None:
    me = await add_actor(db)
    laptops = await add_resource(db, "Laptop", kind="equipment", quantity=3)
    await book(db, me, request(laptops, at(10), units=2), now=clock.now())
    (row,) = (await plans.read_day(db, me, TUESDAY, now=clock.now())).rows
    assert (row.quantity, [one.units for one in row.booked]) == (3, [2])


async def test_units_that_are_gone_since_hold_nothing(db: Database, clock: FrozenClock) -> None:
    me, admin = await add_actor(db, 1), await add_actor(db, 2, role=Role.ADMIN)
    laptops = await add_resource(db, "Laptop", kind="equipment", quantity=3)
    await book(db, me, request(laptops, at(10), units=3), now=clock.now())
    clock.advance(days=3)
    await resources.edit(db, admin, laptops, ResourceChange(quantity=2), now=clock.now())
    (row,) = (await plans.read_day(db, me, TUESDAY, now=clock.now())).rows
    assert (row.quantity, [one.units for one in row.booked]) == (2, [2])


async def test_what_reaches_into_a_day_is_shown_on_both(db: Database, clock: FrozenClock) -> None:
    me = await add_actor(db)
    room = await add_resource(db)
    await book(db, me, request(room, at(23), minutes=180), now=clock.now())
    for offset, count in ((-1, 0), (0, 1), (1, 1), (2, 0)):
        day = TUESDAY + timedelta(days=offset)
        (row,) = (await plans.read_day(db, me, day, now=clock.now())).rows
        assert len(row.booked) == count, day


async def test_a_week_begins_on_monday_and_has_now_in_steps(
    db: Database, clock: FrozenClock
) -> None:
    me = await add_actor(db)
    room = await add_resource(db)
    await book(db, me, request(room, at(10, date(2026, 3, 6))), now=clock.now())
    clock.advance(minutes=7, seconds=13)

    plan = await plans.read_week(db, me, room, date(2026, 3, 8), now=clock.now())

    assert [row.day.day for row in plan.rows] == [2, 3, 4, 5, 6, 7, 8]
    assert [len(row.booked) for row in plan.rows] == [0, 0, 0, 0, 1, 0, 0]
    assert (plan.resource_name, plan.now) == ("Blue room", datetime(2026, 3, 2, 9, 5, tzinfo=UTC))
    after = await plans.read_week(db, me, room, date(2026, 3, 9), now=clock.now())
    assert (after.first_day, after.now) == (date(2026, 3, 9), None)


async def test_the_hours_of_a_day_with_a_change_of_the_clock(
    db: Database, clock: FrozenClock
) -> None:
    me = await add_actor(db)
    await add_resource(db)
    for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25)):
        (row,) = (await plans.read_day(db, me, day, now=clock.now())).rows
        assert [span.length for span in row.open] == [timedelta(hours=hours)]


async def test_a_day_has_pages_of_what_the_actor_may_book(db: Database, clock: FrozenClock) -> None:
    me, staff = await add_actor(db, 1), await add_actor(db, 2, tags=frozenset({"staff"}))
    for number in range(9):
        await add_resource(db, f"Room {number:02}")
    await add_resource(db, "Staff room", bookers=frozenset({"staff"}))
    await add_resource(db, "Camera", kind=ResourceKind.EQUIPMENT)
    await add_resource(db, "Attic", is_active=False)

    first = await plans.read_day(db, me, TUESDAY, now=clock.now())
    second = await plans.read_day(db, me, TUESDAY, now=clock.now(), page=7)
    cameras = await plans.read_day(db, me, TUESDAY, now=clock.now(), kind=ResourceKind.EQUIPMENT)
    theirs = await plans.read_day(db, staff, TUESDAY, now=clock.now(), page=1)

    assert (len(first.rows), first.page, first.pages) == (8, 0, 2)
    assert (names(second), second.page) == (["Room 08", "Camera"], 1)
    assert names(cameras) == ["Camera"]
    assert names(theirs) == ["Room 08", "Staff room", "Camera"]


async def test_an_office_without_resources_has_an_empty_plan(
    db: Database, clock: FrozenClock
) -> None:
    plan = await plans.read_day(db, await add_actor(db), TUESDAY, now=clock.now())
    assert (plan.rows, plan.pages) == ((), 1)


async def test_the_hours_across_are_those_of_most_resources(
    db: Database, clock: FrozenClock
) -> None:
    me = await add_actor(db)
    away = await add_resource(db, "Away", timezone="Europe/Lisbon")
    await open_daily(db, away, 8, 20)
    for name in ("Blue room", "Green room"):
        await add_resource(db, name)
    plan = await plans.read_day(db, me, TUESDAY, now=clock.now())
    assert (plan.timezone, plan.rows[0].timezone) == ("Europe/Kyiv", "Europe/Lisbon")
    assert plan.rows[0].open == (Period(starts_at=at(10), ends_at=at(22)),)


async def test_who_may_not_book_may_not_look(db: Database, clock: FrozenClock) -> None:
    room = await add_resource(db, bookers=frozenset({"staff"}))
    member, admin = await add_actor(db, 1), await add_actor(db, 2, role=Role.ADMIN)
    blocked = await add_actor(db, 3, role=Role.BLOCKED)
    for viewer in (admin, member.as_approver()):
        assert await plans.read_week(db, viewer, room, TUESDAY, now=clock.now())
    with pytest.raises(refusals.NotForYou):
        await plans.read_week(db, member, room, TUESDAY, now=clock.now())
    with pytest.raises(refusals.Blocked):
        await plans.read_week(db, blocked, room, TUESDAY, now=clock.now())
    with pytest.raises(refusals.Blocked):
        await plans.read_day(db, blocked, TUESDAY, now=clock.now())
    with pytest.raises(refusals.ResourceMissing):
        await plans.read_week(db, admin, 404, TUESDAY, now=clock.now())


async def test_however_many_resources_what_is_held_is_one_query(
    db: Database, clock: FrozenClock
) -> None:
    me = await add_actor(db)
    for number in range(3):
        await add_resource(db, f"Room {number}")
    seen: set[str] = set()  # two engines may be one underneath
    for engine in set(db._engines):
        event.listen(
            engine.sync_engine,
            "before_cursor_execute",
            lambda _c, _cursor, statement, *_: seen.add(statement),
        )
    await plans.read_day(db, me, TUESDAY, now=clock.now())
    assert sum("booking_resources" in statement for statement in seen) == 1
    assert sum("FROM " in statement for statement in seen) == 3


def test_the_same_plan_is_equal_and_can_be_a_key() -> None:
    row = PlanRow(
        timezone="Europe/Kyiv", day=TUESDAY, resource_id=1, name="Room",
        open=(Period(starts_at=at(8), ends_at=at(20)),),
    )  # fmt: skip
    one, other = (
        Plan(timezone="Europe/Kyiv", first_day=TUESDAY, last_day=TUESDAY, rows=(row,), now=None)
        for _ in range(2)
    )
    assert one.zone is other.zone
    assert len({one, other}) == 1
