"""What waits for an answer today, and what needs somebody's attention."""

from asyncio import sleep
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.actor import Actor
from bot.schemas.pages import page_within
from bot.schemas.periods import Period
from bot.schemas.resources import ResourceView
from bot.schemas.today import GroupState, Misfit, Today, Undelivered, Why
from bot.services import refusals
from bot.services.calendar.calendars import read_closures
from bot.services.calendar.hours import ClosureView
from bot.services.calendar.rules import check_closures, check_hours
from bot.services.refusals import InClosure, OutsideHours
from bot.services.views import booking_view, resource_view
from db.engine import Database
from db.repositories import allocations, approval_groups, bookings, notifications, resources
from db.repositories.allocations import Planned

PAGE_SIZE = 5
AHEAD = timedelta(days=7)
"""How far misfits are looked for: there is time for the others."""
AMONG = 5_000
"""Of the newest notices, those that could not be told."""
LOST_FOR = timedelta(minutes=10)
SET_ASIDE = {Why.HOURS: OutsideHours.code, Why.CLOSURE: InClosure.code}


async def read_today(
    db: Database,
    actor: Actor,
    day: date,
    groups: Collection[int] = (),
    *,
    now: datetime,
    page: int = 0,
) -> Today:
    """For approvers what waits for their `groups`; for admins all that waits, what could not be
    told, and misfits.

    A page past the end is the last one. Raises NotForMembers.
    """
    check_may_see(actor)
    async with db.reading() as session:
        asked = None
        if not actor.is_admin:
            asked = [one for one in await approval_groups.list_all(session) if one.id in groups]
        count = await bookings.count_pending(session, asked)
        page, pages = page_within(page, count, PAGE_SIZE)
        rows = await bookings.list_pending(session, asked, offset=page * PAGE_SIZE, limit=PAGE_SIZE)
        today = Today(
            day=day,
            group=await _group_state(session, count, now=now),
            pending=tuple(map(booking_view, rows)),
            pending_count=count,
            page=page,
            pages=pages,
        )
        if not actor.is_admin:
            return today
        undelivered = await notifications.list_undelivered(session, now=now, among=AMONG)
        return today.model_copy(
            update={
                "undelivered": tuple(
                    Undelivered(booking_id=one, kind=kind, who=who, due_at=due_at)
                    for one, kind, who, due_at in undelivered
                ),
                "misfits": await _read_misfits(session, now=now),
            }
        )


def check_may_see(actor: Actor) -> None:
    if not (actor.is_admin or actor.is_approver):
        raise refusals.NotForMembers


async def _group_state(session: AsyncSession, pending: int, *, now: datetime) -> GroupState:
    if await approval_groups.find_bound(session) is None:
        active = map(resource_view, await resources.list_active(session))
        is_needed = pending or any(one.requires_approval for one in active)
        return GroupState.NONE if is_needed else GroupState.FINE
    is_lost = await notifications.is_group_lost(session, since=now - LOST_FOR, now=now)
    return GroupState.LOST if is_lost else GroupState.FINE


async def _read_misfits(session: AsyncSession, *, now: datetime) -> tuple[Misfit, ...]:
    """Those that an admin has booked against that very rule are meant to be so."""
    shown = {row[0]: resource_view(row) for row in await resources.list_all(session)}
    planned = await allocations.planned_between(session, sorted(shown), now, now + AHEAD)
    closures = await read_closures(session, list(shown.values()), now, now + AHEAD)
    found: dict[tuple[int, int], Misfit] = {}
    for resource in shown.values():
        await sleep(0)  # everybody else has their turn
        for misfit in _misfits(resource, planned, closures[resource.id], now=now):
            found[misfit.booking_id, resource.id] = misfit
    meant = await bookings.overrides_of(session, {one for one, _ in found})
    left = [
        one
        for one in found.values()
        if SET_ASIDE.get(one.why) not in meant.get(one.booking_id, frozenset())
    ]
    return tuple(sorted(left, key=lambda one: (one.period.starts_at, one.booking_id)))


def _misfits(
    resource: ResourceView,
    planned: Sequence[Planned],
    closed: Sequence[ClosureView],
    *,
    now: datetime,
) -> Iterator[Misfit]:
    for one in planned:
        if one.resource_id != resource.id or one.ends_at <= now:
            continue
        period = Period(starts_at=one.starts_at, ends_at=one.ends_at)
        why = _why(resource, period, closed)
        if why is not None:
            yield Misfit(
                booking_id=one.booking_id,
                user_name=one.user_name,
                resource_name=resource.name,
                timezone=resource.timezone,
                period=period,
                why=why,
            )


def _why(resource: ResourceView, period: Period, closed: Sequence[ClosureView]) -> Why | None:
    if not resource.is_active:
        return Why.GONE
    try:
        check_hours(resource, period)
        check_closures(resource, period, closed)
    except OutsideHours:
        return Why.HOURS
    except InClosure:
        return Why.CLOSURE
    return None
