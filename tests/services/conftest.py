"""Who acts."""

import pytest

from bot.schemas.actor import Actor
from db.engine import Database
from db.enums import Role
from tests.builders import add_actor


@pytest.fixture
async def actor(db: Database) -> Actor:
    return await add_actor(db)


@pytest.fixture
async def admin(db: Database) -> Actor:
    return await add_actor(db, 9, full_name="Ada", role=Role.ADMIN)


@pytest.fixture
async def emma(db: Database) -> Actor:
    return await add_actor(db, 1, full_name="Emma")
