"""Days, wall times, hours, rules and what is offered, on the days when the clocks change."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.clock import day_bounds, local_day, wall_boundary, wall_times
from bot.schemas.periods import Period
from bot.schemas.resources import ResourceView
from bot.schemas.slots import DayState
from bot.services import refusals
from bot.services.calendar.availability import Calendar
from bot.services.calendar.hours import ClosureView, open_around, open_spans, without_closures
from bot.services.calendar.rules import check_rules, earliest_start, last_day
from tests.unit import time_corpus
from tests.unit.resources import resource
from tests.unit.time_corpus import day_of, minute_of, period_of, utc, weekly

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def empty_calendar(
    shown: ResourceView, *, now: datetime, closures: Sequence[ClosureView] = ()
) -> Calendar:
    """A calendar in which nothing is held."""
    return Calendar(shown, (), closures, now)


def room(zone: str, hours: str, **rules: Any) -> ResourceView:
    return resource(timezone=zone, opening_hours=weekly(hours), **rules)


def periods(written: Sequence[str]) -> list[Period]:
    return [period_of(each) for each in written]


def closures(*written: str) -> list[ClosureView]:
    return [ClosureView(period=period_of(each), reason="Repairs") for each in written]


def calendar_on(day: str, zone: str, hours: str, rules: dict[str, Any]) -> Calendar:
    """As it is at the rules' `now`, else two days before; with what is `closed` among them."""
    rest = dict(rules)
    closed = [rest.pop("closed")] if "closed" in rest else []
    now = utc(rest.pop("now")) if "now" in rest else utc(day) - 2 * DAY
    return empty_calendar(room(zone, hours, **rest), now=now, closures=closures(*closed))


def check(zone: str, written: str, **rules: Any) -> None:
    """Check a period as long as there may be, two days before it, by the rules alone."""
    shown = room(zone, rules.pop("hours", "always"), **({"max_minutes": 1500} | rules))
    period = period_of(written)
    check_rules(shown, period, closures=(), now=period.starts_at - 2 * DAY)


def is_allowed(shown: Calendar, at: datetime, minutes: int) -> bool:
    """Whether the rules let a booking pass."""
    try:
        check_rules(shown.resource, Period.of(at, minutes), closures=shown.closures, now=shown.now)
    except refusals.Refusal:
        return False
    return True


@pytest.mark.parametrize(("zone", "change", "before", "after"), time_corpus.CHANGES)
def test_the_zones_change_their_clocks_as_the_corpus_says(
    zone: str, change: str, before: str, after: str
) -> None:
    shown = [at.astimezone(ZoneInfo(zone)) for at in (utc(change) - SECOND, utc(change))]
    assert [f"{at:%Y-%m-%d %H:%M:%S}" for at in shown] == [before, f"{after}:00"]


@pytest.mark.parametrize(("zone", "day", "bounds", "hours"), time_corpus.DAYS)
def test_a_day_begins_and_ends_at_its_midnights(
    zone: str, day: str, bounds: str, hours: float
) -> None:
    begins, ends = day_bounds(day_of(day), ZoneInfo(zone))
    assert Period(starts_at=begins, ends_at=ends) == period_of(bounds)
    assert ends - begins == timedelta(hours=hours)


@pytest.mark.parametrize(("zone", "day", "bounds", "hours"), time_corpus.DAYS)
def test_an_instant_is_of_the_day_that_the_wall_shows(
    zone: str, day: str, bounds: str, hours: float
) -> None:
    whole = period_of(bounds)
    assert local_day(whole.starts_at - SECOND, ZoneInfo(zone)) < day_of(day)
    assert local_day(whole.ends_at, ZoneInfo(zone)) > day_of(day)
    if hours:
        assert local_day(whole.starts_at, ZoneInfo(zone)) == day_of(day)
        assert local_day(whole.ends_at - SECOND, ZoneInfo(zone)) == day_of(day)


