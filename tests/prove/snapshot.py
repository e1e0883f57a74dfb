"""All that a database holds about bookings, in plain SQL: whether it is sound in itself, and where
it differs from the model."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tests.plain import Plain
from tests.prove.model import ACTIVE, Booking, Model

Row = tuple[Any, ...]

RESOURCES = "SELECT id, quantity FROM resources ORDER BY id"
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
    SELECT booking_id, kind, revision, user_id, seconds(due_at), state
    FROM notifications ORDER BY id"""


@dataclass(frozen=True)
class Snapshot:
    resources: list[Row]
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

    def units(self) -> dict[int, dict[int, int]]:
        """Booking -> resource -> how many units."""
        units: dict[int, dict[int, int]] = defaultdict(Counter)
        for booking_id, resource_id, *_ in self.held:
            units[booking_id][resource_id] += 1
        return units

    def lines(self) -> dict[int, list[Row]]:
        """Booking -> its ledger, without its id."""
        lines: dict[int, list[Row]] = defaultdict(list)
        for booking_id, *line in self.ledger:
            lines[booking_id].append(tuple(line))
        return lines


def take(plain: Plain) -> Snapshot:
    queries = (RESOURCES, BOOKINGS, HELD, LEDGER, OUTBOX)
    return Snapshot(*(plain.execute(query) for query in queries))


def unsound(seen: Snapshot, now: int) -> list[str]:
    """What must never be, whatever was asked for; each in a sentence."""
    return [*_overlaps(seen), *_wrong_units(seen, now), *_wrong_places(seen), *_broken(seen)]


def _overlaps(seen: Snapshot) -> Iterator[str]:
    """The rows are in the order of their units and times."""
    active = [row for row in seen.held if row[5]]
    for one, other in pairwise(active):
        if one[1:3] == other[1:3] and other[3] < one[4]:
            yield f"bookings {one[0]} and {other[0]} overlap on (resource, unit) {one[1:3]}"


def _wrong_units(seen: Snapshot, now: int) -> Iterator[str]:
    quantity = dict(seen.resources)
    for booking_id, resource_id, unit, _, ends, active, in_hand in seen.held:
        if in_hand is not None or unit < 1:
            yield f"booking {booking_id}: {resource_id} is in hand as {unit}"
        if unit > quantity[resource_id] and active and ends > now:
            yield f"booking {booking_id}: there is no unit {unit} of {resource_id}"


def _wrong_places(seen: Snapshot) -> Iterator[str]:
    rows = {row[0]: row for row in seen.bookings}
    for booking_id, _, _, begins, ends, active, _ in seen.held:
        _, _, status, starts, stops, *_ = rows[booking_id]
        if active != (status in ACTIVE):
            yield f"booking {booking_id} is {status}, and yet active is {active}"
        if starts - begins != ends - stops or begins > starts:
            yield f"booking {booking_id} of {starts} to {stops} occupies {begins} to {ends}"
    for booking_id in rows.keys() - {row[0] for row in seen.held}:
        yield f"booking {booking_id} holds nothing"


def _broken(seen: Snapshot) -> Iterator[str]:
    """Where a ledger does not lead to what is."""
    lines, units = seen.lines(), seen.units()
    for booking_id, _, status, starts, ends, *_ in seen.bookings:
        own = lines[booking_id]
        if not own:
            yield f"booking {booking_id} has no ledger"
            continue
        steps = [line[3:5] for line in own]
        if [None, *(to for _, to in steps)] != [*(come for come, _ in steps), status]:
            yield f"booking {booking_id} is {status} after {steps}"
        last = [line[5] for line in own if line[5]][-1]
        holds = json.loads(last) if isinstance(last, str) else last
        if (holds["starts_at"], holds["ends_at"]) != (starts, ends):
            yield f"booking {booking_id} of {starts} to {ends}, in its ledger {holds}"
        if dict(holds["units"]) != units[booking_id]:
            yield f"booking {booking_id} holds {dict(units[booking_id])}, in its ledger {holds}"


def problems(seen: Snapshot, model: Model) -> list[str]:
    """What is not as it has to be."""
    found = unsound(seen, model.now)
    rows = {row[0]: row for row in seen.bookings}
    if rows.keys() != model.bookings.keys():
        return [*found, f"there are bookings {sorted(rows)}, not {sorted(model.bookings)}"]
    lines, units = seen.lines(), seen.units()
    occupied = defaultdict(set)
    for booking_id, resource_id, _, begins, ends, active, _ in seen.held:
        occupied[booking_id, resource_id].add((begins, ends, bool(active)))
    for booking in model.bookings.values():
        where = {one: occupied[booking.id, one] for one in booking.units}
        told = [row[1:] for row in seen.outbox if row[0] == booking.id]
        found += _differ("row", booking, rows[booking.id], _row_of(booking))
        found += _differ("units", booking, dict(units[booking.id]), booking.units)
        found += _differ("occupied", booking, where, _occupied_of(booking))
        found += _differ("ledger", booking, [line[:5] for line in lines[booking.id]], booking.lines)
        found += _not_in_outbox(booking, told)
    return found


def unseated(before: Snapshot, after: Snapshot, now: int) -> Iterator[str]:
    """What has begun keeps its unit; its owner may move it as long as only its buffer has."""
    old, new = before.seats(now), after.seats(now)
    changed = set(before.bookings) - set(after.bookings)
    free = {one for one, _, _, starts, ends, *_ in changed if not starts <= now < ends}
    for booking_id, resource_id in old.keys() & new.keys():
        units = old[booking_id, resource_id], new[booking_id, resource_id]
        if units[0] != units[1] and booking_id not in free:
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


def _occupied_of(booking: Booking) -> Mapping[int, set[Row]]:
    return {one: {(*stretch, booking.is_active)} for one, stretch in booking.occupied.items()}


def _not_in_outbox(booking: Booking, rows: list[Row]) -> Iterator[str]:
    waiting = [row for row in rows if row[4] == "waiting"]
    reminders = [row[1:4] for row in waiting if row[0] == "reminder"]
    expected = [(booking.revision, booking.user_id, due) for due in sorted(booking.reminders)]
    yield from _differ("reminders", booking, sorted(reminders), expected)
    ending = [row[1:4] for row in waiting if row[0] == "ending"]
    at = [(booking.revision, booking.user_id, booking.ending)] if booking.ending else []
    yield from _differ("its end", booking, ending, at)
    news = [row[:3] for row in waiting if row[0] in ("decision", "expiry")]
    told = [(booking.news, booking.revision, booking.user_id)] if booking.news else []
    yield from _differ("news", booking, news, told)
    cards = [row[1] for row in rows if row[0] == "approval_card"]
    if len(cards) != len(set(cards)):
        yield f"booking {booking.id}: two cards of one revision, {cards}"
    if booking.status == "pending" and booking.revision not in cards:
        yield f"booking {booking.id}: nobody is asked about revision {booking.revision}"
    if booking.status == "pending" and booking.decide_by is None:
        yield f"booking {booking.id}: it waits for ever"
