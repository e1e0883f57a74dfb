"""Queries about what is held: which unit, by which booking, from when until when."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.base import UtcDateTime
from db.enums import BookingStatus
from db.errors import translated
from db.models import Allocation, Booking
from db.models.bookings import HAS_ACTIVE_STATUS
from db.repositories.parts import parts_of
from db.repositories.resources import COLUMNS, ResourceRow
from db.repositories.walks import CLOSED, walk_of

UnitRow = tuple[int, int, int, int]
"""unit, occupied from, occupied until (Unix seconds), booking_id."""
Held = Mapping[int, list[UnitRow]]
"""What its units hold, by resource."""

Place = tuple[int, int, datetime, datetime]
"""resource_id, unit, occupied from, occupied until."""


class ClosedRow(NamedTuple):
    """A closure of a resource, or of every one; its times are Unix seconds."""

    resource_id: int | None
    starts_at: int
    ends_at: int
    reason: str | None


async def held_between(
    session: AsyncSession, resource_ids: Sequence[int], begins: datetime, ends: datetime
) -> Held:
    """What touches begins..ends, and perhaps the one just before."""
    rows = await session.execute(
        walk_of(session).held, {"resource_ids": resource_ids, "begins": begins, "ends": ends}
    )
    held: dict[int, list[UnitRow]] = defaultdict(list)
    for resource_id, unit, begins_at, ends_at, booking_id in rows.all():
        held[resource_id].append((unit, begins_at, ends_at, booking_id))
    return held


async def barred_between(
    session: AsyncSession,
    resource_ids: Sequence[int],
    begins: datetime,
    ends: datetime,
) -> tuple[Held, Sequence[ClosedRow] | None]:
    """The same and the closures, by one query.

    None where one of the closures is of a kind, or repeats: `resources.closures_between` has them.
    """
    rows = await session.execute(
        walk_of(session).barred, {"resource_ids": resource_ids, "begins": begins, "ends": ends}
    )
    return _barred(rows.all())


_WIDTH = len(COLUMNS) + 1
"""Of a row of a resource, its hours included."""


async def look_at(
    session: AsyncSession, resource_ids: Collection[int], begins: datetime, ends: datetime
) -> tuple[Sequence[ResourceRow], Held, Sequence[ClosedRow] | None]:
    """`resources.list_by_id` and `barred_between` by one query, and what each unit holds just
    after that: for few resources, as each comes again with all that bars it."""
    rows = await session.execute(
        walk_of(session).looked,
        {"resource_ids": sorted(resource_ids), "begins": begins, "ends": ends},
    )
    found: dict[int, ResourceRow] = {}
    bars = []
    for row in rows.all():
        if row[0] not in found:
            found[row[0]] = row[:_WIDTH]
        if row[_WIDTH] is not None:
            bars.append((row[0], *row[_WIDTH:]))
    return list(found.values()), *_barred(bars)


def _barred(rows: Iterable[Any]) -> tuple[Held, Sequence[ClosedRow] | None]:
    held: dict[int, list[UnitRow]] = defaultdict(list)
    closed, has_terms = [], False
    for resource_id, unit, begins_at, ends_at, booking_id, reason in rows:
        if unit > CLOSED:
            held[resource_id].append((unit, begins_at, ends_at, booking_id))
        elif unit == CLOSED:
            closed.append(ClosedRow(resource_id, begins_at, ends_at, reason))
        else:
            has_terms = True
    return held, None if has_terms else closed


class Planned(NamedTuple):
    """What a unit holds, and for whom."""

    resource_id: int
    unit: int
    booking_id: int
    occupied_from: datetime
    occupied_until: datetime
    starts_at: datetime
    ends_at: datetime
    status: BookingStatus
    user_id: int
    user_name: str


async def planned_between(
    session: AsyncSession, resource_ids: Sequence[int], begins: datetime, ends: datetime
) -> list[Planned]:
    """What touches begins..ends, and perhaps the one just before, with whose booking it is."""
    rows = await session.execute(
        walk_of(session).planned,
        {"resource_ids": resource_ids, "begins": begins, "ends": ends},
    )
    return [Planned(*row) async for part in parts_of(rows) for row in part]


OWN = (
    select(Allocation.resource_id, Booking.id, Booking.starts_at, Booking.ends_at)
    .join(Allocation, Allocation.booking_id == Booking.id)
    .where(
        Booking.user_id == bindparam("user_id"),
        HAS_ACTIVE_STATUS,
        Booking.ends_at > bindparam("since", type_=UtcDateTime()),
        Allocation.resource_id.in_(bindparam("resource_ids", expanding=True)),
    )
    .distinct()
)


async def held_by_user(
    session: AsyncSession, user_id: int, resource_ids: Sequence[int], *, since: datetime
) -> Sequence[tuple[int, int, datetime, datetime]]:
    """(resource_id, booking_id, starts_at, ends_at) of a person's active bookings that end later
    than `since`."""
    rows = await session.execute(
        OWN, {"user_id": user_id, "resource_ids": resource_ids, "since": since}
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


class Kept(NamedTuple):
    """What a booking has of one resource: which units, in order, and the buffer it took."""

    units: tuple[int, ...] = ()
    buffer_minutes: int = 0


async def kept_of(session: AsyncSession, booking_id: int) -> dict[int, Kept]:
    """By resource, in the order of their ids."""
    query = (
        select(Allocation.resource_id, Allocation.unit, Booking.starts_at, Allocation.occupied_from)
        .join(Booking, Booking.id == Allocation.booking_id)
        .where(Allocation.booking_id == booking_id)
        .order_by(Allocation.resource_id, Allocation.unit)
    )
    kept: dict[int, Kept] = {}
    for resource_id, unit, starts_at, occupied_from in await session.execute(query):
        units = (*kept.get(resource_id, Kept()).units, unit)
        kept[resource_id] = Kept(units, int((starts_at - occupied_from).total_seconds()) // 60)
    return kept


async def deal_anew(
    session: AsyncSession, resource_id: int, moves: Sequence[tuple[int, int, int]]
) -> None:
    """Give allocations of a resource other units: (booking_id, unit, new unit) each.

    All of them are taken in hand first, so that the order does not matter. Raises SlotOverlap.
    """
    with translated():
        for booking_id, unit, _ in moves:
            await _change(session, (booking_id, resource_id, unit), unit=-unit)
        for booking_id, unit, new_unit in moves:
            await _change(session, (booking_id, resource_id, -unit), unit=new_unit)


async def take_in_hand(session: AsyncSession, booking_id: int) -> None:
    """Take up all that a booking holds, or held: out of everybody's way until `put_down`."""
    await session.execute(
        update(Allocation)
        .where(Allocation.booking_id == booking_id)
        .values(unit=-Allocation.unit)
        .execution_options(synchronize_session=False)
    )


