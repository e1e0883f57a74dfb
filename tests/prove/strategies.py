"""What histories are made of: few people, resources and times, so that they meet often."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

HOUR = 60
DAY = 24 * HOUR

ZONES = ("Europe/Kyiv", "Asia/Kathmandu", "America/New_York", "Australia/Lord_Howe")
MOMENTS = (
    datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
    datetime(2026, 3, 8, 5, 40, tzinfo=UTC),  # New York's clocks go forward at 7:00
    datetime(2026, 3, 28, 23, 10, tzinfo=UTC),  # Kyiv's do at 1:00
    datetime(2026, 4, 4, 13, 30, tzinfo=UTC),  # Lord Howe's go back by half an hour at 15:00
    datetime(2026, 10, 24, 23, 0, tzinfo=UTC),  # Kyiv's go back at 1:00
    datetime(2026, 3, 8, 20, 30, tzinfo=UTC),  # a Sunday: the week ends
)


def mostly(usual: Any, *others: Any) -> st.SearchStrategy[Any]:
    """`usual` first, for that is what examples shrink to."""
    return st.sampled_from([usual] * (6 * len(others)) + list(others))


def weekly(*spans: tuple[int, int], days: int = 7) -> tuple[tuple[int, int, int], ...]:
    """Weekday, opens, closes: in minutes from hours."""
    return tuple(
        (day, opens * HOUR, closes * HOUR) for day in range(days) for opens, closes in spans
    )


plain: dict[str, st.SearchStrategy[Any]] = {
    "timezone": st.sampled_from(ZONES),
    "quantity": st.sampled_from([1, 2, 3, 2, 4]),
    "buffer_minutes": st.sampled_from([0, 15, 0, 5, 30, 0]),
    "requires_approval": st.booleans(),
    "approval_minutes": st.sampled_from([DAY, 30, 2 * HOUR]),
}
"""What each resource has its own of."""
limits: dict[str, st.SearchStrategy[Any]] = {
    "grid_minutes": st.just(30),
    "min_minutes": st.sampled_from([30, 40]),
    "max_minutes": st.sampled_from([240, 120]),
    "notice_minutes": st.just(60),
    "horizon_days": st.just(1),
    "max_open_bookings": st.sampled_from([1, 2]),
    "max_week_minutes": st.sampled_from([90, 240]),
    "bookers": st.sampled_from([frozenset({"staff"}), frozenset({"staff", "press"})]),
    "opening_hours": st.sampled_from(
        [weekly((8, 20)), weekly((0, 12), (12, 24)), weekly((0, 24), days=6)]
    ),
}
"""What some have besides."""
limit = st.sampled_from(
    sorted([*limits, "max_open_bookings", "max_week_minutes", "bookers"])
).flatmap(lambda name: st.tuples(st.just(name), limits[name]))
WITHOUT = {
    "grid_minutes": 15,
    "min_minutes": 15,
    "max_minutes": 2000,
    "notice_minutes": 0,
    "horizon_days": 60,
    "max_open_bookings": None,
    "max_week_minutes": None,
    "bookers": frozenset(),
    "opening_hours": (),
}
resources = st.lists(
    st.builds(
        lambda rules, limited: WITHOUT | rules | dict(limited),
        st.fixed_dictionaries(plain),
        st.lists(limit, max_size=2),
    ),
    min_size=3,
    max_size=3,
)


@dataclass(frozen=True)
class When:
    """A start: so many half hours from the next one, or from the start of what is booked."""

    halves: int
    near: int | None = None
    days: int = 0
    seconds: int = 0


whens = st.builds(
    When,
    halves=st.integers(-1, 8),
    near=st.none() | st.integers(0, 9),
    days=mostly(0, 1, 7, 61),
    seconds=mostly(0, 15 * 60, 15 * 60, 30),
)
minutes = st.sampled_from([60, 30, 90, 60, 120, 30, 90, 60, 120, 30, 240, 15, 45, 300, 20])
ALL, TOO_MANY = 98, 99
counts = st.sampled_from([1, 1, 2, 1, 1, 2, ALL, 1, 3, 1, 2, ALL, TOO_MANY])
wanted = st.dictionaries(st.integers(0, 2), counts, min_size=1, max_size=3)
"""Which resource -> how many units."""
growth = st.sampled_from([1, -1])
"""How many units more of what is held."""

Change = tuple[str, Any]
"""What of the world becomes different: a rule and its value, a closure, or a person."""

changeable = {
    "quantity": plain["quantity"],
    "buffer_minutes": plain["buffer_minutes"],
    "requires_approval": plain["requires_approval"],
    "limit": limit | st.sampled_from(sorted(WITHOUT.items(), key=str)),
    "is_active": mostly(True, False),  # noqa: FBT003
    "closure": st.tuples(whens, minutes),
    "person": st.tuples(
        mostly("member", "blocked"),
        st.frozensets(st.sampled_from(["staff", "guest"])),
    ),
}
changes = st.sampled_from(sorted(changeable)).flatmap(
    lambda what: st.tuples(st.just(what), changeable[what])
)

waits = st.sampled_from([5, 1, 15, 3, 30, 5, 14, 60, 2, 15, 3 * HOUR, DAY])
seconds = mostly(0, 1, 59)
edges = st.sampled_from(["starts", "decide_by", "starts", "undo", "ends", "buffer", "grace"])
"""Moments at which something of a booking becomes possible, or impossible."""
around = st.sampled_from([0, 60, -1, 1, 300, 0, -60])
"""So many seconds off."""
