"""Weekly hours as people see them, and as the table has them."""

import pytest

from bot.schemas.resources import OpeningSpan
from bot.schemas.weekly import ALL_DAY, DAY, Day, DaySpan, spans_of, week_of

NIGHT = (DaySpan(22 * 60, 26 * 60),)
OFFICE = (DaySpan(9 * 60, 13 * 60), DaySpan(14 * 60, 18 * 60))


def week(**days: Day) -> tuple[Day, ...]:
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return tuple(days.get(name, ()) for name in names)


def test_no_spans_are_always_open_and_the_other_way_round() -> None:
    assert week_of(()) == (ALL_DAY,) * 7
    assert spans_of((ALL_DAY,) * 7) == ()


def test_past_midnight_is_two_spans_in_the_table_and_one_to_people() -> None:
    stored = spans_of(week(fri=NIGHT, sun=NIGHT))
    assert stored == (
        OpeningSpan(0, 0, 120), OpeningSpan(4, 22 * 60, DAY), OpeningSpan(5, 0, 120),
        OpeningSpan(6, 22 * 60, DAY),
    )  # fmt: skip
    assert week_of(stored) == week(fri=NIGHT, sun=NIGHT)


@pytest.mark.parametrize(
    "shown",
    [
        week(mon=OFFICE),
        week(mon=OFFICE, tue=(DaySpan(0, 120),)),
        week(mon=(DaySpan(9 * 60, 13 * 60), *NIGHT), tue=OFFICE),
        (NIGHT,) * 7,
        week(sat=ALL_DAY, sun=ALL_DAY),
        week(fri=(DaySpan(20 * 60, DAY),), sat=ALL_DAY, sun=(DaySpan(60, 120),)),
    ],
)
def test_what_is_shown_is_what_was_typed(shown: tuple[Day, ...]) -> None:
    assert week_of(spans_of(shown)) == shown


def test_spans_that_touch_are_one() -> None:
    touching = (DaySpan(60, 120), DaySpan(120, 180), DaySpan(170, 200))
    assert spans_of(week(mon=touching)) == (OpeningSpan(0, 60, 200),)


def test_what_goes_on_into_an_open_morning_is_not_lost() -> None:
    stored = spans_of(week(mon=NIGHT, tue=(DaySpan(60, 600),)))
    assert stored == (OpeningSpan(0, 22 * 60, DAY), OpeningSpan(1, 0, 600))
    assert week_of(stored) == week(mon=(DaySpan(22 * 60, DAY + 600),))