async def put_down(session: AsyncSession, booking_id: int, places: Sequence[Place]) -> None:
    """Let a booking whose allocations are in hand hold exactly these places.

    A row that is new is held to the present buffer of its resource by the database, so places that
    keep an older one come first. Raises SlotOverlap.
    """
    in_hand = [
        (booking_id, resource_id, unit)
        for resource_id, kept in (await kept_of(session, booking_id)).items()
        for unit in kept.units
    ]
    with translated():
        for key, place in zip(in_hand, places, strict=False):
            await _change(session, key, **columns(place))
        for key in in_hand[len(places) :]:
            await session.execute(delete(Allocation).where(_is(key)))
        for place in places[len(in_hand) :]:
            session.add(Allocation(booking_id=booking_id, active=True, **columns(place)))
        await session.flush()


def columns(place: Place) -> dict[str, Any]:
    """A place as the columns of an allocation."""
    names = ("resource_id", "unit", "occupied_from", "occupied_until")
    return dict(zip(names, place, strict=True))


async def _change(session: AsyncSession, key: tuple[int, int, int], **values: Any) -> None:
    await session.execute(
        update(Allocation)
        .where(_is(key))
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def _is(key: tuple[int, int, int]) -> ColumnElement[bool]:
    """(booking_id, resource_id, unit) is the key of an allocation."""
    booking_id, resource_id, unit = key
    return and_(
        Allocation.booking_id == booking_id,
        Allocation.resource_id == resource_id,
        Allocation.unit == unit,
    )
