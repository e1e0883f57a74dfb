"""Invites let in whom they may, and no more than they may."""

import asyncio
from collections import Counter

import pytest
from sqlalchemy import select, update

from bot.schemas.actor import Actor
from bot.schemas.invites import InviteForm, InviteView
from bot.services.access import invites
from bot.services.access.tags import parse_tags
from bot.services.access.users import Actors
from bot.services.refusals import InviteOver, NotAdmin, NotATag, TooManyTags
from db.engine import Database
from db.enums import Role
from db.models import Invite, User
from tests.builders import add_actor, count_rows
from tests.clocks import FrozenClock


@pytest.fixture
def actors(db: Database) -> Actors:
    return Actors(db, admin_ids=(), languages=("uk", "en"), default_language="en")


async def user_of(db: Database, actor: Actor) -> User:
    async with db.reading() as session:
        return await session.get_one(User, actor.user_id)


async def uses(db: Database) -> list[int]:
    async with db.reading() as session:
        return list((await session.scalars(select(Invite.uses).order_by(Invite.id))).all())


async def test_whoever_comes_by_it_is_in_and_has_its_tags(
    db: Database, actors: Actors, admin: Actor, clock: FrozenClock
) -> None:
    form = InviteForm(uses=1, days=1, tags=frozenset({"staff", "lab-2"}))
    invite = await invites.make(db, admin, form, now=clock.now())
    emma = await add_actor(db, 1, tags=frozenset({"chess"}))
    assert not (await actors.resolve(emma.person)).is_invited

    await invites.join(db, actors, emma, invite.code, now=clock.now())

    known = await actors.resolve(emma.person)
    assert known.is_invited
    assert known.tags == {"chess", "staff", "lab-2"}
    assert (await user_of(db, emma)).invite_id == invite.id


@pytest.mark.parametrize("most", [1, 3])
async def test_of_many_who_come_at_once_no_more_get_in_than_may(
    db: Database, actors: Actors, admin: Actor, clock: FrozenClock, most: int
) -> None:
    invite = await invites.make(db, admin, InviteForm(uses=most), now=clock.now())
    people = [await add_actor(db, number) for number in range(11, 21)]

    async def attempt(actor: Actor) -> str:
        try:
            await invites.join(db, actors, actor, invite.code, now=clock.now())
        except InviteOver:
            return "over"
        return "in"

    outcomes = Counter(await asyncio.gather(*map(attempt, people)))
    assert outcomes == {"in": most, "over": 10 - most}
    assert await uses(db) == [most]
    known = [(await actors.resolve(one.person)).is_invited for one in people]
    assert known.count(True) == most


async def test_a_second_tap_on_the_same_link_costs_no_place(
    db: Database, actors: Actors, admin: Actor, clock: FrozenClock
) -> None:
    invite = await invites.make(db, admin, InviteForm(uses=1), now=clock.now())
    emma = await add_actor(db, 1)
    for _ in range(2):
        await invites.join(db, actors, emma, invite.code, now=clock.now())
    assert await uses(db) == [1]


async def test_one_without_limits_lets_everybody_in_for_ever(
    db: Database, actors: Actors, admin: Actor, clock: FrozenClock
) -> None:
    invite = await invites.make(db, admin, InviteForm(uses=0, days=0), now=clock.now())
    clock.advance(days=1000)
    for number in range(1, 4):
        person = await add_actor(db, number)
        await invites.join(db, actors, person, invite.code, now=clock.now())
    assert await uses(db) == [3]


@pytest.mark.parametrize("how", ["expired", "revoked", "guessed", "claim"])
async def test_what_is_over_lets_nobody_in_and_changes_nothing(
    db: Database, actors: Actors, admin: Actor, clock: FrozenClock, how: str
) -> None:
    form = InviteForm(uses=10, days=1, tags=frozenset({"staff"}))
    invite = await invites.make(db, admin, form, now=clock.now())
    emma = await add_actor(db, 1)
    if how == "expired":
        clock.advance(days=1)
    if how == "revoked":
        await invites.revoke(db, admin, invite.id, now=clock.now())
    if how == "claim":
        async with db.writing() as session:
            await session.execute(update(Invite).values(role=Role.OWNER))
    code = "guessed" if how == "guessed" else invite.code
    with pytest.raises(InviteOver):
        await invites.join(db, actors, emma, code, now=clock.now())
    user = await user_of(db, emma)
    assert (user.invite_id, user.tags, user.role) == (None, frozenset(), Role.MEMBER)
    assert await uses(db) == [0]


async def test_who_came_by_a_link_stays_when_it_is_revoked(
    db: Database, actors: Actors, admin: Actor, clock: FrozenClock
) -> None:
    invite = await invites.make(db, admin, InviteForm(), now=clock.now())
    emma = await add_actor(db, 1)
    await invites.join(db, actors, emma, invite.code, now=clock.now())
    with pytest.raises(InviteOver):  # used up, so there is nothing to revoke
        await invites.revoke(db, admin, invite.id, now=clock.now())
    assert (await actors.resolve(emma.person)).is_invited


async def test_tags_that_find_no_room_let_nobody_in(
    db: Database, actors: Actors, admin: Actor, clock: FrozenClock
) -> None:
    form = InviteForm(tags=frozenset({"teachers"}))
    invite = await invites.make(db, admin, form, now=clock.now())
    many = frozenset(f"{number:032}" for number in range(15))
    emma = await add_actor(db, 1, tags=many)
    with pytest.raises(TooManyTags):
        await invites.join(db, actors, emma, invite.code, now=clock.now())
    assert await uses(db) == [0]


async def test_the_list_has_those_that_are_open_the_newest_first(
    db: Database, actors: Actors, admin: Actor, clock: FrozenClock
) -> None:
    made: list[InviteView] = [
        await invites.make(db, admin, InviteForm(uses=number, days=number), now=clock.now())
        for number in (1, 2, 0)
    ]
    clock.advance(days=1)
    page = await invites.list_open(db, admin, page=0, now=clock.now())
    assert [one.id for one in page.invites] == [made[2].id, made[1].id]
    await invites.revoke(db, admin, made[2].id, now=clock.now())
    page = await invites.list_open(db, admin, page=9, now=clock.now())
    assert ([one.id for one in page.invites], page.page, page.pages) == ([made[1].id], 0, 1)


async def test_members_make_and_see_and_revoke_none(
    db: Database, admin: Actor, clock: FrozenClock
) -> None:
    invite = await invites.make(db, admin, InviteForm(), now=clock.now())
    emma = await add_actor(db, 1)
    for attempt in (
        invites.make(db, emma, InviteForm(), now=clock.now()),
        invites.list_open(db, emma, page=0, now=clock.now()),
        invites.get_open(db, emma, invite.id, now=clock.now()),
        invites.revoke(db, emma, invite.id, now=clock.now()),
    ):
        with pytest.raises(NotAdmin):
            await attempt
    assert await count_rows(db, Invite) == 1
    assert (await invites.get_open(db, admin, invite.id, now=clock.now())).uses == 0


def test_tags_are_typed_with_spaces_and_commas() -> None:
    assert parse_tags(" Staff, lab-2;#chess\n") == {"staff", "lab-2", "chess"}
    with pytest.raises(NotATag) as refusal:
        parse_tags("staff, вчителі")
    assert refusal.value.tag == "вчителі"
    with pytest.raises(TooManyTags):
        parse_tags(" ".join(f"{number:032}" for number in range(16)))
