"""The outbox's other end, with Telegram failing in every way it can."""

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from aiogram.methods import SendMessage
from sqlalchemy import select

from bot.delivery.rests import TURN_MAX_S
from bot.schemas.actor import QuietHours
from bot.schemas.notices import Lease
from bot.schemas.resources import ResourceChange
from bot.services import changes, notices
from bot.services.access.users import Actors
from bot.services.place import resources
from db.enums import NotificationKind, NotificationState
from db.models import Notification, User
from sandbox.people.groups import Group
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.builders import add_resource, book, request
from tests.clocks import FrozenClock
from tests.handlers.outbox import forgive, reminders, states
from tests.handlers.world import World


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
    clock.advance(seconds=2)
    await booked.settle()
    assert reminders(emma) == []  # the second try failed too, and the wait is longer now
    clock.advance(seconds=3)
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

    assert "До початку бронювання 1 день." in olena.last().text
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
    assert await notices.prepare(booked.db, claim, now=clock.now()) == []
    assert reminders(emma) == []


async def test_what_is_cancelled_while_it_is_sent_is_known_as_sent(
    booked: World, emma: Person, clock: FrozenClock
) -> None:
    clock.advance(days=1)
    claim = await notices.claim_next(booked.db, now=clock.now())
    assert claim is not None
    (notice,) = await notices.prepare(booked.db, claim, now=clock.now())
    await booked.say(emma, "/my")
    await booked.taps(emma, "Blue room", "Cancel this booking", "Yes, cancel it")
    await notices.mark_sent(booked.db, claim, notice, 77, now=clock.now())
    assert await states(booked) == [("sent", 1), ("obsolete", 0)]


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


async def cancel_studio(world: World, emma: Person) -> None:
    await world.taps(emma, "My bookings", "Studio", "Cancel this booking", "Yes, cancel it")


def cards(group: Group, person: Person) -> list[str]:
    return [
        (message.text or "").splitlines()[0]
        for message in person.messages(group)
        if "Studio" in (message.text or "")
    ]


async def test_a_card_that_somebody_deleted_is_posted_anew_once(
    pending: World, emma: Person, admin: Person, group: Group, telegram: Telegram
) -> None:
    admin.delete(admin.last(group), group)
    await cancel_studio(pending, emma)
    await pending.settle()
    assert cards(group, admin) == ["🚫 Cancelled by the booker"]
    assert [state for state, _ in await states(pending)] == ["sent", "sent"]
    forgive(telegram, "message to edit not found")


async def test_but_not_again(
    pending: World, emma: Person, admin: Person, group: Group, telegram: Telegram
) -> None:
    await pending.tap(admin, "Approve", group)
    actor, now = await pending.actor(emma), pending.app.clock.now()
    await resources.edit(
        pending.db, await pending.actor(admin), 1, ResourceChange(requires_approval=False), now=now
    )
    for shown in (1, 0):
        admin.delete(admin.last(group), group)
        await changes.extend(pending.db, actor, 1, minutes=30, now=now)
        await pending.settle()
        assert len(cards(group, admin)) == shown
    forgive(telegram, "message to edit not found")


async def test_a_group_that_became_a_supergroup_is_asked_there_anew(
    pending: World,
    emma: Person,
    admin: Person,
    group: Group,
    clock: FrozenClock,
    telegram: Telegram,
) -> None:
    """The messages of the old group are out of reach."""
    group.migrate(-1009)
    await pending.settle()
    await book_studio_again(pending, emma, clock)
    assert cards(group, admin)[-2:] == ["🔔 Request for approval"] * 2
    for _ in range(2):
        await pending.tap(admin, "Approve", group)
    assert cards(group, admin)[-2:] == ["✅ Approved by Ada"] * 2
    forgive(telegram, "upgraded to a supergroup")


async def book_studio_again(world: World, person: Person, clock: FrozenClock) -> None:
    actor = await world.actor(person)
    asked = request(1, clock.now() + timedelta(days=3))
    await book(world.db, actor, asked, now=clock.now())
    await world.settle()
    await world.settle()


async def test_what_is_long_overdue_comes_in_one_message(
    three_overdue: World, emma: Person
) -> None:
    world = three_overdue
    before = len(emma.messages())
    await world.settle()
    (digest,) = emma.messages()[before:]
    assert digest.text == (
        "📬 Here is what you have missed:\n\n"
        "⏰ Starts in 21 h: Room 0, Wed, 4 Mar, 11:00–12:00\n"
        "⏰ Starts in 22 h: Room 1, Wed, 4 Mar, 12:00–13:00\n"
        "⏰ Starts in 23 h: Room 2, Wed, 4 Mar, 13:00–14:00"
    )
    async with world.db.reading() as session:
        rows = (await session.scalars(select(Notification).order_by(Notification.id))).all()
        told = [row.message_id for row in rows if row.state is NotificationState.SENT]
    assert told == [digest.message_id] * 3
    assert "Room 1" in (await world.taps(emma, "My bookings", "Room 1")).text


async def test_one_that_cannot_be_read_is_missing_in_a_digest_and_the_others_are_there(
    world: World, emma: Person, database_path: Path, clock: FrozenClock
) -> None:
    await world.start(emma)
    actor, room = await world.actor(emma), await add_resource(world.db, "Blue room")
    for hour in range(3):
        at = clock.now() + timedelta(days=2, hours=hour)
        await book(world.db, actor, request(room, at), now=clock.now())
    with sqlite3.connect(database_path) as connection:
        connection.execute("DROP TRIGGER booking_resources_no_delete")
        connection.execute("DELETE FROM booking_resources WHERE booking_id = 1")
    clock.advance(days=1, hours=3)
    await world.settle()
    assert (emma.last().text or "").count("⏰") == 2
    assert (await states(world))[0] == ("undeliverable", 1)


