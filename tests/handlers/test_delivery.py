"""The outbox's other end, with Telegram failing in every way it can."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.services import notices
from db.enums import NotificationKind, NotificationState
from db.models import Notification, User
from sandbox.people.groups import Group
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.builders import add_resource, book, request
from tests.clocks import FrozenClock
from tests.handlers.world import World


@pytest.fixture
async def booked(world: World, emma: Person, clock: FrozenClock) -> World:
    """Emma has the blue room in two days; one reminder a day before, one 30 minutes before."""
    room = await add_resource(world.db, "Blue room", location="2nd floor")
    await world.start(emma)
    actor = await world.actor(emma)
    at = clock.now() + timedelta(days=2)
    await book(world.db, actor, request(room, at), now=clock.now())
    return world


async def states(world: World) -> list[tuple[str, int]]:
    async with world.db.reading() as session:
        rows = (await session.scalars(select(Notification).order_by(Notification.id))).all()
        return [(row.state.value, row.attempts) for row in rows]


def reminders(person: Person) -> list[str]:
    return [message.text for message in person.messages() if "starts in" in (message.text or "")]


async def test_reminders_come_when_they_are_due_and_only_once(
    booked: World, emma: Person, clock: FrozenClock
) -> None:
    clock.advance(hours=23, minutes=59)
    await booked.settle()
    assert reminders(emma) == []
    clock.advance(minutes=1)
    await booked.settle()
    await booked.settle()
    (text,) = reminders(emma)
    assert "Your booking starts in 1 day." in text
    assert "2nd floor" in text
    clock.advance(hours=23, minutes=30)
    await booked.settle()
    assert len(reminders(emma)) == 2
    assert "starts in 30 min" in reminders(emma)[1]


async def test_no_reminder_comes_after_the_start(
    booked: World, emma: Person, clock: FrozenClock
) -> None:
    clock.advance(days=2)
    await booked.settle()
    assert reminders(emma) == []
    assert await states(booked) == [("obsolete", 1), ("obsolete", 1)]


async def test_no_reminder_comes_for_what_was_cancelled(
    booked: World, emma: Person, clock: FrozenClock
) -> None:
    await booked.say(emma, "/my")
    await booked.taps(emma, "Blue room", "Cancel this booking", "Yes, cancel it")
    clock.advance(days=1)
    await booked.settle()
    assert reminders(emma) == []


@pytest.mark.parametrize("fault", [{"error_code": 500}, {"error_code": 502}, {"timeout": True}])
async def test_a_failure_of_telegram_is_tried_again(
    booked: World,
    emma: Person,
    telegram: Telegram,
    clock: FrozenClock,
    fault: dict[str, object],
) -> None:
    telegram.inject("sendMessage", times=2, **fault)
    clock.advance(days=1)
    await booked.settle()
    assert reminders(emma) == []
    clock.advance(seconds=1)
    await booked.settle()
    assert reminders(emma) == []  # the second try failed too, and the wait is longer now
    clock.advance(seconds=2)
    await booked.settle()
    assert len(reminders(emma)) == 1
    assert (await states(booked))[0] == ("sent", 3)


async def test_a_wait_that_telegram_asks_for_is_kept(
    booked: World, emma: Person, telegram: Telegram, clock: FrozenClock
) -> None:
    telegram.inject("sendMessage", error_code=429, retry_after=37)
    clock.advance(days=1)
    await booked.settle()
    clock.advance(seconds=36)
    await booked.settle()
    assert reminders(emma) == []
    clock.advance(seconds=1)
    await booked.settle()
    assert len(reminders(emma)) == 1


async def test_who_cannot_be_reached_does_not_stop_the_others(
    world: World, emma: Person, olena: Person, telegram: Telegram, clock: FrozenClock
) -> None:
    room = await add_resource(world.db, "Blue room")
    for person, hour in ((emma, 0), (olena, 1)):
        await world.start(person)
        actor = await world.actor(person)
        at = clock.now() + timedelta(days=2, hours=hour)
        await book(world.db, actor, request(room, at), now=clock.now())
    emma.deactivate()
    clock.advance(days=1, hours=1)
    await world.settle()

    assert "До початку вашого бронювання 1 день." in olena.last().text
    assert [state for state, _ in await states(world)] == [
        "undeliverable", "waiting", "sent", "waiting",
    ]  # fmt: skip
    async with world.db.reading() as session:
        query = select(User.reachable).order_by(User.id)
        assert (await session.scalars(query)).all() == [False, True]
    refused = telegram.refused()
    assert [call.error_code for call in refused] == [403]
    telegram.journal.remove(refused[0])  # the one refusal this test is about


async def test_a_crash_between_claiming_and_sending_is_made_good_when_the_lease_ends(
    booked: World, emma: Person, clock: FrozenClock
) -> None:
    clock.advance(days=1)
    assert await notices.claim_next(booked.db, now=clock.now())  # and then: killed
    await booked.settle()
    assert reminders(emma) == []
    clock.advance(seconds=notices.LEASE.total_seconds())
    await booked.settle()
    assert len(reminders(emma)) == 1


async def test_a_card_that_is_late_and_a_decision_that_is_early(
    world: World,
    emma: Person,
    admin: Person,
    group: Group,
    telegram: Telegram,
    clock: FrozenClock,
) -> None:
    """The group's card cannot be sent; meanwhile the booking is cancelled: no card ever comes."""
    await add_resource(world.db, "Studio", requires_approval=True)
    await world.say(admin, "/bind", group)
    await world.start(emma)
    await world.taps(emma, "Book", "Studio", "4", "14:00", "1 h → ")
    telegram.inject("sendMessage", error_code=500)
    await world.tap(emma, "Ask for approval")
    await world.taps(emma, "My bookings", "Studio", "Cancel this booking", "Yes, cancel it")
    clock.advance(minutes=5)
    await world.settle()
    assert "Request for approval" not in admin.last(group).text
    assert {state for state, _ in await states(world)} == {NotificationState.OBSOLETE}


