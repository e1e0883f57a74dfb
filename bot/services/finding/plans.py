"""What is shown at a glance: the day of many resources, the week of one.

Others' bookings are only busy time here. Their names are told where the resource says so, and
their purposes never.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import day_bounds
from bot.schemas.actor import Actor
from bot.schemas.pages import page_within
from bot.schemas.periods import Period
from bot.schemas.plans import Booked, Closed, Plan, PlanRow
from bot.schemas.resources import ResourceView
from bot.services.calendar.calendars import read_closures
from bot.services.calendar.hours import open_around
from bot.services.calendar.rules import check_may_look, check_not_blocked, may_look
from bot.services.finding.slots import read_resource
from bot.services.views import resource_view
from db.engine import Database
from db.enums import ResourceKind
from db.repositories import allocations, resources
from db.repositories.allocations import Planned

PAGE_SIZE = 8
"""Resources on one picture: with more it is too tall, and a chat shows it smaller."""
DAYS_OF_WEEK = 7
NOW_STEP = timedelta(minutes=5)
"""Less is hardly seen on a picture, and would make each of them another one."""


async def read_day(
    db: Database,
    actor: Actor,
    day: date,
    *,
    now: datetime,
    kind: ResourceKind | None = None,
    page: int = 0,
) -> Plan:
    """The day of all that the actor may look at, eight on a page, in the zone of most of it.

    A page past the end is the last one. Raises Blocked.
    """
    check_not_blocked(actor)
    async with db.reading() as session:
        rows = await resources.list_active(session, kind=kind)
        found = [one for one in map(resource_view, rows) if may_look(one, actor)]
        page, pages = page_within(page, len(found), PAGE_SIZE)
        shown = found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
        timezone = _most_common_zone(found)
        plan = Plan(
            timezone=timezone, first_day=day, last_day=day, rows=(), now=None,
            kind=kind, page=page, pages=pages,
        )  # fmt: skip
        places = [(resource, day) for resource in shown]
        return await _with_rows(session, plan, places, actor, now=now)


async def read_week(
    db: Database, actor: Actor, resource_id: int, day: date, *, now: datetime
) -> Plan:
    """The week, Monday to Sunday, around a day, of a resource in service that the actor may book;
    approvers and admins may look at every one.

    Raises ResourceMissing, NotForYou or Blocked.
    """
    async with db.reading() as session:
        resource = await read_resource(session, resource_id)
        check_may_look(resource, actor)
        monday = day - timedelta(days=day.weekday())
        days = [monday + timedelta(days=offset) for offset in range(DAYS_OF_WEEK)]
        plan = Plan(
            timezone=resource.timezone, first_day=days[0], last_day=days[-1], rows=(), now=None,
            resource_name=resource.name,
        )  # fmt: skip
        return await _with_rows(session, plan, [(resource, each) for each in days], actor, now=now)


def _most_common_zone(found: Iterable[ResourceView]) -> str:
    """Of equally many the first; where there is nothing to show, it does not matter."""
    counted = Counter(resource.timezone for resource in found).most_common(1)
    return counted[0][0] if counted else "UTC"


async def _with_rows(
    session: AsyncSession,
    plan: Plan,
    places: Sequence[tuple[ResourceView, date]],
    actor: Actor,
    *,
    now: datetime,
) -> Plan:
    """The plan with a row for each resource and day: one query for what is held by all of them."""
    begins, _ = day_bounds(plan.first_day, plan.zone)
    _, ends = day_bounds(plan.last_day, plan.zone)
    ids = sorted({resource.id for resource, _ in places})
    held = _by_resource(await allocations.planned_between(session, ids, begins, ends))
    shown = {resource.id: resource for resource, _ in places}
    closures = await read_closures(session, list(shown.values()), begins, ends)
    rows = []
    for resource, day in places:
        bounds = _bounds(day, plan)
        closed = [
            Closed(period=period, reason=closure.reason)
            for closure in closures[resource.id]
            for period in _within([closure.period], bounds)
        ]
        booked = _booked(resource, held[resource.id], actor)
        rows.append(_row(resource, day, bounds, closed, booked))
    now = _in_steps(now)
    return plan.model_copy(
        update={"rows": tuple(rows), "now": now if begins <= now < ends else None}
    )


def _row(
    resource: ResourceView,
    day: date,
    bounds: Period,
    closed: Sequence[Closed],
    booked: Sequence[Booked],
) -> PlanRow:
    return PlanRow(
        timezone=resource.timezone,
        day=day,
        resource_id=resource.id,
        name=resource.name,
        quantity=resource.quantity,
        open=tuple(_within(open_around(resource, bounds), bounds)),
        closed=tuple(closed),
        booked=tuple(one for one in booked if one.occupied.overlaps(bounds)),
    )


def _bounds(day: date, plan: Plan) -> Period:
    begins, ends = day_bounds(day, plan.zone)
    return Period(starts_at=begins, ends_at=ends)


def _within(spans: Iterable[Period], bounds: Period) -> Iterable[Period]:
    """The parts of the spans that lie within the bounds."""
    for span in spans:
        if span.overlaps(bounds):
            yield Period(
                starts_at=max(span.starts_at, bounds.starts_at),
                ends_at=min(span.ends_at, bounds.ends_at),
            )


def _by_resource(rows: Iterable[Planned]) -> dict[int, list[Planned]]:
    found: dict[int, list[Planned]] = defaultdict(list)
    for row in rows:
        found[row.resource_id].append(row)
    return found


def _booked(resource: ResourceView, rows: Iterable[Planned], actor: Actor) -> list[Booked]:
    """A booking once, with its units; units that are gone since hold nothing."""
    there = [row for row in rows if row.unit <= resource.quantity]
    units = Counter(row.booking_id for row in there)
    bookings = {row.booking_id: row for row in there}.values()
    return [
        _as_seen(row, units[row.booking_id], actor, shows_names=resource.shows_names)
        for row in sorted(bookings, key=lambda row: (row.starts_at, row.booking_id))
    ]


def _as_seen(row: Planned, units: int, actor: Actor, *, shows_names: bool) -> Booked:
    is_mine = row.user_id == actor.user_id
    return Booked(
        period=Period(starts_at=row.starts_at, ends_at=row.ends_at),
        occupied=Period(starts_at=row.occupied_from, ends_at=row.occupied_until),
        status=row.status,
        is_mine=is_mine,
        units=units,
        name=row.user_name if shows_names and not is_mine else None,
    )


def _in_steps(now: datetime) -> datetime:
    step = int(NOW_STEP.total_seconds())
    return datetime.fromtimestamp(int(now.timestamp()) // step * step, UTC)
