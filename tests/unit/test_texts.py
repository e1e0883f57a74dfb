"""Dates, durations, plurals and refusals, as people write them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.schemas.bookings import HeldResource
from bot.schemas.periods import Period
from bot.schemas.resources import OpeningSpan
from bot.screens.held import held_names
from bot.screens.refusals import refusal_text
from bot.services import refusals
from bot.texts import Texts
from db.enums import ResourceKind

KYIV = ZoneInfo("Europe/Kyiv")
NOON = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "minutes", "said"),
    [
        ("en", 45, "45 min"), ("en", 60, "1 h"), ("en", 90, "1 h 30 min"),
        ("uk", 45, "45 хв"), ("uk", 60, "1 год"), ("uk", 150, "2 год 30 хв"),
    ],
)  # fmt: skip
def test_durations(language: str, minutes: int, said: str) -> None:
    assert Texts(language).duration(minutes) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "1 день"), (2, "2 дні"), (5, "5 днів"), (11, "11 днів"), (21, "21 день"), (22, "22 дні")],
)
def test_ukrainian_plurals(number: int, said: str) -> None:
    assert Texts("uk").plain("duration-days", days=number) == said


def test_periods_name_the_second_day_only_where_it_is_another() -> None:
    english, ukrainian = Texts("en"), Texts("uk")
    assert english.period(Period.of(NOON, 90), KYIV) == "Tue, 24 Nov, 12:00–13:30"
    assert ukrainian.period(Period.of(NOON, 90), KYIV) == "вт, 24 лист., 12:00–13:30"
    night = Period.of(datetime(2026, 11, 24, 21, tzinfo=UTC), 120)
    assert english.period(night, KYIV) == "Tue, 24 Nov, 23:00 – Wed, 25 Nov, 01:00"
    assert english.hours(Period.of(NOON, 90), KYIV) == "12:00–13:30"


@pytest.mark.parametrize(
    ("hours", "said"), [(1, "13:00"), (13, "ср, 01:00"), (37, "чт, 26 лист., 01:00")]
)
def test_short_of_the_next_day_only_the_weekday_is_said(hours: int, said: str) -> None:
    at = NOON + timedelta(hours=hours)
    assert Texts("uk").until(at, NOON, KYIV, short=True) == said


def test_months_weekdays_and_places() -> None:
    assert Texts("uk").month(date(2026, 11, 1)) == "Листопад 2026"
    assert Texts("en").weekdays() == ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    assert Texts("uk").weekdays() == ["Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Нд"]
    assert Texts("uk").place(KYIV) == "Київ"
    assert Texts("en").place(KYIV) == "Kyiv"
    assert Texts("en").place(ZoneInfo("America/New_York")) == "New York"


def test_html_is_escaped_and_plain_text_is_not() -> None:
    texts = Texts("en")
    assert "&lt;b&gt; &amp;" in texts.html("home-text", name="<b> &")
    assert "<b> &" in texts.plain("home-text", name="<b> &")


def test_a_missing_key_or_figure_is_an_error() -> None:
    with pytest.raises(KeyError, match="no sentence 'no-such-key'"):
        Texts("en").plain("no-such-key")
    with pytest.raises(ValueError, match="home-text"):
        Texts("en").plain("home-text")


def test_no_invisible_marks_get_into_a_message() -> None:
    assert "\u2068" not in Texts("uk").plain("home-text", name="Олена")


def held(*names: str) -> list[HeldResource]:
    kind = ResourceKind.EQUIPMENT
    return [
        HeldResource(id=1 + at, kind=kind, name=name, location=None, units=1 + at)
        for at, name in enumerate(names)
    ]


@pytest.mark.parametrize(
    ("language", "most", "said"),
    [
        ("en", None, "Camera + 2 × Laptop + 3 × Tripod"),
        ("en", 32, "Camera + 2 × Laptop + 3 × Tripod"),
        ("en", 31, "Camera + 2 × Laptop + 1 more"),
        ("en", 27, "Camera + 2 more"),
        ("en", 5, "Camera + 2 more"),
        ("uk", 5, "Camera + ще 2"),
    ],
)
def test_names_are_joined_as_long_as_there_is_room(
    language: str, most: int | None, said: str
) -> None:
    assert held_names(Texts(language), held("Camera", "Laptop", "Tripod"), most=most) == said
    assert held_names(Texts(language), held("Camera"), most=most) == "Camera"


MIDNIGHT, PLACE = datetime(2026, 3, 2, tzinfo=UTC), "Europe/Kyiv"
ASKED = Period.of(MIDNIGHT, 60)
CLOSED = refusals.OutsideHours(MIDNIGHT.date(), (), ASKED, PLACE)
HOURS = (OpeningSpan(0, 9 * 60, 12 * 60 + 30), OpeningSpan(0, 14 * 60, 24 * 60))
OPEN = refusals.OutsideHours(MIDNIGHT.date(), HOURS, ASKED, PLACE)


def not_all(*names: str) -> refusals.NotAll:
    kind, why = ResourceKind.EQUIPMENT, refusals.TooLong(max_minutes=120, asked_minutes=150)
    return refusals.NotAll(
        tuple(refusals.Failure(at, kind, name, why) for at, name in enumerate(names))
    )


def test_every_failure_is_named_with_its_reason_and_in_an_alert_at_least_named() -> None:
    english, ukrainian = Texts("en"), Texts("uk")
    few, many = not_all("Camera", "Laptop"), not_all("Camera", "Laptop", "Projector", "Tripod")
    said = (
        "Not all of it can be had:\n"
        "Camera: At most 2 h; you asked for 2 h 30 min.\n"
        "Laptop: At most 2 h; you asked for 2 h 30 min."
    )
    assert refusal_text(english, few) == refusal_text(english, few, most=200) == said
    assert len(refusal_text(english, many)) > 200
    names = "Camera, Laptop, Projector, Tripod"
    assert refusal_text(english, many, most=200) == f"Not all of it can be had: {names}."
    assert refusal_text(ukrainian, many, most=200).endswith(f"Завадило: {names}.")


@pytest.mark.parametrize(
    ("language", "refusal", "said"),
    [
        ("en", refusals.WeekFull(600, 570, 90), "you have 9 h 30 min in that week"),
        ("uk", refusals.WeekFull(600, 570, 90), "щонайбільше 10 год: того тижня ви вже маєте"),
        ("uk", refusals.WeekFull(600, 570, 90), "9 год 30 хв, а просите ще 1 год 30 хв."),
        ("en", refusals.TooManyOpen(2, 3), "2 bookings of it ahead at a time, and you have 3"),
        ("uk", refusals.TooManyOpen(1, 1), "1 таке бронювання, а у вас уже 1."),
        ("uk", refusals.TooManyOpen(2, 3), "2 такі бронювання, а у вас уже 3."),
        ("uk", refusals.TooManyOpen(5, 5), "5 таких бронювань, а у вас уже 5."),
        ("en", refusals.TooLateToUndo(5), "can be undone only within 5 min."),
        ("uk", refusals.TooLateToUndo(5), "лише протягом 5 хв."),
        ("en", refusals.QuantityInUse(1, 5), "5 of them are booked already"),
        ("uk", refusals.QuantityInUse(1, 2), "Уже заброньовано 2 штуки, тож лишити тільки 1"),
        ("uk", refusals.QuantityInUse(1, 5), "Уже заброньовано 5 штук, тож лишити тільки 1"),
        ("en", CLOSED, "It is closed on Mon, 2 Mar; you asked for 02:00–03:00."),
        ("uk", CLOSED, "Того дня (пн, 2 бер.) зачинено; ви просили 02:00–03:00."),
        ("en", OPEN, "It is open 09:00–12:30, 14:00–24:00 on Mon, 2 Mar; you asked for 02:00–"),
        ("uk", OPEN, "відчинено 09:00–12:30, 14:00–24:00; ви просили 02:00–03:00."),
        ("en", refusals.OffGrid(30, ASKED, PLACE), "steps of 30 min; you asked for Mon, 2 Mar, 02"),
        ("uk", refusals.OffGrid(30, ASKED, PLACE), "30 хв; ви просили пн, 2 бер., 02:00–03:00."),
        ("en", refusals.TooSoon(0, MIDNIGHT, PLACE), "Mon, 2 Mar, 02:00 has begun already."),
        ("uk", refusals.TooSoon(60, MIDNIGHT, PLACE), "за 1 год до початку; ви просили пн, 2 бе"),
        ("en", refusals.NotForYou("staff", "lab"), "only for: staff. Your groups: lab."),
        ("uk", refusals.NotForYou("staff", ""), "лише: staff. Ви не належите до жодної з цих"),
    ],
)
def test_figures_are_spoken(language: str, refusal: refusals.Refusal, said: str) -> None:
    assert said in refusal_text(Texts(language), refusal)


def test_away_from_home_the_reader_sees_their_own_clock_too() -> None:
    at = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
    home = Texts("en", ZoneInfo("Europe/Kyiv"))
    assert home.clock(at, ZoneInfo("Asia/Kathmandu")) == (
        'Kathmandu · 🌍 <tg-time unix="1772442900" format="wDt">Mon, 2 Mar, 09:15 UTC</tg-time>'
    )
    assert home.clock(at, ZoneInfo("Europe/Athens")) == "Athens", "the same wall clock"
    assert Texts("en").clock(at, ZoneInfo("Asia/Kathmandu")) == "Kathmandu"


def test_a_figure_is_escaped_and_a_tag_of_ours_is_not() -> None:
    texts = Texts("en", ZoneInfo("Europe/Kyiv"))
    shown = texts.clock(datetime(2026, 3, 2, 9, 15, tzinfo=UTC), ZoneInfo("Asia/Kathmandu"))
    body = texts.html("why-body", held="<b>", names="", period="", place=shown)
    assert "&lt;b&gt;" in body
    assert "<tg-time" in body
