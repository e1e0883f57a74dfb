"""Where to look for what shall be free: the resources of a kind that are for this person."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.actor import Actor
from bot.schemas.resources import ResourceField, ResourceView
from bot.schemas.slots import Sought
from bot.services.calendar.availability import Calendar
from bot.services.calendar.calendars import read_calendars
from bot.services.calendar.rules import is_for
from bot.services.views import resource_view
from db.enums import ResourceKind
from db.repositories import resources


async def list_shown(session: AsyncSession, actor: Actor) -> list[ResourceView]:
    """All that this person may book."""
    rows = await resources.list_active(session)
    return [one for one in map(resource_view, rows) if is_for(one, actor)]


async def read_sought(
    session: AsyncSession,
    shown: Sequence[ResourceView],
    sought: Sought,
    begins: datetime,
    ends: datetime,
    *,
    now: datetime,
) -> Sequence[Calendar]:
    """The calendars of those of the kind that hold so many, and may be had for so long."""
    fitting = [one for one in shown if one.kind is sought.kind and _fits(one, sought)]
    if not fitting:
        return []
    longest = timedelta(minutes=max(sought.minutes or one.shortest_minutes for one in fitting))
    return await read_calendars(session, fitting, begins, ends + longest, now=now)


def _fits(resource: ResourceView, sought: Sought) -> bool:
    is_room = resource.kind is ResourceKind.ROOM
    if is_room and resource.capacity is not None and resource.capacity < sought.people:
        return False
    return sought.minutes is None or _lasts(resource, sought.minutes)


def _lasts(resource: ResourceView, minutes: int) -> bool:
    is_within = resource.min_minutes <= minutes <= resource.max_minutes
    return is_within and minutes % resource.grid_minutes == 0


def words_of(shown: Iterable[ResourceView], field: ResourceField) -> list[str]:
    """The features, or the tags, that they have: those of most of them first, then by name."""
    counted = Counter(word for one in shown for word in getattr(one, field))
    return sorted(counted, key=lambda word: (-counted[word], word))


def kinds_of(shown: Sequence[ResourceView]) -> tuple[ResourceKind, ...]:
    """The kinds of which there is anything, rooms first."""
    there = {one.kind for one in shown}
    return tuple(kind for kind in ResourceKind if kind in there)


def other_kind(shown: Sequence[ResourceView], kind: ResourceKind) -> ResourceKind | None:
    """The kind of which there is something, too."""
    return next((other for other in kinds_of(shown) if other is not kind), None)
