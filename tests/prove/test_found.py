"""What random histories and a close look have found: chance alone would meet it too seldom."""

from datetime import timedelta

import pytest

from bot.schemas.actor import Actor
from bot.schemas.bookings import Decision
from bot.schemas.periods import Period
from bot.schemas.resources import ResourceChange
from bot.services import approval, booking, changes, notices, refusals, undo
from bot.services.finding import alternatives, slots
from bot.services.place import resources
from bot.services.place.approval_groups import ApprovalGroups
from db.engine import Database
from db.enums import BookingStatus, ResourceKind, Role
from db.repositories import allocations
from tests.builders import add_actor, add_resource, book, request, wanted
from tests.clocks import FrozenClock
from tests.prove.telling import Told, tell

DAY = timedelta(days=1)
HALF_HOUR = timedelta(minutes=30)


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


async def test_a_card_stays_true_although_a_newer_one_was_never_sent(
    db: Database, clock: FrozenClock, admin: Actor
) -> None:
    """The newer one lost its object while it waited: nobody was to be asked any more."""
    actor, told = await add_actor(db), Told()
    room = await add_resource(db, requires_approval=True)
    made = await book(db, actor, request(room, clock.now() + DAY), now=clock.now())
    await tell(db, told, now=clock.now())
    await changes.extend(db, actor, made.id, minutes=30, now=clock.now())
    await resources.edit(db, admin, room, ResourceChange(requires_approval=False), now=clock.now())
    await changes.extend(db, actor, made.id, minutes=30, now=clock.now())
    await tell(db, told, now=clock.now())
    assert [card.shows for card in told.cards] == [BookingStatus.APPROVED]
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
    is_asked = ResourceChange(requires_approval=status is BookingStatus.PENDING)
    await resources.edit(db, admin, room, is_asked, now=clock.now())
    restored = await undo.undo_own(db, actor, made.id, now=clock.now())
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
    await resources.edit(db, admin, laptops, ResourceChange(**change), now=clock.now())
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
    fewer = ResourceChange(quantity=1, grid_minutes=60)
    await resources.edit(db, admin, laptops, fewer, now=later)
    await book(db, actor, request(laptops, nine), now=later)


async def test_a_card_tells_how_it_went_although_the_newer_one_could_not_be_sent(
    db: Database, clock: FrozenClock, admin: Actor
) -> None:
    """The cancellation comes while the newer one is being sent, which then fails."""
    actor, told = await add_actor(db), Told()
    room = await add_resource(db, requires_approval=True)
    made = await book(db, actor, request(room, clock.now() + DAY), now=clock.now())
    await tell(db, told, now=clock.now())
    await changes.extend(db, actor, made.id, minutes=30, now=clock.now())
    outcome = await notices.claim_next(db, now=clock.now())
    assert outcome is not None
    (edit,) = await notices.prepare(db, outcome, now=clock.now())
    await notices.mark_sent(db, outcome, edit, told.send(edit), now=clock.now())
    card = await notices.claim_next(db, now=clock.now())
    assert card is not None
    assert await notices.prepare(db, card, now=clock.now())
    await booking.cancel(db, actor, made.id, now=clock.now())
    await notices.postpone(db, card, "a timeout", until=clock.now())
    await tell(db, told, now=clock.now())
    assert [card.shows for card in told.cards] == [BookingStatus.CANCELLED]


async def test_nobody_has_approved_what_needs_no_approval(
    db: Database, clock: FrozenClock, admin: Actor
) -> None:
    """Approved was another room, at another time."""
    actor, boss = await add_actor(db), await add_actor(db, 2, is_approver=True)
    lab = await add_resource(db, "Lab", requires_approval=True)
    blue = await add_resource(db, "Blue room")
    made = await book(db, actor, request(lab, clock.now() + DAY), now=clock.now())
    decision = Decision.APPROVE
    await approval.decide(db, boss, made.id, decision, revision=1, now=clock.now(), reason="Fine")
    later = Period.of(made.period.starts_at + timedelta(hours=2), 60)
    moved = await changes.move(
        db, actor, made.id, period=later, wanted=wanted({blue: 1}), now=clock.now()
    )
    assert moved.status is BookingStatus.APPROVED
    assert (moved.decided_by_name, moved.decision_reason) == (None, None)


@pytest.mark.parametrize("minutes", [0, -30])
async def test_to_extend_by_nothing_or_less_is_refused(
    db: Database, clock: FrozenClock, minutes: int
) -> None:
    actor, room = await add_actor(db), await add_resource(db)
    made = await book(db, actor, request(room, clock.now() + DAY), now=clock.now())
    with pytest.raises(refusals.NothingChanges):
        await changes.extend(db, actor, made.id, minutes=minutes, now=clock.now())


async def test_a_unit_that_is_out_is_no_count(
    db: Database, clock: FrozenClock, admin: Actor
) -> None:
    actor, laptops = await add_actor(db), await add_resource(db, quantity=2)
    await book(db, actor, request(laptops, clock.now(), minutes=240), now=clock.now())
    second = await book(db, actor, request(laptops, clock.now(), minutes=240), now=clock.now())
    first_over = clock.advance(minutes=5)
    async with db.reading() as session:
        (held,) = (await allocations.kept_of(session, second.id)).values()
    assert held.units == (2,)
    await booking.cancel(db, actor, second.id - 1, now=first_over)
    with pytest.raises(refusals.UnitOut):
        await resources.edit(db, admin, laptops, ResourceChange(quantity=1), now=first_over)


