"""Days and wall times, on the days when the clocks change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.clock import day_bounds, wall_boundary, wall_times

KYIV = ZoneInfo("Europe/Kyiv")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
SPRING, AUTUMN, PLAIN = date(2026, 3, 29), date(2026, 10, 25), date(2026, 6, 1)


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (PLAIN, KYIV, 24),
        (SPRING, KYIV, 23),
        (AUTUMN, KYIV, 25),
        (date(2026, 10, 4), LORD_HOWE, 23.5),
        (date(2026, 4, 5), LORD_HOWE, 24.5),
        (date(2026, 11, 1), ZoneInfo("America/New_York"), 25),
        (date(2026, 6, 1), ZoneInfo("Asia/Kathmandu"), 24),
        (date(2011, 12, 30), ZoneInfo("Pacific/Apia"), 0),
    ],
)
def test_a_day_lasts_as_long_as_its_zone_says(day: date, zone: ZoneInfo, hours: float) -> None:
    begins, ends = day_bounds(day, zone)
    assert ends - begins == timedelta(hours=hours)


def test_a_wall_time_that_does_not_exist_has_no_instant() -> None:
    assert wall_times(SPRING, 3 * 60 + 30, KYIV) == []


def test_a_wall_time_that_exists_twice_has_two_instants() -> None:
    first, second = wall_times(AUTUMN, 3 * 60 + 30, KYIV)
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert second - first == timedelta(hours=1)


def test_a_span_that_is_written_at_a_missing_time_begins_at_the_jump() -> None:
    assert wall_boundary(SPRING, 3 * 60 + 30, KYIV) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_a_span_that_is_written_at_a_doubled_time_begins_at_the_first() -> None:
    assert wall_boundary(AUTUMN, 3 * 60, KYIV) == datetime(2026, 10, 25, 0, 0, tzinfo=UTC)


def test_midnight_of_the_next_day_is_minute_1440() -> None:
    assert wall_times(PLAIN, 1440, KYIV) == wall_times(PLAIN + timedelta(days=1), 0, KYIV)
