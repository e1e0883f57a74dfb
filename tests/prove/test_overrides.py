"""Whatever an admin books, moves, cancels and sets aside: no unit is ever held twice."""

import asyncio
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from sqlalchemy import select

from bot.schemas.actor import Actor
from bot.schemas.bookings import BookingRequest, BookingView
from bot.services import booking, changes, refusals
from bot.services.calendar.overrides import CODES
from db.engine import Database
from db.enums import BookingStatus, ResourceKind, Role
from db.models import Allocation, OpeningHours
from tests.builders import LEADS, add_actor, add_resource, book, request
from tests.clocks import FrozenClock
from tests.prove.runs import RUNS

STEPS = 12
"""At once, four at a time: rivals, too."""


async def add_things(db: Database) -> list[int]:
    """Each with rules that stand against nearly everything."""
    hours = [OpeningHours(weekday=1, opens_minute=9 * 60, closes_minute=10 * 60)]
    pool = {"kind": ResourceKind.EQUIPMENT, "quantity": 2}
    return [
        await add_resource(db, "Room", opening_hours=hours, buffer_minutes=15),
        await add_resource(db, "Lab", bookers=frozenset({"staff"}), max_open_bookings=1),
        await add_resource(db, "Studio", requires_approval=True, max_minutes=30),
        await add_resource(db, "Laptop", notice_minutes=7 * 24 * 60, max_week_minutes=30, **pool),
    ]


class Story:
    """An admin acts for two people, on few resources and a short stretch, so that they collide."""

    def __init__(self, db: Database, admin: Actor, people: list[Actor], things: list[int]) -> None:
        self.db, self.admin, self.people, self.things = db, admin, people, things
        self.made: list[BookingView] = []
        self.done = 0

    def asked(self, random: Random, now: datetime) -> BookingRequest:
        first, *extras = random.sample(self.things, random.choice([1, 1, 2]))
        codes = random.choice([CODES, CODES, frozenset(random.sample(sorted(CODES), 6))])
        return request(
            first,
            now + timedelta(hours=1, minutes=7 * random.randrange(30)),
            minutes=random.choice([20, 45, 90, 400]),
            extras=dict.fromkeys(extras, 1),
            for_user=random.choice(self.people).user_id,
            overrides=codes,
        )

    async def step(self, random: Random, now: datetime) -> None:
        asked, old = self.asked(random, now), random.choice(self.made or [None])
        kind = random.choice(["book", "book", "move", "move", "cancel"])
        try:
            if kind == "book" or old is None:
                self.made.append(await book(self.db, self.admin, asked, now=now))
            elif kind == "move":
                await changes.move_any(
                    self.db, self.admin, old.id, asked, now=now, reminder_leads=LEADS
                )
            else:
                await booking.cancel_any(self.db, self.admin, old.id, reason="x", now=now)
        except refusals.Refusal:
            return
        self.done += 1


async def check_no_overlap(db: Database) -> int:
    """How many allocations there are that occupy."""
    held: dict[tuple[int, int], list[tuple[datetime, datetime]]] = defaultdict(list)
    async with db.reading() as session:
        for one in await session.scalars(select(Allocation).where(Allocation.active)):
            assert one.unit > 0
            held[one.resource_id, one.unit].append((one.occupied_from, one.occupied_until))
    for places in held.values():
        for (_, until), (begins, _) in pairwise(sorted(places)):
            assert until <= begins
    return sum(map(len, held.values()))


@pytest.mark.parametrize("seed", range(max(1, RUNS // 10)))
async def test_what_an_admin_sets_aside_never_overlaps(
    db: Database, clock: FrozenClock, seed: int
) -> None:
    random = Random(seed)
    admin = await add_actor(db, 9, role=Role.ADMIN)
    people = [await add_actor(db, number, max_open_bookings=1) for number in (1, 2)]
    story = Story(db, admin, people, await add_things(db))
    most = 0
    for _ in range(STEPS):
        await asyncio.gather(*(story.step(random, clock.now()) for _ in range(4)))
        most = max(most, await check_no_overlap(db))
    assert story.done > STEPS // 2  # of four times as many that were tried
    assert most > 2
    owners = {one.id: one.user_id for one in story.made}
    for one in story.made:
        view = await booking.get_any(db, admin, one.id)
        assert view.user_id == owners[one.id]
        assert view.status in (
            BookingStatus.APPROVED, BookingStatus.PENDING, BookingStatus.CANCELLED,
        )  # fmt: skip
