"""What the units of one resource hold while bookings are imported: pure, in Unix seconds."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence

from bot.services.calendar.pools import BEFORE_ALL, Stretch


class Units:
    """The stretches of each unit, in order. `rows`: unit, from, until, and whatever else."""

    def __init__(self, quantity: int, rows: Iterable[tuple[int, int, int, int]]) -> None:
        self._held: dict[int, list[Stretch]] = {unit: [] for unit in range(1, quantity + 1)}
        for unit, begins, ends, _ in sorted(rows):
            self._held[unit].append((begins, ends))

    def deal(self, wanted: Stretch, units: int, wished: Sequence[int]) -> tuple[int, ...] | None:
        """Free units: those wished for first, then those that were taken last; None: too few."""
        free = []
        for unit, held in self._held.items():
            since = _free_since(held, wanted)
            if since is not None:
                free.append((unit not in wished, -since, unit))
        if len(free) < units:
            return None
        return tuple(sorted(unit for _, _, unit in sorted(free)[:units]))

    def take(self, units: Iterable[int], wanted: Stretch) -> None:
        for unit in units:
            insort(self._held[unit], wanted)


def _free_since(held: Sequence[Stretch], wanted: Stretch) -> int | None:
    """When the unit was held last before; None where it is held within."""
    begins, ends = wanted
    at = bisect_left(held, (begins,))
    before = held[at - 1][1] if at else BEFORE_ALL
    if before > begins or (at < len(held) and held[at][0] < ends):
        return None
    return before
