"""Who may make whom what."""

import asyncio

import pytest
from sqlalchemy import select

from bot.schemas.actor import Actor
from bot.services.access.roles import set_role
from bot.services.access.users import Actors
from bot.services.refusals import (
    LastOwner,
    NotAdmin,
    NotOwner,
    OwnerFixed,
    PersonMissing,
    Refusal,
)
from db.engine import Database
from db.enums import Role
from db.models import User
from tests.builders import add_actor

FIXED = 9


@pytest.fixture
def actors(db: Database) -> Actors:
    return Actors(db, admin_ids=(), languages=("uk", "en"), default_language="en")


async def role_of(db: Database, actor: Actor) -> Role:
    async with db.reading() as session:
        role: Role = await session.scalar(select(User.role).where(User.id == actor.user_id))
        return role


async def test_an_owner_makes_admins_and_owners_and_members_again(
    db: Database, actors: Actors
) -> None:
    owner, other = await add_actor(db, 1, role=Role.OWNER), await add_actor(db, 2)
    for role in (Role.ADMIN, Role.OWNER, Role.BLOCKED, Role.MEMBER):
        await set_role(db, actors, owner, other.user_id, role)
        assert await role_of(db, other) is role


@pytest.mark.parametrize(
    ("by", "whose", "role", "refusal"),
    [
        (Role.MEMBER, Role.MEMBER, Role.ADMIN, NotAdmin),
        (Role.MEMBER, Role.MEMBER, Role.BLOCKED, NotAdmin),
        (Role.BLOCKED, Role.MEMBER, Role.OWNER, NotAdmin),
        (Role.ADMIN, Role.MEMBER, Role.ADMIN, NotOwner),
        (Role.ADMIN, Role.MEMBER, Role.OWNER, NotOwner),
        (Role.ADMIN, Role.ADMIN, Role.MEMBER, NotOwner),
        (Role.ADMIN, Role.ADMIN, Role.BLOCKED, NotOwner),
        (Role.ADMIN, Role.OWNER, Role.BLOCKED, NotOwner),
    ],
)
async def test_who_may_not_changes_nothing(
    db: Database, actors: Actors, by: Role, whose: Role, role: Role, refusal: type[Refusal]
) -> None:
    actor, other = await add_actor(db, 1, role=by), await add_actor(db, 2, role=whose)
    with pytest.raises(refusal):
        await set_role(db, actors, actor, other.user_id, role)
    assert await role_of(db, other) is whose


async def test_an_admin_blocks_and_lets_in_again(db: Database, actors: Actors) -> None:
    admin = await add_actor(db, 1, role=Role.ADMIN)
    other = await add_actor(db, 2, role=Role.BLOCKED, block_reason="He broke the 3D printer.")
    await set_role(db, actors, admin, other.user_id, Role.MEMBER)
    async with db.reading() as session:
        user = await session.get_one(User, other.user_id)
        assert (user.role, user.block_reason) == (Role.MEMBER, None)
    await set_role(db, actors, admin, other.user_id, Role.BLOCKED)
    assert await role_of(db, other) is Role.BLOCKED


async def test_the_last_owner_stays(db: Database, actors: Actors) -> None:
    owner, second = [await add_actor(db, number, role=Role.OWNER) for number in (1, 2)]
    await set_role(db, actors, owner, second.user_id, Role.ADMIN)
    with pytest.raises(LastOwner):
        await set_role(db, actors, owner, owner.user_id, Role.MEMBER)
    assert await role_of(db, owner) is Role.OWNER


async def test_of_two_owners_who_leave_at_once_one_stays(db: Database, actors: Actors) -> None:
    owners = [await add_actor(db, number, role=Role.OWNER) for number in (1, 2)]
    outcomes = await asyncio.gather(
        *(set_role(db, actors, one, one.user_id, Role.MEMBER) for one in owners),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["LastOwner", "NoneType"]
    assert sorted([await role_of(db, one) for one in owners]) == [Role.MEMBER, Role.OWNER]


async def test_whom_the_settings_name_the_chat_cannot_demote(db: Database) -> None:
    actors = Actors(db, admin_ids=(FIXED,), languages=("en",), default_language="en")
    owner, fixed = await add_actor(db, 1, role=Role.OWNER), await add_actor(db, FIXED)
    for role in (Role.ADMIN, Role.MEMBER, Role.BLOCKED):
        with pytest.raises(OwnerFixed):
            await set_role(db, actors, owner, fixed.user_id, role)
    await set_role(db, actors, owner, owner.user_id, Role.MEMBER)  # one is left
    assert await role_of(db, owner) is Role.MEMBER


async def test_nobody_is_nobody(db: Database, actors: Actors) -> None:
    owner = await add_actor(db, 1, role=Role.OWNER)
    with pytest.raises(PersonMissing):
        await set_role(db, actors, owner, 404, Role.ADMIN)


async def test_a_new_role_counts_at_once(db: Database, actors: Actors) -> None:
    owner, other = await add_actor(db, 1, role=Role.OWNER), await add_actor(db, 2)
    assert not (await actors.resolve(other.person)).is_admin
    await set_role(db, actors, owner, other.user_id, Role.ADMIN)
    assert (await actors.resolve(other.person)).is_admin
