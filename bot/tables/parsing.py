"""Lines of cells into lines of a table; what cannot be understood is told line by line."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.schemas.resources import ResourceChange
from bot.schemas.tables import (
    AnyLine,
    BadLine,
    BookingLine,
    Cell,
    PersonKey,
    PersonLine,
    RawLine,
    ResourceLine,
    Table,
    TableKind,
)
from bot.services.refusals import (
    CellMissing,
    ColumnTwice,
    FileUnreadable,
    LineBroken,
    Refusal,
    TableUnknown,
)
from bot.tables.columns import (
    COLUMNS,
    FIELDS,
    FORGOTTEN,
    NEEDED,
    WEEKDAYS,
    Column,
    needed,
)
from bot.tables.reading import read_lines
from db.enums import BookingStatus

Cells = Mapping[str, Cell]
"""Column -> what its cell says; empty ones are left out."""
QUOTED = 200


def parse(content: bytes) -> Table:
    """A file as a table. Raises FileTooLarge, FileUnreadable, TooManyLines, TableUnknown or
    ColumnTwice; what is wrong with one line is in the table."""
    raw = read_lines(content)
    if not raw or raw[0].is_broken:
        raise FileUnreadable
    header = [str(cell).strip().casefold().replace(" ", "_") for cell in raw[0].cells]
    kind = _kind_of(header)
    known = COLUMNS[kind]
    twice = [name for name, count in Counter(header).items() if name in known and count > 1]
    if twice:
        raise ColumnTwice(twice[0])
    ignored = tuple(name[:64] for name in header if name and name not in known)
    lines, bad = _parse_lines(kind, header, raw[1:])
    return Table(kind=kind, ignored=ignored, lines=lines, bad=bad)


def _kind_of(header: Sequence[str]) -> TableKind:
    for kind, choices in NEEDED.items():
        if any(choice <= set(header) for choice in choices):
            return kind
    raise TableUnknown(", ".join(filter(None, header))[:QUOTED])


def _parse_lines(
    kind: TableKind, header: Sequence[str], raw: Sequence[RawLine]
) -> tuple[tuple[AnyLine, ...], tuple[BadLine, ...]]:
    read, known = READERS[kind], COLUMNS[kind]
    lines: list[AnyLine] = []
    bad: list[BadLine] = []
    for one in raw:
        cells = {
            name: cell
            for name, cell in zip(header, one.cells, strict=False)
            if cell and name in known
        }
        try:
            if one.is_broken:
                raise LineBroken
            lines.append(read(one.number, cells))
        except Refusal as why:
            bad.append(BadLine(one.number, _name_of(cells), why))
    return tuple(lines), tuple(bad)


def _name_of(cells: Cells) -> str:
    """By what people find the line again."""
    named = (cells.get(column) for column in ("name", "resource", "username", "telegram_id"))
    return str(next(filter(None, named), ""))[:64]


def _values(known: Mapping[str, Column], cells: Cells, *names: str) -> dict[str, Any]:
    """What some of the cells say, of those that say anything."""
    return {name: known[name].value(name, str(cells[name])) for name in names if name in cells}


def _read_resource(number: int, cells: Cells) -> ResourceLine:
    known = COLUMNS[TableKind.RESOURCES]
    needed("name", cells.get("name"))
    said = _values(known, cells, *known)
    values = {FIELDS[name]: value for name, value in said.items() if name in FIELDS}
    for words in ("bookers", "features"):
        if words in values:
            values[words] = values[words] or frozenset()
    return ResourceLine(
        number=number,
        name=said["name"],
        kind=said.get("kind"),
        change=ResourceChange(**values),
        days=tuple(said.get(day) for day in WEEKDAYS),
        follows=said.get("follows", frozenset()),
    )


def _read_person(number: int, cells: Cells) -> PersonLine:
    known = COLUMNS[TableKind.PEOPLE]
    said = _values(known, cells, *known)
    person = PersonKey(said.get("telegram_id"), said.get("username"))
    if person == PersonKey(None, None):
        raise CellMissing("telegram_id")
    values = {
        column: said[name]
        for name, column in (
            ("tags", "tags"),
            ("role", "role"),
            ("quota", "max_open_bookings"),
            ("language", "language"),
        )
        if name in said
    }
    if "tags" in values:
        values["tags"] = values["tags"] or frozenset()
    return PersonLine(number=number, person=person, name=said.get("name"), values=values)


def _read_booking(number: int, cells: Cells) -> BookingLine:
    known = COLUMNS[TableKind.BOOKINGS]
    for name in ("resource", "person", "start", "end"):
        needed(name, cells.get(name))
    names = ("booking", "resource", "person", "units", "unit", "purpose", "status")
    said = _values(known, cells, *names)
    person = None if str(cells["person"]).casefold() == FORGOTTEN else said["person"]
    numbers = said.get("unit", ())
    return BookingLine(
        number=number,
        booking=said.get("booking"),
        resource=said["resource"],
        person=person,
        starts=_when(known, "start", cells),
        ends=_when(known, "end", cells),
        units=said.get("units", len(numbers) or 1),
        numbers=numbers,
        purpose=said.get("purpose"),
        status=said.get("status", BookingStatus.APPROVED),
    )


def _when(known: Mapping[str, Column], name: str, cells: Cells) -> Cell:
    """Read with the zone of its resource, later."""
    cell = cells[name]
    if isinstance(cell, datetime):
        return cell
    said: str = known[name].value(name, cell)
    return said


READERS: dict[TableKind, Callable[[int, Cells], AnyLine]] = {
    TableKind.RESOURCES: _read_resource,
    TableKind.PEOPLE: _read_person,
    TableKind.BOOKINGS: _read_booking,
}
