"""Move, extend, end early, undo: what was held is kept if the new is refused."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.schemas.actor import Actor
from bot.schemas.bookings import BookingView, Decision
from bot.schemas.periods import Period
from bot.schemas.resources import ResourceChange
from bot.services import approval, booking, cards, changes, refusals, undo
from bot.services.place import resources
from db.engine import Database
from db.enums import BookingAction, BookingStatus
from db.models import Allocation, BookingEvent, Notification
from db.models.notifications import IS_WAITING
from tests.builders import LEADS, add_actor, add_resource, book, request, wanted
from tests.clocks import FrozenClock

HOUR = timedelta(hours=1)


@pytest.fixture
async def room(db: Database) -> int:
    return await add_resource(db)


@pytest.fixture
def ten(clock: FrozenClock) -> datetime:
    return clock.now() + timedelta(days=2, hours=1)


@pytest.fixture
async def booked(
    db: Database, actor: Actor, room: int, clock: FrozenClock, ten: datetime
) -> BookingView:
    return await book(db, actor, request(room, ten), now=clock.now())


async def move(
    db: Database, actor: Actor, view: BookingView, clock: FrozenClock, **to: object
) -> BookingView:
    return await changes.move(
        db, actor, view.id, now=clock.now(), reminder_leads=LEADS, **to  # type: ignore[arg-type]
    )  # fmt: skip


async def occupied(db: Database, view: BookingView) -> list[tuple[int, datetime, datetime]]:
    async with db.reading() as session:
        query = select(Allocation).where(Allocation.booking_id == view.id)
        rows = (await session.scalars(query)).all()
    return [(row.resource_id, row.occupied_from, row.occupied_until) for row in rows]


async def ledger(db: Database, view: BookingView) -> Sequence[BookingEvent]:
    async with db.reading() as session:
        query = select(BookingEvent).where(BookingEvent.booking_id == view.id)
        return (await session.scalars(query.order_by(BookingEvent.id))).all()


async def waiting(db: Database) -> list[tuple[str, datetime]]:
    async with db.reading() as session:
        query = select(Notification).where(IS_WAITING).order_by(Notification.due_at)
        return [(row.kind, row.due_at) for row in await session.scalars(query)]


async def test_another_time_releases_and_takes(
    db: Database, actor: Actor, room: int, clock: FrozenClock, booked: BookingView, ten: datetime
) -> None:
    later = Period.of(ten + HOUR / 2, 60)  # it overlaps what it had
    moved = await move(db, actor, booked, clock, period=later)
    assert (moved.period, moved.status, moved.revision) == (later, BookingStatus.APPROVED, 2)
    assert await occupied(db, booked) == [(room, later.starts_at, later.ends_at)]
    assert await waiting(db) == [
        ("reminder", later.starts_at - LEADS[0]),
        ("reminder", later.starts_at - LEADS[1]),
        ("ending", later.ends_at - timedelta(minutes=10)),
    ]
    await book(db, actor, request(room, ten - HOUR / 2), now=clock.now())


async def test_another_resource_releases_and_takes(
    db: Database, actor: Actor, clock: FrozenClock, booked: BookingView, ten: datetime
) -> None:
    green = await add_resource(db, "Green room", buffer_minutes=30)
    laptops = await add_resource(db, "Laptop", kind="equipment", quantity=3)
    moved = await move(db, actor, booked, clock, wanted=wanted({green: 1, laptops: 2}))
    assert [(held.name, held.units) for held in moved.held] == [("Green room", 1), ("Laptop", 2)]
    assert sorted(await occupied(db, booked)) == [
        (green, ten - HOUR / 2, ten + HOUR * 1.5),
        (laptops, ten, ten + HOUR),
        (laptops, ten, ten + HOUR),
    ]
    fewer = await move(db, actor, moved, clock, wanted=wanted({laptops: 1}))
    assert [(held.name, held.units) for held in fewer.held] == [("Laptop", 1)]
    assert len(await occupied(db, booked)) == 1


async def test_the_ledger_has_who_did_what_and_what_was_held(
    db: Database, actor: Actor, room: int, clock: FrozenClock, booked: BookingView, ten: datetime
) -> None:
    await move(db, actor, booked, clock, period=Period.of(ten + HOUR, 60))
    lines = await ledger(db, booked)
    assert [(line.action, line.actor_id) for line in lines] == [
        (BookingAction.BOOKED, actor.user_id),
        (BookingAction.MOVED, actor.user_id),
    ]
    starts = [int(at.timestamp()) for at in (ten, ten + HOUR)]
    assert [line.holds for line in lines] == [
        {"starts_at": start, "ends_at": start + 3600, "units": [[room, 1]]} for start in starts
    ]


async def test_what_was_held_is_kept_if_the_new_is_taken(
    db: Database, actor: Actor, room: int, clock: FrozenClock, booked: BookingView, ten: datetime
) -> None:
    await book(db, actor, request(room, ten + HOUR), now=clock.now())
    before = (await occupied(db, booked), await waiting(db), len(await ledger(db, booked)))
    for period in (Period.of(ten + HOUR, 60), Period.of(ten, 90)):
        with pytest.raises(refusals.SlotTaken):
            await move(db, actor, booked, clock, period=period)
    after = (await occupied(db, booked), await waiting(db), len(await ledger(db, booked)))
    assert after == before
    assert await booking.get_own(db, actor, booked.id) == booked


async def test_a_move_keeps_the_rules(
    db: Database, actor: Actor, clock: FrozenClock, booked: BookingView, ten: datetime
) -> None:
    with pytest.raises(refusals.TooLong):
        await move(db, actor, booked, clock, period=Period.of(ten, 300))
    with pytest.raises(refusals.TooFarAhead):
        await move(db, actor, booked, clock, period=Period.of(ten + timedelta(days=90), 60))
    with pytest.raises(refusals.NothingChanges):
        await move(db, actor, booked, clock, period=booked.period)
    with pytest.raises(refusals.BookingMissing):
        await move(db, await add_actor(db, 2), booked, clock, period=Period.of(ten, 30))


async def test_what_it_has_stays_its_own_when_the_rules_change(
    db: Database, admin: Actor, actor: Actor, clock: FrozenClock, ten: datetime
) -> None:
    room, camera = [await add_resource(db, name, grid_minutes=15) for name in ("Lab", "Camera")]
    asked = request(room, ten + timedelta(minutes=15), minutes=90, extras={camera: 1})
    view = await book(db, actor, asked, now=clock.now())
    rules = ResourceChange(grid_minutes=30, min_minutes=60, max_minutes=60)
    await resources.edit(db, admin, room, rules, now=clock.now())
    alone = await move(db, actor, view, clock, wanted=wanted({room: 1}))
    assert alone.period == view.period
    with pytest.raises(refusals.OffGrid):
        await move(db, actor, view, clock, period=Period.of(ten + timedelta(minutes=15), 60))
    with pytest.raises(refusals.TooLong):
        await move(db, actor, view, clock, period=Period.of(ten, 120))
    assert (await move(db, actor, view, clock, period=Period.of(ten, 90))).period.minutes == 90
    with pytest.raises(refusals.TooShort):
        await move(db, actor, view, clock, period=Period.of(ten, 30))
    assert (await move(db, actor, view, clock, period=Period.of(ten, 60))).period.minutes == 60


async def test_at_quite_another_time_it_is_as_far_from_others_as_anybody(
    db: Database, admin: Actor, actor: Actor, clock: FrozenClock, room: int, ten: datetime
) -> None:
    """A longer buffer than it was made with; where it only changes a little, it keeps its own."""
    first = await book(db, actor, request(room, ten), now=clock.now())
    next_door = await book(db, actor, request(room, ten + HOUR), now=clock.now())
    apart = await book(db, actor, request(room, ten + 6 * HOUR), now=clock.now())
    await resources.edit(db, admin, room, ResourceChange(buffer_minutes=30), now=clock.now())
    with pytest.raises(refusals.SlotTaken):
        await move(db, actor, apart, clock, period=Period.of(ten + 2 * HOUR, 60))
    await move(db, actor, apart, clock, period=Period.of(ten + 3 * HOUR, 60))
    at = ten + 3 * HOUR
    assert (room, at - HOUR / 2, at + 3 * HOUR / 2) in await occupied(db, apart)
    await move(db, actor, next_door, clock, period=Period.of(ten + HOUR, 30))
    assert await occupied(db, next_door) == [(room, ten + HOUR, ten + 3 * HOUR / 2)]
    assert await occupied(db, first) == [(room, ten, ten + HOUR)]


async def test_a_booking_does_not_count_against_its_own_quota(
    db: Database, actor: Actor, clock: FrozenClock, ten: datetime
) -> None:
    room = await add_resource(db, "Green room", max_open_bookings=1, max_week_minutes=90)
    view = await book(db, actor, request(room, ten), now=clock.now())
    longer = await move(db, actor, view, clock, period=Period.of(ten, 90))
    assert longer.period.minutes == 90
    with pytest.raises(refusals.WeekFull):
        await move(db, actor, view, clock, period=Period.of(ten, 120))


@pytest.fixture
async def approved(db: Database, actor: Actor, clock: FrozenClock, ten: datetime) -> BookingView:
    hall = await add_resource(db, "Hall", requires_approval=True)
    view = await book(db, actor, request(hall, ten, minutes=120), now=clock.now())
    approver = await add_actor(db, 9, is_approver=True)
    return await approval.decide(
        db, approver, view.id, Decision.APPROVE, revision=1, now=clock.now()
    )


async def test_what_was_approved_is_pending_again_when_it_moves(
    db: Database, actor: Actor, clock: FrozenClock, approved: BookingView, ten: datetime
) -> None:
    moved = await move(db, actor, approved, clock, period=Period.of(ten + HOUR, 120))
    assert (moved.status, moved.decided_by_name) == (BookingStatus.PENDING, None)
    assert moved.decide_by == clock.now() + timedelta(days=1)
    assert [kind for kind, _ in await waiting(db)].count("approval_card") == 2


async def test_but_not_when_it_only_shrinks(
    db: Database, actor: Actor, clock: FrozenClock, approved: BookingView, ten: datetime
) -> None:
    moved = await move(db, actor, approved, clock, period=Period.of(ten + HOUR, 60))
    assert (moved.status, moved.decided_by_name) == (BookingStatus.APPROVED, "Person 9")


async def test_an_approver_decides_on_what_they_saw(
    db: Database, actor: Actor, clock: FrozenClock, ten: datetime
) -> None:
    hall = await add_resource(db, "Hall", requires_approval=True)
    view = await book(db, actor, request(hall, ten), now=clock.now())
    await move(db, actor, view, clock, period=Period.of(ten + HOUR, 60))
    approver = await add_actor(db, 9, is_approver=True)
    with pytest.raises(refusals.RequestChanged):
        await approval.decide(db, approver, view.id, Decision.APPROVE, revision=1, now=clock.now())
    decided = await approval.decide(
        db, approver, view.id, Decision.APPROVE, revision=2, now=clock.now()
    )
    assert decided.status is BookingStatus.APPROVED


async def test_a_booking_that_is_under_way_can_be_extended_but_not_moved(
    db: Database, actor: Actor, room: int, clock: FrozenClock, booked: BookingView, ten: datetime
) -> None:
    clock.at = ten + HOUR / 2
    with pytest.raises(refusals.AlreadyStarted):
        await move(db, actor, booked, clock, period=Period.of(ten + HOUR, 60))
    longer = await changes.extend(db, actor, booked.id, minutes=30, now=clock.now())
    assert longer.period == Period.of(ten, 90)
    await book(db, await add_actor(db, 2), request(room, ten + HOUR * 1.5), now=clock.now())
    with pytest.raises(refusals.SlotTaken):
        await changes.extend(db, actor, booked.id, minutes=30, now=clock.now())


async def test_what_needs_approval_is_not_extended_under_way(
    db: Database, actor: Actor, clock: FrozenClock, approved: BookingView, ten: datetime
) -> None:
    clock.at = ten + HOUR
    with pytest.raises(refusals.AlreadyStarted):
        await changes.extend(db, actor, approved.id, minutes=30, now=clock.now())
    clock.at = ten + 2 * HOUR
    with pytest.raises(refusals.AlreadyOver):
        await changes.extend(db, actor, approved.id, minutes=30, now=clock.now())


async def test_an_early_end_frees_the_rest(
    db: Database, actor: Actor, room: int, clock: FrozenClock, booked: BookingView, ten: datetime
) -> None:
    clock.at = ten + timedelta(minutes=29, seconds=30)
    ended = await changes.end_early(db, actor, booked.id, now=clock.now())
    assert ended.period == Period.of(ten, 30)
    await book(db, actor, request(room, ten + HOUR / 2, minutes=30), now=clock.now())
    for early in (ten - HOUR, ten + 2 * HOUR):
        with pytest.raises(refusals.NotRunning):
            await changes.end_early(db, actor, booked.id, now=early)


async def test_a_cancellation_can_be_undone(
    db: Database, actor: Actor, room: int, clock: FrozenClock, booked: BookingView, ten: datetime
) -> None:
    await booking.cancel(db, actor, booked.id, now=clock.now())
    assert await waiting(db) == []
    restored = await undo.undo_own(db, actor, booked.id, now=clock.now(), reminder_leads=LEADS)
    assert restored.status is BookingStatus.APPROVED
    assert restored.period == booked.period
    assert len(await waiting(db)) == 3
    with pytest.raises(refusals.SlotTaken):
        await book(db, actor, request(room, ten), now=clock.now())
    lines = [line.action for line in await ledger(db, booked)]
    assert lines == [BookingAction.BOOKED, BookingAction.CANCELLED, BookingAction.RESTORED]


async def test_but_only_for_a_while_and_if_it_is_still_free(
    db: Database, actor: Actor, room: int, clock: FrozenClock, booked: BookingView, ten: datetime
) -> None:
    with pytest.raises(refusals.NothingToUndo):
        await undo.undo_own(db, actor, booked.id, now=clock.now())
    await booking.cancel(db, actor, booked.id, now=clock.now())
    with pytest.raises(refusals.TooLateToUndo) as late:
        await undo.undo_own(db, actor, booked.id, now=clock.now() + timedelta(minutes=5))
    assert late.value.figures == {"undo_minutes": 5}
    await book(db, await add_actor(db, 2), request(room, ten), now=clock.now())
    with pytest.raises(refusals.SlotTaken):
        await undo.undo_own(db, actor, booked.id, now=clock.now())
    assert (await booking.get_own(db, actor, booked.id)).status is BookingStatus.CANCELLED


async def test_a_pending_one_is_pending_again_with_a_new_card(
    db: Database, actor: Actor, clock: FrozenClock, ten: datetime
) -> None:
    hall = await add_resource(db, "Hall", requires_approval=True)
    view = await book(db, actor, request(hall, ten), now=clock.now())
    await booking.cancel(db, actor, view.id, now=clock.now())
    clock.advance(minutes=2)
    restored = await undo.undo_own(db, actor, view.id, now=clock.now())
    assert restored.status is BookingStatus.PENDING
    assert restored.decide_by == clock.now() + timedelta(days=1)
    assert [kind for kind, _ in await waiting(db)].count("approval_card") == 2


async def test_in_a_pool_others_make_room_for_a_move(
    db: Database, actor: Actor, clock: FrozenClock, ten: datetime
) -> None:
    pool = await add_resource(db, "Laptop", kind="equipment", quantity=2)
    await book(db, actor, request(pool, ten), now=clock.now())
    filler = await book(db, actor, request(pool, ten + 2 * HOUR), now=clock.now())
    await book(db, actor, request(pool, ten + 2 * HOUR), now=clock.now())
    await booking.cancel(db, actor, filler.id, now=clock.now())
    mine = await book(db, actor, request(pool, ten + 5 * HOUR), now=clock.now())
    moved = await move(db, actor, mine, clock, period=Period.of(ten + HOUR / 2, 120))
    assert moved.period == Period.of(ten + HOUR / 2, 120)


@pytest.mark.parametrize(
    ("gap", "rules", "offered"),
    [
        (None, {}, (15, 30, 60)),
        (60, {}, (15, 30, 60)),
        (45, {}, (15, 30)),
        (30, {}, (15, 30)),
        (15, {}, (15,)),
        (0, {}, ()),
        (45, {"buffer_minutes": 15}, (15,)),
        (None, {"max_minutes": 120}, (15, 30, 60)),
        (None, {"max_minutes": 110}, (15, 30)),
        (None, {"max_minutes": 75}, (15,)),
        (None, {"max_minutes": 60}, ()),
        (None, {"max_week_minutes": 90}, (15, 30)),
        (None, {"grid_minutes": 30}, (30, 60)),
        (None, {"grid_minutes": 60, "min_minutes": 60}, (60,)),
    ],
)
async def test_as_much_longer_is_offered_as_is_truly_possible(
    db: Database,
    actor: Actor,
    clock: FrozenClock,
    ten: datetime,
    gap: int | None,
    rules: dict[str, int],
    offered: tuple[int, ...],
) -> None:
    """By a card, and by the question before the end; `gap` is how many minutes nobody else has."""
    room = await add_resource(db, "Studio", **{"grid_minutes": 15, "min_minutes": 15} | rules)
    mine = await book(db, actor, request(room, ten), now=clock.now())
    if gap is not None:
        after = request(room, mine.period.ends_at + timedelta(minutes=gap))
        await book(db, await add_actor(db, 2), after, now=clock.now())
    clock.at = ten + timedelta(minutes=50)
    card = await cards.get_card(db, actor, mine.id, now=clock.now())
    assert card.extensions == offered
    async with db.reading() as session:
        is_free = await changes.is_next_free(session, mine, 60, now=clock.now())
    assert is_free == (gap is None or gap == 60)
    for minutes in changes.EXTENSIONS:
        if minutes not in offered:
            with pytest.raises(refusals.Refusal):
                await changes.extend(db, actor, mine.id, minutes=minutes, now=clock.now())
    for minutes in offered:
        longer = await changes.extend(db, actor, mine.id, minutes=minutes, now=clock.now())
        assert longer.period.minutes == 60 + minutes
        await undo.undo_own(db, actor, mine.id, now=clock.now())
