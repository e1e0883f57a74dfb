"""A change that touches what is booked: seen first, then made with all that follows, or not."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.schemas.actor import Actor
from bot.schemas.bookings import BookingView
from bot.schemas.closures import NewClosure
from bot.schemas.impact import Answer, Applied, Fate, Impact
from bot.schemas.resources import OpeningSpan, ResourceChange
from bot.schemas.rules import RuleChanges
from bot.services import refusals
from bot.services.place import closures, impact, resources, site
from bot.services.place.impact import Pending
from db.engine import Database
from db.enums import BookingAction, BookingStatus, Repeat, ResourceKind, Rule
from db.models import Allocation, Booking, BookingEvent, Closure, Notification, Resource
from tests.builders import LEADS, add_resource, book, change_rules, count_rows, request
from tests.clocks import MONDAY_NINE, FrozenClock

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
WEDNESDAY = date(2026, 3, 4)
TEN = MONDAY_NINE.replace(day=4, hour=8)
"""Ten o'clock on Wednesday, in Kyiv."""


@pytest.fixture
async def room(db: Database) -> int:
    return await add_resource(db, capacity=6)


@pytest.fixture
async def booked(db: Database, actor: Actor, room: int, clock: FrozenClock) -> BookingView:
    return await book(db, actor, request(room, TEN), now=clock.now())


def closed(first: date = WEDNESDAY, **fields: Any) -> NewClosure:
    values = {"timezone": "Europe/Kyiv", "first": first, "last": first} | fields
    return NewClosure(**values)


def pending(clock: FrozenClock, closure: NewClosure, closure_id: int | None = None) -> Pending:
    return closures.pending(closure, closure_id=closure_id, now=clock.now())


async def see(db: Database, admin: Actor, change: Pending, clock: FrozenClock) -> Impact:
    return await impact.preview(db, admin, change, now=clock.now())


async def answer(
    db: Database, admin: Actor, change: Pending, seen: Impact, fate: Fate, clock: FrozenClock,
    message: str | None = None,
) -> Applied | Impact:  # fmt: skip
    said = Answer(fate=fate, seen=seen.mark(fate), message=message)
    return await impact.apply(db, admin, change, said, now=clock.now(), reminder_leads=LEADS)


async def rows(db: Database, model: type[Any]) -> list[Any]:
    async with db.reading() as session:
        return list(await session.scalars(select(model)))


async def test_what_lies_on_a_closure_is_shown_and_what_touches_its_edges_is_not(
    db: Database, admin: Actor, actor: Actor, room: int, booked: BookingView, clock: FrozenClock
) -> None:
    await book(db, actor, request(room, TEN + HOUR), now=clock.now())
    other = await add_resource(db, "Laptop", kind=ResourceKind.EQUIPMENT)
    await book(db, actor, request(other, TEN), now=clock.now())
    lunch = closed(opens=10 * 60, closes=11 * 60, kind=ResourceKind.ROOM)
    seen = await see(db, admin, pending(clock, lunch), clock)
    assert [one.booking.id for one in seen.touched] == [booked.id]
    assert (seen.people, seen.touched[0].about.name) == (1, "Blue room")
    everything = await see(db, admin, pending(clock, closed()), clock)
    assert len(everything.touched) == 3


async def test_a_repeating_closure_touches_every_week_of_it(
    db: Database, admin: Actor, actor: Actor, room: int, booked: BookingView, clock: FrozenClock
) -> None:
    later = await book(db, actor, request(room, TEN + 14 * DAY), now=clock.now())
    await book(db, actor, request(room, TEN + 15 * DAY), now=clock.now())
    weekly = closed(resource_id=room, opens=600, closes=660, repeats=Repeat.WEEKLY)
    seen = await see(db, admin, pending(clock, weekly), clock)
    assert [one.booking.id for one in seen.touched] == [booked.id, later.id]
    ended = weekly.model_copy(update={"until": WEDNESDAY + DAY})
    seen = await see(db, admin, pending(clock, ended), clock)
    assert [one.booking.id for one in seen.touched] == [booked.id]


