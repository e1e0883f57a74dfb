"""All that a database holds about bookings, in plain SQL, and where it differs from the model."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tests.plain import Plain
from tests.prove.model import Booking, Model

Row = tuple[Any, ...]

BOOKINGS = """
    SELECT id, user_id, status, seconds(starts_at), seconds(ends_at), revision,
        seconds(decide_by), decided_by, seconds(created_at)
    FROM bookings ORDER BY id"""
HELD = """
    SELECT booking_id, resource_id, unit, seconds(occupied_from), seconds(occupied_until), active,
        in_hand
    FROM booking_resources ORDER BY resource_id, unit, occupied_from, booking_id"""
LEDGER = """
    SELECT booking_id, actor_id, seconds(at), action, from_status, to_status, holds
    FROM booking_events ORDER BY id"""
OUTBOX = """
    SELECT booking_id, kind, revision, user_id, seconds(due_at), state, attempts
    FROM notifications ORDER BY id"""


@dataclass(frozen=True)
class Snapshot:
    bookings: list[Row]
    held: list[Row]
    ledger: list[Row]
    outbox: list[Row]

    def seats(self, now: int) -> dict[tuple[int, int], list[int]]:
        """Who sits where, of those that have begun: (booking, resource) -> units."""
        seats: dict[tuple[int, int], list[int]] = {}
        for booking_id, resource_id, unit, begins, _, active, _ in self.held:
            if active and begins <= now:
                seats.setdefault((booking_id, resource_id), []).append(unit)
        return seats


def take(plain: Plain) -> Snapshot:
    return Snapshot(*(plain.execute(query) for query in (BOOKINGS, HELD, LEDGER, OUTBOX)))


def problems(seen: Snapshot, model: Model) -> list[str]:
    """What is not as it has to be; each in a sentence."""
    found = [*_not_sound(seen, model)]
    lines: dict[int, list[Row]] = {}
    for booking_id, *line in seen.ledger:
        lines.setdefault(booking_id, []).append(tuple(line))
    units = Counter((booking_id, resource_id) for booking_id, resource_id, *_ in seen.held)
    occupied = {(booking_id, one): (begins, ends, bool(active))
                for booking_id, one, _, begins, ends, active, _ in seen.held}  # fmt: skip
    rows = {row[0]: row for row in seen.bookings}
    if rows.keys() != model.bookings.keys():
        found.append(f"bookings {sorted(rows)}, not {sorted(model.bookings)}")
    for booking in model.bookings.values():
        own = {one: count for (booking_id, one), count in units.items() if booking_id == booking.id}
        where = {one: occupied[booking.id, one] for one in own}
        told = [row for row in seen.outbox if row[0] == booking.id]
        found += _differ("row", booking, rows[booking.id], _row_of(booking))
        found += _differ("units", booking, own, booking.units)
        found += _differ("occupied", booking, where, _occupied_of(booking))
        found += _not_in_ledger(booking, lines.get(booking.id, []))
        found += _not_in_outbox(booking, told)
    return found


def unseated(before: Snapshot, after: Snapshot, model: Model) -> Iterator[str]:
    """What has begun keeps its unit; its owner may move it as long as only its buffer has."""
    old, new = before.seats(model.now), after.seats(model.now)
    changed = {row[0] for row in set(after.bookings) - set(before.bookings)}
    for booking_id, resource_id in old.keys() & new.keys():
        is_free = booking_id in changed and model.bookings[booking_id].starts > model.now
        units = old[booking_id, resource_id], new[booking_id, resource_id]
        if units[0] != units[1] and not is_free:
            yield f"booking {booking_id} sat on {units[0]} of {resource_id}, now on {units[1]}"


def _differ(what: str, booking: Booking, seen: object, expected: object) -> Iterator[str]:
    if seen != expected:
        yield f"booking {booking.id}: {what} is {seen}, not {expected}"


def _row_of(booking: Booking) -> Row:
    return (
        booking.id,
        booking.user_id,
        booking.status,
        booking.starts,
        booking.ends,
        booking.revision,
        booking.decide_by,
        booking.decided_by,
        booking.created,
    )


def _occupied_of(booking: Booking) -> dict[int, Row]:
    return {one: (*stretch, booking.is_active) for one, stretch in booking.occupied.items()}


def _not_sound(seen: Snapshot, model: Model) -> Iterator[str]:
    """What must never be, whatever was asked for: the rows are in the order of their units."""
    active = [row for row in seen.held if row[5]]
    for one, other in pairwise(active):
        if one[1:3] == other[1:3] and other[3] < one[4]:
            yield f"bookings {one[0]} and {other[0]} overlap on {one[1:3]}"
    for booking_id, resource_id, unit, _, ends, is_active, in_hand in seen.held:
        if in_hand is not None or unit < 1:
            yield f"booking {booking_id}: {resource_id} is in hand as {unit}"
        is_over = ends <= model.now or not is_active
        if unit > model.resources[resource_id].quantity and not is_over:
            yield f"booking {booking_id}: there is no unit {unit} of {resource_id}"


def _not_in_ledger(booking: Booking, lines: list[Row]) -> Iterator[str]:
    yield from _differ("ledger", booking, [line[:5] for line in lines], booking.lines)
    for (*_, before, _), (_, _, _, after, _, _) in pairwise(lines):
        if before != after:
            yield f"booking {booking.id}: its ledger goes from {before} on as {after}"
    last = [line[5] for line in lines if line[5]][-1]
    holds = json.loads(last) if isinstance(last, str) else last
    held = {
        "starts_at": booking.starts,
        "ends_at": booking.ends,
        "units": sorted(map(list, booking.units.items())),
    }
    holds["units"].sort()
    yield from _differ("held by its ledger", booking, holds, held)


def _not_in_outbox(booking: Booking, rows: list[Row]) -> Iterator[str]:
    waiting = [row for row in rows if row[5] == "waiting"]
    reminders = [row[2:5] for row in waiting if row[1] == "reminder"]
    expected = [(booking.revision, booking.user_id, due) for due in sorted(booking.reminders)]
    yield from _differ("reminders", booking, sorted(reminders), expected)
    news = [row[1:4] for row in waiting if row[1] in ("decision", "expiry")]
    told = [(booking.news, booking.revision, booking.user_id)] if booking.news else []
    yield from _differ("news", booking, news, told)
    cards = [row[2] for row in rows if row[1] == "approval_card"]
    if len(cards) != len(set(cards)):
        yield f"booking {booking.id}: two cards of one revision, {cards}"
    if booking.status == "pending" and booking.revision not in cards:
        yield f"booking {booking.id}: nobody is asked about revision {booking.revision}"
    if booking.status == "pending" and booking.decide_by is None:
        yield f"booking {booking.id}: it waits for ever"
