"""Queries about closures as such; who asks when something is closed asks `resources`."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Closure, Resource
from db.repositories.resources import ClosureRow

_CLOSURE = select(*(getattr(Closure, name) for name in ClosureRow._fields))


async def list_since(
    session: AsyncSession, since: datetime
) -> Sequence[tuple[ClosureRow, str | None]]:
    """Those that end later, and all that repeat; each with the name of its resource."""
    query = (
        _CLOSURE.add_columns(Resource.name)
        .outerjoin(Resource, Resource.id == Closure.resource_id)
        .where(or_(Closure.ends_at > since, Closure.repeats.is_not(None)))
        .order_by(Closure.starts_at, Closure.id)
    )
    return [(ClosureRow._make(row[:-1]), row[-1]) for row in await session.execute(query)]


async def find(session: AsyncSession, closure_id: int) -> Closure | None:
    return await session.get(Closure, closure_id)