async def test_what_is_kept_stays_and_is_not_shown_again(
    db: Database, admin: Actor, booked: BookingView, clock: FrozenClock
) -> None:
    change = pending(clock, closed(reason="Holiday"))
    seen = await see(db, admin, change, clock)
    notices = await count_rows(db, Notification)
    assert await answer(db, admin, change, seen, Fate.KEEP, clock) == Applied(kept=1)
    (closure,) = await rows(db, Closure)
    assert closure.reason == "Holiday"
    (kept,) = await rows(db, Booking)
    assert (kept.status, kept.revision) == (BookingStatus.APPROVED, 1)
    assert await count_rows(db, Notification) == notices
    again = pending(clock, closed(last=WEDNESDAY + DAY))
    assert not (await see(db, admin, again, clock)).touched


async def test_the_cancelled_are_told_why_and_the_ledger_says_who(
    db: Database, admin: Actor, booked: BookingView, clock: FrozenClock
) -> None:
    change = pending(clock, closed())
    seen = await see(db, admin, change, clock)
    done = await answer(db, admin, change, seen, Fate.CANCEL, clock, "The heating is off")
    assert done == Applied(cancelled=1)
    (cancelled,) = await rows(db, Booking)
    assert cancelled.status is BookingStatus.CANCELLED
    line = (await rows(db, BookingEvent))[-1]
    assert (line.action, line.actor_id) == (BookingAction.CANCELLED, admin.user_id)
    assert line.reason == "The heating is off"
    told = [one for one in await rows(db, Notification) if one.state == "waiting"]
    assert [(one.kind, one.user_id) for one in told] == [("by_admin", booked.user_id)]


async def test_another_room_at_the_same_time_comes_before_another_time(
    db: Database, admin: Actor, room: int, booked: BookingView, clock: FrozenClock
) -> None:
    for name, capacity in (("Cupboard", 2), ("Hall", 60), ("Green room", 8)):
        await add_resource(db, name, capacity=capacity)
    change = pending(clock, closed(resource_id=room, reason="Painting"))
    seen = await see(db, admin, change, clock)
    (touched,) = seen.movable
    assert touched.relocation
    assert touched.relocation.held[0].name == "Green room"
    assert touched.relocation.period == booked.period
    assert await answer(db, admin, change, seen, Fate.MOVE, clock) == Applied(moved=1)
    (moved,) = await rows(db, Booking)
    assert (moved.starts_at, moved.status, moved.revision) == (TEN, BookingStatus.APPROVED, 2)
    line = (await rows(db, BookingEvent))[-1]
    assert (line.action, line.reason, line.actor_id) == ("moved", "Painting", admin.user_id)
    waiting = {one.kind for one in await rows(db, Notification) if one.state == "waiting"}
    assert waiting == {"by_admin", "reminder", "ending"}


async def test_several_never_go_to_the_same_place(
    db: Database, admin: Actor, actor: Actor, room: int, booked: BookingView, clock: FrozenClock
) -> None:
    other = await book(db, actor, request(room, TEN + HOUR), now=clock.now())
    morning = closed(resource_id=room, opens=9 * 60, closes=12 * 60)
    change = pending(clock, morning)
    seen = await see(db, admin, change, clock)
    assert len(seen.movable) == 2
    assert await answer(db, admin, change, seen, Fate.MOVE, clock) == Applied(moved=2)
    held = await rows(db, Allocation)
    periods = sorted((one.occupied_from, one.occupied_until) for one in held)
    assert periods[0][1] <= periods[1][0]
    assert all(until <= TEN - HOUR or since >= TEN + 2 * HOUR for since, until in periods)
    assert {one.booking_id for one in held} == {booked.id, other.id}


async def test_what_comes_with_a_room_goes_with_it(
    db: Database, admin: Actor, actor: Actor, room: int, clock: FrozenClock
) -> None:
    laptop = await add_resource(db, "Laptop", kind=ResourceKind.EQUIPMENT)
    await book(db, actor, request(room, TEN, extras={laptop: 1}), now=clock.now())
    await book(db, actor, request(laptop, TEN + 9 * HOUR, minutes=120), now=clock.now())
    change = pending(clock, closed(resource_id=room, opens=0, closes=19 * 60))
    (touched,) = (await see(db, admin, change, clock)).touched
    assert touched.relocation
    assert touched.relocation.period.starts_at == TEN + 11 * HOUR  # the laptop is back by then
    assert [one.name for one in touched.relocation.held] == ["Blue room", "Laptop"]


