"""Adding resources, and looking at all of them."""

from bot.schemas.resources import NewResource, ResourceView
from db.engine import Database
from db.models import OpeningHours, Resource
from db.repositories import resources


async def add(db: Database, new: NewResource) -> int:
    """Add a resource with its opening hours; returns its id."""
    async with db.writing() as session:
        resource = Resource(**new.model_dump(exclude={"opening_hours"}))
        resource.opening_hours = [OpeningHours(**span.model_dump()) for span in new.opening_hours]
        session.add(resource)
        await session.flush()
        return resource.id


async def count(db: Database) -> int:
    async with db.reading() as session:
        return await resources.count(session)


async def list_views(db: Database) -> list[ResourceView]:
    """Every resource in service, in the order of their ids."""
    async with db.reading() as session:
        rows = await resources.list_active(session)
        return sorted((ResourceView.model_validate(row) for row in rows), key=lambda row: row.id)
