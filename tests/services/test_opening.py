"""The hours of a week, changed a day at a time; what is booked stays booked."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from bot.schemas.actor import Actor
from bot.schemas.resources import OpeningSpan, ResourceView
from bot.schemas.weekly import ALL_DAY, DAY, Day, DaySpan
from bot.services import booking, refusals
from bot.services.place import inventory, opening, resources
from db.engine import Database
from tests.builders import add_resource, book, request
from tests.clocks import FrozenClock

OFFICE = (DaySpan(9 * 60, 18 * 60),)
NIGHT = (DaySpan(22 * 60, 26 * 60),)


async def set_day(
    db: Database, admin: Actor, room: int, weekday: int, spans: Day, *, now: datetime
) -> ResourceView:
    return await change(db, admin, room, {weekday: spans}, now=now)


async def copy_day(
    db: Database, admin: Actor, room: int, weekday: int, *, everywhere: bool, now: datetime
) -> ResourceView:
    resource = await inventory.get_any(db, admin, room)
    days = opening.copied(resource, weekday, everywhere=everywhere)
    return await change(db, admin, room, days, now=now)


async def change(
    db: Database, admin: Actor, room: int, days: Mapping[int, Day], *, now: datetime
) -> ResourceView:
    changed = opening.change_of(await inventory.get_any(db, admin, room), days)
    return await resources.edit(db, admin, room, changed, now=now)


async def test_a_day_is_changed_and_the_others_stay(
    db: Database, admin: Actor, clock: FrozenClock
) -> None:
    room, now = await add_resource(db), clock.now()
    view = await set_day(db, admin, room, 0, OFFICE, now=now)
    assert view.opening_hours[:2] == (OpeningSpan(0, 540, 1080), OpeningSpan(1, 0, DAY))
    view = await set_day(db, admin, room, 0, ALL_DAY, now=now)
    assert view.opening_hours == (), "open all day on all days is always open"


async def test_a_night_is_copied_with_what_is_after_midnight(
    db: Database, admin: Actor, clock: FrozenClock
) -> None:
    room, now = await add_resource(db), clock.now()
    await set_day(db, admin, room, 5, OFFICE, now=now)
    await copy_day(db, admin, room, 5, everywhere=True, now=now)
    await set_day(db, admin, room, 4, NIGHT, now=now)
    view = await copy_day(db, admin, room, 4, everywhere=False, now=now)
    nights = {span.weekday for span in view.opening_hours if span.opens_minute == 22 * 60}
    assert nights == {0, 1, 2, 3, 4}
    assert OpeningSpan(5, 0, 120) in view.opening_hours
    assert OpeningSpan(5, 540, 1080) in view.opening_hours
    assert OpeningSpan(0, 0, 120) not in view.opening_hours


async def test_hours_are_taken_from_another_as_they_are(
    db: Database, admin: Actor, clock: FrozenClock
) -> None:
    room, other = await add_resource(db), await add_resource(db, "Hall")
    source = await set_day(db, admin, other, 4, NIGHT, now=clock.now())
    taken = await change(db, admin, room, opening.hours_of(source), now=clock.now())
    assert taken.opening_hours == source.opening_hours
    always = await change(db, admin, room, opening.ALWAYS, now=clock.now())
    assert always.opening_hours == ()


async def test_never_open_is_refused(db: Database, admin: Actor, clock: FrozenClock) -> None:
    room, now = await add_resource(db), clock.now()
    await set_day(db, admin, room, 0, (), now=now)
    with pytest.raises(refusals.NeverOpen):
        await copy_day(db, admin, room, 0, everywhere=True, now=now)
    assert len((await inventory.get_any(db, admin, room)).opening_hours) == 6


async def test_a_day_of_too_many_pieces_is_refused(
    db: Database, admin: Actor, clock: FrozenClock
) -> None:
    """All of them have to fit on one screen."""
    room, now = await add_resource(db), clock.now()
    hours = tuple(DaySpan(120 * number, 120 * number + 60) for number in range(9))
    await set_day(db, admin, room, 0, hours[:8], now=now)
    with pytest.raises(refusals.TooManySpans):
        await set_day(db, admin, room, 0, hours, now=now)


@pytest.mark.parametrize("span", [(-1, 60), (60, 60), (0, DAY + 1), (DAY, DAY + 60)])
async def test_what_is_no_span_is_refused(
    db: Database, admin: Actor, clock: FrozenClock, span: tuple[int, int]
) -> None:
    room = await add_resource(db)
    with pytest.raises(refusals.NotUnderstood):
        await set_day(db, admin, room, 0, (DaySpan(*span),), now=clock.now())


async def test_what_is_booked_outside_the_new_hours_stays(
    db: Database, admin: Actor, clock: FrozenClock
) -> None:
    """On Tuesday, 11:00 to 12:00 in Kyiv."""
    room, at = await add_resource(db), clock.now() + timedelta(days=1)
    booked = await book(db, admin, request(room, at), now=clock.now())
    await set_day(db, admin, room, 1, (DaySpan(14 * 60, 18 * 60),), now=clock.now())
    assert await booking.get_own(db, admin, booked.id) == booked
    with pytest.raises(refusals.OutsideHours):
        await book(db, admin, request(room, at + timedelta(hours=1)), now=clock.now())
