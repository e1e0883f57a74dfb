"""What is offered instead of a request can really be had, and where anything near can, it is."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from bot.schemas.actor import Actor
from bot.schemas.bookings import BookingRequest, Wanted
from bot.schemas.draft import new_draft_id
from bot.schemas.periods import Period
from bot.schemas.slots import Alternative
from bot.services import booking, changes, refusals
from bot.services.finding.alternatives import find_alternatives
from db.engine import Database
from db.enums import ResourceKind
from db.models import OpeningHours
from tests.builders import add_actor, add_resource, book, request
from tests.clocks import FrozenClock
from tests.prove.runs import RUNS

WORLDS = max(3, RUNS // 10)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def tomorrow(clock: FrozenClock) -> datetime:
    """14:00 on Tuesday, in Kyiv."""
    return clock.now().replace(hour=12) + DAY


def asking(asked: BookingRequest, instead: Alternative) -> BookingRequest:
    """The request that is offered instead of one."""
    main = Wanted(resource_id=instead.resource_id, units=instead.units)
    wanted = (main, *asked.wanted[1:])
    changed = {"wanted": wanted, "period": instead.period, "draft": new_draft_id()}
    return asked.model_copy(update=changed)


async def offered(
    db: Database, actor: Actor, asked: BookingRequest, clock: FrozenClock
) -> list[tuple[int, Period, int]]:
    """Each as (resource, period, units); that it can be booked is shown by booking it."""
    found = await find_alternatives(db, actor, asked, now=clock.now())
    for one in found:
        made = await book(db, actor, asking(asked, one), now=clock.now())
        await booking.cancel(db, actor, made.id, now=clock.now())
    return [(one.resource_id, one.period, one.units) for one in found]


class World:
    """Some resources with rules of all kinds, and who has booked what of them."""

    def __init__(self, db: Database, clock: FrozenClock, seed: int) -> None:
        self.db, self.now, self.chance = db, clock.now(), Random(seed)
        self.resources: dict[int, int] = {}
        self.closes = 24

    async def fill(self, seed: int) -> Actor:
        tags = frozenset(self.chance.sample(["staff", "lab"], self.chance.randrange(2)))
        actor = await add_actor(self.db, 1000 + seed, tags=tags)
        rival = await add_actor(self.db, 2000 + seed, tags=frozenset({"staff"}))
        kind = self.chance.choice(list(ResourceKind))
        for number in range(3):
            rules = self._rules()
            one = await add_resource(self.db, f"Resource {seed}.{number}", kind=kind, **rules)
            self.resources[one] = rules["quantity"]
        await self._open()
        for person in (actor, rival, rival, rival, rival) * 5:
            try:
                await book(self.db, person, self.some_request(), now=self.now)
            except refusals.Refusal:
                continue
        return actor

    def _rules(self) -> dict[str, Any]:
        choose = self.chance.choice
        return {
            "quantity": choose([1, 1, 3]),
            "grid_minutes": choose([30, 30, 60]),
            "min_minutes": choose([30, 30, 90]),
            "max_minutes": choose([120, 240]),
            "notice_minutes": choose([0, 0, 0, 300]),
            "horizon_days": choose([2, 9, 9]),
            "buffer_minutes": choose([0, 0, 15]),
            "max_open_bookings": choose([None, None, None, 1, 2]),
            "max_week_minutes": choose([None, None, 120, 240]),
            "bookers": choose([*[frozenset()] * 5, frozenset({"staff"})]),
        }

    async def _open(self) -> None:
        async with self.db.writing() as session:
            for one in self.resources:
                opens = self.chance.choice([0, 9])
                if opens:
                    session.add_all(
                        OpeningHours(
                            resource_id=one, weekday=weekday, opens_minute=opens * 60,
                            closes_minute=(opens + 9) * 60,
                        )
                        for weekday in range(5)
                    )  # fmt: skip

    def some_request(self) -> BookingRequest:
        one, *others = self.chance.sample(list(self.resources), 2)
        at = self.now.replace(minute=0) + 30 * timedelta(minutes=self.chance.randrange(64))
        units = self.chance.choice([*[1] * 8, 2, self.resources[one] + 1])
        extras = dict.fromkeys(others, 1) if self.chance.random() < 0.1 else {}
        minutes = self.chance.choice([*[120] * 8, 60, 300])
        return request(one, at, minutes=minutes, units=units, extras=extras)


def as_offered(asked: BookingRequest) -> tuple[int, Period, int]:
    main = asked.wanted[0]
    return main.resource_id, asked.period, main.units


def shape_of(resource_id: int, period: Period, units: int) -> tuple[int, int, int]:
    """What it asks for, but for when."""
    return resource_id, period.minutes, units


async def is_possible(db: Database, actor: Actor, asked: BookingRequest, *, now: datetime) -> bool:
    return await booking.find_refusal(db, actor, asked, now=now) is None


async def any_near(db: Database, actor: Actor, asked: BookingRequest, *, now: datetime) -> bool:
    """Whether, within a day of it, all of it can be had for as long."""
    for offset in range(-24, 25):
        start = asked.period.starts_at.replace(minute=0) + offset * HOUR
        moved = asked.model_copy(update={"period": Period.of(start, asked.period.minutes)})
        if await is_possible(db, actor, moved, now=now):
            return True
    return False


async def test_in_random_worlds_all_that_is_offered_can_be_had_and_something_is_where_it_can(
    db: Database, clock: FrozenClock
) -> None:
    refused = 0
    for seed in range(WORLDS):
        world = World(db, clock, seed)
        actor = await world.fill(seed)
        for _ in range(6):
            asked = world.some_request()
            if await is_possible(db, actor, asked, now=clock.now()):
                continue
            refused += 1
            found = await offered(db, actor, asked, clock)
            if all(shape_of(*one) != shape_of(*as_offered(asked)) for one in found):
                assert not await any_near(db, actor, asked, now=clock.now()), (seed, asked)
    assert refused >= WORLDS


async def test_what_the_person_has_enough_of_is_not_offered(
    db: Database, actor: Actor, clock: FrozenClock, tomorrow: datetime
) -> None:
    blue, red = await add_resource(db), await add_resource(db, "Red room", max_open_bookings=1)
    green = await add_resource(db, "Green room")
    await book(db, actor, request(red, tomorrow + 3 * DAY), now=clock.now())
    asked = request(blue, tomorrow)
    await book(db, await add_actor(db, 2), asked, now=clock.now())
    assert {one[0] for one in await offered(db, actor, asked, clock)} == {blue, green}
    asked = request(red, tomorrow)
    assert await offered(db, actor, asked, clock) == [(green, asked.period, 1)]


async def test_where_the_week_is_full_less_of_it_or_the_next_week_or_another_resource(
    db: Database, actor: Actor, clock: FrozenClock, tomorrow: datetime
) -> None:
    blue = await add_resource(db, max_week_minutes=180, min_minutes=60)
    green = await add_resource(db, "Green room")
    await book(db, actor, request(blue, tomorrow - 4 * HOUR, minutes=120), now=clock.now())
    found = await offered(db, actor, request(blue, tomorrow, minutes=120), clock)
    assert found == [
        (blue, Period.of(tomorrow, 60), 1),
        (blue, Period.of(tomorrow + 7 * DAY - HOUR, 120), 1),
        (blue, Period.of(tomorrow + 7 * DAY, 120), 1),
        (green, Period.of(tomorrow, 120), 1),
    ]


async def test_of_more_units_than_there_are_or_are_free_as_many_as_can_be_had(
    db: Database, actor: Actor, clock: FrozenClock, tomorrow: datetime
) -> None:
    rules = {"kind": ResourceKind.EQUIPMENT}
    laptops = await add_resource(db, "Laptop", quantity=3, **rules)
    tablets = await add_resource(db, "Tablet", quantity=5, **rules)
    asked = request(laptops, tomorrow, units=5)
    with pytest.raises(refusals.TooManyUnits):
        await book(db, actor, asked, now=clock.now())
    found = await offered(db, actor, asked, clock)
    assert (laptops, asked.period, 3) in found
    assert found[-1] == (tablets, asked.period, 5)
    assert {one[2] for one in found if one[0] == laptops} == {3}
    await book(db, await add_actor(db, 2), request(laptops, tomorrow), now=clock.now())
    found = await offered(db, actor, request(laptops, tomorrow, units=3), clock)
    assert {one for one in found if one[0] == laptops and one[2] != 3} == {
        (laptops, asked.period, 2)
    }


async def test_what_begins_before_somebody_else_is_offered_for_less_long(
    db: Database, actor: Actor, clock: FrozenClock, tomorrow: datetime
) -> None:
    blue = await add_resource(db)
    await book(db, await add_actor(db, 2), request(blue, tomorrow + HOUR), now=clock.now())
    found = await offered(db, actor, request(blue, tomorrow, minutes=120), clock)
    shorter = [one for one in found if one[1].minutes != 120]
    assert shorter == [(blue, Period.of(tomorrow, 60), 1)]


async def test_another_resource_may_be_had_for_longer(
    db: Database, actor: Actor, clock: FrozenClock, tomorrow: datetime
) -> None:
    blue, hall = await add_resource(db), await add_resource(db, "Hall", max_minutes=600)
    booth = await add_resource(db, "Booth", max_minutes=300)
    found = await offered(db, actor, request(blue, tomorrow, minutes=360), clock)
    assert (blue, Period.of(tomorrow, 240), 1) in found
    assert {(hall, Period.of(tomorrow, 360), 1), (booth, Period.of(tomorrow, 240), 1)} <= {*found}


async def test_what_is_for_others_is_answered_with_what_is_not(
    db: Database, actor: Actor, clock: FrozenClock, tomorrow: datetime
) -> None:
    lab = await add_resource(db, "Lab", bookers=frozenset({"lab"}))
    old = await add_resource(db, "Old room", is_active=False)
    blue = await add_resource(db)
    for one in (lab, old):
        found = await offered(db, actor, request(one, tomorrow), clock)
        assert found == [(blue, Period.of(tomorrow, 60), 1)]


async def test_who_asks_beyond_the_horizon_is_offered_its_last_days(
    db: Database, actor: Actor, clock: FrozenClock, tomorrow: datetime
) -> None:
    blue = await add_resource(db, horizon_days=7)
    found = await offered(db, actor, request(blue, tomorrow + 30 * DAY), clock)
    assert [one[1].starts_at.date() for one in found] == [(tomorrow + 6 * DAY).date()] * 4


async def test_a_move_is_offered_no_time_that_it_has(
    db: Database, actor: Actor, clock: FrozenClock, tomorrow: datetime
) -> None:
    """What it holds is no quota that stands in its way, nor something new."""
    blue = await add_resource(db, max_open_bookings=1, max_week_minutes=60)
    mine = await book(db, actor, request(blue, tomorrow), now=clock.now())
    await book(db, await add_actor(db, 2), request(blue, tomorrow + HOUR), now=clock.now())
    asked = request(blue, tomorrow + HOUR, replaces=mine.id)
    found = await find_alternatives(db, actor, asked, now=clock.now())
    periods = [one.period for one in found]
    assert mine.period not in periods
    assert Period.of(tomorrow + 2 * HOUR, 60) in periods
    for period in periods:
        await changes.move(db, actor, mine.id, period=period, now=clock.now())
