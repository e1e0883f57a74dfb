"""People, for those who run the place: what is theirs to set, and whose it is not."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.schemas.actor import Actor
from bot.services import booking, cards, refusals, stories
from bot.services.access import people, roles
from bot.services.access.users import Actors
from bot.services.finding import today
from db.engine import Database
from db.enums import BookingStatus, Role
from db.models import BookingEvent, Notification, User
from tests.builders import add_actor, add_resource, book, request
from tests.clocks import FrozenClock

FIXED = 1000
"""Whom ADMIN_IDS names."""


@pytest.fixture
def actors(db: Database) -> Actors:
    return Actors(db, admin_ids=[FIXED], languages=["en"], default_language="en")


async def row(db: Database, actor: Actor) -> User:
    async with db.reading() as session:
        return (await session.scalars(select(User).where(User.id == actor.user_id))).one()


Try = Callable[[Database, Actors, Actor, int, FrozenClock], Awaitable[object]]

FOR_ADMINS: dict[str, Try] = {
    "list": lambda db, actors, actor, _id, _clock: people.list_people(db, actors, actor),
    "search": lambda db, actors, actor, _id, _clock: people.list_people(
        db, actors, actor, search="a"
    ),
    "look": lambda db, actors, actor, one, clock: people.get_person(
        db, actors, actor, one, now=clock.now()
    ),
    "name": lambda db, _actors, actor, one, _clock: people.get_name(db, actor, one),
    "tags": lambda db, _actors, actor, _id, _clock: people.list_tags(db, actor),
    "add": lambda db, actors, actor, one, _clock: people.add_tags(db, actors, actor, one, "x"),
    "toggle": lambda db, actors, actor, one, _clock: people.toggle_tag(db, actors, actor, one, "x"),
    "quota": lambda db, actors, actor, one, _clock: people.set_quota(db, actors, actor, one, 9),
    "block": lambda db, actors, actor, one, clock: people.block(
        db, actors, actor, one, reason=None, cancels=True, now=clock.now()
    ),
    "role": lambda db, actors, actor, one, _clock: roles.set_role(
        db, actors, actor, one, Role.ADMIN
    ),
    "card": lambda db, _actors, actor, one, _clock: cards.get_any_card(db, actor, one),
    "story": lambda db, _actors, actor, one, _clock: stories.read_any_story(db, actor, one),
    "cancel": lambda db, _actors, actor, one, clock: booking.cancel_any(
        db, actor, one, now=clock.now()
    ),
}


@pytest.mark.parametrize("name", FOR_ADMINS)
@pytest.mark.parametrize("role", [Role.MEMBER, Role.BLOCKED])
async def test_members_and_the_blocked_may_none_of_it(
    db: Database, actors: Actors, emma: Actor, clock: FrozenClock, name: str, role: Role
) -> None:
    other = await add_actor(db, 2, role=role)
    before = await row(db, emma)
    for approver in (other, other.as_approver()):
        with pytest.raises(refusals.NotAdmin):
            await FOR_ADMINS[name](db, actors, approver, emma.user_id, clock)
    after = await row(db, emma)
    assert (before.role, before.tags, before.max_open_bookings) == (
        after.role, after.tags, after.max_open_bookings,
    )  # fmt: skip


async def test_today_is_for_approvers_and_admins(
    db: Database, admin: Actor, emma: Actor, clock: FrozenClock
) -> None:
    day = clock.now().date()
    with pytest.raises(refusals.NotForMembers):
        await today.read_today(db, emma, day, now=clock.now())
    for actor in (admin, emma.as_approver()):
        await today.read_today(db, actor, day, now=clock.now())


@pytest.mark.parametrize("who", [9, 8, FIXED])
async def test_who_runs_the_place_is_not_blocked(
    db: Database, actors: Actors, admin: Actor, clock: FrozenClock, who: int
) -> None:
    """Nor does anybody block themselves."""
    if who == admin.person.telegram_id:
        them = admin
    else:
        role = Role.OWNER if who == 8 else Role.MEMBER
        them = await add_actor(db, who, role=role)
    with pytest.raises(refusals.RunsThePlace):
        await people.block(
            db, actors, admin, them.user_id, reason=None, cancels=False, now=clock.now()
        )
    assert (await row(db, them)).role is not Role.BLOCKED


async def test_a_block_is_known_at_once_and_its_bookings_are_cancelled_with_its_reason(
    db: Database, actors: Actors, admin: Actor, emma: Actor, clock: FrozenClock
) -> None:
    room, tomorrow = await add_resource(db), clock.now() + timedelta(days=1)
    past = await book(db, emma, request(room, tomorrow), now=clock.now())
    now = clock.advance(days=2)
    ahead = [
        await book(db, emma, request(room, now + timedelta(hours=hours)), now=now)
        for hours in (3, 5)
    ]
    person = emma.person.model_copy(update={"full_name": "Emma"})
    known = await actors.resolve(person)
    assert known.role is Role.MEMBER
    await people.block(
        db, actors, admin, emma.user_id, reason="Left", cancels=True, now=clock.now()
    )
    blocked = await actors.resolve(person)
    assert (blocked.role, blocked.block_reason) == (Role.BLOCKED, "Left")
    for view in ahead:
        after = await booking.get_any(db, admin, view.id)
        assert after.status is BookingStatus.CANCELLED
    assert (await booking.get_any(db, admin, past.id)).status is BookingStatus.APPROVED
    async with db.reading() as session:
        lines = (await session.scalars(select(BookingEvent).order_by(BookingEvent.id))).all()[-2:]
        kinds = (await session.scalars(select(Notification.dedup_key))).all()
    assert [(one.actor_id, one.reason) for one in lines] == [(admin.user_id, "Left")] * 2
    assert kinds.count("by_admin:1:cancelled") == 2
    with pytest.raises(refusals.Blocked) as raised:
        await book(db, blocked, request(room, now + timedelta(days=1)), now=now)
    assert raised.value.figures == {"reason": "Left"}
    await roles.set_role(db, actors, admin, emma.user_id, Role.MEMBER)
    assert (await row(db, emma)).block_reason is None


async def test_tags_are_small_latin_words_and_fit_together(
    db: Database, actors: Actors, admin: Actor, emma: Actor
) -> None:
    await people.add_tags(db, actors, admin, emma.user_id, "#Staff, lab-2;night")
    assert (await row(db, emma)).tags == {"staff", "lab-2", "night"}
    await people.toggle_tag(db, actors, admin, emma.user_id, "night")
    for wrong, refusal in (
        ("кафедра", refusals.NotATag),
        ("", refusals.NotATag),
        ("x" * 33, refusals.NotATag),
        (" ".join(f"tag-{number:027}" for number in range(20)), refusals.TooManyTags),
    ):
        with pytest.raises(refusal):
            await people.add_tags(db, actors, admin, emma.user_id, wrong)
    assert (await row(db, emma)).tags == {"staff", "lab-2"}
    await add_resource(db, bookers=frozenset({"guests"}))
    assert await people.list_tags(db, admin) == {"staff", "lab-2", "guests"}


async def test_the_last_owner_stays_and_an_owner_by_the_settings_too(
    db: Database, admin: Actor, emma: Actor
) -> None:
    nobody_fixed = Actors(db, admin_ids=[], languages=["en"], default_language="en")
    owner = await add_actor(db, 8, role=Role.OWNER)
    with pytest.raises(refusals.NotOwner):
        await roles.set_role(db, nobody_fixed, admin, emma.user_id, Role.ADMIN)
    with pytest.raises(refusals.LastOwner):
        await roles.set_role(db, nobody_fixed, owner, owner.user_id, Role.MEMBER)
    await roles.set_role(db, nobody_fixed, owner, emma.user_id, Role.OWNER)
    await roles.set_role(db, nobody_fixed, owner, owner.user_id, Role.MEMBER)
    fixed = await add_actor(db, FIXED, role=Role.OWNER)
    named = Actors(db, admin_ids=[FIXED], languages=["en"], default_language="en")
    with pytest.raises(refusals.OwnerFixed):
        await roles.set_role(db, named, fixed, fixed.user_id, Role.MEMBER)


async def test_somebody_whom_nobody_knows_is_missing(
    db: Database, actors: Actors, admin: Actor, clock: FrozenClock
) -> None:
    for name in ("look", "name", "add", "toggle", "quota", "block"):
        with pytest.raises(refusals.PersonMissing):
            await FOR_ADMINS[name](db, actors, admin, 4711, clock)


async def test_pages_of_people_are_found_among_thousands(
    db: Database, actors: Actors, admin: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In pieces: of two each, here."""
    monkeypatch.setattr(people, "SEARCHED_AT_ONCE", 2)
    names = [f"Їжак {number:02}" for number in range(11)]
    for number, name in enumerate(names):
        await add_actor(db, 100 + number, full_name=name)
    first = await people.list_people(db, actors, admin, search="ЇЖАК")
    last = await people.list_people(db, actors, admin, search="їжак", page=99)
    shown = [one.full_name for page in (first, last) for one in page.people]
    assert shown == names[::-1]
    assert (first.count, first.pages, last.page) == (11, 2, 1)
    monkeypatch.setattr(people, "SEARCHED_IN_ALL", 4)
    assert (await people.list_people(db, actors, admin, search="їжак")).count == 4
