"""What the ORM itself refuses before it writes, and what it fills in by itself."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfoNotFoundError

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import InvalidRequestError, StatementError
from sqlalchemy.orm import selectinload

from db.engine import Database
from db.enums import BookingStatus, Role
from db.models import Allocation, Base, Booking, Closure, OpeningHours, Resource, User
from tests.builders import add_actor, add_resource, book, request
from tests.clocks import MONDAY_NINE, FrozenClock


def booking(**fields: object) -> Booking:
    values: dict[str, object] = {
        "user_id": 1,
        "starts_at": MONDAY_NINE,
        "ends_at": MONDAY_NINE + timedelta(hours=1),
        "status": BookingStatus.PENDING,
        "request_key": "k",
    }
    return Booking(**(values | fields))


async def test_a_booking_must_end_after_it_starts(db: Database) -> None:
    await add_actor(db)
    with pytest.raises(ValueError, match="must end after it starts"):
        async with db.writing() as session:
            session.add(booking(ends_at=MONDAY_NINE))


async def test_the_same_holds_for_an_update(db: Database) -> None:
    await add_actor(db)
    async with db.writing() as session:
        session.add(booking())
    with pytest.raises(ValueError, match="must end after it starts"):
        async with db.writing() as session:
            row = (await session.scalars(select(Booking))).one()
            row.ends_at = MONDAY_NINE - timedelta(hours=1)


@pytest.mark.parametrize("name", ["starts_at", "ends_at"])
def test_a_naive_datetime_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="needs a zone"):
        booking(**{name: datetime(2026, 3, 2, 9)})  # noqa: DTZ001 - the very thing


async def test_a_naive_datetime_is_refused_in_a_statement_too(db: Database) -> None:
    async with db.reading() as session:
        with pytest.raises(StatementError, match="needs a zone"):
            await session.execute(select(Closure).where(Closure.starts_at < datetime(2026, 3, 2)))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: booking(purpose="x" * 201), "purpose"),
        (lambda: booking(decision_reason="x" * 201), "decision_reason"),
        (lambda: Resource(name=""), "name"),
        (lambda: Resource(name="x" * 65), "name"),
        (lambda: Resource(description="x" * 501), "description"),
        (lambda: Resource(location="x" * 129), "location"),
        (lambda: User(full_name=""), "full_name"),
        (lambda: User(full_name="x" * 129), "full_name"),
        (lambda: Resource(quantity=0), "quantity"),
        (lambda: Resource(quantity=-3), "quantity"),
        (lambda: User(telegram_id=0), "telegram_id"),
    ],
)
def test_lengths_and_quantities_are_sane(make: object, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        make()  # type: ignore[operator]


def test_a_zone_must_exist() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        Resource(timezone="Europe/Atlantis")


def test_a_status_changes_only_as_the_life_of_a_booking_allows() -> None:
    row = booking()
    row.status = BookingStatus.APPROVED
    with pytest.raises(ValueError, match="approved cannot become rejected"):
        row.status = BookingStatus.REJECTED
    row.status = BookingStatus.CANCELLED
    with pytest.raises(ValueError, match="cancelled cannot become expired"):
        row.status = BookingStatus.EXPIRED
    row.status = BookingStatus.APPROVED


async def test_created_and_updated_are_filled_in(db: Database, clock: FrozenClock) -> None:
    room = await add_resource(db)
    made = clock.now()
    clock.advance(hours=1)
    async with db.writing() as session:
        row = await session.get_one(Resource, room)
        assert (row.created_at, row.updated_at) == (made, made)
        row.location = "3rd floor"
    async with db.reading() as session:
        row = await session.get_one(Resource, room)
        assert (row.created_at, row.updated_at) == (made, made + timedelta(hours=1))


async def test_a_bulk_update_stamps_its_rows(db: Database, clock: FrozenClock) -> None:
    actor = await add_actor(db)
    clock.advance(hours=1)
    async with db.writing() as session:
        await session.execute(update(User).values(role=Role.ADMIN))
    async with db.reading() as session:
        row = await session.get_one(User, actor.user_id)
        assert row.updated_at == clock.now()
        assert row.created_at == clock.now() - timedelta(hours=1)


async def test_times_come_back_aware_and_in_utc(db: Database) -> None:
    actor = await add_actor(db)
    async with db.writing() as session:
        session.add(booking(user_id=actor.user_id))
    async with db.reading() as session:
        row = (await session.scalars(select(Booking))).one()
    assert row.starts_at == MONDAY_NINE
    assert row.starts_at.tzinfo is UTC


async def test_both_sides_of_the_many_to_many_can_be_read(db: Database, clock: FrozenClock) -> None:
    actor = await add_actor(db)
    room = await add_resource(db)
    await book(db, actor, request(room, clock.now() + timedelta(days=1)), now=clock.now())
    async with db.reading() as session:
        user = (
            await session.scalars(
                select(User).options(selectinload(User.bookings).selectinload(Booking.resources))
            )
        ).one()
        resource = (
            await session.scalars(select(Resource).options(selectinload(Resource.bookings)))
        ).one()
    assert [row.resources for row in user.bookings] == [[resource]]
    assert resource.bookings == user.bookings


async def test_a_hidden_query_is_an_error(db: Database) -> None:
    await add_actor(db)
    async with db.reading() as session:
        user = (await session.scalars(select(User))).one()
        with pytest.raises(InvalidRequestError, match="lazy='raise'"):
            _ = user.bookings


async def test_a_reading_transaction_cannot_write(db: Database) -> None:
    with pytest.raises(Exception, match=r"readonly|read-only"):
        async with db.reading() as session:
            await session.execute(
                insert(Closure).values(
                    starts_at=MONDAY_NINE, ends_at=MONDAY_NINE, created_at=MONDAY_NINE,
                    updated_at=MONDAY_NINE,
                )
            )  # fmt: skip


STARTS, ENDS = MONDAY_NINE, MONDAY_NINE + timedelta(hours=1)
RESOURCE = {"kind": "room", "name": "Red room", "timezone": "Europe/Kyiv"}
WRONG = [
    (lambda: Closure(starts_at=ENDS, ends_at=STARTS), "a closure must end after it starts"),
    (lambda: Closure(starts_at=STARTS, ends_at=ENDS, reason="x" * 129), "reason has 129"),
    (lambda: OpeningHours(resource_id=1, weekday=7, opens_minute=0, closes_minute=9), "weekday"),
    (lambda: OpeningHours(resource_id=1, weekday=0, opens_minute=9, closes_minute=9), "hours"),
    (lambda: OpeningHours(resource_id=1, weekday=0, opens_minute=0, closes_minute=1441), "hours"),
    (lambda: allocation(occupied_until=STARTS), "an allocation must end after it starts"),
    (lambda: allocation(unit=0), "unit is 0"),
    (lambda: Resource(**RESOURCE, capacity=0), "capacity is 0"),
    (lambda: Resource(**RESOURCE, grid_minutes=0), "must be positive"),
    (lambda: Resource(**RESOURCE, horizon_days=0), "must be positive"),
    (lambda: Resource(**RESOURCE, approval_minutes=0), "must be positive"),
    (lambda: Resource(**RESOURCE, notice_minutes=-1), "cannot be negative"),
    (lambda: Resource(**RESOURCE, buffer_minutes=-1), "cannot be negative"),
    (lambda: Resource(**RESOURCE, min_minutes=300), "longer than the longest"),
    (lambda: Resource(**RESOURCE, grid_minutes=300), "longer than the longest"),
    (lambda: User(telegram_id=7, full_name="A", language="x" * 17), "language has 17"),
    (lambda: User(telegram_id=7, full_name="A", language="en", username="x" * 33), "username"),
    (lambda: booking(request_key="x" * 33), "request_key has 33"),
]


def allocation(**fields: object) -> Allocation:
    values: dict[str, object] = {
        "booking_id": 1, "resource_id": 1, "unit": 1, "occupied_from": STARTS,
        "occupied_until": ENDS,
    }  # fmt: skip
    return Allocation(**(values | fields))


@pytest.mark.parametrize(("make", "words"), WRONG)
async def test_columns_that_do_not_go_together_are_refused_before_the_write(
    db: Database, make: Callable[[], Base], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        async with db.writing() as session:
            session.add(make())