@pytest.mark.parametrize(("zone", "day", "wall", "at"), time_corpus.ONCE)
def test_a_wall_time_that_exists_once_is_that_instant(
    zone: str, day: str, wall: str, at: str
) -> None:
    assert wall_times(day_of(day), minute_of(wall), ZoneInfo(zone)) == [utc(at)]
    assert wall_boundary(day_of(day), minute_of(wall), ZoneInfo(zone)) == utc(at)


@pytest.mark.parametrize(("zone", "day", "wall", "first", "second"), time_corpus.TWICE)
def test_a_wall_time_that_exists_twice_is_both_and_bounds_at_the_first(
    zone: str, day: str, wall: str, first: str, second: str
) -> None:
    assert wall_times(day_of(day), minute_of(wall), ZoneInfo(zone)) == [utc(first), utc(second)]
    assert wall_boundary(day_of(day), minute_of(wall), ZoneInfo(zone)) == utc(first)


@pytest.mark.parametrize(("zone", "day", "wall", "jump"), time_corpus.NEVER)
def test_a_wall_time_that_does_not_exist_is_none_and_bounds_at_the_jump(
    zone: str, day: str, wall: str, jump: str
) -> None:
    assert wall_times(day_of(day), minute_of(wall), ZoneInfo(zone)) == []
    assert wall_boundary(day_of(day), minute_of(wall), ZoneInfo(zone)) == utc(jump)


@pytest.mark.parametrize(("zone", "hours", "day", "stretches"), time_corpus.OPEN_ON_A_DAY)
def test_hours_open_and_close_as_the_wall_clock_shows_them(
    zone: str, hours: str, day: str, stretches: list[str]
) -> None:
    assert [*open_spans(room(zone, hours), day_of(day), day_of(day))] == periods(stretches)


@pytest.mark.parametrize(("zone", "hours", "days", "stretches"), time_corpus.OPEN_ON_SOME_DAYS)
def test_hours_of_several_days_are_joined_where_they_meet(
    zone: str, hours: str, days: tuple[str, str], stretches: list[str]
) -> None:
    first, last = (day_of(day) for day in days)
    assert [*open_spans(room(zone, hours), first, last)] == periods(stretches)


@pytest.mark.parametrize(("zone", "hours", "around", "stretches"), time_corpus.OPEN_AROUND)
def test_hours_around_a_period_are_those_of_the_days_it_touches(
    zone: str, hours: str, around: str, stretches: list[str]
) -> None:
    assert [*open_around(room(zone, hours), period_of(around))] == periods(stretches)


@pytest.mark.parametrize(("zone", "hours", "days", "closed", "left"), time_corpus.LEFT_OPEN)
def test_a_closure_takes_its_real_hours_out_of_such_a_day(
    zone: str, hours: str, days: tuple[str, str], closed: str, left: list[str]
) -> None:
    first, last = (day_of(day) for day in days)
    spans = open_spans(room(zone, hours), first, last)
    assert [*without_closures(spans, closures(closed))] == periods(left)


@pytest.mark.parametrize(("what", "zone", "written", "minutes"), time_corpus.LASTING)
def test_a_booking_lasts_its_real_minutes_over_midnight_and_any_change(
    what: str, zone: str, written: str, minutes: int
) -> None:
    check(zone, written, min_minutes=minutes, max_minutes=minutes)
    with pytest.raises(refusals.TooLong) as too_long:
        check(zone, written, max_minutes=minutes - 1)
    assert too_long.value.figures == {"max_minutes": minutes - 1, "asked_minutes": minutes}
    with pytest.raises(refusals.TooShort) as too_short:
        check(zone, written, min_minutes=minutes + 1)
    assert too_short.value.figures == {"min_minutes": minutes + 1, "asked_minutes": minutes}


@pytest.mark.parametrize(("what", "zone", "grid", "written"), time_corpus.ON_GRID)
def test_a_booking_starts_on_the_grid_of_the_wall_clock_and_lasts_whole_steps(
    what: str, zone: str, grid: int, written: str
) -> None:
    check(zone, written, grid_minutes=grid)


