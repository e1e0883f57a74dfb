"""Tables come in: what a dry run says, that all or nothing is written, and never an overlap."""

import gc
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.schemas.actor import Actor
from bot.schemas.resources import ResourceChange
from bot.schemas.tables import ImportReport, Outcome
from bot.schemas.weekly import Day
from bot.services.imports import running
from bot.services.imports.plans import Terms
from bot.services.place import inventory, opening, resources
from bot.services.place.impact import preview
from bot.tables.parsing import parse
from db.engine import Database
from db.enums import BookingStatus, Role, Rule
from db.models import (
    Allocation,
    Base,
    Booking,
    BookingEvent,
    Closure,
    Notification,
    OpeningHours,
    Resource,
    User,
)
from tests.builders import LEADS, add_actor, add_resource, book, count_rows, request
from tests.db.spy import Spy

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
RESOURCES = """\
name;kind;location;quantity;grid;longest;open_bookings;features;bookers;monday;friday;colour
Blue room;room;2nd floor;;15 min;2 h;;projector, whiteboard;;9-18;9-13, 14-18;blue
Laptop;equipment;;3;;;2;;staff;;;
"""
BOOKINGS = "resource,person,start,end,units,purpose,status\n"


def terms(**values: Any) -> Terms:
    given = {"actor_id": None, "now": NOW, "timezone": "Europe/Kyiv", "language": "en"}
    return Terms(**(given | {"reminder_leads": LEADS} | values))


async def run(
    db: Database, content: str, *, dry: bool = False, actor: Actor | None = None, **values: Any
) -> ImportReport:
    do = running.dry_run if dry else running.apply
    return await do(db, actor, parse(content.encode()), terms(**values))


async def tables(db: Database) -> dict[str, list[Any]]:
    """Everything there is."""
    async with db.reading() as session:
        return {
            table.name: sorted(map(repr, await session.execute(select(*table.c))))
            for table in Base.metadata.sorted_tables
        }


def outcomes(report: ImportReport) -> list[tuple[int, str]]:
    return [(line.number, line.outcome.value) for line in report.lines]


def problems(report: ImportReport) -> list[tuple[int, str]]:
    return [(line.number, line.why.code) for line in report.refused]


async def test_resources_are_added_with_rules_hours_and_features(db: Database) -> None:
    shown = await run(db, RESOURCES, dry=True)
    assert outcomes(shown) == [(2, "created"), (3, "created")]
    assert shown.ignored == ("colour",)
    assert not shown.is_done
    done = await run(db, RESOURCES)
    assert done.is_done
    assert done.fingerprint == shown.fingerprint
    async with db.reading() as session:
        blue, laptop = (await session.scalars(select(Resource).order_by(Resource.id))).all()
        hours = (await session.scalars(select(OpeningHours).order_by(OpeningHours.id))).all()
    assert (blue.location, blue.grid_minutes, blue.max_minutes) == ("2nd floor", 15, 120)
    assert blue.own_rules == {Rule.GRID, Rule.LONGEST}
    assert blue.features == {"projector", "whiteboard"}
    assert (laptop.quantity, laptop.max_open_bookings, laptop.bookers) == (3, 2, {"staff"})
    spans = [(one.resource_id, one.weekday, one.opens_minute, one.closes_minute) for one in hours]
    assert spans == [
        (blue.id, 0, 540, 1080), (blue.id, 4, 540, 780), (blue.id, 4, 840, 1080),
    ]  # fmt: skip


async def test_the_same_file_again_changes_nothing_and_another_value_only_that(
    db: Database,
) -> None:
    await run(db, RESOURCES)
    assert outcomes(await run(db, RESOURCES)) == [(2, "same"), (3, "same")]
    report = await run(db, "name,location,monday\nBlue room,-,closed\nLaptop,,\n")
    assert outcomes(report) == [(2, "changed"), (3, "same")]
    assert report.lines[0].what == ("location", "opening_hours")
    async with db.reading() as session:
        assert set(await session.scalars(select(OpeningHours.weekday))) == {4}
        assert list(await session.scalars(select(Resource.location))) == [None, None]


