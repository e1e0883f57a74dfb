"""How many units of a pool are taken, and by whom, from one change to the next."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from itertools import pairwise
from typing import NamedTuple

from bot.schemas.periods import Period
from bot.schemas.plans import Booked
from db.enums import BookingStatus


class State(IntEnum):
    APPROVED = 0
    PENDING = 1
    TURNAROUND = 2


class Look(NamedTuple):
    """What a stretch looks like; mine come before others', firm ones before the rest."""

    is_others: bool
    state: State


def stretches(booked: Booked) -> Iterator[tuple[Period, Look]]:
    """A booking, and its turnaround before and after."""
    begins, ends = booked.period.starts_at, booked.period.ends_at
    is_pending = booked.status is BookingStatus.PENDING
    yield booked.period, Look(not booked.is_mine, State(is_pending))
    for starts_at, ends_at in (
        (booked.occupied.starts_at, begins),
        (ends, booked.occupied.ends_at),
    ):
        if starts_at < ends_at:
            edge = Period(starts_at=starts_at, ends_at=ends_at)
            yield edge, Look(not booked.is_mine, State.TURNAROUND)


@dataclass(frozen=True)
class Level:
    """The units that are taken in a stretch, by their look."""

    period: Period
    units: tuple[tuple[Look, int], ...]

    @property
    def taken(self) -> int:
        return sum(units for _, units in self.units)


def levels(booked: Iterable[Booked]) -> Iterator[Level]:
    """One after another; those in which nothing is taken are left out."""
    steps: dict[datetime, Counter[Look]] = defaultdict(Counter)
    for one in booked:
        for period, look in stretches(one):
            steps[period.starts_at][look] += one.units
            steps[period.ends_at][look] -= one.units
    present: Counter[Look] = Counter()
    instants = sorted(steps)
    for begins, ends in pairwise(instants):
        present.update(steps[begins])
        if units := tuple(sorted((+present).items())):
            yield Level(Period(starts_at=begins, ends_at=ends), units)


def runs(found: Iterable[Level]) -> Iterator[tuple[Period, int]]:
    """The stretches in which equally many are taken, and how many these are."""
    current: tuple[Period, int] | None = None
    for level in found:
        period, taken = level.period, level.taken
        if current and current[1] == taken and current[0].ends_at == period.starts_at:
            current = Period(starts_at=current[0].starts_at, ends_at=period.ends_at), taken
            continue
        if current:
            yield current
        current = period, taken
    if current:
        yield current
