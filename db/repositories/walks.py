"""What units hold in a stretch, read by seeks alone: the same question, asked as each database
answers it best. Its cost does not grow with the past.

One join with a range would read the same; but with statistics at hand SQLite then builds a filter
of the whole table first. PostgreSQL reads the whole table once it has to go by a key for each of
some fifty units, so there a neighbour stands beside its unit (`LATERAL`, which SQLite has not).
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    FromClause,
    Select,
    and_,
    bindparam,
    case,
    literal,
    null,
    or_,
    select,
    true,
    type_coerce,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession

from db.base import EpochSeconds, UtcDateTime
from db.engine import has_row_locks
from db.models import Allocation, Booking, Closure, Resource, User
from db.repositories.resources import ROW

FROM = bindparam("begins", type_=UtcDateTime())
UNTIL = bindparam("ends", type_=UtcDateTime())
IDS: BindParameter[Sequence[int]] = bindparam("resource_ids", expanding=True)

_resources, _allocations = Resource.__table__, Allocation.__table__
_bookings, _users, _closures = Booking.__table__, User.__table__, Closure.__table__
"""Tables, not entities: what is read here is read often, and thousands of rows at a time."""

_BOOKED = ("starts_at", "ends_at", "status", "user_id")
"""What is shown of a booking."""

_units = (
    select(_resources.c.id.label("resource_id"), literal(1).label("unit"), _resources.c.quantity)
    .where(_resources.c.id.in_(IDS))
    .cte("units", recursive=True)
)
_units = _units.union_all(
    select(_units.c.resource_id, _units.c.unit + 1, _units.c.quantity).where(
        _units.c.unit < _units.c.quantity
    )
)


class Walk(NamedTuple):
    """Statements with the parameters `resource_ids`, `begins` and `ends`."""

    held: CompoundSelect[Any]
    """What touches begins..ends, and perhaps the one just before it, for each unit."""
    barred: CompoundSelect[Any]
    """The same, and the closures that touch it, or may because they repeat."""
    looked: Select[Any]
    """The same, and what each unit holds just after it, beside the resources: rows of
    `resources.ROW`, each as often as something bars it, or once."""
    planned: Select[Any]
    """The first, with whose booking it is."""


def walk_of(session: AsyncSession) -> Walk:
    return _ON_POSTGRESQL if has_row_locks(session) else _ON_SQLITE


def _rows_of(held: FromClause) -> Select[Any]:
    return select(
        held.c.resource_id,
        held.c.unit,
        type_coerce(held.c.occupied_from, EpochSeconds()),
        type_coerce(held.c.occupied_until, EpochSeconds()),
        held.c.booking_id,
    )


def _nearest(*columns: str, before: bool) -> Select[Any]:
    """Of a unit the last allocation that begins until `begins`, or the first from `ends`.

    Sorted by both of its times, so that PostgreSQL takes the partial index and no shorter one.
    """
    other = _allocations.alias()
    begins, ends = other.c.occupied_from, other.c.occupied_until
    return (
        select(*(other.c[name] for name in columns))
        .where(
            other.c.resource_id == _units.c.resource_id,
            other.c.unit == _units.c.unit,
            other.c.active,
            begins <= FROM if before else begins >= UNTIL,
        )
        .order_by(*((begins.desc(), ends.desc()) if before else (begins, ends)))
        .limit(1)
    )


def _by_key(*, before: bool) -> Select[Any]:
    """For each unit its nearest: one seek in the partial index, one by the key."""
    held = _allocations.alias()
    found = and_(
        held.c.resource_id == _units.c.resource_id,
        held.c.unit == _units.c.unit,
        held.c.booking_id == _nearest("booking_id", before=before).scalar_subquery(),
    )
    return _rows_of(held).join_from(_units, held, found)


def _beside(*, before: bool) -> Select[Any]:
    """The same by one seek."""
    names = ("resource_id", "unit", "occupied_from", "occupied_until", "booking_id")
    held = _nearest(*names, before=before).correlate(_units).lateral()
    return _rows_of(held).join_from(_units, held, true())


_between = _rows_of(_allocations).where(
    _allocations.c.resource_id.in_(IDS),
    _allocations.c.active,
    _allocations.c.occupied_from > FROM,
    _allocations.c.occupied_from < UNTIL,
)


CLOSED = 0
"""What a closure has for a unit; its resource is None where it closes every one."""
CLOSED_BY_TERMS = -1
"""What one has instead that is of a kind, or repeats: it is to be read with all its terms, which
would make every row of what is held wider."""


def _closed(unit: ColumnElement[int]) -> Select[Any]:
    return select(
        _closures.c.resource_id,
        unit,
        type_coerce(_closures.c.starts_at, EpochSeconds()),
        type_coerce(_closures.c.ends_at, EpochSeconds()),
        literal(0),
        _closures.c.reason,
    ).where(_closures.c.starts_at < UNTIL)


_closed_once = _closed(case((_closures.c.kind.is_(None), CLOSED), else_=CLOSED_BY_TERMS)).where(
    or_(_closures.c.resource_id.in_(IDS), _closures.c.resource_id.is_(None)),
    _closures.c.ends_at > FROM,
    _closures.c.repeats.is_(None),
)
_closed_again = _closed(literal(CLOSED_BY_TERMS)).where(_closures.c.repeats.is_not(None))


def _barred(*held: Select[Any]) -> CompoundSelect[Any]:
    with_reason = (each.add_columns(null()) for each in held)
    return union_all(*with_reason, _closed_once, _closed_again)


def _looked(barred: CompoundSelect[Any]) -> Select[Any]:
    bars = barred.cte("bars").prefix_with("MATERIALIZED")
    theirs = or_(bars.c.resource_id == _resources.c.id, bars.c.resource_id.is_(None))
    return (
        ROW.add_columns(*list(bars.c)[1:])
        .outerjoin_from(_resources, bars, theirs)
        .where(_resources.c.id.in_(IDS))
        .order_by(None)
        .order_by(_resources.c.id)
    )


def _joined_by_key(held: CTE) -> FromClause:
    query = select(held, *(_bookings.c[name] for name in _BOOKED))
    return query.join_from(held, _bookings, _bookings.c.id == held.c.booking_id).subquery("booked")


def _joined_beside(held: CTE) -> FromClause:
    """The LIMIT keeps PostgreSQL from reading all bookings for some hundred of them; and as this
    comes first, it does not read all people for each."""
    booking = select(*(_bookings.c[name] for name in _BOOKED))
    found = booking.where(_bookings.c.id == held.c.booking_id).correlate(held).limit(1).lateral()
    query = select(held, *found.c).join_from(held, found, true())
    return query.cte("booked").prefix_with("MATERIALIZED")


def _with_person(booked: FromClause) -> Select[Any]:
    return select(
        booked.c.resource_id,
        booked.c.unit,
        booked.c.booking_id,
        type_coerce(booked.c.occupied_from, UtcDateTime()),
        type_coerce(booked.c.occupied_until, UtcDateTime()),
        *(booked.c[name] for name in _BOOKED),
        _users.c.full_name,
    ).join_from(booked, _users, _users.c.id == booked.c.user_id)


def _walk(before: Select[Any], after: Select[Any], join: Callable[[CTE], FromClause]) -> Walk:
    """With bookings: the walk is finished first, then goes on by the keys. (As one join, SQLite
    with statistics at hand would again build a filter of the whole table.)"""
    held = union_all(before, _between)
    finished = held.cte("held").prefix_with("MATERIALIZED")
    return Walk(
        held,
        barred=_barred(before, _between),
        looked=_looked(_barred(before, _between, after)),
        planned=_with_person(join(finished)),
    )


_ON_SQLITE = _walk(_by_key(before=True), _by_key(before=False), _joined_by_key)
_ON_POSTGRESQL = _walk(_beside(before=True), _beside(before=False), _joined_beside)
