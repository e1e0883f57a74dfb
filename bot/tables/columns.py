"""The columns of each table: their names, what a cell may say, and an example of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple
from zoneinfo import available_timezones

from bot.schemas.tables import Cell, PersonKey, TableKind
from bot.schemas.weekly import Day
from bot.services.refusals import CellMissing, CellTooLong, CellWrong
from bot.tables.cells import NOTHING, QUOTED, yes_or_no
from bot.typed.hours import hours_of
from bot.typed.lengths import length_of, number_of
from bot.typed.words import features_of, tags_of, zone_of
from db.enums import BookingStatus, ResourceKind, Role
from db.models.bookings import PURPOSE_MAX
from db.models.resources import DESCRIPTION_MAX, LOCATION_MAX, NAME_MAX
from db.models.users import FULL_NAME_MAX, USERNAME_MAX

TELEGRAM_ID_MAX = 2**52
FORGOTTEN = "forgotten"
"""Whose bookings they were, nobody knows any more."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Read = Callable[[str], Any]


@dataclass(frozen=True)
class Column:
    """`read` gives None for what a cell cannot say."""

    read: Read
    example: str
    can_be_nothing: bool = False
    """Whether "-" empties it."""

    def value(self, name: str, cell: str) -> Any:
        """Raises CellWrong or CellTooLong."""
        if self.can_be_nothing and cell.casefold() in NOTHING:
            return None
        value = self.read(cell)
        if isinstance(value, TooLong):
            raise CellTooLong(name, value.most, len(cell))
        if value is None:
            raise CellWrong(name, cell[:QUOTED], self.example)
        return value


class TooLong(NamedTuple):
    most: int


def text(most: int) -> Read:
    return lambda cell: cell if len(cell) <= most else TooLong(most)


def one_of(enum: type[Any]) -> Read:
    known = {member.value: member for member in enum}
    return lambda cell: known.get(cell.casefold())


def whole(most: int, least: int = 1) -> Read:
    def read(cell: str) -> int | None:
        number = number_of(cell)
        return number if number is not None and least <= number <= most else None

    return read


def length(unit: int = 1) -> Read:
    return lambda cell: length_of(cell, unit=unit)


def zone(cell: str) -> str | None:
    found = zone_of(cell, available_timezones())
    return found if found in available_timezones() else None


def hours(cell: str) -> Day | None:
    return hours_of(cell)


def person(cell: str) -> PersonKey | None:
    """An id of Telegram's, or "@username"."""
    if cell.casefold() == FORGOTTEN:
        return PersonKey(None, None)
    if cell.startswith("@"):
        name = username(cell)
        return PersonKey(None, name) if name else None
    number = whole(TELEGRAM_ID_MAX)(cell)
    return PersonKey(number, None) if number else None


def username(cell: str) -> str | None:
    name = cell.removeprefix("@")
    is_one = name.isascii() and name.replace("_", "").isalnum() and len(name) <= USERNAME_MAX
    return name if is_one else None


def numbers(cell: str) -> tuple[int, ...] | None:
    found = [number_of(word) for word in cell.replace(",", " ").split()]
    return tuple(sorted({one for one in found if one})) if found and all(found) else None


def words(cell: str) -> frozenset[str]:
    return tags_of(cell)


RESOURCES: dict[str, Column] = {
    "name": Column(text(NAME_MAX), "Blue room"),
    "kind": Column(one_of(ResourceKind), "room, equipment"),
    "description": Column(text(DESCRIPTION_MAX), "By the window", can_be_nothing=True),
    "location": Column(text(LOCATION_MAX), "2nd floor", can_be_nothing=True),
    "capacity": Column(whole(100_000), "6", can_be_nothing=True),
    "quantity": Column(whole(1000), "3"),
    "timezone": Column(zone, "Europe/Kyiv"),
    "features": Column(features_of, "projector, whiteboard", can_be_nothing=True),
    "bookers": Column(words, "staff lab-2", can_be_nothing=True),
    "active": Column(yes_or_no, "yes, no"),
    "shows_names": Column(yes_or_no, "yes, no"),
    "grid": Column(length(), "30 min"),
    "shortest": Column(length(), "30 min"),
    "longest": Column(length(), "4 h"),
    "notice": Column(length(), "2 h"),
    "horizon": Column(whole(730), "60"),
    "buffer": Column(length(), "15 min"),
    "approval": Column(yes_or_no, "yes, no"),
    "deadline": Column(length(60), "24 h"),
    "open_bookings": Column(whole(1000), "3", can_be_nothing=True),
    "week_hours": Column(length(60), "10 h", can_be_nothing=True),
    "follows": Column(words, "grid notice"),
    **{day: Column(hours, "9-13, 14-18") for day in WEEKDAYS},
}
RULES = {
    "grid": "grid_minutes",
    "shortest": "min_minutes",
    "longest": "max_minutes",
    "notice": "notice_minutes",
    "horizon": "horizon_days",
    "buffer": "buffer_minutes",
    "approval": "requires_approval",
    "deadline": "approval_minutes",
    "open_bookings": "max_open_bookings",
    "week_hours": "max_week_minutes",
}
"""Column of a file -> column of the table. The others have the same name."""
FIELDS = {
    **{one: one for one in ("description", "location", "capacity", "quantity", "timezone")},
    **{one: one for one in ("features", "bookers", "shows_names")},
    "active": "is_active",
    **RULES,
}
PEOPLE: dict[str, Column] = {
    "telegram_id": Column(whole(TELEGRAM_ID_MAX), "123456789"),
    "username": Column(username, "@olena", can_be_nothing=True),
    "name": Column(text(FULL_NAME_MAX), "Olena Koval"),
    "tags": Column(words, "staff lab-2", can_be_nothing=True),
    "role": Column(one_of(Role), "member, blocked"),
    "quota": Column(whole(1000), "3", can_be_nothing=True),
    "language": Column(lambda cell: cell if cell in ("uk", "en") else None, "uk, en"),
}
BOOKINGS: dict[str, Column] = {
    "booking": Column(text(64), "17"),
    "resource": Column(text(NAME_MAX), "Blue room"),
    "person": Column(person, "123456789, @olena"),
    "start": Column(text(40), "2026-03-02 14:00"),
    "end": Column(text(40), "2026-03-02 15:00"),
    "units": Column(whole(1000), "2"),
    "unit": Column(numbers, "1 3"),
    "purpose": Column(text(PURPOSE_MAX), "Planning", can_be_nothing=True),
    "status": Column(one_of(BookingStatus), "approved"),
}
COLUMNS = {
    TableKind.RESOURCES: RESOURCES,
    TableKind.PEOPLE: PEOPLE,
    TableKind.BOOKINGS: BOOKINGS,
}
NEEDED: dict[TableKind, tuple[frozenset[str], ...]] = {
    TableKind.BOOKINGS: (frozenset({"resource", "person", "start", "end"}),),
    TableKind.PEOPLE: (frozenset({"telegram_id"}), frozenset({"username"})),
    TableKind.RESOURCES: (frozenset({"name"}),),
}
"""By what a table is known, most telling first: one of these sets of columns."""


def needed(name: str, cell: Cell | None) -> Cell:
    """Raises CellMissing."""
    if not cell:
        raise CellMissing(name)
    return cell
