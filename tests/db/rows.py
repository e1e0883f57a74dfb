"""Rows, as plain SQL writes them."""

from tests.plain import Plain

NOON = 1_772_452_800
HOUR = 3600
TIMES = {
    "at", "created_at", "due_at", "ends_at", "next_try_at", "occupied_from", "occupied_until",
    "starts_at", "updated_at",
}  # fmt: skip
STAMPS = {"created_at": 0, "updated_at": 0}
LEDGER = {"booking_id": 1, "at": 0, "action": "booked", "to_status": "pending"}


def insert(table: str, **values: object) -> str:
    """An INSERT; its times are in seconds, and None is NULL."""
    written = ", ".join(
        "NULL" if value is None else f"moment({value})" if column in TIMES else repr(value)
        for column, value in values.items()
    )
    return f"INSERT INTO {table} ({', '.join(values)}) VALUES ({written})"


def booking(booking_id: int, starts_at: int, status: str = "pending") -> str:
    """An hour of person 1."""
    period = {"starts_at": starts_at, "ends_at": starts_at + HOUR}
    key = f"key{booking_id}"
    return insert(
        "bookings", id=booking_id, user_id=1, status=status, request_key=key, **period, **STAMPS
    )


def allocation(booking_id: int, starts_at: int, **others: object) -> str:
    """One hour of the blue room, or what `others` says."""
    values = {
        "resource_id": 1, "unit": 1, "occupied_from": starts_at,
        "occupied_until": starts_at + HOUR, "active": True,
    }  # fmt: skip
    return insert("booking_resources", booking_id=booking_id, **values | others)


def add(plain: Plain, booking_id: int, starts_at: int, **others: object) -> None:
    """A pending booking with what it holds."""
    plain.execute(booking(booking_id, starts_at))
    plain.execute(allocation(booking_id, starts_at, **others))


def is_active(plain: Plain, booking_id: int) -> object:
    query = "SELECT active FROM booking_resources WHERE booking_id = ?"
    return plain.execute(query, booking_id)[0][0]


def occupied(plain: Plain, booking_id: int) -> list[tuple[object, ...]]:
    """(unit, from, until) of what a booking holds, in seconds."""
    return plain.execute(
        "SELECT unit, seconds(occupied_from), seconds(occupied_until) FROM booking_resources"
        " WHERE booking_id = ? ORDER BY unit",
        booking_id,
    )
