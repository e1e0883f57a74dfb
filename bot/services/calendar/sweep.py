"""The free starts of many resources in one sweep: what the rules allow is found once for all that
share them, and what is held is looked at only for the starts that nothing before has free.
"""

from collections.abc import Hashable, Iterable, Sequence
from datetime import datetime
from itertools import compress

from bot.services.calendar.availability import Calendar


def free_among(
    calendars: Iterable[Calendar], starts: Sequence[datetime], minutes: int | None
) -> list[datetime]:
    """Of some instants, at least one and ascending, those from which one of the resources could be
    booked for that long: a length that each of them allows, or None for its own shortest."""
    free: set[int] = set()
    allowed: dict[Hashable, Sequence[int]] = {}
    for one in calendars:
        length, terms = minutes or one.resource.shortest_minutes, one.terms
        if terms not in allowed:
            allowed[terms] = one.allowed_among(starts, length)
        left = [at for at in allowed[terms] if at not in free]
        free.update(compress(left, one.are_free(left, length)))
        if len(free) == len(starts):
            break
    return [at for at in starts if int(at.timestamp()) in free]