async def test_what_is_cancelled_after_the_claim_is_not_sent(
    booked: World, emma: Person, clock: FrozenClock
) -> None:
    clock.advance(days=1)
    claim = await notices.claim_next(booked.db, now=clock.now())
    assert claim is not None
    await booked.say(emma, "/my")
    await booked.taps(emma, "Blue room", "Cancel this booking", "Yes, cancel it")
    assert await notices.prepare(booked.db, claim, now=clock.now()) is None
    assert reminders(emma) == []


async def test_a_row_that_cannot_be_read_is_parked_and_stops_nobody(
    world: World, emma: Person, database_path: Path, clock: FrozenClock
) -> None:
    room = await add_resource(world.db, "Blue room")
    await world.start(emma)
    actor = await world.actor(emma)
    for hour in (0, 1):
        at = clock.now() + timedelta(days=2, hours=hour)
        await book(world.db, actor, request(room, at), now=clock.now())
    with sqlite3.connect(database_path) as connection:
        connection.execute("DROP TRIGGER booking_resources_no_delete")
        connection.execute("DELETE FROM booking_resources WHERE booking_id = 1")
    clock.advance(days=1, hours=1)
    await world.settle()
    assert len(reminders(emma)) == 1
    assert (await states(world))[0] == ("undeliverable", 1)


async def test_after_a_long_pause_one_reminder_says_it_all(
    booked: World, emma: Person, clock: FrozenClock
) -> None:
    clock.advance(days=1, hours=23, minutes=50)
    await booked.settle()
    (text,) = reminders(emma)
    assert "starts in 10 min" in text
    assert [state for state, _ in await states(booked)] == ["obsolete", "sent"]


async def test_the_reminders_are_those_of_the_settings(
    world: World, emma: Person, admin: Person, group: Group, clock: FrozenClock
) -> None:
    """Through a booking that is confirmed at once, and through one that is approved."""
    world.app.dispatcher["settings"] = world.app.settings.model_copy(
        update={"reminder_minutes": (60,)}
    )
    await add_resource(world.db, "Blue room")
    await add_resource(world.db, "Studio", requires_approval=True)
    await world.say(admin, "/bind", group)
    await world.start(emma)
    await world.taps(emma, "Book", "Blue room", "4", "14:00", "1 h → ", "✅ Book")
    await world.taps(emma, "Book another", "Studio", "4", "14:00", "1 h → ", "Ask for approval")
    await world.tap(admin, "Approve", group)
    start = clock.now() + timedelta(days=2, hours=3)
    async with world.db.reading() as session:
        due = (
            await session.scalars(
                select(Notification.due_at).where(Notification.kind == NotificationKind.REMINDER)
            )
        ).all()
    assert due == [start - timedelta(minutes=60)] * 2


async def test_an_outcome_whose_card_is_out_of_reach_is_given_up(
    world: World, emma: Person, admin: Person, group: Group, clock: FrozenClock
) -> None:
    await add_resource(world.db, "Studio", requires_approval=True)
    await world.say(admin, "/bind", group)
    await world.start(emma)
    await world.taps(emma, "Book", "Studio", "4", "14:00", "1 h → ", "Ask for approval")
    group.set_bot("kicked")
    await world.taps(emma, "My bookings", "Studio", "Cancel this booking", "Yes, cancel it")
    for _ in range(3):
        clock.advance(minutes=10)
        await world.settle()
    (refused,) = world.telegram.refused()
    assert refused.method == "editMessageText"
    world.telegram.journal.remove(refused)
    assert [state for state, _ in await states(world)] == ["sent", "undeliverable"]
