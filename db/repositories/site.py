"""Queries about what holds for the whole place: one row."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.engine import has_row_locks
from db.models import Site


async def get(session: AsyncSession) -> Site:
    return (await session.scalars(select(Site))).one()


async def lock(session: AsyncSession) -> None:
    """Whoever changes who runs the place does it alone, where the database locks rows."""
    if has_row_locks(session):
        await session.execute(select(Site.id).with_for_update())
