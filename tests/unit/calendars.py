"""Calendars to look at: of what is held, and at random."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from bot.clock import day_bounds
from bot.schemas.periods import Period
from bot.services.calendar.availability import Calendar
from bot.services.calendar.hours import ClosureView
from bot.services.calendar.pools import Held
from tests.clocks import MONDAY_NINE
from tests.unit.resources import daily, resource

Allocated = tuple[int, datetime, datetime]
"""unit, occupied from, occupied until."""

ZONES = ("Europe/Kyiv", "Europe/London", "America/New_York", "Australia/Lord_Howe",
         "Asia/Kathmandu", "Africa/Casablanca")  # fmt: skip


def rows(held: Sequence[Allocated]) -> list[Held]:
    return [
        Held(unit, int(begins.timestamp()), int(ends.timestamp()), booking_id)
        for booking_id, (unit, begins, ends) in enumerate(held)
    ]


def random_calendar(chance: random.Random, day: date, **fields: Any) -> Calendar:
    """Of a resource with rules at random, `fields` aside, that is busy on that day of its own."""
    grid = chance.choice([15, 30, 60])
    opens = chance.randrange(0, 12)
    hours = () if chance.random() < 0.3 else daily(opens, chance.randint(opens + 2, 24))
    values = {
        "timezone": chance.choice(ZONES),
        "grid_minutes": grid,
        "min_minutes": chance.randint(10, 2 * grid),
        "max_minutes": grid * chance.choice([3, 4, 8, 100]),
        "horizon_days": chance.choice([1, 27, 60]),
        "buffer_minutes": chance.choice([0, 0, 10, 30]),
        "notice_minutes": chance.choice([0, 0, 90]),
        "requires_approval": chance.random() < 0.3,
        "quantity": chance.randint(1, 3),
        "opening_hours": hours,
    }
    shown = resource(**(values | fields))
    begins, ends = day_bounds(day, shown.zone)
    held = []
    for unit in range(1, shown.quantity + 1):
        moment = begins - timedelta(hours=2)
        while moment < ends:
            moment += timedelta(minutes=15 * chance.randint(1, 16))
            until = moment + timedelta(minutes=15 * chance.randint(1, 8))
            held.append((unit, moment, until))
            moment = until
    closed = begins + timedelta(minutes=15 * chance.randint(1, 95))
    closures = [ClosureView(period=Period.of(closed, 90))] if chance.random() < 0.3 else []
    return Calendar(shown, rows(held), closures, MONDAY_NINE)