@pytest.mark.parametrize(
    "content",
    [
        BOOKINGS + "Blue room,1,2026-03-03 10:00,2026-03-03 11:00,9,,\nBlue room,1,noon,,,,\n",
        BOOKINGS + "Nowhere,1,2026-03-03 10:00,2026-03-03 11:00,,,\n",
        "username,tags\nnobody,staff\n",
        "name,kind\nBlue room,equipment\n",
    ],
)
async def test_a_report_of_refused_lines_holds_nothing_but_itself(
    db: Database, content: str
) -> None:
    """An exception holds its frames, and they it: of a large file a million objects, all to be
    sought as garbage."""
    await run(db, RESOURCES.replace("staff", ""))
    await add_actor(db, 1)
    gc.collect()
    gc.disable()
    try:
        report = await run(db, content)
        assert report.refused
        planning = [one for one in gc.get_objects() if type(one).__name__ == "_Planning"]
        assert planning == []
    finally:
        gc.enable()


async def test_one_refused_line_keeps_all_others_out(db: Database) -> None:
    await add_resource(db, "Lab", quantity=1)
    before = await tables(db)
    content = (
        "name,kind,timezone,shortest,longest,monday\n"
        "Good,room,Kyiv,,,9-18\n"
        "Good,room,,,,\n"
        "No kind,,,,,\n"
        "Lab,equipment,,,,\n"
        "Odd,room,Mars,,,\n"
        "Odder,room,,3 h,1 h,\n"
        "Oddest,room,,,,25-99\n"
    )
    report = await run(db, content)
    assert not report.is_done
    assert problems(report) == [
        (3, "said-before"), (4, "cell-missing"), (5, "kind-fixed"), (6, "cell-wrong"),
        (7, "rules-contradict"), (8, "cell-wrong"),
    ]  # fmt: skip
    assert await tables(db) == before


async def test_what_is_in_use_stays(db: Database) -> None:
    laptop = await add_resource(db, "Laptop", quantity=3)
    person = await add_actor(db)
    await book(db, person, request(laptop, NOW + timedelta(days=1), units=2), now=NOW)
    assert problems(await run(db, "name,quantity\nLaptop,1\n")) == [(2, "quantity-in-use")]
    assert (await run(db, "name,quantity\nLaptop,2\n")).is_done


WEDNESDAY = datetime(2026, 3, 4, 8, tzinfo=UTC)
"""Ten o'clock in Kyiv."""


@pytest.mark.parametrize(
    ("columns", "cells", "days", "changed", "count"),
    [
        ("wednesday", "11-18", {2: ((660, 1080),)}, {}, 1),
        ("longest", "1 h", {}, {"max_minutes": 60}, 1),
        ("timezone,wednesday", "Europe/London,9-11", {2: ((540, 660),)},
         {"timezone": "Europe/London"}, 2),
        ("active", "no", {}, {"is_active": False}, 3),
        ("location,buffer", "Attic,30 min", {}, {"location": "Attic", "buffer_minutes": 30}, 0),
    ],
)  # fmt: skip
async def test_what_does_not_fit_a_changed_resource_any_more_is_named_and_kept(
    db: Database, columns: str, cells: str, days: dict[int, Day], changed: dict[str, Any],
    count: int,
) -> None:  # fmt: skip
    """By the rules of the impact of the same change in the chat."""
    room = await add_resource(db, "Blue room")
    other = await add_resource(db, "Green room")
    emma, admin = await add_actor(db, 1), await add_actor(db, 9, role=Role.ADMIN)
    for resource, at, minutes in (
        (room, WEDNESDAY + timedelta(hours=5), 60), (room, WEDNESDAY, 120), (other, WEDNESDAY, 120),
        (room, NOW - timedelta(hours=1), 30), (room, WEDNESDAY + timedelta(days=1), 60),
    ):  # fmt: skip
        await book(db, emma, request(resource, at, minutes=minutes), now=NOW - timedelta(days=1))
    resource = await inventory.get_any(db, admin, room)
    if days:
        changed = changed | {"opening_hours": opening.change_of(resource, days).opening_hours}
    change = ResourceChange(**changed)
    impact = await preview(db, admin, resources.pending(room, change, now=NOW), now=NOW)
    expected = [(one.booking.id, one.booking.period.starts_at) for one in impact.touched]
    assert len(expected) == count
    before = (await tables(db))["bookings"]
    content = f"name,{columns}\nBlue room,{cells}\nGreen room,{',' * columns.count(',')}\n"
    shown = await run(db, content, dry=True)
    done = await run(db, content)
    assert done.is_done
    for report in (shown, done):
        changed_line, same_line = report.lines
        assert [one[:2] for one in changed_line.kept] == expected
        assert (same_line.kept, report.kept) == ((), count)
    assert (await tables(db))["bookings"] == before
    assert not (await run(db, content)).kept