@pytest.mark.parametrize(("what", "zone", "grid", "written"), time_corpus.OFF_GRID)
def test_a_booking_off_the_grid_of_the_wall_clock_is_refused(
    what: str, zone: str, grid: int, written: str
) -> None:
    with pytest.raises(refusals.OffGrid) as raised:
        check(zone, written, grid_minutes=grid)
    asked = period_of(written)
    assert raised.value.figures == {"grid_minutes": grid, "asked": asked, "timezone": zone}


@pytest.mark.parametrize(("what", "zone", "hours", "written"), time_corpus.WITHIN_HOURS)
def test_a_booking_within_the_hours_of_such_days_passes(
    what: str, zone: str, hours: str, written: str
) -> None:
    check(zone, written, hours=hours)


@pytest.mark.parametrize(("what", "zone", "hours", "written"), time_corpus.OUTSIDE_HOURS)
def test_a_booking_outside_the_hours_of_such_days_is_refused(
    what: str, zone: str, hours: str, written: str
) -> None:
    with pytest.raises(refusals.OutsideHours):
        check(zone, written, hours=hours)


@pytest.mark.parametrize(("what", "zone", "closed", "written"), time_corpus.BESIDE_CLOSURE)
def test_a_booking_beside_a_closure_of_such_a_day_passes(
    what: str, zone: str, closed: str, written: str
) -> None:
    period = period_of(written)
    now = period.starts_at - 2 * DAY
    check_rules(room(zone, "always"), period, closures=closures(closed), now=now)


@pytest.mark.parametrize(("what", "zone", "closed", "written"), time_corpus.IN_CLOSURE)
def test_a_booking_in_a_closure_of_such_a_day_is_refused_with_its_end(
    what: str, zone: str, closed: str, written: str
) -> None:
    period = period_of(written)
    now = period.starts_at - 2 * DAY
    with pytest.raises(refusals.InClosure) as raised:
        check_rules(room(zone, "always"), period, closures=closures(closed), now=now)
    assert raised.value.figures["until"] == period_of(closed).ends_at


@pytest.mark.parametrize(("what", "notice", "now", "written"), time_corpus.IN_TIME)
def test_a_booking_ahead_by_its_notice_in_real_minutes_passes(
    what: str, notice: int, now: str, written: str
) -> None:
    shown = room(time_corpus.KYIV, "always", notice_minutes=notice)
    check_rules(shown, period_of(written), closures=(), now=utc(now))


@pytest.mark.parametrize(("what", "notice", "now", "written"), time_corpus.TOO_SOON)
def test_a_booking_less_ahead_than_its_notice_in_real_minutes_is_refused(
    what: str, notice: int, now: str, written: str
) -> None:
    shown = room(time_corpus.KYIV, "always", notice_minutes=notice)
    with pytest.raises(refusals.TooSoon):
        check_rules(shown, period_of(written), closures=(), now=utc(now))


@pytest.mark.parametrize(("zone", "hours", "rules", "day", "starts", "count"), time_corpus.STARTS)
def test_every_start_that_the_wall_shows_is_offered_as_often_as_it_comes(
    zone: str, hours: str, rules: dict[str, Any], day: str, starts: list[datetime], count: int
) -> None:
    shown = calendar_on(day, zone, hours, rules)
    slots = shown.slots(day_of(day))
    assert [slot.at for slot in slots] == starts
    assert len(slots) == count
    assert all(slot.is_free for slot in slots)


@pytest.mark.parametrize(("zone", "hours", "rules", "day", "starts", "count"), time_corpus.STARTS)
def test_whatever_is_offered_on_such_a_day_keeps_the_rules_and_nothing_longer_does(
    zone: str, hours: str, rules: dict[str, Any], day: str, starts: list[datetime], count: int
) -> None:
    shown = calendar_on(day, zone, hours, rules)
    for at in starts:
        durations = shown.durations(at)
        assert durations
        assert all(is_allowed(shown, at, minutes) for minutes in durations)
        assert not is_allowed(shown, at, durations[-1] + shown.resource.grid_minutes)


