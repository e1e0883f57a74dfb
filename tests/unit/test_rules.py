"""Each rule by itself: what it lets through, and its refusal with the figures."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.schemas.periods import Period
from bot.schemas.resources import OpeningSpan
from bot.services import refusals
from bot.services.calendar.hours import ClosureView
from bot.services.calendar.rules import check_rules
from tests.clocks import MONDAY_NINE
from tests.unit.resources import daily, resource

NOW = MONDAY_NINE  # 11:00 in Kyiv
TOMORROW = NOW + timedelta(days=1)
PAST = NOW - timedelta(hours=1)
OFF_GRID = TOMORROW + timedelta(minutes=10)
KYIV = {"timezone": "Europe/Kyiv"}
GRID = {"grid_minutes": 30, **KYIV}


def open_on_tuesday(opens: int = 0, closes: int = 24) -> dict[str, Any]:
    """The figures of a request for an hour of tomorrow, where those are the hours of that day."""
    hours = (OpeningSpan(1, opens * 60, closes * 60),)
    return {"day": date(2026, 3, 3), "hours": hours, "asked": Period.of(TOMORROW, 60), **KYIV}


def check(at: datetime = TOMORROW, minutes: int = 60, **fields: Any) -> None:
    closures = fields.pop("closures", ())
    check_rules(resource(**fields), Period.of(at, minutes), closures=closures, now=NOW)


def test_an_ordinary_request_passes() -> None:
    check()


@pytest.mark.parametrize(
    ("request_fields", "refusal", "figures"),
    [
        ({"is_active": False}, refusals.ResourceMissing, {}),
        ({"minutes": 15}, refusals.TooShort, {"min_minutes": 30, "asked_minutes": 15}),
        ({"minutes": 300}, refusals.TooLong, {"max_minutes": 240, "asked_minutes": 300}),
        ({"minutes": 45}, refusals.OffGrid, GRID | {"asked": Period.of(TOMORROW, 45)}),
        ({"at": OFF_GRID}, refusals.OffGrid, GRID | {"asked": Period.of(OFF_GRID, 60)}),
        ({"at": PAST}, refusals.TooSoon, {"notice_minutes": 0, "asked": PAST, **KYIV}),
        (
            {"at": NOW + timedelta(hours=1), "notice_minutes": 120},
            refusals.TooSoon,
            {"notice_minutes": 120, "asked": NOW + timedelta(hours=1), **KYIV},
        ),
        (
            {"at": NOW + timedelta(days=61)},
            refusals.TooFarAhead,
            {"horizon_days": 60, "last_day": date(2026, 5, 1), "asked": date(2026, 5, 2)},
        ),
        ({"opening_hours": daily(12, 20)}, refusals.OutsideHours, open_on_tuesday(12, 20)),
        ({"opening_hours": daily(8, 11)}, refusals.OutsideHours, open_on_tuesday(8, 11)),
        (
            {"opening_hours": (OpeningSpan(2, 0, 60),)},
            refusals.OutsideHours,
            open_on_tuesday() | {"hours": ()},
        ),
    ],
)
def test_a_broken_rule_is_refused_with_its_figures(
    request_fields: dict[str, Any], refusal: type[refusals.Refusal], figures: dict[str, Any]
) -> None:
    with pytest.raises(refusal) as raised:
        check(**request_fields)
    assert raised.value.figures == figures


def test_a_closure_is_refused_with_its_end_and_reason() -> None:
    closed = Period(starts_at=TOMORROW - timedelta(hours=3), ends_at=TOMORROW + timedelta(hours=3))
    with pytest.raises(refusals.InClosure) as raised:
        check(closures=[ClosureView(period=closed, reason="Repairs")])
    assert raised.value.figures == {
        "reason": "Repairs",
        "until": closed.ends_at,
        "asked": Period.of(TOMORROW, 60),
        **KYIV,
    }


def test_a_closure_that_ends_at_the_start_does_not_touch() -> None:
    closed = Period(starts_at=TOMORROW - timedelta(hours=3), ends_at=TOMORROW)
    check(closures=[ClosureView(period=closed)])


def test_the_step_that_is_running_may_still_be_taken() -> None:
    at = NOW.replace(minute=0)
    check_rules(resource(), Period.of(at, 60), closures=(), now=NOW + timedelta(minutes=10))
    with pytest.raises(refusals.TooSoon):
        check_rules(resource(), Period.of(at, 60), closures=(), now=NOW + timedelta(minutes=30))


@pytest.mark.parametrize("fields", [{"requires_approval": True}, {"notice_minutes": 1}])
def test_but_not_where_approval_or_notice_is_asked_for(fields: dict[str, Any]) -> None:
    with pytest.raises(refusals.TooSoon):
        check_rules(
            resource(**fields), Period.of(NOW, 60), closures=(), now=NOW + timedelta(minutes=10)
        )


def test_a_booking_may_cross_midnight_where_both_days_are_open() -> None:
    at = NOW.replace(hour=21)  # 23:00 in Kyiv
    check(at, 120)
    check(at, 120, opening_hours=daily(0, 24))
    with pytest.raises(refusals.OutsideHours):
        check(at, 120, opening_hours=daily(8, 24))


def test_the_last_day_of_the_horizon_can_be_booked() -> None:
    check(NOW + timedelta(days=60))
