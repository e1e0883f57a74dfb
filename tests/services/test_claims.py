"""The claim link: made where nobody owns the place, and good for one person, for a day."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.schemas.actor import Actor
from bot.services.access import claims
from bot.services.access.users import Actors
from bot.services.refusals import ClaimOver
from db.engine import Database
from db.enums import Role
from db.models import Invite, User
from tests.builders import add_actor, count_rows
from tests.clocks import FrozenClock


def actors_of(db: Database, *admin_ids: int) -> Actors:
    return Actors(db, admin_ids=admin_ids, languages=("uk", "en"), default_language="en")


@pytest.fixture
def actors(db: Database) -> Actors:
    return actors_of(db)


async def roles(db: Database) -> list[Role]:
    async with db.reading() as session:
        return list((await session.scalars(select(User.role).order_by(User.id))).all())


async def test_a_claim_is_kept_while_it_is_good_and_then_another_is_made(
    db: Database, actors: Actors, clock: FrozenClock
) -> None:
    first = await claims.ensure_code(db, actors, now=clock.now())
    clock.advance(hours=23)
    assert await claims.ensure_code(db, actors, now=clock.now()) == first
    clock.advance(hours=1)
    second = await claims.ensure_code(db, actors, now=clock.now())
    assert second not in (first, None)
    assert await count_rows(db, Invite) == 2


async def test_several_that_start_at_once_make_one_claim(
    db: Database, actors: Actors, clock: FrozenClock
) -> None:
    made = await asyncio.gather(
        *(claims.ensure_code(db, actors, now=clock.now()) for _ in range(5))
    )
    assert len(set(made)) == 1
    assert await count_rows(db, Invite) == 1


async def test_there_is_no_claim_where_there_is_an_owner(db: Database, clock: FrozenClock) -> None:
    assert await claims.ensure_code(db, actors_of(db, 9), now=clock.now()) is None
    await add_actor(db, role=Role.OWNER)
    assert await claims.ensure_code(db, actors_of(db), now=clock.now()) is None
    assert await count_rows(db, Invite) == 0


async def test_an_owner_who_was_forgotten_leaves_the_place_to_be_claimed(
    db: Database, actors: Actors, clock: FrozenClock
) -> None:
    await add_actor(db, role=Role.OWNER)
    async with db.writing() as session:
        await session.execute(update(User).values(telegram_id=-User.id, forgotten_at=clock.now()))
    assert await claims.ensure_code(db, actors, now=clock.now())


async def test_of_many_who_open_it_at_once_one_owns_the_place(
    db: Database, actors: Actors, clock: FrozenClock
) -> None:
    people = [await add_actor(db, number) for number in range(1, 11)]
    code = await claims.ensure_code(db, actors, now=clock.now())

    async def attempt(actor: Actor) -> str:
        try:
            await claims.claim(db, actors, actor, code or "", now=clock.now())
        except ClaimOver:
            return "refused"
        return "owner"

    assert Counter(await asyncio.gather(*map(attempt, people))) == {"owner": 1, "refused": 9}
    assert Counter(await roles(db)) == {Role.OWNER: 1, Role.MEMBER: 9}


@pytest.mark.parametrize("hours", [0, 24])
async def test_a_claim_that_was_never_made_or_has_expired_is_refused(
    db: Database, actors: Actors, clock: FrozenClock, hours: int
) -> None:
    actor = await add_actor(db)
    code = await claims.ensure_code(db, actors, now=clock.now())
    clock.advance(hours=hours)
    with pytest.raises(ClaimOver):
        await claims.claim(db, actors, actor, code if hours else "guessed", now=clock.now())
    assert await roles(db) == [Role.MEMBER]


async def test_an_open_claim_is_void_once_the_settings_name_an_owner(
    db: Database, actors: Actors, clock: FrozenClock
) -> None:
    actor = await add_actor(db)
    code = await claims.ensure_code(db, actors, now=clock.now())
    with pytest.raises(ClaimOver):
        await claims.claim(db, actors_of(db, 9), actor, code or "", now=clock.now())
    assert await roles(db) == [Role.MEMBER]


async def test_an_invite_of_members_makes_no_owner(
    db: Database, actors: Actors, clock: FrozenClock
) -> None:
    actor = await add_actor(db)
    async with db.writing() as session:
        later = clock.now() + timedelta(days=1)
        session.add(Invite(code="members", max_uses=1, expires_at=later))
    with pytest.raises(ClaimOver):
        await claims.claim(db, actors, actor, "members", now=clock.now())
    assert await roles(db) == [Role.MEMBER]
