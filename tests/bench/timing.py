"""Side by side: candidates take turns, forward and backward, and their medians are compared."""

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

WARM_UP = 20

Step = Callable[[int], Awaitable[object]]
"""Does its work once; told how often it was called before."""


@dataclass(frozen=True)
class Measure:
    """One line of the report: a ratio, and what it may be."""

    measure: str
    value: float
    bar: float
    at_least: bool = False
    """Whether the bar is the least, rather than the most."""
    unit: str = "x"
    detail: str = ""

    @property
    def holds(self) -> bool:
        return self.value >= self.bar if self.at_least else self.value <= self.bar


def pin() -> None:
    """To one processor: hops between threads cost twice as much across two."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def unpin() -> None:
    """Where several processes work together, each may have its own."""
    os.sched_setaffinity(0, range(os.cpu_count() or 1))


async def side_by_side(*steps: Step, rounds: int) -> list[float]:
    """The median seconds of each step."""
    seconds: list[list[float]] = [[] for _ in steps]
    order = list(enumerate(steps))
    for number in range(WARM_UP + rounds):
        for index, step in order if number % 2 else reversed(order):
            begins = perf_counter()
            await step(number)
            if number >= WARM_UP:
                seconds[index].append(perf_counter() - begins)
    return [median(each) for each in seconds]
