"""Approving and rejecting: once, in time, by those who may."""

import asyncio
import contextlib
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.schemas.actor import Actor
from bot.schemas.bookings import BookingView, Decision
from bot.services import approval, refusals
from bot.services.place.approval_groups import ApprovalGroups
from db.engine import Database
from db.enums import BookingStatus, NotificationKind, Role
from db.models import Booking, BookingEvent, Notification
from tests.builders import LEADS, add_actor, add_resource, book, counts, request
from tests.clocks import FrozenClock
from tests.prove.telling import Told, tell


@pytest.fixture
async def pending(db: Database, clock: FrozenClock) -> BookingView:
    """A request whose card is in the approval group."""
    booker = await add_actor(db, 1, role=Role.ADMIN)
    await ApprovalGroups(db).bind(booker, -1, title="Approvers", now=clock.now())
    room = await add_resource(db, requires_approval=True)
    asked = request(room, clock.now() + timedelta(days=2))
    booking = await book(db, booker, asked, now=clock.now())
    await tell(db, Told(), now=clock.now())
    return booking


@pytest.fixture
async def approver(db: Database) -> Actor:
    return await add_actor(db, 2, full_name="Ada", is_approver=True)


async def decide(
    db: Database, actor: Actor, booking_id: int, decision: Decision, *, clock: FrozenClock
) -> BookingView:
    return await approval.decide(
        db,
        actor,
        booking_id,
        decision,
        revision=1,
        now=clock.now(),
        reminder_leads=LEADS,
    )


async def test_a_group_that_is_bound_again_is_told_nothing_before_its_time(
    db: Database, clock: FrozenClock, admin: Actor, approver: Actor
) -> None:
    """The button that takes a rejection back goes when nothing can be taken back any more."""
    room, told = await add_resource(db, requires_approval=True), Told()
    asked = request(room, clock.now() + timedelta(days=2))
    made = await book(db, admin, asked, now=clock.now())
    for _ in range(2):
        await ApprovalGroups(db).bind(admin, -1, title="Approvers", now=clock.now())
        await tell(db, told, now=clock.now())
        with contextlib.suppress(refusals.AlreadyDecided):
            await decide(db, approver, made.id, Decision.REJECT, clock=clock)
    async with db.reading() as session:
        outcome = Notification.kind == NotificationKind.CARD_OUTCOME
        rows = await session.scalars(select(Notification).where(outcome).order_by(Notification.id))
        assert [(one.sent_at is None, one.due_at > clock.now()) for one in rows] == [
            (False, False), (True, True),
        ]  # fmt: skip


async def kinds(db: Database) -> list[NotificationKind]:
    async with db.reading() as session:
        query = select(Notification.kind).order_by(Notification.id)
        return list((await session.scalars(query)).all())


async def test_approval_tells_the_booker_updates_the_card_and_plans_reminders(
    db: Database, clock: FrozenClock, pending: BookingView, approver: Actor
) -> None:
    view = await decide(db, approver, pending.id, Decision.APPROVE, clock=clock)
    assert (view.status, view.decided_by_name, view.decide_by) == (
        BookingStatus.APPROVED,
        "Ada",
        None,
    )
    assert await kinds(db) == [
        "approval_card", "decision", "card_outcome", "reminder", "reminder", "ending",
    ]  # fmt: skip


async def test_rejection_keeps_the_reason_and_frees_the_slot(
    db: Database, clock: FrozenClock, pending: BookingView, approver: Actor
) -> None:
    view = await approval.decide(
        db, approver, pending.id, Decision.REJECT, revision=1, now=clock.now(), reason="Repairs"
    )
    assert (view.status, view.decision_reason) == (BookingStatus.REJECTED, "Repairs")
    assert await kinds(db) == ["approval_card", "decision", "card_outcome", "card_outcome"]
    again = request(pending.main.id, pending.period.starts_at)
    await book(db, approver, again, now=clock.now())


async def test_of_many_approvers_at_once_one_decides(
    db: Database, clock: FrozenClock, pending: BookingView
) -> None:
    approvers = [
        await add_actor(db, 10 + number, full_name=f"Approver {number}", is_approver=True)
        for number in range(10)
    ]
    choices = [Decision.APPROVE, Decision.REJECT] * 5
    outcomes = await asyncio.gather(
        *(
            decide(db, actor, pending.id, choice, clock=clock)
            for actor, choice in zip(approvers, choices, strict=True)
        ),
        return_exceptions=True,
    )
    (won,) = [outcome for outcome in outcomes if isinstance(outcome, BookingView)]
    lost = [outcome for outcome in outcomes if isinstance(outcome, refusals.AlreadyDecided)]
    assert len(lost) == 9
    assert {(one.status, one.decided_by) for one in lost} == {(won.status, won.decided_by_name)}
    async with db.reading() as session:
        events = (await session.scalars(select(BookingEvent))).all()
    assert len(events) == 2  # asked for, decided


async def test_who_is_no_approver_is_refused_and_nothing_changes(
    db: Database, clock: FrozenClock, pending: BookingView
) -> None:
    outsider = await add_actor(db, 3)
    before = await counts(db)
    with pytest.raises(refusals.NotApprover):
        await decide(db, outsider, pending.id, Decision.APPROVE, clock=clock)
    assert await counts(db) == before


async def test_a_booking_that_does_not_exist_is_refused(
    db: Database, clock: FrozenClock, approver: Actor
) -> None:
    with pytest.raises(refusals.BookingMissing):
        await decide(db, approver, 404, Decision.APPROVE, clock=clock)


async def test_a_reason_that_is_too_long_is_refused(
    db: Database, clock: FrozenClock, pending: BookingView, approver: Actor
) -> None:
    with pytest.raises(refusals.ReasonTooLong):
        await approval.decide(
            db, approver, pending.id, Decision.REJECT, revision=1, now=clock.now(), reason="x" * 201
        )


async def test_expiry_takes_what_is_overdue_and_nothing_else(
    db: Database, clock: FrozenClock, pending: BookingView
) -> None:
    assert pending.decide_by is not None
    assert await approval.expire_due(db, now=pending.decide_by - timedelta(seconds=1)) == 0
    assert await approval.expire_due(db, now=pending.decide_by) == 1
    assert await approval.expire_due(db, now=pending.decide_by) == 0
    assert await kinds(db) == ["approval_card", "expiry", "card_outcome"]
    async with db.reading() as session:
        event = (await session.scalars(select(BookingEvent).order_by(BookingEvent.id))).all()[-1]
    assert (event.actor_id, event.to_status) == (None, BookingStatus.EXPIRED)


async def test_a_long_backlog_expires_over_several_ticks(
    db: Database, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(approval, "EXPIRE_BATCH", 5)
    actor = await add_actor(db, 1)
    room = await add_resource(db, requires_approval=True, max_minutes=30)
    start = clock.now() + timedelta(days=2)
    for step in range(approval.EXPIRE_BATCH + 3):
        asked = request(room, start + timedelta(minutes=30 * step), minutes=30)
        await book(db, actor, asked, now=clock.now())
    later = clock.advance(days=2)
    assert await approval.expire_due(db, now=later) == 5
    assert await approval.expire_due(db, now=later) == 3
    async with db.reading() as session:
        assert set((await session.scalars(select(Booking.status))).all()) == {"expired"}
