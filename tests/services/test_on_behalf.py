"""An admin books, moves and cancels for somebody: whose rules hold, and who is told."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.schemas.actor import Actor
from bot.schemas.bookings import BookingRequest, BookingView
from bot.services import booking, changes, lifecycle, refusals, stories
from bot.services.calendar.overrides import APPROVAL, CODES
from db.engine import Database
from db.enums import BookingAction, BookingStatus, NotificationKind, NotificationState, Role
from db.models import BookingEvent, Notification
from tests.builders import LEADS, add_actor, add_resource, book, counts, request
from tests.clocks import FrozenClock

HOURS = frozenset({refusals.OutsideHours.code})


@pytest.fixture
async def admin(db: Database) -> Actor:
    """Who may book more than others may."""
    return await add_actor(db, 9, full_name="Ada", role=Role.ADMIN, tags=frozenset({"staff"}))


@pytest.fixture
def tomorrow(clock: FrozenClock) -> datetime:
    return clock.now() + timedelta(days=1)


async def events(db: Database) -> list[BookingEvent]:
    async with db.reading() as session:
        return list((await session.scalars(select(BookingEvent).order_by(BookingEvent.id))).all())


async def told(db: Database, *, waiting: bool = True) -> list[tuple[int | None, str]]:
    """(recipient, dedup key) of what is told of an admin's doings."""
    query = select(Notification).where(Notification.kind == NotificationKind.BY_ADMIN)
    async with db.reading() as session:
        rows = (await session.scalars(query.order_by(Notification.id))).all()
    return [
        (row.user_id, row.dedup_key)
        for row in rows
        if (row.state is NotificationState.WAITING) == waiting
    ]


async def move(
    db: Database, actor: Actor, made: BookingView, to: BookingRequest, *, now: datetime
) -> BookingView:
    return await changes.move_any(
        db, actor, made.id, to, reason="Painters", now=now, reminder_leads=LEADS
    )


async def test_it_is_theirs_and_the_ledger_names_the_admin(
    db: Database, admin: Actor, emma: Actor, clock: FrozenClock, tomorrow: datetime
) -> None:
    asked = request(await add_resource(db), tomorrow, for_user=emma.user_id)
    made = await book(db, admin, asked, now=clock.now())
    assert (made.user_id, made.user_name) == (emma.user_id, "Emma")
    assert [one.actor_id for one in await events(db)] == [admin.user_id]
    assert await told(db) == [(emma.user_id, "by_admin:1:booked")]
    again = await book(db, admin, asked, now=clock.now())
    assert again.id == made.id


async def test_their_tags_and_quotas_count_and_not_the_admins(
    db: Database, admin: Actor, emma: Actor, clock: FrozenClock, tomorrow: datetime
) -> None:
    lab = await add_resource(db, bookers=frozenset({"staff"}))
    before = await counts(db)
    with pytest.raises(refusals.NotForYou):
        asked = request(lab, tomorrow, for_user=emma.user_id)
        await book(db, admin, asked, now=clock.now())
    assert await counts(db) == before
    staff = await add_actor(db, 2, tags=frozenset({"staff"}))
    await book(db, admin, request(lab, tomorrow, for_user=staff.user_id), now=clock.now())


async def test_nothing_is_booked_for_who_is_blocked_whatever_is_set_aside(
    db: Database, admin: Actor, clock: FrozenClock, tomorrow: datetime
) -> None:
    blocked = await add_actor(db, 2, role=Role.BLOCKED, full_name="Viktor")
    asked = request(await add_resource(db), tomorrow, for_user=blocked.user_id, overrides=CODES)
    with pytest.raises(refusals.PersonBlocked) as raised:
        await book(db, admin, asked, now=clock.now())
    assert raised.value.figures == {"name": "Viktor"}


@pytest.mark.parametrize("fields", [{"for_user": 1}, {"overrides": HOURS}])
async def test_a_member_books_for_nobody_and_sets_nothing_aside(
    db: Database, emma: Actor, clock: FrozenClock, tomorrow: datetime, fields: dict[str, object]
) -> None:
    other = await add_actor(db, 2)
    room = await add_resource(db)
    if "for_user" in fields:
        fields = {"for_user": other.user_id}
    asked = request(room, tomorrow, **fields)
    with pytest.raises(refusals.NotAdmin):
        await book(db, emma, asked, now=clock.now())
    assert (await counts(db))["bookings"] == 0
    assert isinstance(
        await booking.find_refusal(db, emma, asked, now=clock.now()), refusals.NotAdmin
    )
    made = await book(db, other, request(room, tomorrow), now=clock.now())
    later = request(room, tomorrow + timedelta(hours=2))
    for attempt in (
        changes.move_any(db, emma, made.id, later, now=clock.now()),
        booking.cancel_any(db, emma, made.id, now=clock.now()),
        booking.get_any(db, emma, made.id),
        stories.read_any_story(db, emma, made.id),
    ):
        with pytest.raises(refusals.NotAdmin):
            await attempt
    with pytest.raises(refusals.NotAdmin):
        await changes.move(
            db, other, made.id, period=later.period, overrides=HOURS, now=clock.now()
        )
    assert (await booking.get_own(db, other, made.id)).revision == 1