async def test_a_booking_that_does_not_fit_two_resources_any_more_is_one(db: Database) -> None:
    rooms = [await add_resource(db, name) for name in ("Blue room", "Laptop")]
    emma = await add_actor(db, 1)
    await book(db, emma, request(rooms[0], WEDNESDAY, extras={rooms[1]: 1}), now=NOW)
    report = await run(db, "name,active\nBlue room,no\nLaptop,no\n", dry=True)
    assert [len(line.kept) for line in report.lines] == [1, 1]
    assert report.kept == 1


async def test_what_was_booked_since_it_was_shown_is_shown_first(db: Database) -> None:
    room = await add_resource(db, "Blue room")
    content = "name,active\nBlue room,no\n"
    shown = await run(db, content, dry=True)
    await book(db, await add_actor(db, 1), request(room, WEDNESDAY), now=NOW)
    before = await tables(db)
    table = parse(content.encode())
    anew = await running.apply(db, None, table, terms(), shown=shown.fingerprint)
    assert (anew.is_done, anew.kept) == (False, 1)
    assert await tables(db) == before
    assert (await running.apply(db, None, table, terms(), shown=anew.fingerprint)).is_done


async def test_people_get_tags_quotas_and_blocks_but_no_power(db: Database) -> None:
    await add_actor(db, 1, username="Olena")
    await add_actor(db, 2, role=Role.ADMIN)
    report = await run(
        db,
        "telegram_id,username,name,tags,role,quota\n"
        ",@olena,,staff lab-2,,3\n"
        "3,,Petro,,blocked,\n"
        "2,,,staff,,\n",
    )
    assert report.is_done
    assert outcomes(report) == [(2, "changed"), (3, "created"), (4, "changed")]
    async with db.reading() as session:
        users = (await session.scalars(select(User).order_by(User.telegram_id))).all()
    assert [(user.tags, user.role, user.max_open_bookings) for user in users] == [
        ({"staff", "lab-2"}, Role.MEMBER, 3),
        ({"staff"}, Role.ADMIN, None),
        (frozenset(), Role.BLOCKED, None),
    ]
    assert users[2].full_name == "Petro"


async def test_who_is_let_in_again_by_a_file_has_no_reason_left(db: Database) -> None:
    await add_actor(db, 1, username="Olena")
    async with db.writing() as session:
        user = (await session.scalars(select(User))).one()
        user.role, user.block_reason = Role.BLOCKED, "paint on the piano"
    assert (await run(db, "telegram_id,role\n1,member\n")).is_done
    async with db.reading() as session:
        user = (await session.scalars(select(User))).one()
    assert (user.role, user.block_reason) == (Role.MEMBER, None)


async def test_nobody_becomes_or_stops_being_an_administrator_by_a_file(db: Database) -> None:
    await add_actor(db, 1)
    await add_actor(db, 2, role=Role.OWNER)
    before = await tables(db)
    content = (
        "telegram_id,username,role,tags\n"
        "1,,admin,\n2,,blocked,\n9,,member,\n,@nobody,,staff\n1,,,\n7,,,ÄÖ\n"
    )
    report = await run(db, content, fixed_owners=frozenset({9}))
    assert problems(report) == [
        (2, "role-not-by-file"), (3, "role-not-by-file"), (4, "role-not-by-file"),
        (5, "person-unknown"), (6, "said-before"), (7, "not-a-tag"),
    ]  # fmt: skip
    assert await tables(db) == before


