"""The pure functions over what units hold, against brute force on small whole numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations, pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.schemas.periods import Period
from bot.services.calendar.availability import Calendar
from bot.services.calendar.pools import (
    AFTER_ALL,
    BEFORE_ALL,
    Deal,
    Held,
    Stretch,
    best_fit,
    deal_anew,
    deal_within,
    full_stretches,
    overlaps,
    peak,
)
from tests.prove.runs import RUNS
from tests.unit.resources import resource

LAST = 12
"""No time is later than this."""
UNITS_MAX = 4

many = settings(max_examples=5 * RUNS, deadline=None, database=None, print_blob=True)
times = st.integers(0, LAST)


@st.composite
def stretches(draw: st.DrawFn) -> Stretch:
    begins = draw(st.integers(0, LAST - 1))
    return begins, draw(st.integers(begins + 1, LAST))


def touches(one: Held, wanted: Stretch) -> bool:
    return any(one.begins <= at < one.ends for at in range(*wanted))


def is_valid(held: Sequence[Held], quantity: int) -> bool:
    """Whether no two hold a unit at one instant, and there is every unit."""
    places = [(one.unit, at) for one in held for at in range(one.begins, one.ends)]
    return len(places) == len(set(places)) and all(1 <= one.unit <= quantity for one in held)


asked = st.tuples(st.integers(0, LAST - 1), st.integers(1, 6), st.integers(0, 3), st.integers(1, 2))
"""From when, for how long, from which unit on, how many."""


@st.composite
def pools(draw: st.DrawFn) -> tuple[int, list[Held]]:
    """A quantity, and what its units hold: some bookings hold two of them."""
    quantity = draw(st.integers(1, UNITS_MAX))
    held: list[Held] = []
    for booking_id, (begins, length, first, units) in enumerate(draw(st.lists(asked, max_size=10))):
        stretch = begins, min(begins + length, LAST)
        order = [(first + unit) % quantity + 1 for unit in range(quantity)]
        taken = {one.unit for one in held if touches(one, stretch)}
        free = [unit for unit in order if unit not in taken]
        held += [Held(unit, *stretch, booking_id) for unit in free[:units]]
    return quantity, held


def in_use(held: Sequence[Held], at: int) -> int:
    return sum(one.begins <= at < one.ends for one in held)


@many
@given(pools(), st.integers(0, UNITS_MAX))
def test_full_is_where_more_than_so_many_units_are_in_use(
    pool: tuple[int, list[Held]], most: int
) -> None:
    _, held = pool
    full = full_stretches(held, most)
    covered = [at for begins, ends in full for at in range(begins, ends)]
    assert covered == [at for at in range(LAST) if in_use(held, at) > most]
    assert all(ends <= begins for (_, ends), (begins, _) in pairwise(full))


@many
@given(pools(), stretches(), st.integers(0, UNITS_MAX))
def test_a_stretch_overlaps_where_they_share_an_instant(
    pool: tuple[int, list[Held]], wanted: Stretch, most: int
) -> None:
    full = full_stretches(pool[1], most)
    shared = {at for stretch in full for at in range(*stretch)} & set(range(*wanted))
    assert overlaps(full, *wanted) == bool(shared)


@many
@given(pools(), stretches())
def test_the_peak_is_the_most_in_use_at_one_instant(
    pool: tuple[int, list[Held]], wanted: Stretch
) -> None:
    _, held = pool
    assert peak(held, wanted) == max(in_use(held, at) for at in range(*wanted))


def free_units(held: Sequence[Held], quantity: int, wanted: Stretch) -> list[int]:
    taken = {one.unit for one in held if touches(one, wanted)}
    return [unit for unit in range(1, quantity + 1) if unit not in taken]


def gap_of(held: Sequence[Held], unit: int, wanted: Stretch) -> int:
    """How long a free unit is free around a stretch."""
    own = [one for one in held if one.unit == unit]
    before = max((one.ends for one in own if one.ends <= wanted[0]), default=BEFORE_ALL)
    after = min((one.begins for one in own if one.begins >= wanted[1]), default=AFTER_ALL)
    return after - before


@many
@given(pools(), stretches(), st.integers(1, 3), st.sets(st.integers(1, UNITS_MAX), max_size=2))
def test_the_best_fit_is_free_and_of_the_tightest_gaps(
    pool: tuple[int, list[Held]], wanted: Stretch, units: int, kept: set[int]
) -> None:
    quantity, held = pool
    free = free_units(held, quantity, wanted)
    deal = best_fit(held, quantity, wanted, units, kept=tuple(kept))
    if len(free) < units:
        assert deal is None
        return
    assert deal is not None
    assert not deal.moves
    assert list(deal.units) == sorted(set(deal.units))
    assert set(deal.units) <= set(free)
    ways = [
        (-len(kept & set(way)), sum(gap_of(held, unit, wanted) for unit in way))
        for way in combinations(free, units)
    ]
    chosen = sum(gap_of(held, unit, wanted) for unit in deal.units)
    assert (-len(kept & set(deal.units)), chosen) == min(ways)


def dealt(held: Sequence[Held], deal: Deal, wanted: Stretch) -> list[Held]:
    """What the units hold when a deal is carried out."""
    moved = {(move.booking_id, move.unit): move.new_unit for move in deal.moves}
    assert len(moved) == len(deal.moves)
    after = [one._replace(unit=moved.pop((one.booking_id, one.unit), one.unit)) for one in held]
    assert not moved, "what is not there cannot move"
    return after + [Held(unit, *wanted, -1) for unit in deal.units]


def seatings(
    waiting: Sequence[Held], seated: Sequence[Held], quantity: int
) -> Iterator[list[Held]]:
    """Every way to give units to those who wait, beside those who are seated."""
    if not waiting:
        yield list(seated)
        return
    first, *others = waiting
    for unit in free_units(seated, quantity, (first.begins, first.ends)):
        yield from seatings(others, [*seated, first._replace(unit=unit)], quantity)


def is_possible(
    fixed: Sequence[Held],
    waiting: Sequence[Held],
    quantity: int,
    wanted: Stretch,
    kept: Sequence[int],
    units: int,
) -> bool:
    """Whether any way at all seats everyone, with the request on as many of the `kept` as it
    can use."""
    free = free_units(fixed, quantity, wanted)
    return any(
        next(
            seatings(waiting, [*fixed, *(Held(unit, *wanted, -1) for unit in way)], quantity), None
        )
        is not None
        for way in combinations(sorted(free), units)
        if len(set(way) & set(kept)) == min(units, len(kept))
    )


requests = st.tuples(stretches(), st.integers(1, 2), st.integers(-1, LAST))
"""What is wanted, in how many units, and what time it is."""


@many
@given(pools(), requests, st.sets(st.integers(1, UNITS_MAX), max_size=2))
def test_a_deal_is_found_exactly_when_there_is_one(
    pool: tuple[int, list[Held]], request: tuple[Stretch, int, int], keeps: set[int]
) -> None:
    quantity, held = pool
    wanted, units, now = request
    kept = tuple(unit for unit in sorted(keeps) if unit <= quantity)
    fixed = [one for one in held if one.begins < wanted[0] or one.begins <= now]
    waiting = [one for one in held if one not in fixed]

    deal = deal_anew(held, quantity, wanted, units, now=now, kept=kept)

    assert (deal is not None) == is_possible(fixed, waiting, quantity, wanted, kept, units)
    if deal is not None:
        assert len(set(deal.units)) == units
        assert len(set(deal.units) & set(kept)) == min(units, len(kept))
        assert is_valid(dealt(held, deal, wanted), quantity)
        moved = {(move.booking_id, move.unit) for move in deal.moves}
        assert moved <= {(one.booking_id, one.unit) for one in waiting}
        assert all(move.unit != move.new_unit for move in deal.moves)


@many
@given(pools(), requests)
def test_who_begins_later_than_now_finds_room_wherever_the_pool_is_not_full(
    pool: tuple[int, list[Held]], request: tuple[Stretch, int, int]
) -> None:
    quantity, held = pool
    wanted, units, _ = request
    now = wanted[0] - 1
    deal = deal_anew(held, quantity, wanted, units, now=now)
    most = max(in_use(held, at) for at in range(*wanted))
    assert (deal is not None) == (most + units <= quantity)


@many
@given(pools(), requests)
def test_what_starts_after_a_deal_is_settled_need_not_be_known(
    pool: tuple[int, list[Held]], request: tuple[Stretch, int, int]
) -> None:
    quantity, held = pool
    wanted, units, now = request
    for until in range(wanted[1], LAST + 1):
        known = [one for one in held if one.begins < until]
        deal = deal_anew(known, quantity, wanted, units, now=now)
        if deal is not None and deal.settled_at <= until:
            assert is_valid(dealt(held, deal, wanted), quantity)


@many
@given(pools(), st.integers(1, UNITS_MAX), times)
def test_fewer_units_are_enough_exactly_when_there_is_a_way(
    pool: tuple[int, list[Held]], fewer: int, now: int
) -> None:
    _, held = pool
    fixed = [one for one in held if one.begins <= now]
    waiting = [one for one in held if one.begins > now]
    stays = all(one.unit <= fewer for one in fixed)
    is_possible = stays and next(seatings(waiting, fixed, fewer), None) is not None

    moves = deal_within(held, fewer, now=now)

    assert (moves is not None) == is_possible
    if moves is not None:
        after = dealt(held, Deal((), moves), (0, 1))
        assert is_valid(after, fewer)
        assert [one for one in after if one in fixed] == fixed


def instant(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, UTC)


@st.composite
def calendars(draw: st.DrawFn) -> tuple[Calendar, Period]:
    """A calendar in which times are minutes, and a period to ask about."""
    quantity, held = draw(pools())
    rules = {"grid_minutes": draw(st.sampled_from([1, 4])), "min_minutes": 1}
    shown = resource(quantity=quantity, buffer_minutes=draw(st.integers(0, 2)), **rules)
    in_minutes = [one._replace(begins=one.begins * 60, ends=one.ends * 60) for one in held]
    calendar = Calendar(shown, in_minutes, (), instant(draw(times)), draw(st.integers(1, 3)))
    begins, ends = draw(stretches())
    return calendar, Period(starts_at=instant(begins), ends_at=instant(ends))


def can_be_dealt(calendar: Calendar, period: Period, units: int) -> bool:
    now = int(calendar.now.timestamp())
    wanted = calendar.occupied(period)
    return deal_anew(calendar.held, calendar.resource.quantity, wanted, units, now=now) is not None


@many
@given(calendars())
def test_a_calendar_has_room_exactly_where_units_can_be_dealt(
    asked: tuple[Calendar, Period],
) -> None:
    calendar, period = asked
    assert calendar.has_room(period) == can_be_dealt(calendar, period, calendar.units)


one_after_the_other = [Held(1, 3 * 60, 9 * 60, 1), Held(2, 9 * 60, 10 * 60, 2)]
"""At most one unit is in use, but nothing can move any more at minute 9: no unit is free."""


@many
@given(calendars())
@example(
    (
        Calendar(
            resource(quantity=2, grid_minutes=4, min_minutes=1),
            one_after_the_other,
            (),
            instant(9),
        ),
        Period(starts_at=instant(8), ends_at=instant(12)),
    )
)
def test_as_many_units_are_free_as_can_be_dealt(asked: tuple[Calendar, Period]) -> None:
    calendar, period = asked
    one = replace(calendar, units=1)
    most = 0 if not one.accepts(period) else calendar.resource.quantity
    while most and not can_be_dealt(calendar, period, most):
        most -= 1
    assert calendar.free_units(period) == most