async def test_only_what_is_a_rule_can_be_set_aside(
    db: Database, admin: Actor, clock: FrozenClock, tomorrow: datetime
) -> None:
    room = await add_resource(db)
    await book(db, admin, request(room, tomorrow), now=clock.now())
    with pytest.raises(refusals.NotAdmin):
        taken = frozenset({refusals.SlotTaken.code})
        await book(db, admin, request(room, tomorrow, overrides=taken), now=clock.now())
    with pytest.raises(refusals.SlotTaken):
        await book(db, admin, request(room, tomorrow, overrides=CODES), now=clock.now())
    with pytest.raises(refusals.TooManyUnits):
        many = request(room, tomorrow + timedelta(days=1), units=2, overrides=CODES)
        await book(db, admin, many, now=clock.now())
    with pytest.raises(refusals.TooSoon):
        past = request(room, clock.now() - timedelta(hours=2), overrides=CODES)
        await book(db, admin, past, now=clock.now())
    out = await add_resource(db, "Out", is_active=False)
    with pytest.raises(refusals.ResourceMissing):
        await book(db, admin, request(out, tomorrow, overrides=CODES), now=clock.now())


async def test_the_ledger_has_just_the_rules_that_stood_against_it(
    db: Database, admin: Actor, emma: Actor, clock: FrozenClock, tomorrow: datetime
) -> None:
    room = await add_resource(db, max_minutes=60, notice_minutes=7 * 24 * 60)
    asked = request(room, tomorrow, minutes=90, for_user=emma.user_id)
    with pytest.raises(refusals.TooLong):
        await book(db, admin, asked, now=clock.now())
    asked = asked.model_copy(update={"overrides": frozenset({"too-long", "off-grid"})})
    with pytest.raises(refusals.TooSoon):
        await book(db, admin, asked, now=clock.now())
    made = await book(db, admin, asked.model_copy(update={"overrides": CODES}), now=clock.now())
    (line,) = await events(db)
    assert line.overrides == {"too-long", "too-soon"}
    story = await stories.read_own_story(db, emma, made.id)
    assert story.lines[0].overrides == {"too-long", "too-soon"}


async def test_approval_is_asked_as_for_them_unless_that_is_set_aside(
    db: Database, admin: Actor, emma: Actor, clock: FrozenClock, tomorrow: datetime
) -> None:
    studio = await add_resource(db, requires_approval=True)
    asked = request(studio, tomorrow, for_user=emma.user_id)
    assert (await book(db, admin, asked, now=clock.now())).status is BookingStatus.PENDING
    unasked = request(
        studio, tomorrow + timedelta(hours=2), for_user=emma.user_id,
        overrides=frozenset({APPROVAL}),
    )  # fmt: skip
    made = await book(db, admin, unasked, now=clock.now())
    assert (made.status, made.decide_by) == (BookingStatus.APPROVED, None)
    assert (await events(db))[-1].overrides == {APPROVAL}


async def test_nobody_is_asked_about_what_has_begun(
    db: Database, admin: Actor, clock: FrozenClock
) -> None:
    """It would expire in the moment in which it was asked."""
    studio = await add_resource(db, requires_approval=True)
    asked = request(studio, clock.now())
    clock.advance(minutes=5)
    soon = asked.model_copy(update={"overrides": frozenset({"too-soon"})})
    with pytest.raises(refusals.TooSoon) as refused:
        await book(db, admin, soon, now=clock.now())
    assert refused.value.notice_minutes == 0
    unasked = asked.model_copy(update={"overrides": frozenset({"too-soon", APPROVAL})})
    assert (await book(db, admin, unasked, now=clock.now())).status is BookingStatus.APPROVED


async def test_a_booking_is_moved_by_the_rules_of_whose_it_is_and_stays_theirs(
    db: Database, admin: Actor, emma: Actor, clock: FrozenClock, tomorrow: datetime
) -> None:
    room, lab = await add_resource(db), await add_resource(db, "Lab", bookers=frozenset({"staff"}))
    made = await book(db, emma, request(room, tomorrow), now=clock.now())
    later = tomorrow + timedelta(hours=3)
    with pytest.raises(refusals.NotForYou):
        await move(db, admin, made, request(lab, later), now=clock.now())
    rival = await book(db, admin, request(room, later), now=clock.now())
    with pytest.raises(refusals.SlotTaken):
        await move(db, admin, made, request(room, later, overrides=CODES), now=clock.now())
    assert (await booking.get_own(db, emma, made.id)).period == made.period
    await booking.cancel(db, admin, rival.id, now=clock.now())
    moved = await move(db, admin, made, request(room, later), now=clock.now())
    assert (moved.user_id, moved.period.starts_at) == (emma.user_id, later)
    last = (await events(db))[-1]
    assert (last.actor_id, last.action, last.reason) == (
        admin.user_id, BookingAction.MOVED, "Painters",
    )  # fmt: skip
    assert await told(db) == [(emma.user_id, "by_admin:2:moved")]


