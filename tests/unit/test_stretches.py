"""Closures that repeat: on the wall clock, whatever it does, until they end."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.schemas.periods import Period
from bot.services.calendar.stretches import closures_of, stretches_of
from db.enums import Repeat, ResourceKind
from db.repositories.resources import ClosureRow
from tests.unit.resources import resource

KYIV = ZoneInfo("Europe/Kyiv")
FORMAT = "%Y-%m-%d %H:%M"


def at(written: str) -> datetime:
    return datetime.strptime(written, FORMAT).replace(tzinfo=KYIV).astimezone(UTC)


def row(starts: str, ends: str, repeats: Repeat | None = None, **fields: object) -> ClosureRow:
    values: dict[str, object] = {
        "id": 1, "resource_id": None, "kind": None, "starts_at": at(starts), "ends_at": at(ends),
        "reason": None, "repeats": repeats, "repeats_until": None, "timezone": "Europe/Kyiv",
    }  # fmt: skip
    return ClosureRow(**(values | fields))  # type: ignore[arg-type]


def shown(closure: ClosureRow, begins: str, ends: str) -> list[str]:
    """The starts and ends on the clocks of Kyiv."""
    within = Period(starts_at=at(begins), ends_at=at(ends))
    return [
        f"{one.starts_at.astimezone(KYIV):%d.%m %H:%M}-{one.ends_at.astimezone(KYIV):%d.%m %H:%M}"
        for one in stretches_of(closure, within)
    ]


def test_once_is_once() -> None:
    once = row("2026-03-04 12:00", "2026-03-04 13:00")
    assert shown(once, "2026-03-01 00:00", "2027-04-01 00:00") == ["04.03 12:00-04.03 13:00"]
    assert shown(once, "2026-03-04 13:00", "2026-03-05 00:00") == []


def test_a_weekly_lunch_keeps_its_hour_when_the_clock_changes() -> None:
    lunch = row("2026-03-18 12:00", "2026-03-18 13:00", Repeat.WEEKLY)
    assert shown(lunch, "2026-03-01 00:00", "2026-04-03 00:00") == [
        "18.03 12:00-18.03 13:00", "25.03 12:00-25.03 13:00", "01.04 12:00-01.04 13:00",
    ]  # fmt: skip
    assert shown(lunch, "2026-10-20 00:00", "2026-10-30 00:00") == [
        "21.10 12:00-21.10 13:00", "28.10 12:00-28.10 13:00",
    ]  # fmt: skip


def test_nothing_comes_before_the_first_or_begins_after_the_last() -> None:
    lunch = row("2026-03-18 12:00", "2026-03-18 13:00", Repeat.WEEKLY)
    assert shown(lunch, "2026-03-01 00:00", "2026-03-18 12:00") == []
    ended = lunch._replace(repeats_until=at("2026-03-25 12:00"))
    assert shown(ended, "2026-03-19 00:00", "2026-05-01 00:00") == ["25.03 12:00-25.03 13:00"]


def test_the_hour_that_is_jumped_over_closes_nothing() -> None:
    """In Kyiv 29 March 2026 has no time from 3:00 to 4:00."""
    night = row("2026-03-22 03:00", "2026-03-22 04:00", Repeat.WEEKLY)
    assert shown(night, "2026-03-23 00:00", "2026-04-06 00:00") == ["05.04 03:00-05.04 04:00"]


def test_a_night_that_a_day_ends_in_is_not_lost() -> None:
    """From Saturday evening until Sunday morning: that touches Sunday, too."""
    night = row("2026-03-07 22:00", "2026-03-08 06:00", Repeat.WEEKLY)
    assert shown(night, "2026-05-17 00:00", "2026-05-18 00:00") == ["16.05 22:00-17.05 06:00"]


@pytest.mark.parametrize("year", [2027, 2028, 2031, 2055])
def test_new_year_comes_every_year_on_its_day(year: int) -> None:
    holiday = row("2026-01-01 00:00", "2026-01-02 00:00", Repeat.YEARLY)
    found = shown(holiday, f"{year - 1}-12-01 00:00", f"{year}-02-01 00:00")
    assert found == ["01.01 00:00-02.01 00:00"]


def test_a_stretch_across_new_year_comes_whole() -> None:
    holidays = row("2026-12-30 00:00", "2027-01-03 00:00", Repeat.YEARLY)
    assert shown(holidays, "2030-01-02 00:00", "2030-12-31 00:00") == [
        "30.12 00:00-03.01 00:00", "30.12 00:00-03.01 00:00",
    ]  # fmt: skip


def test_the_leap_day_comes_in_leap_years_and_never_stretches_another() -> None:
    leap = row("2024-02-29 00:00", "2024-03-01 00:00", Repeat.YEARLY)
    assert shown(leap, "2025-01-01 00:00", "2029-01-01 00:00") == ["29.02 00:00-01.03 00:00"]
    before = row("2026-02-28 00:00", "2026-03-01 00:00", Repeat.YEARLY)
    assert shown(before, "2028-01-01 00:00", "2028-12-31 00:00") == ["28.02 00:00-29.02 00:00"]
    until = row("2024-02-26 00:00", "2024-03-01 00:00", Repeat.YEARLY)
    assert shown(until, "2027-01-01 00:00", "2027-12-31 00:00") == ["26.02 00:00-01.03 00:00"]


def test_a_kind_is_closed_and_the_other_is_not() -> None:
    rooms = row("2026-03-04 12:00", "2026-03-04 13:00", kind=ResourceKind.ROOM, reason="Cleaning")
    within = Period(starts_at=at("2026-03-01 00:00"), ends_at=at("2026-04-01 00:00"))
    (closed,) = closures_of(resource(kind=ResourceKind.ROOM), [rooms], within)
    assert closed.reason == "Cleaning"
    assert not closures_of(resource(kind=ResourceKind.EQUIPMENT), [rooms], within)
    other = rooms._replace(kind=None, resource_id=resource().id + 1)
    assert not closures_of(resource(), [other], within)