async def test_a_pending_one_asks_anew_and_an_approved_one_stays_approved(
    db: Database, admin: Actor, actor: Actor, clock: FrozenClock
) -> None:
    studio = await add_resource(db, "Studio", requires_approval=True)
    asked = await book(db, actor, request(studio, TEN), now=clock.now())
    assert asked.status is BookingStatus.PENDING
    change = pending(clock, closed(resource_id=studio))
    seen = await see(db, admin, change, clock)
    await answer(db, admin, change, seen, Fate.MOVE, clock)
    (moved,) = await rows(db, Booking)
    assert (moved.status, moved.revision) == (BookingStatus.PENDING, 2)
    cards = [one for one in await rows(db, Notification) if one.kind == "approval_card"]
    assert [one.revision for one in cards] == [1, 2]


async def test_where_nothing_else_is_free_it_stays_or_is_cancelled(
    db: Database, admin: Actor, actor: Actor, room: int, booked: BookingView, clock: FrozenClock
) -> None:
    change = pending(clock, closed(resource_id=room, last=WEDNESDAY + 30 * DAY))
    seen = await see(db, admin, change, clock)
    assert (len(seen.touched), seen.movable) == (1, ())
    assert await answer(db, admin, change, seen, Fate.MOVE_OR_CANCEL, clock) == Applied(cancelled=1)


async def test_quotas_count_what_was_moved_where_it_is_by_then(
    db: Database, admin: Actor, actor: Actor, clock: FrozenClock
) -> None:
    """Two hours a week, both in this one: only one of them would go into the next."""
    lab = await add_resource(db, "Lab", max_week_minutes=60)
    for day in (0, 7):
        await book(db, actor, request(lab, TEN + day * DAY), now=clock.now())
    change = pending(clock, closed(resource_id=lab, last=date(2026, 3, 8)))
    assert not (await see(db, admin, change, clock)).movable
    change = pending(clock, closed(resource_id=lab, last=date(2026, 3, 15)))
    assert len((await see(db, admin, change, clock)).movable) == 1


@pytest.mark.parametrize("fate", Fate)
async def test_a_booking_that_comes_in_between_is_seen_before_anything_is_done(
    db: Database, admin: Actor, actor: Actor, room: int, booked: BookingView, clock: FrozenClock,
    fate: Fate,
) -> None:  # fmt: skip
    change = pending(clock, closed())
    seen = await see(db, admin, change, clock)
    await book(db, actor, request(room, TEN + HOUR), now=clock.now())
    fresh = await answer(db, admin, change, seen, fate, clock)
    assert isinstance(fresh, Impact)
    assert len(fresh.touched) == 2
    assert await count_rows(db, Closure) == 0
    assert {one.status for one in await rows(db, Booking)} == {BookingStatus.APPROVED}
    assert isinstance(await answer(db, admin, change, fresh, fate, clock), Applied)


async def test_a_failure_leaves_nothing_changed(
    db: Database, admin: Actor, room: int, booked: BookingView, clock: FrozenClock
) -> None:
    change = pending(clock, closed(resource_id=room), closure_id=77)
    seen = await see(db, admin, change, clock)
    before = await count_rows(db, Notification), await count_rows(db, BookingEvent)
    with pytest.raises(refusals.ClosureMissing):
        await answer(db, admin, change, seen, Fate.CANCEL, clock)
    assert (await count_rows(db, Notification), await count_rows(db, BookingEvent)) == before
    (kept,) = await rows(db, Booking)
    assert kept.status is BookingStatus.APPROVED


async def test_a_changed_closure_touches_only_what_is_new(
    db: Database, admin: Actor, actor: Actor, room: int, booked: BookingView, clock: FrozenClock
) -> None:
    change = pending(clock, closed())
    await answer(db, admin, change, await see(db, admin, change, clock), Fate.KEEP, clock)
    later = await book(db, actor, request(room, TEN + DAY), now=clock.now())
    (made,) = await rows(db, Closure)
    longer = pending(clock, closed(last=WEDNESDAY + DAY), made.id)
    seen = await see(db, admin, longer, clock)
    assert [one.booking.id for one in seen.touched] == [later.id]
    await answer(db, admin, longer, seen, Fate.KEEP, clock)
    (made,) = await rows(db, Closure)
    assert made.ends_at - made.starts_at == 2 * DAY


