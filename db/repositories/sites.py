"""The one row of the place itself."""

from sqlalchemy.ext.asyncio import AsyncSession

from db.engine import has_row_locks
from db.models import Site

SITE = 1


async def get(session: AsyncSession) -> Site:
    return await session.get_one(Site, SITE)


async def lock(session: AsyncSession) -> Site:
    """The same, locked where the database locks rows: before any resource, so that a change of the
    site and one of a resource never wait for each other."""
    locks = {"key_share": True} if has_row_locks(session) else None
    return await session.get_one(Site, SITE, with_for_update=locks)
