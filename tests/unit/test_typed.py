"""What admins type into one field, in both languages."""

import pytest

from bot.schemas.weekly import ALL_DAY, DaySpan
from bot.typed.hours import hours_of
from bot.typed.lengths import length_of, number_of
from bot.typed.words import features_of, tags_of, zone_of

DAY = 24 * 60


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("90", 90), ("2 h", 120), ("2h", 120), ("1 h 30", 90), ("1h30", 90), ("1 h 30 min", 90),
        ("1:30", 90), ("1.5 h", 90), ("1,5 год", 90), ("3 days", 3 * DAY), ("3 дні", 3 * DAY),
        ("45 min", 45), ("2 год", 120), ("2 год. 15 хв.", 135), ("1 week", 7 * DAY), ("0", 0),
        (" 2 H ", 120), ("1 day 2 h", DAY + 120),
    ],
)  # fmt: skip
def test_lengths_are_understood(typed: str, minutes: int) -> None:
    assert length_of(typed) == minutes


@pytest.mark.parametrize(
    "typed", ["", "h", "two", "1 x", "-5", "1:75", "1.333 h", "2 h later", "30 2 h", "9999999", "٣"]
)
def test_what_is_no_length_is_none(typed: str) -> None:
    assert length_of(typed) is None


def test_a_bare_number_counts_in_the_unit_that_was_asked_for() -> None:
    assert length_of("40", unit=60) == 40 * 60
    assert length_of("3 h", unit=DAY) == 180


@pytest.mark.parametrize(
    ("typed", "number"), [("12", 12), (" 7 ", 7), ("", None), ("-1", None), ("1.5", None)]
)
def test_numbers_are_whole(typed: str, number: int | None) -> None:
    assert number_of(typed) == number


def hours(*spans: tuple[float, float]) -> tuple[DaySpan, ...]:
    return tuple(DaySpan(int(opens * 60), int(closes * 60)) for opens, closes in spans)


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("9-18", hours((9, 18))), ("9:00–18:00", hours((9, 18))), ("9.30 - 18", hours((9.5, 18))),
        ("9-13, 14-18", hours((9, 13), (14, 18))), ("14-18; 9-13", hours((9, 13), (14, 18))),
        ("9-13 and 14-18", hours((9, 13), (14, 18))), ("9-13 та 14-18", hours((9, 13), (14, 18))),
        ("22-02", hours((22, 26))), ("22:00-02:00", hours((22, 26))), ("18-24", hours((18, 24))),
        ("18-0", hours((18, 24))), ("0-24", ALL_DAY), ("9am-5pm", hours((9, 17))),
        ("12 am - 12 pm", hours((0, 12))), ("from 9 to 18", hours((9, 18))),
        ("з 9 до 18", hours((9, 18))),
        ("closed", ()), ("Зачинено", ()), ("always", ALL_DAY), ("цілодобово", ALL_DAY),
    ],
)  # fmt: skip
def test_hours_of_a_day_are_understood(typed: str, spans: tuple[DaySpan, ...]) -> None:
    assert hours_of(typed) == spans


@pytest.mark.parametrize(
    "typed", ["", "9", "9-", "9-25", "24-9", "9-9", "13pm-5pm", "nine to five", "9-13,", "9-18 x"]
)
def test_what_are_no_hours_is_none(typed: str) -> None:
    assert hours_of(typed) is None


def test_words_are_small_and_apart() -> None:
    assert tags_of(" Staff, lab-2 ") == {"staff", "lab-2"}
    assert features_of("Projector,  Video   Call; Дошка") == {"projector", "video call", "дошка"}
    assert tags_of(" , ") == features_of(" , ") == frozenset()


def test_a_zone_is_named_by_its_city_too() -> None:
    known = ["Europe/Kyiv", "America/New_York", "UTC"]
    assert zone_of("kyiv", known) == zone_of("EUROPE/KYIV", known) == "Europe/Kyiv"
    assert zone_of("new york", known) == "America/New_York"
    assert zone_of("Atlantis", known) == "Atlantis"
