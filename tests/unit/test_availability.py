"""What is offered, and that all of it can be booked."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.clock import day_bounds
from bot.schemas.periods import Period
from bot.schemas.slots import DayState
from bot.services.calendar.availability import Calendar
from bot.services.calendar.hours import ClosureView
from tests.clocks import MONDAY_NINE
from tests.unit.calendars import Allocated, random_calendar, rows
from tests.unit.resources import daily, resource

NOW = MONDAY_NINE
TOMORROW = date(2026, 3, 3)


def at(hour: float, day: date = TOMORROW) -> datetime:
    """An hour of the wall clock in Kyiv."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Europe/Kyiv"))
    return (midnight + timedelta(hours=hour)).astimezone(UTC)


def calendar(held: Sequence[Allocated] = (), **fields: object) -> Calendar:
    closures = fields.pop("closures", ())
    return Calendar(resource(**fields), rows(held), closures, NOW)  # type: ignore[arg-type]


def starts(shown: Calendar, day: date = TOMORROW) -> list[str]:
    zone = shown.resource.zone
    return [slot.at.astimezone(zone).strftime("%H:%M") for slot in shown.slots(day) if slot.is_free]


def test_the_grid_of_a_day_within_its_hours() -> None:
    shown = calendar(opening_hours=daily(9, 11))
    assert starts(shown) == ["09:00", "09:30", "10:00", "10:30"]


def test_what_is_held_is_not_free_and_its_neighbours_are() -> None:
    shown = calendar([(1, at(10), at(11))], opening_hours=daily(9, 12))
    assert starts(shown) == ["09:00", "09:30", "11:00", "11:30"]


def test_a_buffer_widens_what_is_held_on_both_sides() -> None:
    held = [(1, at(9.5), at(11.5))]  # 10:00 to 11:00 with half an hour around
    shown = calendar(held, opening_hours=daily(8, 14), buffer_minutes=30)
    assert starts(shown) == ["08:00", "08:30", "12:00", "12:30", "13:00", "13:30"]


def test_a_pool_is_busy_only_when_every_unit_is() -> None:
    shown = calendar(
        [(1, at(9), at(10)), (2, at(9.5), at(11))], quantity=2, opening_hours=daily(9, 11)
    )
    assert starts(shown) == ["09:00", "10:00", "10:30"]


def test_durations_end_at_the_next_booking_the_closing_and_the_rule() -> None:
    shown = calendar([(1, at(12), at(13))], opening_hours=daily(9, 15))
    assert shown.durations(at(10.5)) == [30, 60, 90]
    assert shown.durations(at(13)) == [30, 60, 90, 120]
    assert calendar().durations(at(13)) == [30, 60, 90, 120, 150, 180, 240]
    assert shown.durations(at(12)) == []
    assert shown.durations(at(16)) == []


def test_durations_on_a_fine_grid_are_those_people_ask_for() -> None:
    shown = calendar(grid_minutes=5, min_minutes=5, max_minutes=200)
    assert shown.durations(at(13)) == [5, 15, 30, 45, 60, 90, 120, 150, 180, 200]


@pytest.mark.parametrize(
    ("day", "fields", "state"),
    [
        (date(2026, 3, 1), {}, DayState.PAST),
        (date(2026, 3, 2), {"opening_hours": daily(7, 10)}, DayState.PAST),
        (date(2026, 3, 2), {}, DayState.FREE),
        (date(2026, 5, 2), {}, DayState.TOO_FAR),
        (TOMORROW, {"opening_hours": daily(9, 10)[:1]}, DayState.CLOSED),
        (TOMORROW, {"held": [(1, at(9), at(11))], "opening_hours": daily(9, 11)}, DayState.FULL),
        (
            TOMORROW,
            {"closures": [ClosureView(period=Period(starts_at=at(0), ends_at=at(24)))]},
            DayState.CLOSED,
        ),
    ],
)
def test_the_state_of_a_day(day: date, fields: dict[str, object], state: DayState) -> None:
    held = fields.pop("held", ())
    assert calendar(held, **fields).day_state(day) is state  # type: ignore[arg-type]


def test_the_hour_that_is_missing_in_spring_is_not_offered() -> None:
    spring = date(2026, 3, 29)
    shown = starts(calendar(), spring)
    assert "02:30" in shown
    assert "03:00" not in shown
    assert "04:00" in shown
    assert len(shown) == 46


def test_the_hour_that_comes_twice_in_autumn_is_offered_twice() -> None:
    autumn = date(2026, 10, 25)
    shown = starts(calendar(horizon_days=365), autumn)
    assert shown.count("03:00") == 2
    assert len(shown) == 50


@pytest.mark.parametrize("seed", range(60))
def test_all_that_is_offered_is_accepted_and_nothing_else(seed: int) -> None:
    """Slots and durations against the checklist of rules, on random resources and days."""
    chance = random.Random(seed)
    day = date(2026, 3, 2) + timedelta(days=chance.choice([0, 1, 26, 27, 33]))
    shown_calendar = random_calendar(chance, day)
    shown = shown_calendar.resource
    begins, ends = day_bounds(day, shown.zone)

    offered = {slot.at: slot.is_free for slot in shown_calendar.slots(day)}
    moment = begins
    while moment < ends:
        shortest = Period.of(moment, shown.shortest_minutes)
        assert shown_calendar.accepts(shortest) == offered.get(moment, False)
        if offered.get(moment):
            durations = shown_calendar.durations(moment)
            assert durations
            for minutes in durations:
                assert shown_calendar.accepts(Period.of(moment, minutes))
            longer = Period.of(moment, durations[-1] + shown.grid_minutes)
            assert not shown_calendar.accepts(longer)
        moment += timedelta(minutes=5)


def test_long_loans_are_offered_by_the_day() -> None:
    week = calendar(grid_minutes=60, min_minutes=60, max_minutes=7 * 1440)
    assert week.durations(at(9))[-8:] == [720, 1440, 2880, 4320, 5760, 7200, 8640, 10080]