async def test_bookings_come_in_with_ledger_and_reminders_of_what_is_ahead(db: Database) -> None:
    await add_resource(db, "Blue room")
    await add_resource(db, "Laptop", quantity=3)
    await add_actor(db, 1, username="olena")
    admin = await add_actor(db, 9, role=Role.ADMIN)
    content = (
        "booking,resource,person,start,end,units,purpose,status\n"
        ",Blue room,1,02.02.2026 14:00,02.02.2026 15:00,,Past,\n"
        "7,Blue room,@olena,2026-03-09 14:00,2026-03-09 15:00,,Class,approved\n"
        "7,Laptop,@olena,2026-03-09T14:00+02:00,2026-03-09T13:00Z,2,Class,approved\n"
        ",Blue room,1,2026-03-10 14:00,2026-03-10 15:00,,,cancelled\n"
        ",Blue room,forgotten,2026-03-11 14:00,2026-03-11 15:00,,,\n"
    )
    report = await run(db, content, actor=admin, actor_id=admin.user_id)
    assert report.is_done
    assert [outcome for _, outcome in outcomes(report)] == [
        "created", "created", "created", "left_out", "left_out",
    ]  # fmt: skip
    async with db.reading() as session:
        bookings = (await session.scalars(select(Booking).order_by(Booking.starts_at))).all()
        held = (await session.scalars(select(Allocation))).all()
        events = (await session.scalars(select(BookingEvent))).all()
        told = (await session.scalars(select(Notification))).all()
    assert [(one.purpose, one.status) for one in bookings] == [
        ("Past", BookingStatus.APPROVED),
        ("Class", BookingStatus.APPROVED),
    ]
    assert len(held) == 4
    assert [event.actor_id for event in events] == [admin.user_id] * 2
    assert {row.booking_id for row in told} == {bookings[1].id}
    again = await run(db, content, actor=admin)
    assert {outcome for _, outcome in outcomes(again)} == {"same", "left_out"}


async def test_never_an_overlap_not_even_with_the_rules_set_aside(db: Database) -> None:
    room = await add_resource(db, "Blue room", buffer_minutes=15)
    person = await add_actor(db, 1)
    await add_actor(db, 2)
    await book(db, person, request(room, datetime(2026, 3, 3, 12, tzinfo=UTC)), now=NOW)
    before = await tables(db)
    content = BOOKINGS + (
        "Blue room,2,2026-03-03 14:30,2026-03-03 15:30,,,\n"  # within
        "Blue room,2,2026-03-03 15:00,2026-03-03 16:00,,,\n"  # within the buffer
        "Blue room,2,2026-03-04 10:00,2026-03-04 11:00,,,\n"
        "Blue room,1,2026-03-04 10:30,2026-03-04 11:30,,,\n"  # of each other
        "Blue room,2,2026-03-04 10:00,2026-03-04 11:00,,,\n"  # twice
        "Blue room,2,2026-03-05 10:00,2026-03-05 11:00,2,,\n"
    )
    for aside in (False, True):
        report = await run(db, content, sets_rules_aside=aside)
        assert problems(report) == [
            (2, "slot-taken"), (3, "slot-taken"), (5, "slot-taken"), (6, "said-before"),
            (7, "too-many-units"),
        ]  # fmt: skip
        assert await tables(db) == before


async def test_rules_hold_unless_they_are_set_aside_and_the_ledger_says_so(db: Database) -> None:
    room = await add_resource(
        db, "Lab", notice_minutes=600, horizon_days=1, bookers=frozenset({"staff"})
    )
    await add_resource(db, "Old", is_active=False)
    await add_actor(db, 1, tags=frozenset({"staff"}))
    await add_actor(db, 2)
    async with db.writing() as session:
        session.add(
            Closure(
                resource_id=room,
                starts_at=NOW + timedelta(days=7),
                ends_at=NOW + timedelta(days=8),
            )
        )
    content = BOOKINGS + (
        "Lab,1,2026-02-01 10:00,2026-02-01 11:00,,,\n"
        "Lab,1,2026-05-01 10:00,2026-05-01 11:00,,,\n"
        "Lab,1,2026-05-02 10:10,2026-05-02 11:10,,,\n"
        "Lab,1,2026-05-03 10:00,2026-05-03 20:00,,,\n"
        "Lab,2,2026-05-04 10:00,2026-05-04 11:00,,,\n"
        "Lab,1,2026-03-09 12:00,2026-03-09 13:00,,,\n"
    )
    report = await run(db, content)
    assert problems(report) == [
        (4, "off-grid"), (5, "too-long"), (6, "not-for-you"), (7, "in-closure"),
    ]  # fmt: skip
    assert (await run(db, content, sets_rules_aside=True)).is_done
    async with db.reading() as session:
        overrides = await session.scalars(select(BookingEvent.overrides).order_by(BookingEvent.id))
        by_start = list(overrides)
    assert by_start.count(frozenset()) == 2
    assert {code for one in by_start for code in one} == {
        "off-grid", "too-long", "not-for-you", "in-closure",
    }  # fmt: skip
    old = BOOKINGS + "Old,1,2026-02-01 10:00,2026-02-01 11:00,,,\n"
    assert problems(await run(db, old, sets_rules_aside=True)) == [(2, "resource-missing")]


