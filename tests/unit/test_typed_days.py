"""What admins type when they are asked for days and hours, in both languages."""

from datetime import date

import pytest

from bot.schemas.closures import Said
from bot.typed.days import day_of, days_of, hours_of

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("25.12", "2026-12-25", "2026-12-25"),
        ("25/12/27", "2027-12-25", "2027-12-25"),
        ("01.03", "2027-03-01", "2027-03-01"),
        ("2.03", "2026-03-02", "2026-03-02"),
        ("24.12-2.01", "2026-12-24", "2027-01-02"),
        ("24.12 – 02.01.2028", "2026-12-24", "2028-01-02"),
        ("24-26.12", "2026-12-24", "2026-12-26"),
        ("24–26 December", "2026-12-24", "2026-12-26"),
        ("25 Dec", "2026-12-25", "2026-12-25"),
        ("Dec 25, 2027", "2027-12-25", "2027-12-25"),
        ("25 грудня", "2026-12-25", "2026-12-25"),
        ("з 25 грудня до 7 січня", "2026-12-25", "2027-01-07"),
        ("25 груд. 2027", "2027-12-25", "2027-12-25"),
        ("2026-12-25", "2026-12-25", "2026-12-25"),
        ("29.02", "2028-02-29", "2028-02-29"),
        ("29.02-1.03", "2028-02-29", "2028-03-01"),
    ],
)
def test_days(typed: str, first: str, last: str) -> None:
    expected = Said(first=date.fromisoformat(first), last=date.fromisoformat(last))
    assert days_of(typed, today=TODAY) == expected


@pytest.mark.parametrize(
    ("typed", "last", "opens", "closes"),
    [
        ("25 Dec 10:00-14:00", 25, 600, 840),
        ("25.12 10–14", 25, 600, 840),
        ("25.12, з 10 до 14:30", 25, 600, 870),
        ("25.12 22-6", 26, 1320, 360),
        ("25.12 18:00 - 27.12 9:00", 27, 1080, 540),
        ("25.12 18-24", 25, 1080, 1440),
    ],
)
def test_hours_of_days(typed: str, last: int, opens: int, closes: int) -> None:
    said = days_of(typed, today=TODAY)
    expected = Said(first=date(2026, 12, 25), last=date(2026, 12, last), opens=opens, closes=closes)
    assert said == expected


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "31.02", "25.13", "40.12", "25.12 26-27", "25.12 10:75-12", "5.12-", "25.12.26.1",
     "26.12.2026-24.12.2026", "٢٥.١٢", "1" * 400, "25.12 24-25"],
)  # fmt: skip
def test_what_is_no_day_is_none(typed: str) -> None:
    assert days_of(typed, today=TODAY) is None


def test_hours_alone() -> None:
    day = date(2026, 12, 25)
    assert hours_of("10-14", first=day) == Said(first=day, last=day, opens=600, closes=840)
    assert hours_of("з 22:00 до 6", first=day) == Said(
        first=day, last=date(2026, 12, 26), opens=1320, closes=360
    )
    assert hours_of("all day", first=day) is None


def test_one_day_and_no_more() -> None:
    assert day_of("31.12.2027", today=TODAY) == date(2027, 12, 31)
    assert day_of("30.12-31.12", today=TODAY) is None
