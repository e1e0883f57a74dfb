"""Adding resources, changing their rules, and looking at all of them."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.actor import Actor
from bot.schemas.resources import NewResource, ResourceView, ResourceChange
from bot.services import refusals
from bot.services.calendars import read_held
from bot.services.pools import Held, deal_within, peak
from bot.services.retries import retried
from bot.services.slots import get_resource
from bot.services.views import resource_view
from db.engine import Database
from db.models import OpeningHours, Resource
from db.repositories import allocations, resources

EVER = timedelta(days=400 * 365)
"""Further ahead than anything is booked."""


@retried
async def add(db: Database, new: NewResource) -> int:
    """Add a resource with its opening hours; returns its id."""
    async with db.writing() as session:
        resource = Resource(**new.model_dump(exclude={"opening_hours"}))
        resource.opening_hours = [OpeningHours(**span._asdict()) for span in new.opening_hours]
        session.add(resource)
        await session.flush()
        return resource.id


async def get_to_print(db: Database, actor: Actor, resource_id: int) -> ResourceView:
    """Whose door card an admin wants. Raises NotAdmin or ResourceMissing."""
    if not actor.is_admin:
        raise refusals.NotAdmin
    return await get_resource(db, resource_id)


@retried
async def change(
    db: Database, actor: Actor, resource_id: int, changed: ResourceChange, *, now: datetime
) -> ResourceView:
    """Change the rules for requests to come; what is booked stays booked.

    Raises NotAdmin, ResourceMissing, QuantityInUse when more units are taken at some instant from
    now on than there would be, or UnitOut when one that is in use right now would be gone.
    """
    if not actor.is_admin:
        raise refusals.NotAdmin
    async with db.writing() as session:
        found = await resources.lock_for_booking(session, [resource_id])
        if not found:
            raise refusals.ResourceMissing
        resource = await resources.get_to_change(session, resource_id)
        if changed.quantity is not None and changed.quantity < resource.quantity:
            await _deal_within(session, resource_view(found[0]), changed.quantity, now=now)
        for column, value in changed.columns.items():
            setattr(resource, column, value)
        if changed.opening_hours is not None:
            resource.opening_hours = [
                OpeningHours(**span._asdict()) for span in changed.opening_hours
            ]
        await session.flush()
        (row,) = await resources.lock_for_booking(session, [resource_id])
        return resource_view(row)


async def _deal_within(
    session: AsyncSession, resource: ResourceView, quantity: int, *, now: datetime
) -> None:
    """Deal what is held from now on among fewer units."""
    rows = await read_held(session, [resource], now, now + EVER)
    held = [Held._make(row) for row in rows.get(resource.id, ())]
    present = int(now.timestamp())
    moves = deal_within([one for one in held if one.ends > present], quantity, now=present)
    if moves is None:
        most = peak(held, (present, int((now + EVER).timestamp())))
        raise refusals.QuantityInUse(quantity, most) if most > quantity else refusals.UnitOut
    await allocations.deal_anew(session, resource.id, moves)


async def count(db: Database) -> int:
    async with db.reading() as session:
        return await resources.count(session)


async def list_views(db: Database) -> list[ResourceView]:
    """Every resource in service, in the order of their ids."""
    async with db.reading() as session:
        rows = await resources.list_active(session)
        return sorted(map(resource_view, rows), key=lambda resource: resource.id)