async def test_setting_rules_aside_lets_nobody_in_who_is_blocked(db: Database) -> None:
    await add_resource(db, "Blue room")
    await add_actor(db, 1, role=Role.BLOCKED)
    content = BOOKINGS + "Blue room,1,2026-03-03 14:00,2026-03-03 15:00,,,\n"
    for aside in (False, True):
        assert problems(await run(db, content, sets_rules_aside=aside)) == [(2, "blocked")]
    assert (await run(db, content.replace("2026-03-03", "2026-02-03"))).is_done


async def test_a_persons_own_quota_holds_for_what_is_ahead(db: Database) -> None:
    for name in ("Blue room", "Lab", "Hall"):
        await add_resource(db, name)
    emma = await add_actor(db, 1, max_open_bookings=3)
    await book(db, emma, request(1, NOW + timedelta(days=1), extras={2: 1}), now=NOW)
    content = (
        "booking,resource,person,start,end\n"
        "1,Hall,1,2026-02-02 14:00,2026-02-02 15:00\n"
        "2,Lab,1,2026-03-05 14:00,2026-03-05 15:00\n"
        "2,Hall,1,2026-03-05 14:00,2026-03-05 15:00\n"
        "3,Hall,1,2026-03-06 14:00,2026-03-06 15:00\n"
        "4,Hall,1,2026-03-07 14:00,2026-03-07 15:00\n"
    )
    assert problems(await run(db, content)) == [(6, "person-quota")]
    assert (await run(db, content, sets_rules_aside=True)).is_done


async def test_history_is_nothing_that_is_open(db: Database) -> None:
    room = await add_resource(db, "Blue room", max_open_bookings=1)
    emma = await add_actor(db, 1)
    await book(db, emma, request(room, NOW + timedelta(days=1)), now=NOW)
    content = BOOKINGS + "Blue room,1,2026-02-02 14:00,2026-02-02 15:00,,,\n"
    assert (await run(db, content)).is_done


async def test_two_bookings_of_one_pool_at_one_time_are_told_apart_by_their_words(
    db: Database,
) -> None:
    await add_resource(db, "Laptop", quantity=3)
    await add_actor(db, 1)
    period = "Laptop,1,2026-03-03 14:00,2026-03-03 15:00\n"
    header = "booking,resource,person,start,end\n"
    assert problems(await run(db, f"{header},{period},{period}")) == [(3, "said-before")]
    both = f"{header}1,{period}2,{period}"
    assert outcomes(await run(db, both)) == [(2, "created"), (3, "created")]
    assert outcomes(await run(db, both, dry=True)) == [(2, "same"), (3, "same")]
    third = await run(db, f"{both}3,{period}", dry=True)
    assert outcomes(third) == [(2, "same"), (3, "same"), (4, "created")]
    assert await count_rows(db, Booking) == 2


