"""Reads what a calendar needs, in the caller's transaction."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.resources import ResourceView
from bot.services.availability import Busy, Calendar, Held
from bot.services.views import closure_view
from db.repositories import bookings, resources


async def read_calendar(
    session: AsyncSession,
    resource: ResourceView,
    begins: datetime,
    ends: datetime,
    *,
    now: datetime,
) -> Calendar:
    """The calendar of one resource, good for questions about begins..ends."""
    return (await read_calendars(session, [resource], begins, ends, now=now))[0]


async def read_calendars(
    session: AsyncSession,
    wanted: Sequence[ResourceView],
    begins: datetime,
    ends: datetime,
    *,
    now: datetime,
) -> list[Calendar]:
    """The same for several resources: one query for what they hold, one for their closures."""
    widest = max(resource.buffer for resource in wanted)
    held: dict[int, list[Held]] = defaultdict(list)
    ids = [resource.id for resource in wanted]
    rows = await bookings.held_between(session, ids, begins - widest, ends + widest)
    for resource_id, unit, occupied_from, occupied_until in rows:
        held[resource_id].append((unit, occupied_from, occupied_until))
    closures = await resources.closures_between(session, ids, begins, ends)
    return [
        Calendar(
            resource=resource,
            busy=Busy(resource.quantity, held[resource.id]),
            closures=[
                closure_view(closure)
                for closure in closures
                if closure.resource_id in (None, resource.id)
            ],
            now=now,
        )
        for resource in wanted
    ]