async def test_a_member_sees_and_does_nothing(
    db: Database, actor: Actor, booked: BookingView, clock: FrozenClock
) -> None:
    change = pending(clock, closed())
    with pytest.raises(refusals.NotAdmin):
        await see(db, actor, change, clock)
    said = Answer(fate=Fate.KEEP, seen=0)
    with pytest.raises(refusals.NotAdmin):
        await impact.apply(db, actor, change, said, now=clock.now())
    with pytest.raises(refusals.NotAdmin):
        await closures.list_coming(db, actor, page=0, now=clock.now())
    with pytest.raises(refusals.NotAdmin):
        await closures.delete(db, actor, 1)


AFTERNOONS = tuple(OpeningSpan(day, 12 * 60, 18 * 60) for day in range(7))


@pytest.mark.parametrize(
    "fields",
    [{"is_active": False}, {"opening_hours": AFTERNOONS}, {"max_minutes": 30, "min_minutes": 30}],
)
async def test_hours_going_out_of_service_and_a_shorter_longest_touch_bookings_too(
    db: Database, admin: Actor, room: int, booked: BookingView, clock: FrozenClock,
    fields: dict[str, object],
) -> None:  # fmt: skip
    changed = ResourceChange.model_validate(fields)
    change = resources.pending(room, changed, now=clock.now())
    seen = await see(db, admin, change, clock)
    assert [one.booking.id for one in seen.touched] == [booked.id]
    place = seen.touched[0].relocation
    if "opening_hours" in fields:
        assert place
        assert place.period.starts_at == TEN + 2 * HOUR
    else:
        assert place is None
    done = await answer(db, admin, change, seen, Fate.MOVE_OR_CANCEL, clock)
    assert done == (Applied(moved=1) if place else Applied(cancelled=1))
    (resource,) = await rows(db, Resource)
    assert (resource.is_active, resource.max_minutes) == (
        fields.get("is_active", True), fields.get("max_minutes", 240),
    )  # fmt: skip
    unchanged = resources.pending(room, changed, now=clock.now())
    assert not (await see(db, admin, unchanged, clock)).touched


async def test_a_value_that_cannot_be_leaves_the_bookings_alone(
    db: Database, admin: Actor, room: int, booked: BookingView, clock: FrozenClock
) -> None:
    contradicting = ResourceChange(max_minutes=15)
    change = resources.pending(room, contradicting, now=clock.now())
    seen = await see(db, admin, change, clock)
    with pytest.raises(refusals.RulesContradict):
        await answer(db, admin, change, seen, Fate.CANCEL, clock)
    (kept,) = await rows(db, Booking)
    assert kept.status is BookingStatus.APPROVED


async def test_a_closure_that_is_over_is_none(clock: FrozenClock) -> None:
    with pytest.raises(refusals.ClosureOver):
        pending(clock, closed(date(2026, 3, 1)))
    with pytest.raises(refusals.ClosureTooLong):
        pending(clock, closed(last=WEDNESDAY + 8 * DAY, repeats=Repeat.WEEKLY))
    with pytest.raises(refusals.ClosureBackwards):
        pending(clock, closed(opens=660, closes=600))
    assert pending(clock, closed(date(2026, 3, 1), repeats=Repeat.YEARLY)).closure


@pytest.mark.parametrize(
    ("timezone", "day", "opens", "closes"),
    [
        ("Europe/Kyiv", date(2026, 3, 29), 180, 300),
        ("Europe/Kyiv", date(2026, 3, 29), 120, 210),
        ("Africa/Cairo", date(2026, 4, 24), None, None),
    ],
)
async def test_what_repeats_does_not_begin_at_a_time_that_its_first_day_skips(
    clock: FrozenClock, timezone: str, day: date, opens: int | None, closes: int | None
) -> None:
    """It would come an hour late for ever."""
    said = {"timezone": timezone, "opens": opens, "closes": closes}
    with pytest.raises(refusals.ClosureInGap):
        pending(clock, closed(day, repeats=Repeat.WEEKLY, **said))
    assert pending(clock, closed(day, **said)).closure
    later = closed(day + 7 * DAY, repeats=Repeat.WEEKLY, **said)
    assert pending(clock, later).closure
    autumn = date(2026, 10, 25)
    assert pending(clock, closed(autumn, repeats=Repeat.WEEKLY, **said)).closure
    midnight = closed(day, last=autumn, repeats=Repeat.YEARLY, opens=1320, closes=0)
    assert pending(clock, midnight).closure


HOURS_OF_BOOKINGS = st.lists(st.integers(0, 60), min_size=1, max_size=6, unique=True)