async def test_lines_of_one_booking_stand_and_fall_together(db: Database) -> None:
    await add_resource(db, "Blue room")
    await add_resource(db, "Laptop")
    await add_actor(db, 1)
    report = await run(
        db,
        "booking,resource,person,start,end\n"
        "1,Blue room,1,2026-03-09 14:00,2026-03-09 15:00\n"
        "1,Laptop,1,2026-03-09 14:00,2026-03-09 16:00\n"
        "2,Blue room,1,2026-03-09 14:00,2026-03-09 15:00\n"
        "2,Tractor,1,2026-03-09 14:00,2026-03-09 15:00\n"
        "3,Blue room,5,9/3/2026 14:00,2026-03-09 15:00\n"
        "4,Blue room,1,2026-03-09 16:00,2026-03-09 15:00\n",
    )
    assert problems(report) == [
        (2, "line-of-refused"), (3, "lines-differ"), (4, "line-of-refused"),
        (5, "resource-unknown"), (6, "person-unknown"), (7, "ends-before-start"),
    ]  # fmt: skip


async def test_a_request_is_asked_about_and_one_that_is_past_is_left_out(db: Database) -> None:
    await add_resource(db, "Studio", requires_approval=True)
    await add_actor(db, 1)
    report = await run(
        db,
        BOOKINGS + "Studio,1,2026-03-09 14:00,2026-03-09 15:00,,,pending\n"
        "Studio,1,2026-02-09 14:00,2026-02-09 15:00,,,pending\n"
        "Studio,1,2026-02-09 14:00,2026-02-09 15:00,,,approved\n",
    )
    assert outcomes(report) == [(2, "created"), (3, "left_out"), (4, "created")]
    async with db.reading() as session:
        (card,) = (await session.scalars(select(Notification))).all()
        booking = await session.get_one(Booking, card.booking_id)
    assert (card.kind, booking.status) == ("approval_card", BookingStatus.PENDING)
    assert booking.decide_by == NOW + timedelta(days=1)


async def test_what_has_changed_since_it_was_shown_is_shown_anew(db: Database) -> None:
    shown = await run(db, RESOURCES, dry=True)
    await add_resource(db, "Blue room")
    before = await tables(db)
    report = await running.apply(
        db, None, parse(RESOURCES.encode()), terms(), shown=shown.fingerprint
    )
    assert not report.is_done
    assert outcomes(report) == [(2, "changed"), (3, "created")]
    assert await tables(db) == before


async def test_a_pool_is_dealt_by_wish_and_never_twice(db: Database) -> None:
    await add_resource(db, "Laptop", quantity=3)
    await add_actor(db, 1)
    await add_actor(db, 2)
    rows = (
        "resource,person,start,end,units,unit\n"
        "Laptop,1,2026-03-09 14:00,2026-03-09 15:00,,2 3\n"
        "Laptop,2,2026-03-09 14:30,2026-03-09 15:30,1,3\n"
        "Laptop,2,2026-03-09 15:00,2026-03-09 16:00,2,\n"
    )
    report = await run(db, rows)
    assert report.is_done, problems(report)
    async with db.reading() as session:
        held = await session.execute(
            select(Allocation.booking_id, Allocation.unit).order_by(Allocation.booking_id)
        )
    by_booking: dict[int, set[int]] = {}
    for booking_id, unit in held:
        by_booking.setdefault(booking_id, set()).add(unit)
    assert list(by_booking.values()) == [{2, 3}, {1}, {2, 3}]


async def test_many_bookings_and_their_reminders_are_few_statements(db: Database) -> None:
    await add_resource(db, "Blue room")
    await add_actor(db, 1)
    days = [f"2026-04-{day:02}" for day in range(1, 31)]
    purposes = ("", "Choir") * len(days)
    rows = [
        f"Blue room,1,{day} 10:00,{day} 11:00,,{purpose},\n"
        for day, purpose in zip(days, purposes, strict=False)
    ]
    spy = Spy(db)
    assert (await run(db, BOOKINGS + "".join(rows))).is_done
    said = [statement.split()[:3] for statement, _ in spy.seen]
    first = next(index for index, words in enumerate(said) if words[0] == "INSERT")
    assert said[first:] == [  # and nothing is looked for that was just written
        ["INSERT", "INTO", table]
        for table in ("bookings", "booking_resources", "booking_events", "notifications")
    ]
    assert await count_rows(db, Notification) == 3 * len(days)


async def test_outcomes_are_counted(db: Database) -> None:
    report = await run(db, RESOURCES, dry=True)
    assert report.count(Outcome.CREATED) == 2
    assert report.can_be_done
    assert not (await run(db, "name,kind\n", dry=True)).can_be_done
