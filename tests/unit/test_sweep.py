"""The free starts of many resources at once, against each asked on its own."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.schemas.periods import Period
from bot.services.calendar.availability import Calendar
from bot.services.calendar.grids import grid_of
from bot.services.calendar.sweep import free_among
from tests.unit.calendars import ZONES, random_calendar


@pytest.mark.parametrize("minutes", [None, 60])
@pytest.mark.parametrize("seed", range(40))
def test_a_start_is_free_where_one_resource_accepts_it(seed: int, minutes: int | None) -> None:
    chance = random.Random(seed)
    day = date(2026, 3, 2) + timedelta(days=chance.choice([0, 1, 26, 27, 33]))
    fields = {"min_minutes": chance.randint(10, 60), "max_minutes": 240, "quantity": seed % 3 + 1}
    first, second, third = (random_calendar(chance, day, **fields) for _ in range(3))
    unlike = chance.choice(["timezone", "opening_hours", "notice_minutes", "horizon_days"])
    nearly = first.resource.model_copy(update={unlike: getattr(second.resource, unlike)})
    calendars = [first, replace(second, resource=nearly), replace(third, resource=first.resource)]
    starts = grid_of(day, ZoneInfo(chance.choice(ZONES)), 30).at

    free = free_among(calendars, starts, minutes)

    def accepts(one: Calendar, at: datetime) -> bool:
        return one.accepts(Period.of(at, minutes or one.resource.shortest_minutes))

    assert free == [at for at in starts if any(accepts(one, at) for one in calendars)]


def test_nothing_is_free_where_there_is_nothing() -> None:
    assert free_among([], grid_of(date(2026, 3, 2), ZoneInfo("Europe/Kyiv"), 30).at, 60) == []