@given(HOURS_OF_BOOKINGS, st.integers(0, 40), st.integers(1, 30), st.sampled_from(Fate))
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_afterwards_nothing_lies_on_the_closure_but_what_was_kept_and_nothing_overlaps(
    db: Database, admin: Actor, actor: Actor, clock: FrozenClock,
    hours: list[int], begins: int, length: int, fate: Fate,
) -> None:  # fmt: skip
    """Each time of another room; the rooms of the times before are there to be moved to."""
    room = await add_resource(db, f"Room {await count_rows(db, Resource)}")
    start = TEN - 25 * HOUR
    for hour in hours:
        await book(db, actor, request(room, start + hour * HOUR), now=clock.now())
    local, until = (
        (start + after * HOUR).astimezone(closed().zone) for after in (begins, begins + length)
    )
    change = pending(clock, closed(
        local.date(), last=until.date(), resource_id=room, opens=local.hour * 60,
        closes=until.hour * 60,
    ))  # fmt: skip
    seen = await see(db, admin, change, clock)
    done = await answer(db, admin, change, seen, fate, clock)
    assert isinstance(done, Applied)
    assert done.kept + done.moved + done.cancelled == len(seen.touched)
    on_it = {
        one.booking_id for one in await rows(db, Allocation)
        if one.active and one.resource_id == room and change.closure
        and one.occupied_from < change.closure.ends_at
        and one.occupied_until > change.closure.starts_at
    }  # fmt: skip
    stays = set() if fate.cancels else {
        one.booking.id for one in seen.touched if one.relocation is None or not fate.moves
    }  # fmt: skip
    assert on_it == stays
    held = [one for one in await rows(db, Allocation) if one.active]
    held.sort(key=lambda one: (one.resource_id, one.occupied_from))
    for one, other in pairwise(held):
        is_apart = one.occupied_until <= other.occupied_from
        assert is_apart or one.resource_id != other.resource_id


async def test_a_longest_that_is_the_sites_touches_all_that_follow_it(
    db: Database, admin: Actor, actor: Actor, room: int, booked: BookingView, clock: FrozenClock
) -> None:
    """A room with a longest of its own is not touched, nor by a rule that is no longest."""
    own = await add_resource(db, "Hall", max_minutes=240, own_rules=frozenset({Rule.LONGEST}))
    other = await add_resource(db, "Green room")
    for one in (own, other):
        await book(db, actor, request(one, TEN), now=clock.now())
    assert not (await see(db, admin, site.pending(RuleChanges(notice_minutes=90)), clock)).touched
    change = site.pending(RuleChanges(max_minutes=30))
    seen = await see(db, admin, change, clock)
    assert [one.about.id for one in seen.touched] == [room, other]
    assert await answer(db, admin, change, seen, Fate.CANCEL, clock) == Applied(cancelled=2)
    longest = {one.id: one.max_minutes for one in await rows(db, Resource)}
    assert longest == {room: 30, other: 30, own: 240}
    assert (await site.get_rules(db, admin)).max_minutes == 30


async def test_to_follow_the_site_again_touches_what_is_longer_than_its_longest(
    db: Database, admin: Actor, room: int, booked: BookingView, clock: FrozenClock
) -> None:
    own = ResourceChange(max_minutes=120)
    await resources.edit(db, admin, room, own, now=clock.now())
    await change_rules(db, admin, RuleChanges(max_minutes=30))
    follow = ResourceChange(follows=frozenset({Rule.LONGEST}))
    change = resources.pending(room, follow, now=clock.now())
    seen = await see(db, admin, change, clock)
    assert [one.booking.id for one in seen.touched] == [booked.id]
    assert await answer(db, admin, change, seen, Fate.KEEP, clock) == Applied(kept=1)
    (resource,) = await rows(db, Resource)
    assert (resource.max_minutes, resource.own_rules) == (30, frozenset())


async def test_another_time_zone_is_other_hours(
    db: Database, admin: Actor, room: int, booked: BookingView, clock: FrozenClock
) -> None:
    """At ten in Kyiv it is three in the morning in New York."""
    hours = ResourceChange(opening_hours=[OpeningSpan(day, 540, 1080) for day in range(7)])
    await resources.edit(db, admin, room, hours, now=clock.now())
    moved = ResourceChange(timezone="America/New_York")
    change = resources.pending(room, moved, now=clock.now())
    seen = await see(db, admin, change, clock)
    assert [one.booking.id for one in seen.touched] == [booked.id]
