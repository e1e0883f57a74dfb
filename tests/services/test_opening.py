"""The hours of a week, changed a day at a time; what is booked stays booked."""

from datetime import timedelta

import pytest

from bot.schemas.actor import Actor
from bot.schemas.resources import OpeningSpan
from bot.schemas.weekly import ALL_DAY, DAY, DaySpan
from bot.services import booking, inventory, opening, refusals
from db.engine import Database
from tests.builders import add_actor, add_resource, book, request
from tests.clocks import FrozenClock

OFFICE = (DaySpan(9 * 60, 18 * 60),)
NIGHT = (DaySpan(22 * 60, 26 * 60),)


async def test_a_day_is_changed_and_the_others_stay(
    db: Database, admin: Actor, clock: FrozenClock
) -> None:
    room, now = await add_resource(db), clock.now()
    view = await opening.set_day(db, admin, room, 0, OFFICE, now=now)
    assert view.opening_hours[:2] == (OpeningSpan(0, 540, 1080), OpeningSpan(1, 0, DAY))
    view = await opening.set_day(db, admin, room, 0, ALL_DAY, now=now)
    assert view.opening_hours == (), "open all day on all days is always open"


async def test_a_night_is_copied_with_what_is_after_midnight(
    db: Database, admin: Actor, clock: FrozenClock
) -> None:
    room, now = await add_resource(db), clock.now()
    await opening.set_day(db, admin, room, 5, OFFICE, now=now)
    await opening.copy_day(db, admin, room, 5, everywhere=True, now=now)
    await opening.set_day(db, admin, room, 4, NIGHT, now=now)
    view = await opening.copy_day(db, admin, room, 4, everywhere=False, now=now)
    nights = {span.weekday for span in view.opening_hours if span.opens_minute == 22 * 60}
    assert nights == {0, 1, 2, 3, 4}
    assert OpeningSpan(5, 0, 120) in view.opening_hours
    assert OpeningSpan(5, 540, 1080) in view.opening_hours
    assert OpeningSpan(0, 0, 120) not in view.opening_hours


async def test_hours_are_taken_from_another_as_they_are(
    db: Database, admin: Actor, clock: FrozenClock
) -> None:
    room, other = await add_resource(db), await add_resource(db, "Hall")
    source = await opening.set_day(db, admin, other, 4, NIGHT, now=clock.now())
    taken = await opening.take_hours(db, admin, room, source_id=other, now=clock.now())
    assert taken.opening_hours == source.opening_hours
    with pytest.raises(refusals.ResourceMissing):
        await opening.take_hours(db, admin, room, source_id=99, now=clock.now())


async def test_never_open_is_refused(db: Database, admin: Actor, clock: FrozenClock) -> None:
    room, now = await add_resource(db), clock.now()
    await opening.set_day(db, admin, room, 0, (), now=now)
    with pytest.raises(refusals.NeverOpen):
        await opening.copy_day(db, admin, room, 0, everywhere=True, now=now)
    assert len((await inventory.get_any(db, admin, room)).opening_hours) == 6


async def test_a_day_of_too_many_pieces_is_refused(
    db: Database, admin: Actor, clock: FrozenClock
) -> None:
    """All of them have to fit on one screen."""
    room, now = await add_resource(db), clock.now()
    hours = tuple(DaySpan(120 * number, 120 * number + 60) for number in range(9))
    await opening.set_day(db, admin, room, 0, hours[:8], now=now)
    with pytest.raises(refusals.TooManySpans):
        await opening.set_day(db, admin, room, 0, hours, now=now)


@pytest.mark.parametrize("span", [(-1, 60), (60, 60), (0, DAY + 1), (DAY, DAY + 60)])
async def test_what_is_no_span_is_refused(
    db: Database, admin: Actor, clock: FrozenClock, span: tuple[int, int]
) -> None:
    room = await add_resource(db)
    with pytest.raises(refusals.NotUnderstood):
        await opening.set_day(db, admin, room, 0, (DaySpan(*span),), now=clock.now())


async def test_others_change_no_hours(db: Database, clock: FrozenClock) -> None:
    member, room = await add_actor(db), await add_resource(db)
    for asked in (
        opening.set_day(db, member, room, 0, OFFICE, now=clock.now()),
        opening.copy_day(db, member, room, 0, everywhere=True, now=clock.now()),
        opening.open_always(db, member, room, now=clock.now()),
        opening.take_hours(db, member, room, source_id=room, now=clock.now()),
    ):
        with pytest.raises(refusals.NotAdmin):
            await asked


async def test_what_is_booked_outside_the_new_hours_stays(
    db: Database, admin: Actor, clock: FrozenClock
) -> None:
    """On Tuesday, 11:00 to 12:00 in Kyiv."""
    room, at = await add_resource(db), clock.now() + timedelta(days=1)
    booked = await book(db, admin, request(room, at), now=clock.now())
    await opening.set_day(db, admin, room, 1, (DaySpan(14 * 60, 18 * 60),), now=clock.now())
    assert await booking.get_own(db, admin, booked.id) == booked
    with pytest.raises(refusals.OutsideHours):
        await book(db, admin, request(room, at + timedelta(hours=1)), now=clock.now())
