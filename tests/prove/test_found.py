"""What random histories and a close look have found: chance alone would meet it too seldom."""

from datetime import timedelta

import pytest

from bot.schemas.actor import Actor
from bot.schemas.resources import RuleChange
from bot.services import booking, changes, refusals, resources
from bot.services.approval_groups import ApprovalGroups
from db.engine import Database
from db.enums import BookingStatus, Role
from tests.builders import add_actor, add_resource, book, request, wanted
from tests.clocks import FrozenClock
from tests.prove.telling import Told, tell

DAY = timedelta(days=1)


@pytest.fixture
async def admin(db: Database, clock: FrozenClock) -> Actor:
    """There is an approval group too."""
    admin = await add_actor(db, 1, role=Role.ADMIN)
    await ApprovalGroups(db).bind(admin, -1, title="Approvers", now=clock.now())
    return admin


async def test_a_card_that_was_sent_is_brought_up_to_date_whatever_comes_after(
    db: Database, clock: FrozenClock, admin: Actor
) -> None:
    """Two changes before the delivery looks: the second must not take the first's edit away."""
    actor, told = await add_actor(db), Told()
    room = await add_resource(db, requires_approval=True)
    made = await book(db, actor, request(room, clock.now() + DAY), now=clock.now())
    await tell(db, told, now=clock.now())
    await changes.extend(db, actor, made.id, minutes=30, now=clock.now())
    await changes.extend(db, actor, made.id, minutes=30, now=clock.now())
    await tell(db, told, now=clock.now())
    assert [(card.revision, card.shows) for card in told.cards] == [
        (3, "superseded"),
        (3, "pending"),
    ]


async def test_a_card_says_that_a_newer_one_asks_only_where_there_is_one(
    db: Database, clock: FrozenClock, admin: Actor
) -> None:
    actor, told = await add_actor(db), Told()
    room = await add_resource(db, requires_approval=True)
    made = await book(db, actor, request(room, clock.now() + DAY), now=clock.now())
    await tell(db, told, now=clock.now())
    await changes.extend(db, actor, made.id, minutes=30, now=clock.now())
    await booking.cancel(db, actor, made.id, now=clock.now())
    await tell(db, told, now=clock.now())
    assert [card.shows for card in told.cards] == [BookingStatus.CANCELLED]


@pytest.mark.parametrize("status", [BookingStatus.APPROVED, BookingStatus.PENDING])
async def test_a_cancelled_request_waits_again_only_where_somebody_is_asked(
    db: Database, clock: FrozenClock, admin: Actor, status: BookingStatus
) -> None:
    """Without a deadline it would wait for ever."""
    actor = await add_actor(db)
    room = await add_resource(db, requires_approval=True)
    made = await book(db, actor, request(room, clock.now() + DAY), now=clock.now())
    await booking.cancel(db, actor, made.id, now=clock.now())
    is_asked = RuleChange(requires_approval=status is BookingStatus.PENDING)
    await resources.change(db, admin, room, is_asked, now=clock.now())
    restored = await changes.undo_cancel(db, actor, made.id, now=clock.now())
    assert restored.status is status
    assert (restored.decide_by is None) == (status is BookingStatus.APPROVED)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"is_active": False}, refusals.ResourceMissing),
        ({"bookers": {"staff"}}, refusals.NotForYou),
    ],
)
async def test_more_units_of_what_one_has_are_asked_for_like_anything_else(
    db: Database, clock: FrozenClock, admin: Actor, change: dict[str, object], refusal: type
) -> None:
    actor = await add_actor(db)
    laptops = await add_resource(db, quantity=3)
    made = await book(db, actor, request(laptops, clock.now() + DAY, units=2), now=clock.now())
    await resources.change(db, admin, laptops, RuleChange(**change), now=clock.now())
    with pytest.raises(refusal):
        await changes.move(db, actor, made.id, wanted=wanted({laptops: 3}), now=clock.now())
    fewer = await changes.move(db, actor, made.id, wanted=wanted({laptops: 1}), now=clock.now())
    assert fewer.main.units == 1


async def test_a_unit_that_is_gone_is_in_nobodys_way(
    db: Database, clock: FrozenClock, admin: Actor
) -> None:
    """The request is for the running step, in which the second unit was in use before it went."""
    actor = await add_actor(db)
    laptops = await add_resource(db, quantity=2, grid_minutes=15, min_minutes=15)
    nine = clock.now()
    quarter = request(laptops, nine + timedelta(minutes=15), minutes=15)
    first = await book(db, actor, quarter, now=nine)
    await book(db, actor, quarter.model_copy(update={"draft": "second"}), now=nine)
    await booking.cancel(db, actor, first.id, now=nine)
    later = clock.advance(minutes=31)
    fewer = RuleChange(quantity=1, grid_minutes=60)
    await resources.change(db, admin, laptops, fewer, now=later)
    await book(db, actor, request(laptops, nine), now=later)