def minute_of(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


@pytest.mark.parametrize(
    ("begins", "ends", "is_silent"),
    [
        ("22:00", "08:00", None),
        ("09:00", "11:01", True),
        ("22:00", "11:01", True),
        ("10:30", "08:00", True),
        ("23:00", "11:00", None),
        ("11:00", "11:00", None),
    ],
)
async def test_reminders_are_silent_in_quiet_hours(
    booked: World,
    emma: Person,
    telegram: Telegram,
    clock: FrozenClock,
    begins: str,
    ends: str,
    is_silent: object,
) -> None:
    """This one comes at 11:00 in Kyiv."""
    actors: Actors = booked.app.dispatcher["actors"]
    quiet = QuietHours(minute_of(begins), minute_of(ends))
    await actors.set_quiet_hours(await booked.actor(emma), quiet)
    clock.advance(days=1)
    await booked.settle()
    sent = [call.request for call in telegram.journal if call.method == "sendMessage"][-1]
    assert isinstance(sent, SendMessage)
    assert "starts in" in sent.text
    assert sent.disable_notification is is_silent


@pytest.mark.parametrize(
    ("hour", "is_silent"), [(21, None), (22, True), (23, True), (0, True), (7, True), (8, None)]
)
async def test_who_has_chosen_nothing_is_left_asleep_from_ten_to_eight(
    world: World, emma: Person, telegram: Telegram, clock: FrozenClock, hour: int, is_silent: object
) -> None:
    """By the clocks in Kyiv; a reminder comes a day before."""
    room = await add_resource(world.db, "Blue room")
    await world.start(emma)
    at = clock.now() + timedelta(days=2, hours=(hour - 11) % 24)
    await book(world.db, await world.actor(emma), request(room, at), now=clock.now())
    clock.at = at - timedelta(days=1)
    await world.settle()
    sent = [call.request for call in telegram.journal if call.method == "sendMessage"][-1]
    assert isinstance(sent, SendMessage)
    assert "starts in" in sent.text
    assert sent.disable_notification is is_silent


@pytest.mark.parametrize("sign", ["my_chat_member", "message"])
async def test_what_came_while_the_bot_was_blocked_comes_when_it_no_longer_is(
    booked: World, emma: Person, telegram: Telegram, clock: FrozenClock, sign: str
) -> None:
    """One of the two signs is enough, whichever gets lost."""
    emma.block()
    await booked.settle()
    clock.advance(days=1)
    await booked.settle()
    assert (await states(booked))[0] == ("undeliverable", 1)
    clock.advance(hours=1)
    emma.unblock()
    emma.say("Are you there?")
    (seen,) = [one for one in telegram.take_updates() if one.event_type == sign]
    await booked.app.dispatcher.feed_update(booked.app.bot, seen)
    await booked.settle()
    assert "Your booking starts in 23 h." in reminders(emma)[0]
    assert (await states(booked))[0] == ("sent", 1)


async def test_the_approvers_are_asked_before_people_are_reminded(
    booked: World, admin: Person, group: Group, emma: Person, clock: FrozenClock
) -> None:
    """Their limit is the narrowest, and somebody waits for them; what is due longest comes next."""
    await booked.say(admin, "/bind", group)
    studio = await add_resource(booked.db, "Studio", requires_approval=True)
    actor, now = await booked.actor(emma), clock.advance(days=1)
    at = now + timedelta(days=2)
    await book(booked.db, actor, request(studio, at), now=now)
    now = clock.advance(seconds=1)
    first = await notices.claim_next(booked.db, now=now)
    assert first is not None
    assert first.user_id is None
    second = await notices.claim_next(booked.db, now=now, busy=[first.recipient])
    assert second is not None
    assert second.user_id == actor.user_id
    await notices.give_back(booked.db, first, until=now)
    await notices.give_back(booked.db, second, until=now)


async def test_to_one_person_one_after_another_to_several_at_once(
    world: World,
    emma: Person,
    olena: Person,
    clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both of Emma's are due before Olena's, and still Olena's is not the last to be taken up."""
    for person, rooms in ((emma, 2), (olena, 1)):
        await world.start(person)
        actor = await world.actor(person)
        for number in range(rooms):
            room = await add_resource(world.db, f"{person.user.full_name} {number}")
            at = clock.now() + timedelta(days=2)
            await book(world.db, actor, request(room, at), now=clock.now())
    clock.advance(days=1)
    delivery, taken = world.app.delivery, []
    claim = delivery._claim

    async def noting() -> Lease | None:
        lease = await claim()
        taken.extend([lease.chat_id] if lease else [])
        return lease

    monkeypatch.setattr(delivery, "_claim", noting)
    await world.settle()
    assert taken == [emma.id, olena.id, emma.id]
    assert [state for state, _tries in await states(world)].count("sent") == len(taken)


async def test_a_stop_gives_back_what_has_not_had_its_turn(
    booked: World, emma: Person, clock: FrozenClock
) -> None:
    """The next process need not wait until a lease ends."""
    delivery = booked.app.delivery
    clock.advance(days=1)
    booked.app.traffic.turns.pause(emma.id, TURN_MAX_S / 2)
    sweeping = asyncio.create_task(delivery.sweep())
    while (await states(booked))[0] != ("waiting", 1):
        pass
    delivery.stop()
    clock.advance(seconds=1)
    assert await sweeping == 0
    assert (await states(booked))[0] == ("waiting", 0)
    assert reminders(emma) == []
