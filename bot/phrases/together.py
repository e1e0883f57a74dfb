"""Two lines, one typed after the other: a dialogue in which the second corrects the first."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.phrases.moments import When, planned
from bot.schemas.phrases import Start, Understood, Wall


def together(first: Understood, then: Understood, *, now: datetime, zone: ZoneInfo) -> Understood:
    """What both say; where they differ, the later one is right."""
    extras = {one.resource_id: one for one in (*first.extras, *then.extras)}
    return Understood(
        resource_ids=then.resource_ids or first.resource_ids,
        kind=then.kind or first.kind,
        units=then.units or first.units,
        extras=tuple(extras.values()),
        people=then.people or first.people,
        is_now=then.is_now or (first.is_now and not (then.days or then.walls)),
        purpose=then.purpose or first.purpose,
        **_when(first, then, now=now, zone=zone)._asdict(),
    )


def _when(first: Understood, then: Understood, *, now: datetime, zone: ZoneInfo) -> When:
    """A new start keeps the length, a new length the start."""
    minutes = then.minutes or first.minutes
    if then.starts or not first.says_when:
        return When(then.days, then.walls, then.starts, minutes, then.missing)
    if first.starts and not (first.walls or then.days or then.walls):
        starts = tuple(Start(start.at, minutes) for start in first.starts)
        return When(first.days, (), starts, minutes)
    walls = then.walls or (_open_ended(first) if then.minutes else first.walls)
    return planned(then.days or first.days, walls, minutes, zone=zone, now=now)


def _open_ended(first: Understood) -> tuple[Wall, ...]:
    return tuple(sorted({Wall(wall.minute) for wall in first.walls}))
