"""Whoever asks when something is closed knows of closures that repeat, and of those of a kind."""

from datetime import date, timedelta

import pytest

from bot.schemas.actor import Actor
from bot.schemas.closures import NewClosure
from bot.schemas.impact import Answer, Fate
from bot.schemas.slots import DayState
from bot.services import booking, refusals
from bot.services.calendar.calendars import read_closures
from bot.services.finding import plans, slots
from bot.services.place import closures, impact
from bot.services.views import resource_view
from db.engine import Database
from db.enums import Repeat, ResourceKind
from db.repositories import resources
from tests.builders import LEADS, add_resource, book, request
from tests.clocks import MONDAY_NINE, FrozenClock

NOON = MONDAY_NINE.replace(day=4, hour=10)
"""Of Wednesday, 4 March, in Kyiv."""
WEEK, HOUR = timedelta(days=7), timedelta(hours=1)


async def close(db: Database, admin: Actor, clock: FrozenClock, **fields: object) -> None:
    """Noon to one on Wednesdays, if nothing else is said."""
    wednesday = date(2026, 3, 4)
    values = {"first": wednesday, "last": wednesday, "opens": 720, "closes": 780} | fields
    closure = NewClosure.model_validate({"timezone": "Europe/Kyiv", **values})
    change = closures.pending(closure, closure_id=None, now=clock.now())
    seen = await impact.preview(db, admin, change, now=clock.now())
    answer = Answer(fate=Fate.KEEP, seen=seen.mark(Fate.KEEP))
    await impact.apply(db, admin, change, answer, now=clock.now(), reminder_leads=LEADS)


async def test_a_weekly_lunch_of_all_rooms_is_refused_in_every_week_and_for_no_equipment(
    db: Database, admin: Actor, clock: FrozenClock
) -> None:
    room = await add_resource(db)
    laptop = await add_resource(db, "Laptop", kind=ResourceKind.EQUIPMENT)
    await close(db, admin, clock, kind=ResourceKind.ROOM, repeats=Repeat.WEEKLY)
    for weeks in (0, 1, 5):  # the clock has changed before the last
        at = NOON + weeks * WEEK - HOUR * (weeks == 5)
        with pytest.raises(refusals.InClosure):
            await book(db, admin, request(room, at), now=clock.now())
        await book(db, admin, request(room, at + HOUR), now=clock.now())
        await book(db, admin, request(laptop, at), now=clock.now())


async def test_slots_plans_and_offers_know_of_it(
    db: Database, admin: Actor, clock: FrozenClock
) -> None:
    room = await add_resource(db)
    await close(db, admin, clock, repeats=Repeat.WEEKLY, opens=None, closes=None, reason="Off")
    day = date(2026, 3, 18)
    month = await slots.get_month(db, room, day, now=clock.now())
    assert month.days[day] is DayState.CLOSED
    plan = await plans.read_day(db, admin, day, now=clock.now())
    assert [closed.reason for row in plan.rows for closed in row.closed] == ["Off"]
    asked = request(room, NOON + 2 * WEEK)
    refusal = await booking.find_refusal(db, admin, asked, now=clock.now())
    assert isinstance(refusal, refusals.InClosure)


async def test_a_closure_of_one_resource_that_repeats_closes_no_other(
    db: Database, admin: Actor, clock: FrozenClock
) -> None:
    room = await add_resource(db)
    other = await add_resource(db, "Green room")
    await close(db, admin, clock, resource_id=room, repeats=Repeat.YEARLY)
    async with db.reading() as session:
        views = [resource_view(row) for row in await resources.list_active(session)]
        begins = NOON + timedelta(days=364)
        closed = await read_closures(session, views, begins, begins + timedelta(days=3))
    assert [one.period.starts_at for one in closed[room]] == [NOON.replace(year=2027)]
    assert closed[other] == []
