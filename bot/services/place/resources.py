"""Adding resources and changing them, and looking at all of them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.actor import Actor
from bot.schemas.resources import NewResource, ResourceChange, ResourceView
from bot.schemas.rules import RuleValues
from bot.services import refusals
from bot.services.calendar.calendars import read_held
from bot.services.calendar.pools import Held, Move, deal_within, peak
from bot.services.finding.slots import get_resource
from bot.services.place.fields import check_fields, check_together
from bot.services.place.impact import Pending
from bot.services.retries import retried
from bot.services.rights import check_admin
from bot.services.views import resource_view
from db.engine import Database
from db.enums import RULE_COLUMNS
from db.errors import DuplicateKey, translated
from db.models import OpeningHours, Resource, Site
from db.repositories import allocations, resources, sites

EVER = timedelta(days=400 * 365)
"""Further ahead than anything is booked."""


@retried
async def add(db: Database, new: NewResource) -> int:
    """Add a resource with its opening hours, the last of its kind; returns its id.

    Raises NameTaken, or the refusal of a value that cannot be.
    """
    check_fields(new)
    async with db.writing() as session:
        return await add_within(session, new)


async def add_within(session: AsyncSession, new: NewResource) -> int:
    """The same in the caller's transaction; the fields are checked already."""
    site = await sites.lock(session)
    last = await resources.last_position(session, new.kind)
    rules = {column: getattr(site, column) for column in RULE_COLUMNS.values()}
    resource = Resource(**(rules | new.columns), own_rules=new.rules)
    resource.position = last and last + 1
    resource.opening_hours = [OpeningHours(**span._asdict()) for span in new.opening_hours]
    session.add(resource)
    await flush(session, resource)
    return resource.id


async def add_as(db: Database, actor: Actor, new: NewResource) -> int:
    """The same, for an admin. Raises NotAdmin, too."""
    check_admin(actor)
    return await add(db, new)


async def get_to_print(db: Database, actor: Actor, resource_id: int) -> ResourceView:
    """Whose door card an admin wants. Raises NotAdmin or ResourceMissing."""
    check_admin(actor)
    return await get_resource(db, resource_id)


@retried
async def edit(
    db: Database, actor: Actor, resource_id: int, changed: ResourceChange, *, now: datetime
) -> ResourceView:
    """Change a resource for requests to come; what is booked stays booked.

    Raises NotAdmin, ResourceMissing, NameTaken, the refusal of a value that cannot be,
    RulesContradict, QuantityInUse when more units are taken at some instant from now on than there
    would be, or UnitOut when one that is in use right now would be gone.
    """
    check_admin(actor)
    check_fields(changed)
    async with db.writing() as session:
        return await edit_within(session, resource_id, changed, now=now)


def pending(resource_id: int, changed: ResourceChange, *, now: datetime) -> Pending:
    """The same as a change whose impact can be seen first; `impact.apply` makes it.

    It touches what lies outside the new hours, or those of another zone, what is longer than the
    new longest, and all that is ahead of a resource that goes out of service. Raises the refusal of
    a value that cannot be.
    """
    check_fields(changed)

    async def make(session: AsyncSession) -> None:
        await edit_within(session, resource_id, changed, now=now)

    return pending_all({resource_id: changed}, make)


def pending_all(
    changes: Mapping[int, ResourceChange], make: Callable[[AsyncSession], Awaitable[object]]
) -> Pending:
    """The same of several, by their ids; the fields are checked already, and `make` makes it."""
    return Pending(
        make,
        resources={one: _fields_of(changed) for one, changed in changes.items()},
        follows={one: changed.follows for one, changed in changes.items() if changed.follows},
    )


def _fields_of(changed: ResourceChange) -> dict[str, Any]:
    """Those of the view that are given, hours among them."""
    hours = changed.opening_hours
    return changed.columns | ({} if hours is None else {"opening_hours": hours})


async def get_changed(
    db: Database, actor: Actor, resource_id: int, changed: ResourceChange
) -> ResourceView:
    """As it would be, in service or not, while nothing is changed. Raises NotAdmin or
    ResourceMissing."""
    check_admin(actor)
    async with db.reading() as session:
        row, site = await resources.find(session, resource_id), await sites.get(session)
    if row is None:
        raise refusals.ResourceMissing
    resource = resource_view(row)
    fields = _fields_of(changed)
    fields |= {RULE_COLUMNS[rule]: getattr(site, RULE_COLUMNS[rule]) for rule in changed.follows}
    own = (resource.own_rules | changed.rules) - changed.follows
    return resource.model_copy(update=fields | {"own_rules": own})


async def edit_within(
    session: AsyncSession, resource_id: int, changed: ResourceChange, *, now: datetime
) -> ResourceView:
    """The same in the caller's transaction; the fields are checked already."""
    site = await sites.lock(session) if changed.follows else None
    found = await resources.lock_for_booking(session, [resource_id])
    if not found:
        raise refusals.ResourceMissing
    resource = await resources.get_to_change(session, resource_id)
    if changed.quantity is not None and changed.quantity < resource.quantity:
        moves = await find_moves(session, resource_view(found[0]), changed.quantity, now=now)
        await allocations.deal_anew(session, resource_id, moves)
    _apply(resource, changed, site)
    await flush(session, resource)
    (row,) = await resources.list_by_id(session, [resource_id])
    return resource_view(row)


def _apply(resource: Resource, changed: ResourceChange, site: Site | None) -> None:
    for column, value in changed.columns.items():
        setattr(resource, column, value)
    for rule in changed.follows if site is not None else ():
        setattr(resource, RULE_COLUMNS[rule], getattr(site, RULE_COLUMNS[rule]))
    resource.own_rules = (resource.own_rules | changed.rules) - changed.follows
    if changed.opening_hours is not None:
        resource.opening_hours = [OpeningHours(**span._asdict()) for span in changed.opening_hours]


async def flush(session: AsyncSession, resource: Resource) -> None:
    """Write it. Raises RulesContradict or NameTaken."""
    check_together(RuleValues.model_validate(resource))
    name = resource.name  # which a transaction that failed does not say any more
    try:
        with translated():
            await session.flush()
    except DuplicateKey:
        raise refusals.NameTaken(name) from None


async def find_moves(
    session: AsyncSession, resource: ResourceView, quantity: int, *, now: datetime
) -> Sequence[Move]:
    """What is held from now on, dealt among fewer units. Raises QuantityInUse or UnitOut."""
    rows = await read_held(session, [resource], now, now + EVER)
    held = [Held._make(row) for row in rows.get(resource.id, ())]
    present = int(now.timestamp())
    moves = deal_within([one for one in held if one.ends > present], quantity, now=present)
    if moves is None:
        most = peak(held, (present, int((now + EVER).timestamp())))
        raise refusals.QuantityInUse(quantity, most) if most > quantity else refusals.UnitOut
    return moves


async def count(db: Database) -> int:
    async with db.reading() as session:
        return await resources.count(session)


async def list_views(db: Database) -> list[ResourceView]:
    """Every resource in service, in the order of their ids."""
    async with db.reading() as session:
        rows = await resources.list_active(session)
        return sorted(map(resource_view, rows), key=lambda resource: resource.id)
