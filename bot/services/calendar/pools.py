"""The units of one resource and what they hold: pure functions over intervals.

Times are Unix seconds, intervals are half-open: many rows pass through here. All of them are
occupied periods, buffers included.

A pool is *full* for a request of n units where more than `quantity - n` units are in use. Units are
interchangeable, so a request that meets no full stretch can always be given units, if need be by
dealing anew those allocations that have not begun: taken in the order of their starts, each finds a
unit that is free by then (interval colouring).
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

Stretch = tuple[int, int]
"""From, until."""

BEFORE_ALL, AFTER_ALL = -(2**62), 2**62


class Held(NamedTuple):
    """An allocation: which booking holds which unit, from when until when."""

    unit: int
    begins: int
    ends: int
    booking_id: int


class Move(NamedTuple):
    """An allocation is dealt another unit."""

    booking_id: int
    unit: int
    new_unit: int


@dataclass(frozen=True)
class Deal:
    """The units that a request gets, what has to move for it, and until when that reaches."""

    units: tuple[int, ...]
    moves: tuple[Move, ...] = ()
    settled_at: int = BEFORE_ALL


def full_stretches(held: Iterable[tuple[int, int, int, int]], most: int) -> list[Stretch]:
    """The stretches, in order, in which more than `most` units are in use."""
    if most < 0:
        return [(BEFORE_ALL, AFTER_ALL)]
    edges: list[tuple[int, int]] = []
    for _, begins, ends, _ in held:
        edges += ((begins, 1), (ends, -1))
    edges.sort()
    found: list[Stretch] = []
    level, full_from = 0, 0
    for at, step in edges:
        level += step
        if step == 1 and level == most + 1:
            full_from = at
        elif step == -1 and level == most:
            found.append((full_from, at))
    return found


def peak(held: Iterable[Held], wanted: Stretch) -> int:
    """The most units that are in use at one instant of a stretch."""
    begins, ends = wanted
    edges: list[tuple[int, int]] = []
    for one in held:
        if one.begins < ends and one.ends > begins:
            edges += ((one.begins, 1), (one.ends, -1))
    edges.sort()
    return max(accumulate(step for _, step in edges), default=0)


def overlaps(stretches: Sequence[Stretch], begins: int, ends: int) -> bool:
    """Whether the last stretch that starts before `ends` reaches past `begins`."""
    index = bisect_left(stretches, (ends,))
    return index > 0 and stretches[index - 1][1] > begins


def best_fit(
    held: Sequence[Held],
    quantity: int,
    wanted: Stretch,
    units: int,
    *,
    kept: Sequence[int] = (),
) -> Deal | None:
    """The free units whose gaps the request fills most tightly; None when too few are free.

    Those that are `kept` come first, where they are free. `held` must show, for each unit, the
    neighbours on both sides of the request.
    """
    by_unit = _by_unit(held)
    gaps = []
    for unit in range(1, quantity + 1):
        gap = _gap(by_unit[unit], wanted)
        if gap is not None:
            gaps.append((unit not in kept, gap, unit))
    if len(gaps) < units:
        return None
    return Deal(tuple(sorted(unit for _, _, unit in sorted(gaps)[:units])))


def stays_on(units: Collection[int], kept: Collection[int]) -> bool:
    """Whether who has the units that are `kept` gives none away for another."""
    return set(kept) <= set(units) or set(units) <= set(kept)


def _by_unit(held: Iterable[Held]) -> dict[int, list[Stretch]]:
    by_unit: dict[int, list[Stretch]] = defaultdict(list)
    for unit, begins, ends, _ in sorted(held):
        by_unit[unit].append((begins, ends))
    return by_unit


def _gap(stretches: Sequence[Stretch], wanted: Stretch) -> int | None:
    """How long the unit is free around the wanted stretch; None when it is not."""
    begins, ends = wanted
    index = bisect_left(stretches, (ends,))
    before = stretches[index - 1][1] if index else BEFORE_ALL
    after = stretches[index][0] if index < len(stretches) else AFTER_ALL
    return after - before if before <= begins else None


def deal_anew(
    held: Iterable[Held],
    quantity: int,
    wanted: Stretch,
    units: int,
    *,
    now: int,
    kept: Sequence[int] = (),
) -> Deal | None:
    """Units for a request that no unit is free for throughout; None where the pool is full.

    What has begun, and what starts before the request, stays where it is; so does the request
    itself on the units that are `kept`, whether it wants more than those or fewer. `held` must be
    whole from the request's start until the deal's `settled_at`.
    """
    fixed: list[Held] = []
    waiting: list[Held] = []
    for one in sorted(held, key=_by_start):
        stays = one.begins < wanted[0] or one.begins <= now
        (fixed if stays else waiting).append(one)
    table = _Table(quantity, fixed, waiting)
    chosen = table.seat(wanted, units, kept)
    if chosen is None:
        return None
    moves = []
    settled_at = wanted[1]
    for one in waiting:
        unit = table.place(one)
        if unit is None:
            return None
        if unit != one.unit:
            moves.append(Move(one.booking_id, one.unit, unit))
            settled_at = max(settled_at, one.ends)
    return Deal(chosen, tuple(moves), settled_at)


def deal_within(held: Iterable[Held], quantity: int, *, now: int) -> tuple[Move, ...] | None:
    """The moves after which no unit above `quantity` is in use; None where that cannot be."""
    fixed: list[Held] = []
    waiting: list[Held] = []
    for one in sorted(held, key=_by_start):
        (fixed if one.begins <= now else waiting).append(one)
    if any(one.unit > quantity for one in fixed):
        return None
    table = _Table(quantity, fixed, waiting)
    placed = [(one, table.place(one)) for one in waiting]
    if any(unit is None for _, unit in placed):
        return None
    return tuple(
        Move(one.booking_id, one.unit, unit)
        for one, unit in placed
        if unit is not None and unit != one.unit
    )


class _Table:
    """The units while they are dealt, in the order of the starts."""

    def __init__(self, quantity: int, fixed: Sequence[Held], waiting: Sequence[Held]) -> None:
        self._fixed = _by_unit(fixed)
        self._following = _by_unit(waiting)
        self._free_at = {
            unit: max((ends for _, ends in self._fixed[unit]), default=BEFORE_ALL)
            for unit in range(1, quantity + 1)
        }

    def seat(self, wanted: Stretch, units: int, kept: Sequence[int]) -> tuple[int, ...] | None:
        """The request comes first: it takes the units that are kept, then those that are wanted
        again the latest."""
        begins, ends = wanted
        free = [unit for unit in self._free_at if not overlaps(self._fixed[unit], begins, ends)]
        free.sort(key=lambda unit: (unit not in kept, -self._next(unit, begins), unit))
        chosen = tuple(sorted(free[:units]))
        if len(chosen) < units or not stays_on(chosen, kept):
            return None
        for unit in chosen:
            self._free_at[unit] = max(self._free_at[unit], ends)
        return chosen

    def place(self, one: Held) -> int | None:
        """Its own unit where that is free by then, else the one that is wanted again the latest."""
        unit: int | None = one.unit
        if self._free_at.get(one.unit, AFTER_ALL) > one.begins:
            free = [unit for unit, at in self._free_at.items() if at <= one.begins]
            unit = max(free, key=lambda unit: self._next(unit, one.begins), default=None)
        if unit is not None:
            self._free_at[unit] = one.ends
        return unit

    def _next(self, unit: int, at: int) -> int:
        stretches = self._following[unit]
        index = bisect_left(stretches, (at,))
        return stretches[index][0] if index < len(stretches) else AFTER_ALL


def _by_start(one: Held) -> tuple[int, int, int]:
    return one.begins, one.unit, one.booking_id