async def test_what_is_for_others_is_neither_listed_nor_offered(
    db: Database, clock: FrozenClock
) -> None:
    actor, blue = await add_actor(db), await add_resource(db, "Blue room")
    await add_resource(db, "Board room", bookers=frozenset({"board"}))
    await add_resource(db, "Green room")
    asked = request(blue, clock.now() + DAY)
    await book(db, actor, asked, now=clock.now())
    instead = await alternatives.find_alternatives(db, actor, asked, now=clock.now())
    assert {one.resource_name for one in instead} == {"Blue room", "Green room"}
    listed = await slots.list_resources(db, actor)
    assert [one.name for one in listed.options] == ["Blue room", "Green room"]


async def test_a_buffer_that_grew_takes_nothing_from_who_was_there_before(
    db: Database, clock: FrozenClock, admin: Actor
) -> None:
    """Two that follow each other; the second is shortened, and then takes the projector too."""
    actor, room = await add_actor(db), await add_resource(db)
    projector = await add_resource(db, "Projector")
    at = clock.now() + DAY
    await book(db, actor, request(room, at), now=clock.now())
    second = await book(
        db, actor, request(room, at + timedelta(hours=1), minutes=120), now=clock.now()
    )
    for one in (room, projector):
        await resources.edit(db, admin, one, ResourceChange(buffer_minutes=15), now=clock.now())
    shorter = Period.of(second.period.starts_at, 60)
    await changes.move(db, actor, second.id, period=shorter, now=clock.now())
    both = wanted({room: 1, projector: 1})
    await changes.move(db, actor, second.id, wanted=both, now=clock.now())
    async with db.reading() as session:
        kept = await allocations.kept_of(session, second.id)
    assert [kept[one].buffer_minutes for one in (room, projector)] == [0, 15]


@pytest.fixture
async def laptops(db: Database) -> int:
    kind = ResourceKind.EQUIPMENT
    return await add_resource(db, "Laptop", kind=kind, quantity=3, grid_minutes=30)


async def test_what_was_moved_to_begin_at_once_can_have_back_more_units_than_it_has(
    db: Database, clock: FrozenClock, laptops: int
) -> None:
    """It has one by then, and keeps it; two more are free."""
    actor, later = await add_actor(db), clock.now() + HALF_HOUR
    asked = request(laptops, later, units=3)
    made = await book(db, actor, asked, now=clock.now())
    begun = {"wanted": wanted({laptops: 1}), "period": Period.of(clock.now(), 60)}
    await changes.move(db, actor, made.id, **begun, now=clock.now())
    restored = await undo.undo_own(db, actor, made.id, now=clock.now())
    assert (restored.wanted, restored.period) == (asked.wanted, asked.period)


async def test_what_goes_back_to_a_later_time_keeps_no_unit_that_somebody_has_then(
    db: Database, clock: FrozenClock, laptops: int
) -> None:
    actor, later = await add_actor(db), clock.now() + timedelta(hours=3)
    asked = request(laptops, later)
    made = await book(db, actor, asked, now=clock.now())
    await changes.move(db, actor, made.id, period=Period.of(clock.now(), 60), now=clock.now())
    await book(db, actor, request(laptops, later - HALF_HOUR, units=2), now=clock.now())
    restored = await undo.undo_own(db, actor, made.id, now=clock.now())
    assert restored.period == asked.period


async def test_what_has_begun_before_and_after_keeps_its_unit_beside_more(
    db: Database, clock: FrozenClock, laptops: int
) -> None:
    actor, nine = await add_actor(db), clock.now()
    await book(db, actor, request(laptops, nine + 2 * HALF_HOUR), now=nine)
    asked = request(laptops, nine + HALF_HOUR, minutes=30, units=2)
    made = await book(db, actor, asked, now=nine)
    begun = {"wanted": wanted({laptops: 1}), "period": Period.of(nine, 60)}
    await changes.move(db, actor, made.id, **begun, now=clock.advance(minutes=28))
    kept = await units_of(db, made.id)
    restored = await undo.undo_own(db, actor, made.id, now=clock.advance(minutes=3))
    assert (restored.wanted, restored.period) == (asked.wanted, asked.period)
    assert set(kept) < set(await units_of(db, made.id))


async def test_what_has_begun_stays_on_its_unit_though_another_waits_for_that(
    db: Database, clock: FrozenClock, laptops: int
) -> None:
    """The best fit would be another unit; but this one is in somebody's hands."""
    actor, nine = await add_actor(db), clock.now()
    running = await book(db, actor, request(laptops, nine), now=nine)
    waiting = await book(db, actor, request(laptops, nine + 2 * HALF_HOUR), now=nine)
    kept = await units_of(db, running.id)
    assert await units_of(db, waiting.id) == kept
    await changes.extend(db, actor, running.id, minutes=30, now=clock.advance(minutes=10))
    assert await units_of(db, running.id) == kept
    assert await units_of(db, waiting.id) != kept


async def test_what_is_over_is_in_nobodys_hands(
    db: Database, clock: FrozenClock, laptops: int
) -> None:
    """It ended early, and the best fit gave its unit to the next; taken back, it has another."""
    actor, ten = await add_actor(db), clock.now()
    made = await book(db, actor, request(laptops, ten), now=ten)
    await changes.end_early(db, actor, made.id, now=clock.advance(minutes=28))
    next_one = await book(db, actor, request(laptops, ten + HALF_HOUR), now=clock.now())
    assert await units_of(db, next_one.id) == await units_of(db, made.id)
    restored = await undo.undo_own(db, actor, made.id, now=clock.advance(minutes=3))
    assert restored.period == made.period
    assert await units_of(db, made.id) != await units_of(db, next_one.id)


async def units_of(db: Database, booking_id: int) -> tuple[int, ...]:
    async with db.reading() as session:
        (kept,) = (await allocations.kept_of(session, booking_id)).values()
    return kept.units
