"""All resources, in service or not, as those see them who run the place."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count

from bot.clock import local_day
from bot.schemas.actor import Actor
from bot.schemas.pages import page_within
from bot.schemas.resources import NewResource, ResourceField, ResourceList, ResourceView
from bot.schemas.rules import RuleExample
from bot.services import refusals
from bot.services.calendar.availability import Calendar
from bot.services.calendar.rules import check_may_look, last_day
from bot.services.finding.slots import read_resource
from bot.services.finding.sought import words_of
from bot.services.place.resources import flush
from bot.services.retries import retried
from bot.services.rights import check_admin
from bot.services.views import resource_view
from db.engine import Database
from db.enums import ResourceKind
from db.models import OpeningHours, Resource
from db.models.resources import NAME_MAX
from db.repositories import resources

PAGE_SIZE = 8
MORNING = 9
"""From this hour on an example speaks of starts, where it can."""
STARTS = 3
MONTH = 31
NUMBERED = re.compile(r"(?P<base>.*\S) (?P<number>[1-9]\d{0,2})")


async def list_page(db: Database, actor: Actor, kind: ResourceKind, *, page: int) -> ResourceList:
    """A page of a kind, as people see them listed."""
    check_admin(actor)
    async with db.reading() as session:
        found = [resource_view(row) for row in await resources.list_all(session, kind=kind)]
    return _page(found, page)


async def get_any(db: Database, actor: Actor, resource_id: int) -> ResourceView:
    """In service or not. Raises NotAdmin or ResourceMissing."""
    check_admin(actor)
    async with db.reading() as session:
        row = await resources.find(session, resource_id)
    if row is None:
        raise refusals.ResourceMissing
    return resource_view(row)


async def get_photo(db: Database, actor: Actor, resource_id: int) -> ResourceView:
    """A resource with a photo, for whoever may look at it.

    Raises ResourceMissing, NotForYou, Blocked or PhotoMissing.
    """
    if actor.is_admin:
        resource = await get_any(db, actor, resource_id)
    else:
        async with db.reading() as session:
            resource = await read_resource(session, resource_id)
        check_may_look(resource, actor)
    if resource.photo_id is None:
        raise refusals.PhotoMissing
    return resource


async def list_words(db: Database, actor: Actor, field: ResourceField) -> list[str]:
    """The features, or the tags, that resources have: those of most of them first, then by name."""
    check_admin(actor)
    async with db.reading() as session:
        return words_of(map(resource_view, await resources.list_all(session)), field)


async def list_others(db: Database, actor: Actor, resource_id: int, *, page: int) -> ResourceList:
    """A page of all but one, rooms first."""
    check_admin(actor)
    async with db.reading() as session:
        found = [resource_view(row) for row in await resources.list_all(session)]
    return _page([one for one in found if one.id != resource_id], page)


def _page(found: Sequence[ResourceView], page: int) -> ResourceList:
    """One past the end is the last."""
    page, pages = page_within(page, len(found), PAGE_SIZE)
    shown = tuple(found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE])
    return ResourceList(resources=shown, page=page, pages=pages)


@retried
async def duplicate(db: Database, actor: Actor, resource_id: int) -> int:
    """Another like it, beside it and out of service until somebody says otherwise; its id.

    Raises NotAdmin or ResourceMissing.
    """
    check_admin(actor)
    async with db.writing() as session:
        found = await resources.lock_for_booking(session, [resource_id])
        if not found:
            raise refusals.ResourceMissing
        source = resource_view(found[0])
        name = _next_name(source.name, await resources.names(session))
        kept = {*NewResource.model_fields, "own_rules", "photo_id", "position", "approval_group_id"}
        columns = source.model_dump(include=kept - {"opening_hours"})
        copy = Resource(**(columns | {"name": name, "is_active": False}))
        copy.opening_hours = [OpeningHours(**span._asdict()) for span in source.opening_hours]
        session.add(copy)
        await flush(session, copy)
        return copy.id


def _next_name(name: str, taken: set[str]) -> str:
    """The first of "Blue room 2", "Blue room 3" and so on that is nobody's."""
    found = NUMBERED.fullmatch(name)
    base, first = (found["base"], int(found["number"]) + 1) if found else (name, 2)
    names = (f"{base[: NAME_MAX - len(f' {number}')]} {number}" for number in count(first))
    return next(each for each in names if each not in taken)


@retried
async def shift(db: Database, actor: Actor, resource_id: int, *, up: bool) -> tuple[int, int]:
    """Change places with the one above, or below, of the same kind; at the end nothing changes.

    Returns its place, from 1 on, and how many there are. Raises NotAdmin or ResourceMissing.
    """
    check_admin(actor)
    async with db.writing() as session:
        row = await resources.find(session, resource_id)
        if row is None:
            raise refusals.ResourceMissing
        listed = list(await resources.lock_kind_to_change(session, resource_view(row).kind))
        at = next(at for at, one in enumerate(listed) if one.id == resource_id)
        other = min(max(at - 1 if up else at + 1, 0), len(listed) - 1)
        listed[at], listed[other] = listed[other], listed[at]
        for position, one in enumerate(listed, start=1):
            one.position = position
        return other + 1, len(listed)


def example_of(resource: ResourceView, *, now: datetime) -> RuleExample | None:
    """What its rules and hours come to, as the services themselves would have it.

    From tomorrow on; None where they leave nothing to book within a month.
    """
    calendar = Calendar(resource=resource, rows=(), closures=(), now=now)
    today = local_day(now, resource.zone)
    for days in range(1, MONTH):
        starts = [slot.at for slot in calendar.slots(today + timedelta(days=days))]
        if starts:
            return _example(calendar, starts)
    return None


def _example(calendar: Calendar, starts: list[datetime]) -> RuleExample:
    resource = calendar.resource
    mornings = [at for at in starts if at.astimezone(resource.zone).hour >= MORNING]
    shown = (mornings or starts)[:STARTS]
    lengths = calendar.durations(shown[0])
    return RuleExample(
        rules=resource,
        zone=resource.zone,
        starts=tuple(shown),
        shortest_minutes=lengths[0],
        longest_minutes=lengths[-1],
        ask_by=shown[0] - timedelta(minutes=resource.notice_minutes),
        last_day=last_day(resource, now=calendar.now),
    )