async def test_of_several_things_that_an_admin_did_the_last_is_told(
    db: Database, admin: Actor, emma: Actor, clock: FrozenClock, tomorrow: datetime
) -> None:
    room = await add_resource(db)
    asked = request(room, tomorrow, for_user=emma.user_id)
    made = await book(db, admin, asked, now=clock.now())
    await move(db, admin, made, request(room, tomorrow + timedelta(hours=1)), now=clock.now())
    view = await booking.cancel_any(db, admin, made.id, reason="Flooded", now=clock.now())
    assert view.status is BookingStatus.CANCELLED
    assert await told(db) == [(emma.user_id, "by_admin:2:cancelled")]
    assert len(await told(db, waiting=False)) == 2
    async with db.reading() as session:
        found = await stories.find_by_admin(session, view)
    assert found is not None
    assert (found.done.action, found.done.reason, found.before) == (
        BookingAction.CANCELLED, "Flooded", None,
    )  # fmt: skip


async def test_what_was_done_by_an_admin_is_over_when_the_owner_has_cancelled(
    db: Database, admin: Actor, emma: Actor, clock: FrozenClock, tomorrow: datetime
) -> None:
    asked = request(await add_resource(db), tomorrow, for_user=emma.user_id)
    made = await book(db, admin, asked, now=clock.now())
    await booking.cancel(db, emma, made.id, now=clock.now())
    async with db.reading() as session:
        view = await lifecycle.read_view(session, made.id)
        assert await stories.find_by_admin(session, view) is None


async def test_an_admin_cancels_what_is_under_way_and_not_what_is_over(
    db: Database, admin: Actor, emma: Actor, clock: FrozenClock, tomorrow: datetime
) -> None:
    room = await add_resource(db)
    made = await book(db, emma, request(room, tomorrow), now=clock.now())
    other = await book(db, emma, request(room, tomorrow + timedelta(hours=1)), now=clock.now())
    ended = made.period.ends_at
    with pytest.raises(refusals.AlreadyOver):
        await booking.cancel_any(db, admin, made.id, now=ended)
    with pytest.raises(refusals.ReasonTooLong):
        await booking.cancel_any(db, admin, other.id, reason="x" * 201, now=ended)
    running = ended + timedelta(minutes=30)
    view = await booking.cancel_any(db, admin, other.id, now=running)
    assert view.status is BookingStatus.CANCELLED
    with pytest.raises(refusals.NotActive):
        await booking.cancel_any(db, admin, other.id, now=running)


async def test_a_person_has_so_many_bookings_ahead_of_all_resources_together(
    db: Database, clock: FrozenClock, tomorrow: datetime
) -> None:
    limited = await add_actor(db, 3, max_open_bookings=2)
    limited = limited.model_copy(update={"max_open_bookings": 2})
    rooms = [await add_resource(db, f"Room {number}") for number in range(3)]
    first = await book(db, limited, request(rooms[0], tomorrow), now=clock.now())
    await book(db, limited, request(rooms[1], tomorrow), now=clock.now())
    asked = request(rooms[2], tomorrow)
    before = await counts(db)
    with pytest.raises(refusals.PersonQuota) as raised:
        await book(db, limited, asked, now=clock.now())
    assert raised.value.figures == {"most": 2, "open": 2}
    found = await booking.find_refusal(db, limited, asked, now=clock.now())
    assert isinstance(found, refusals.PersonQuota)
    assert await counts(db) == before
    await booking.cancel(db, limited, first.id, now=clock.now())
    await book(db, limited, asked, now=clock.now())
    over = tomorrow + timedelta(hours=2)
    await book(db, limited, request(rooms[0], over + timedelta(days=1)), now=over)


async def test_two_requests_at_once_do_not_pass_a_quota_together(
    db: Database, clock: FrozenClock, tomorrow: datetime
) -> None:
    limited = (await add_actor(db, 3, max_open_bookings=1)).model_copy(
        update={"max_open_bookings": 1}
    )
    rooms = [await add_resource(db, f"Room {number}") for number in range(4)]
    tries = [book(db, limited, request(room, tomorrow), now=clock.now()) for room in rooms]
    done = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, BookingView) for one in done) == 1
    assert sum(isinstance(one, refusals.PersonQuota) for one in done) == 3
