"""Who books is looked at as they are when it is booked, not when they tapped."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.schemas.actor import Actor, Person
from bot.schemas.periods import Period
from bot.services import booking, changes, refusals, undo
from bot.services.access import people, privacy, roles
from bot.services.access.users import Actors
from db.engine import Database
from db.enums import Role
from db.models import Booking, User
from db.models.bookings import HAS_ACTIVE_STATUS
from db.repositories import resources, users
from tests.builders import add_actor, add_resource, book, request
from tests.clocks import FrozenClock
from tests.services.test_races import until_somebody_waits

DAY = timedelta(days=1)
EMMA = Person(telegram_id=1, username=None, full_name="Person 1", language_code="en")


@pytest.fixture
def actors(db: Database) -> Actors:
    return Actors(db, admin_ids=(), languages=("en",), default_language="en")


async def count_active(db: Database) -> int:
    async with db.reading() as session:
        query = select(func.count()).select_from(Booking).where(HAS_ACTIVE_STATUS)
        return await session.scalar(query) or 0


Act = Callable[[Database, Actor, int, int, FrozenClock], Awaitable[Any]]


def book_another(db: Database, emma: Actor, room: int, _: int, clock: FrozenClock) -> Any:
    return book(db, emma, request(room, clock.now() + 5 * DAY), now=clock.now())


def move(db: Database, emma: Actor, _: int, made: int, clock: FrozenClock) -> Any:
    period = Period.of(clock.now() + 5 * DAY, 60)
    return changes.move(db, emma, made, period=period, now=clock.now())


def extend(db: Database, emma: Actor, _: int, made: int, clock: FrozenClock) -> Any:
    return changes.extend(db, emma, made, minutes=30, now=clock.now())


async def undo_a_cancellation(
    db: Database, emma: Actor, _: int, made: int, clock: FrozenClock
) -> Any:
    await booking.cancel(db, emma, made, now=clock.now())
    return await undo.undo_own(db, emma, made, now=clock.now())


@pytest.mark.parametrize("act", [book_another, move, extend, undo_a_cancellation])
async def test_who_was_blocked_since_they_tapped_is_refused(
    db: Database, actors: Actors, admin: Actor, emma: Actor, clock: FrozenClock, act: Act
) -> None:
    room = await add_resource(db)
    made = await book(db, emma, request(room, clock.now() + DAY), now=clock.now())
    await people.block(
        db, actors, admin, emma.user_id, reason="Keys", cancels=False, now=clock.now()
    )
    with pytest.raises(refusals.Blocked) as refused:
        await act(db, emma, room, made.id, clock)
    assert refused.value.reason == "Keys"


async def test_who_was_limited_or_lost_a_tag_since_is_refused(
    db: Database, actors: Actors, admin: Actor, emma: Actor, clock: FrozenClock
) -> None:
    room = await add_resource(db)
    lab = await add_resource(db, "Lab", bookers=frozenset({"staff"}))
    await people.add_tags(db, actors, admin, emma.user_id, "staff")
    emma = emma.model_copy(update={"tags": frozenset({"staff"})})
    await book(db, emma, request(lab, clock.now() + DAY), now=clock.now())
    await people.toggle_tag(db, actors, admin, emma.user_id, "staff")
    with pytest.raises(refusals.NotForYou):
        await book(db, emma, request(lab, clock.now() + 2 * DAY), now=clock.now())
    await people.set_quota(db, actors, admin, emma.user_id, 1)
    with pytest.raises(refusals.PersonQuota):
        await book(db, emma, request(room, clock.now() + 2 * DAY), now=clock.now())


async def test_who_is_blocked_while_they_wait_keeps_nothing(
    postgresql_url: str,
    db: Database,
    actors: Actors,
    admin: Actor,
    emma: Actor,
    clock: FrozenClock,
) -> None:
    room = await add_resource(db)
    async with db.writing() as session:
        await resources.lock_for_booking(session, [room])
        asked = request(room, clock.now() + DAY)
        booked = asyncio.create_task(book(db, emma, asked, now=clock.now()))
        await until_somebody_waits(db)
        blocking = people.block(
            db, actors, admin, emma.user_id, reason=None, cancels=True, now=clock.now()
        )
        blocked = asyncio.create_task(blocking)
        await until_somebody_waits(db, count=2)
    await asyncio.gather(booked, blocked)
    assert await count_active(db) == 0


async def test_who_was_blocked_while_they_were_read_is_read_anew(
    db: Database,
    actors: Actors,
    admin: Actor,
    emma: Actor,
    clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read, may_go_on = asyncio.Event(), asyncio.Event()
    find = users.find_by_telegram_id

    async def find_slowly(*args: Any) -> User | None:
        found = await find(*args)
        read.set()
        await may_go_on.wait()
        return found

    monkeypatch.setattr(users, "find_by_telegram_id", find_slowly)
    resolving = asyncio.create_task(actors.resolve(EMMA))
    await read.wait()
    await people.block(db, actors, admin, emma.user_id, reason=None, cancels=False, now=clock.now())
    may_go_on.set()
    await resolving
    assert (await actors.resolve(EMMA)).role is Role.BLOCKED


async def test_of_two_admins_who_give_tags_at_once_neither_is_lost(
    db: Database, actors: Actors, admin: Actor, emma: Actor
) -> None:
    tags = [f"tag{number}" for number in range(8)]
    await asyncio.gather(*(people.add_tags(db, actors, admin, emma.user_id, tag) for tag in tags))
    async with db.reading() as session:
        assert (await users.get(session, emma.user_id)).tags == frozenset(tags)


async def test_two_owners_who_go_at_once_leave_one(
    db: Database, actors: Actors, clock: FrozenClock
) -> None:
    for number in range(0, 16, 2):
        ada, olena = [await add_actor(db, 100 + number + one, role=Role.OWNER) for one in (0, 1)]
        await asyncio.gather(
            privacy.forget(db, actors, ada, now=clock.now()),
            roles.set_role(db, actors, ada, olena.user_id, Role.MEMBER),
            return_exceptions=True,
        )
        async with db.writing() as session:
            assert await users.count_owners(session) == 1
            for one in await session.scalars(select(User).where(User.role == Role.OWNER)):
                one.role = Role.MEMBER
