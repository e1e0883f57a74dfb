"""What a request asks for, and what could come with it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.actor import Actor
from bot.schemas.bookings import BookingRequest
from bot.schemas.resources import ResourceView
from bot.schemas.slots import Extra, WantedView
from bot.services import refusals
from bot.services.bookers import read_booker
from bot.services.calendar.availability import Calendar
from bot.services.calendar.calendars import look_at, read_calendars
from bot.services.calendar.rules import is_for
from bot.services.views import resource_view
from db.engine import Database
from db.enums import ResourceKind
from db.repositories import resources


async def get_wanted(
    db: Database, request: BookingRequest, *, now: datetime
) -> tuple[WantedView, ...]:
    """What a request asks for, in its order, and how much of each is free for its period.

    Of a resource that is out of service by now nothing is.
    """
    async with db.reading() as session:
        calendars = await look_at(
            session,
            {wanted.resource_id: wanted.units for wanted in request.wanted},
            request.period.starts_at,
            request.period.ends_at,
            now=now,
            replaces=request.replaces,
        )
    shown = {one.resource.id: one for one in calendars}
    if len(shown) < len(request.wanted):
        raise refusals.ResourceMissing
    return tuple(
        WantedView(resource=one.resource, units=one.units, free=one.free_units(request.period))
        for one in (shown[wanted.resource_id] for wanted in request.wanted)
    )


async def list_extras(
    db: Database, actor: Actor, request: BookingRequest, *, now: datetime
) -> tuple[Extra, ...]:
    """The equipment that could be booked, by whom it is for, for the period of a request, and what
    is chosen."""
    chosen = {wanted.resource_id: wanted.units for wanted in request.wanted}
    async with db.reading() as session:
        booker = await read_booker(session, actor, request.for_user)
        rows = await resources.list_active(session, kind=ResourceKind.EQUIPMENT)
        shown = [one for one in map(resource_view, rows) if is_for(one, booker) or one.id in chosen]
        calendars = await _read(session, shown, request, now=now)
    extras = []
    for one in calendars:
        free = one.free_units(request.period)
        count = chosen.get(one.resource.id, 0)
        if free or count:
            extras.append(_extra(one.resource, request, free=free, count=count))
    return tuple(extras)


def _extra(resource: ResourceView, request: BookingRequest, *, free: int, count: int) -> Extra:
    return Extra(
        resource_id=resource.id,
        name=resource.name,
        free=free,
        chosen=count,
        requires_approval=resource.requires_approval,
        is_main=resource.id == request.wanted[0].resource_id,
    )


async def _read(
    session: AsyncSession, shown: Sequence[ResourceView], request: BookingRequest, *, now: datetime
) -> list[Calendar]:
    if not shown:
        return []
    return await read_calendars(
        session,
        shown,
        request.period.starts_at,
        request.period.ends_at,
        now=now,
        replaces=request.replaces,
    )
