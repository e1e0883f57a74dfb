"""Changing the weekly hours of a resource, a day at a time or all at once."""

from collections.abc import Sequence
from datetime import datetime

from bot.schemas.actor import Actor
from bot.schemas.resources import ResourceChange, ResourceView
from bot.schemas.weekly import DAY, Day, spans_of, week_of
from bot.services import refusals
from bot.services.inventory import get_any
from bot.services.resources import edit
from db.engine import Database

WORKDAYS, ALL_DAYS = range(5), range(7)


async def set_day(
    db: Database, actor: Actor, resource_id: int, weekday: int, spans: Day, *, now: datetime
) -> ResourceView:
    """Other hours on one weekday; none: it is closed. Raises NeverOpen, and what `edit` raises."""
    resource = await get_any(db, actor, resource_id)
    return await _set_days(db, actor, resource, [weekday], spans, now=now)


async def copy_day(
    db: Database, actor: Actor, resource_id: int, weekday: int, *, everywhere: bool, now: datetime
) -> ResourceView:
    """What one weekday has, Monday to Friday or all days. Raises as `set_day`."""
    resource = await get_any(db, actor, resource_id)
    spans = week_of(resource.opening_hours)[weekday]
    days = ALL_DAYS if everywhere else WORKDAYS
    return await _set_days(db, actor, resource, days, spans, now=now)


async def _set_days(
    db: Database,
    actor: Actor,
    resource: ResourceView,
    days: Sequence[int],
    spans: Day,
    *,
    now: datetime,
) -> ResourceView:
    if any(not (0 <= opens < DAY and opens < closes <= opens + DAY) for opens, closes in spans):
        raise refusals.NotUnderstood
    week = week_of(resource.opening_hours)
    changed = [spans if day in days else there for day, there in enumerate(week)]
    if not any(changed):
        raise refusals.NeverOpen
    hours = ResourceChange(opening_hours=spans_of(changed))
    return await edit(db, actor, resource.id, hours, now=now)


async def open_always(
    db: Database, actor: Actor, resource_id: int, *, now: datetime
) -> ResourceView:
    return await edit(db, actor, resource_id, ResourceChange(opening_hours=()), now=now)


async def take_hours(
    db: Database, actor: Actor, resource_id: int, *, source_id: int, now: datetime
) -> ResourceView:
    """The hours of another resource. Raises ResourceMissing where either is not there."""
    source = await get_any(db, actor, source_id)
    hours = ResourceChange(opening_hours=source.opening_hours)
    return await edit(db, actor, resource_id, hours, now=now)