@pytest.mark.parametrize(("zone", "hours", "day", "minutes", "starts"), time_corpus.FREE_STARTS)
def test_a_booking_finds_the_starts_from_which_it_fits_in_real_minutes(
    zone: str, hours: str, day: str, minutes: int, starts: list[datetime]
) -> None:
    shown = calendar_on(day, zone, hours, {"max_minutes": 300})
    assert shown.free_starts(day_of(day), minutes) == starts


@pytest.mark.parametrize(("zone", "hours", "at", "longest"), time_corpus.LONGEST)
def test_a_booking_fits_for_its_real_minutes_and_no_step_longer(
    zone: str, hours: str, at: str, longest: int
) -> None:
    shown = calendar_on(at, zone, hours, {"max_minutes": 480})
    fitting = [minutes for minutes in range(30, 511, 30) if shown.fits(utc(at), minutes)]
    assert fitting == list(range(30, longest + 1, 30))


@pytest.mark.parametrize(("zone", "hours", "rules", "at", "minutes"), time_corpus.DURATIONS)
def test_the_durations_of_a_start_are_real_minutes_until_it_closes(
    zone: str, hours: str, rules: dict[str, Any], at: str, minutes: list[int]
) -> None:
    assert calendar_on(at, zone, hours, rules).durations(utc(at)) == minutes


@pytest.mark.parametrize(("zone", "hours", "rules", "now", "day", "state"), time_corpus.DAY_STATES)
def test_such_a_day_is_in_the_state_that_its_own_hours_give_it(
    zone: str, hours: str, rules: dict[str, Any], now: str, day: str, state: DayState
) -> None:
    shown = calendar_on(day, zone, hours, rules | {"now": now})
    assert shown.day_state(day_of(day)) is state


@pytest.mark.parametrize(
    ("zone", "now", "horizon", "day", "last_start", "too_far"), time_corpus.HORIZONS
)
def test_the_horizon_ends_with_a_local_day_however_long_the_days_are(
    zone: str, now: str, horizon: int, day: str, last_start: str, too_far: str
) -> None:
    shown = room(zone, "always", horizon_days=horizon)
    assert last_day(shown, now=utc(now)) == day_of(day)
    check_rules(shown, Period.of(utc(last_start), 60), closures=(), now=utc(now))
    with pytest.raises(refusals.TooFarAhead) as raised:
        check_rules(shown, Period.of(utc(too_far), 60), closures=(), now=utc(now))
    figures = raised.value.figures
    assert figures["horizon_days"] == horizon
    assert figures["last_day"] == day_of(day) < figures["asked"]


@pytest.mark.parametrize(
    ("zone", "now", "horizon", "day", "last_start", "too_far"), time_corpus.HORIZONS
)
def test_nothing_is_offered_after_the_last_start_of_the_horizon(
    zone: str, now: str, horizon: int, day: str, last_start: str, too_far: str
) -> None:
    shown = empty_calendar(room(zone, "always", horizon_days=horizon), now=utc(now))
    assert starts_around(shown, day_of(day))[-1] == utc(last_start)


@pytest.mark.parametrize(("zone", "rules", "now", "earliest", "first"), time_corpus.NOTICES)
def test_notice_is_in_real_minutes_and_the_running_step_is_too(
    zone: str, rules: dict[str, Any], now: str, earliest: str, first: str
) -> None:
    shown = empty_calendar(room(zone, "always", **rules), now=utc(now))
    assert earliest_start(shown.resource, now=utc(now)) == utc(earliest)
    assert starts_around(shown, day_of(first[:10]))[0] == utc(first)


def starts_around(shown: Calendar, day: date) -> list[datetime]:
    """What is offered from two days before to two days after a day."""
    days = [day + offset * DAY for offset in range(-2, 3)]
    return [slot.at for each in days for slot in shown.slots(each)]
