"""When a resource is open: its weekly hours as stretches of UTC, less its closures."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from bot.clock import MINUTES_PER_DAY, days_between, local_day, wall_boundary
from bot.schemas.periods import Period
from bot.schemas.resources import OpeningSpan, ResourceView

ALWAYS = tuple(
    OpeningSpan(weekday=weekday, opens_minute=0, closes_minute=MINUTES_PER_DAY)
    for weekday in range(7)
)


class ClosureView(BaseModel):
    """A stretch in which a resource cannot be booked."""

    model_config = ConfigDict(frozen=True)

    period: Period
    reason: str | None = None


def weekly_hours(resource: ResourceView, day: date) -> tuple[OpeningSpan, ...]:
    """The opening hours of a local day, in their order; none where it is closed all day."""
    weekly = resource.opening_hours or ALWAYS
    return tuple(sorted(span for span in weekly if span.weekday == day.weekday()))


def open_around(resource: ResourceView, period: Period) -> tuple[Period, ...]:
    """The open stretches of the local days that a period touches, joined where they meet."""
    first = local_day(period.starts_at, resource.zone)
    last = local_day(period.ends_at, resource.zone)
    return open_spans(resource, first, last)


def open_spans(resource: ResourceView, first: date, last: date) -> tuple[Period, ...]:
    """The open stretches from one local day to another (both included), joined where they meet."""
    return _open_spans(resource.opening_hours or ALWAYS, resource.timezone, first, last)


@lru_cache(maxsize=4096)
def _open_spans(
    weekly: tuple[OpeningSpan, ...], timezone: str, first: date, last: date
) -> tuple[Period, ...]:
    """They never change: resources that share their hours share the work."""
    return tuple(_joined(_daily_spans(weekly, ZoneInfo(timezone), first, last)))


def without_closures(spans: Iterable[Period], closures: Sequence[ClosureView]) -> list[Period]:
    """What is left of the spans when the closures are cut out."""
    left = list(spans)
    for closure in closures:
        left = [rest for span in left for rest in _cut(span, closure.period)]
    return left


def _daily_spans(
    weekly: Sequence[OpeningSpan], zone: ZoneInfo, first: date, last: date
) -> Iterator[Period]:
    for day in days_between(first, last):
        for span in weekly:
            if span.weekday == day.weekday():
                opens = wall_boundary(day, span.opens_minute, zone)
                closes = wall_boundary(day, span.closes_minute, zone)
                if opens < closes:
                    yield Period(starts_at=opens, ends_at=closes)


def _joined(spans: Iterable[Period]) -> Iterator[Period]:
    current: Period | None = None
    for span in sorted(spans, key=_start):
        if current is None:
            current = span
        elif span.starts_at <= current.ends_at:
            current = Period(
                starts_at=current.starts_at, ends_at=max(current.ends_at, span.ends_at)
            )
        else:
            yield current
            current = span
    if current is not None:
        yield current


def _cut(span: Period, hole: Period) -> Iterator[Period]:
    if not span.overlaps(hole):
        yield span
        return
    if span.starts_at < hole.starts_at:
        yield Period(starts_at=span.starts_at, ends_at=hole.starts_at)
    if hole.ends_at < span.ends_at:
        yield Period(starts_at=hole.ends_at, ends_at=span.ends_at)


def _start(span: Period) -> datetime:
    return span.starts_at
