"""What the database refuses by itself, whatever path it comes by: its rules, tried in plain SQL."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from db.engine import Database
from db.guards import postgresql, sqlite
from db.guards.rules import (
    ALLOCATION_DISAGREES,
    BOOKING_KEPT,
    LEDGER_APPEND_ONLY,
    SLOT_OVERLAP,
    STATUS_CHANGE_ILLEGAL,
    UNIT_MISSING,
)
from tests.db.rows import (
    HOUR,
    LEDGER,
    NOON,
    add,
    allocation,
    booking,
    insert,
    is_active,
    occupied,
)
from tests.plain import FOREIGN_KEY, Plain, Refused

MONTH = 30 * 24 * HOUR
LAPTOP = {"resource_id": 2}


def refused(rule: str) -> AbstractContextManager[pytest.ExceptionInfo[Refused]]:
    return pytest.raises(Refused, match=f"^{rule}$")


@contextmanager
def transaction(plain: Plain) -> Iterator[None]:
    """All of it or nothing; its end is the commit, which may be refused too."""
    plain.execute("BEGIN")
    try:
        yield
        plain.execute("COMMIT")
    except Refused:
        plain.execute("ROLLBACK")
        raise


def move(booking_id: int, start: int, end: int) -> str:
    """Shift the start and the end of a booking by so many seconds."""
    return (
        f"UPDATE bookings SET starts_at = later(starts_at, {start}),"
        f" ends_at = later(ends_at, {end}) WHERE id = {booking_id}"
    )


def become(booking_id: int, status: str) -> str:
    return f"UPDATE bookings SET status = '{status}' WHERE id = {booking_id}"


def deal(booking_id: int, unit: int) -> str:
    return f"UPDATE booking_resources SET unit = {unit} WHERE booking_id = {booking_id}"


def widen(before: int, after: int) -> str:
    """Occupy so many seconds more on each side."""
    return (
        f"UPDATE booking_resources SET occupied_from = later(occupied_from, {-before}),"
        f" occupied_until = later(occupied_until, {after}) WHERE booking_id = 1"
    )


# What overlaps


@pytest.mark.parametrize("shift", [-HOUR + 1, -1, 0, 1, HOUR - 1])
def test_an_overlapping_allocation_is_refused(plain: Plain, shift: int) -> None:
    with refused(SLOT_OVERLAP):
        add(plain, 2, NOON + shift)


def test_an_allocation_around_another_is_refused(plain: Plain) -> None:
    plain.execute(booking(2, NOON - HOUR))
    plain.execute(move(2, 0, 2 * HOUR))
    with refused(SLOT_OVERLAP):
        plain.execute(allocation(2, NOON - HOUR, occupied_until=NOON + 2 * HOUR))


@pytest.mark.parametrize("shift", [-HOUR, HOUR])
def test_a_neighbour_is_let_in(plain: Plain, shift: int) -> None:
    add(plain, 2, NOON + shift)
    assert is_active(plain, 2)


def test_another_unit_is_let_in_but_not_one_that_does_not_exist(plain: Plain) -> None:
    add(plain, 2, NOON, **LAPTOP)
    add(plain, 3, NOON, **LAPTOP, unit=2)
    with refused(UNIT_MISSING):
        add(plain, 4, NOON, **LAPTOP, unit=3)
    with refused(UNIT_MISSING):
        plain.execute(deal(3, 3))


@pytest.mark.parametrize("unit", ["0.5", "1.5", "'one'"])
def test_a_unit_is_a_whole_number(plain: Plain, unit: str) -> None:
    if plain.backend == "postgresql":
        return  # its columns of integers hold nothing else
    add(plain, 2, NOON, **LAPTOP)
    with refused(UNIT_MISSING):
        plain.execute(deal(2, unit))
    plain.execute(booking(3, NOON))
    with refused(UNIT_MISSING):
        plain.execute(
            "INSERT INTO booking_resources SELECT 3, resource_id, "
            f"{unit}, occupied_from, occupied_until, active FROM booking_resources"
            " WHERE booking_id = 2"
        )


def test_a_move_into_an_overlap_is_refused_and_moves_nothing(plain: Plain) -> None:
    add(plain, 2, NOON + HOUR)
    with refused(SLOT_OVERLAP):
        plain.execute(move(2, -1, -1))
    assert occupied(plain, 2) == [(1, NOON + HOUR, NOON + 2 * HOUR)]


# Units that are dealt anew


def test_units_of_overlapping_bookings_are_swapped_in_one_transaction(plain: Plain) -> None:
    add(plain, 2, NOON, **LAPTOP)
    add(plain, 3, NOON + 60, **LAPTOP, unit=2)
    with refused(SLOT_OVERLAP):
        plain.execute(deal(2, 2))
    with transaction(plain):
        for booking_id, unit in ((2, -1), (3, 1), (2, 2)):
            plain.execute(deal(booking_id, unit))
    assert occupied(plain, 2) == [(2, NOON, NOON + HOUR)]
    assert occupied(plain, 3) == [(1, NOON + 60, NOON + HOUR + 60)]


def test_a_commit_that_leaves_a_unit_in_hand_is_refused(plain: Plain) -> None:
    with refused(FOREIGN_KEY), transaction(plain):
        plain.execute(deal(1, -1))
    assert occupied(plain, 1) == [(1, NOON, NOON + HOUR)]


def test_a_new_allocation_cannot_stay_in_hand_either(plain: Plain) -> None:
    plain.execute(booking(2, NOON))
    with refused(FOREIGN_KEY), transaction(plain):
        plain.execute(allocation(2, NOON, unit=-1))
    assert occupied(plain, 2) == []


def test_what_is_in_hand_overlaps_like_any_unit(plain: Plain) -> None:
    add(plain, 2, NOON, **LAPTOP)
    add(plain, 3, NOON, **LAPTOP, unit=2)
    with refused(SLOT_OVERLAP), transaction(plain):
        plain.execute(deal(2, -7))
        plain.execute(deal(3, -7))


# What an allocation has of its booking and of its resource


def test_a_new_allocation_has_exactly_the_buffer_of_its_resource(plain: Plain) -> None:
    plain.execute("UPDATE resources SET buffer_minutes = 15")
    plain.execute(booking(2, NOON + 3 * HOUR))
    begins, ends, margin = NOON + 3 * HOUR, NOON + 4 * HOUR, 15 * 60
    for before, after in ((0, 0), (margin, 0), (0, margin), (margin + 1, margin + 1), (-1, -1)):
        with refused(ALLOCATION_DISAGREES):
            plain.execute(allocation(2, begins - before, occupied_until=ends + after))
    plain.execute(allocation(2, begins - margin, occupied_until=ends + margin))
    assert occupied(plain, 2) == [(1, begins - margin, ends + margin)]


@pytest.mark.parametrize(("before", "after"), [(1, 0), (0, 1), (-1, -1), (60, 61), (-60, 60)])
def test_a_margin_that_is_not_even_is_refused(plain: Plain, before: int, after: int) -> None:
    with refused(ALLOCATION_DISAGREES):
        plain.execute(widen(before, after))


def test_an_even_margin_is_kept_whatever_becomes_of_the_buffer(plain: Plain) -> None:
    plain.execute(widen(600, 600))
    plain.execute("UPDATE resources SET buffer_minutes = 15")
    plain.execute(move(1, HOUR, HOUR))
    assert occupied(plain, 1) == [(1, NOON + HOUR - 600, NOON + 2 * HOUR + 600)]


@pytest.mark.parametrize(
    ("start", "end"), [(60, 60), (-60, 600), (0, -60), (MONTH, MONTH), (-5 * MONTH, -5 * MONTH)]
)
def test_a_plain_change_of_the_period_moves_the_allocation(
    plain: Plain, start: int, end: int
) -> None:
    """By the same seconds, over a change of the clocks too."""
    plain.execute(move(1, start, end))
    assert occupied(plain, 1) == [(1, NOON + start, NOON + HOUR + end)]


@pytest.mark.parametrize("wrong", [{"active": False}, {"occupied_until": NOON + 2 * HOUR + 60}])
def test_an_allocation_cannot_be_added_that_disagrees(
    plain: Plain, wrong: dict[str, object]
) -> None:
    with refused(ALLOCATION_DISAGREES):
        add(plain, 2, NOON + HOUR, **wrong)


def test_an_allocation_can_neither_be_let_go_nor_given_to_another_booking(plain: Plain) -> None:
    plain.execute(booking(2, NOON + HOUR))
    for change in ("active = NOT active", "booking_id = 2"):
        with refused(ALLOCATION_DISAGREES):
            plain.execute(f"UPDATE booking_resources SET {change}")


# What a status does


@pytest.mark.parametrize("status", ["rejected", "cancelled", "expired"])
def test_a_plain_change_of_the_status_frees_the_slot(plain: Plain, status: str) -> None:
    add(plain, 2, NOON + HOUR)
    plain.execute(become(2, status))
    assert not is_active(plain, 2)
    add(plain, 3, NOON + HOUR)


def test_an_approved_booking_stays_active(plain: Plain) -> None:
    add(plain, 2, NOON + HOUR)
    plain.execute(become(2, "approved"))
    assert is_active(plain, 2)


def test_a_moved_booking_is_pending_again_and_stays_active(plain: Plain) -> None:
    plain.execute(
        "UPDATE bookings SET status = 'pending', starts_at = later(starts_at, 60),"
        " ends_at = later(ends_at, 60)"
    )
    assert is_active(plain, 1)
    assert occupied(plain, 1) == [(1, NOON + 60, NOON + HOUR + 60)]


@pytest.mark.parametrize("status", ["pending", "approved"])
def test_a_cancellation_is_undone_only_while_the_slot_is_free(plain: Plain, status: str) -> None:
    plain.execute(become(1, "cancelled"))
    plain.execute(become(1, status))
    assert is_active(plain, 1)
    plain.execute(become(1, "cancelled"))
    add(plain, 2, NOON + 60)
    with refused(SLOT_OVERLAP):
        plain.execute(become(1, status))
    assert not is_active(plain, 1)
    assert plain.execute("SELECT status FROM bookings WHERE id = 1") == [("cancelled",)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("approved", "rejected"),
        ("approved", "expired"),
        ("cancelled", "rejected"),
        ("cancelled", "expired"),
        ("rejected", "cancelled"),
        ("expired", "pending"),
        ("expired", "approved"),
    ],
)
def test_an_illegal_change_of_status_is_refused(plain: Plain, old: str, new: str) -> None:
    plain.execute(booking(2, NOON + HOUR, old))
    with refused(STATUS_CHANGE_ILLEGAL):
        plain.execute(become(2, new))


# What is kept


def test_the_ledger_cannot_be_rewritten(plain: Plain) -> None:
    plain.execute(insert("booking_events", **LEDGER))
    for statement in ("UPDATE booking_events SET reason = 'x'", "DELETE FROM booking_events"):
        with refused(LEDGER_APPEND_ONLY):
            plain.execute(statement)


@pytest.mark.parametrize("table", ["bookings", "booking_resources"])
def test_what_is_held_cannot_be_deleted(plain: Plain, table: str) -> None:
    with refused(BOOKING_KEPT):
        plain.execute(f"DELETE FROM {table}")


def test_what_is_no_longer_held_may_go(plain: Plain) -> None:
    plain.execute(become(1, "cancelled"))
    plain.execute("DELETE FROM booking_resources")
    assert occupied(plain, 1) == []


def test_what_is_in_hand_may_go(plain: Plain) -> None:
    """A change of a booking can leave it with fewer units."""
    with transaction(plain):
        plain.execute(deal(1, -1))
        plain.execute("DELETE FROM booking_resources")
    assert occupied(plain, 1) == []


async def test_replace_does_not_pass_behind_the_triggers(
    database_path: Path, db: Database, plain: Plain
) -> None:
    """SQLite, on the connections of `db.engine`; another client needs `recursive_triggers`."""
    plain.execute(insert("booking_events", id=1, **LEDGER))
    again = insert("booking_events", id=1, **LEDGER).replace("INSERT", "INSERT OR REPLACE")
    async with db.writing() as session:
        connection = await session.connection()
        with pytest.raises(IntegrityError, match=LEDGER_APPEND_ONLY):
            await connection.exec_driver_sql(again.replace("moment", ""))


# Each guard is the one that refuses


@dataclass(frozen=True)
class Trial:
    """What is tried, what comes of it, and what would come of it without a guard."""

    sqlite: str
    postgresql: str
    steps: tuple[str, ...]
    outcome: object
    without: object = ()


def trial(name: str, *steps: str, **outcomes: object) -> Trial:
    """Of a trigger that has the same name on both."""
    return Trial(name, name, steps, **outcomes)


LATER = NOON + 2 * HOUR
TRIALS = (
    Trial(
        "booking_resources_overlap_insert",
        SLOT_OVERLAP,
        (booking(2, NOON), allocation(2, NOON)),
        outcome=SLOT_OVERLAP,
    ),
    Trial(
        "booking_resources_overlap_update",
        SLOT_OVERLAP,
        (booking(2, LATER), allocation(2, LATER), move(2, -2 * HOUR, -2 * HOUR)),
        outcome=SLOT_OVERLAP,
    ),
    trial(
        "booking_resources_guard_insert",
        booking(2, LATER),
        allocation(2, LATER + 60, unit=1),
        outcome=ALLOCATION_DISAGREES,
    ),
    trial(
        "booking_resources_guard_insert",
        booking(2, LATER),
        allocation(2, LATER, unit=2),
        outcome=UNIT_MISSING,
    ),
    trial(
        "booking_resources_guard_update",
        widen(0, 60),
        outcome=ALLOCATION_DISAGREES,
    ),
    trial("booking_resources_guard_update", deal(1, 2), outcome=UNIT_MISSING),
    trial("bookings_status_legal", become(1, "expired"), outcome=STATUS_CHANGE_ILLEGAL),
    trial(
        "bookings_status_occupies",
        become(1, "cancelled"),
        "SELECT active FROM booking_resources",
        outcome=((False,),),
        without=((True,),),
    ),
    trial(
        "bookings_period_occupies",
        move(1, 60, 60),
        "SELECT seconds(occupied_from) FROM booking_resources",
        outcome=((NOON + 60,),),
        without=((NOON,),),
    ),
    trial(
        "bookings_no_delete",
        booking(2, LATER),
        "DELETE FROM bookings WHERE id = 2",
        outcome=BOOKING_KEPT,
    ),
    trial(
        "booking_resources_no_delete",
        "DELETE FROM booking_resources",
        outcome=BOOKING_KEPT,
    ),
    trial(
        "booking_events_no_update",
        insert("booking_events", **LEDGER),
        "UPDATE booking_events SET reason = 'x'",
        outcome=LEDGER_APPEND_ONLY,
    ),
    trial(
        "booking_events_no_delete",
        insert("booking_events", **LEDGER),
        "DELETE FROM booking_events",
        outcome=LEDGER_APPEND_ONLY,
    ),
)
TRUNCATIONS = (
    trial(
        "booking_resources_no_truncate",
        "TRUNCATE booking_resources",
        outcome=BOOKING_KEPT,
    ),
    trial(
        "booking_events_no_truncate",
        "TRUNCATE booking_events",
        outcome=LEDGER_APPEND_ONLY,
    ),
)
"""PostgreSQL alone has such a statement."""


def outcome(plain: Plain, tried: Trial, *, without: str | None = None) -> object:
    """The rule that refused, or the rows of the last step; nothing is left of it all."""
    plain.execute("BEGIN")
    try:
        if without is not None:
            plain.drop(without)
        results = [plain.execute(step) for step in tried.steps]
    except Refused as refusal:
        return refusal.rule
    finally:
        plain.execute("ROLLBACK")
    return tuple(results[-1])


def check_absence_is_detected(plain: Plain, tried: Trial) -> None:
    assert outcome(plain, tried) == tried.outcome
    guard = getattr(tried, plain.backend)
    assert outcome(plain, tried, without=guard) == tried.without


@pytest.mark.parametrize("tried", TRIALS, ids=lambda tried: tried.sqlite)
def test_without_its_guard_each_rule_is_broken(plain: Plain, tried: Trial) -> None:
    check_absence_is_detected(plain, tried)


@pytest.mark.parametrize("tried", TRUNCATIONS, ids=lambda tried: tried.postgresql)
def test_nothing_is_truncated(postgresql_url: str, plain: Plain, tried: Trial) -> None:
    check_absence_is_detected(plain, tried)


def test_a_booking_cannot_be_truncated_either(postgresql_url: str, plain: Plain) -> None:
    """It takes its allocations and the ledger along, and those refuse."""
    with refused(f"{BOOKING_KEPT}|{LEDGER_APPEND_ONLY}"):
        plain.execute("TRUNCATE bookings CASCADE")


def test_no_guard_is_forgotten() -> None:
    """A trigger that is added must be added to the trials above."""
    assert {tried.sqlite for tried in TRIALS} == set(sqlite.TRIGGERS)
    tried = {tried.postgresql for tried in (*TRIALS, *TRUNCATIONS)}
    assert tried == {*postgresql.TRIGGERS, SLOT_OVERLAP}
