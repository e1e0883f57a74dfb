"""Files of tables: encodings, headers, cells, dates; and what no file may do to the parser."""

import time
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from openpyxl import Workbook

from bot.schemas.tables import Cell, PersonKey, Table, TableKind
from bot.services import refusals
from bot.services.refusals import Refusal, all_refusals
from bot.tables.cells import moment
from bot.tables.formulas import quoted, unquoted
from bot.tables.parsing import parse
from bot.tables.reading import FILE_MAX, LINES_MAX
from db.enums import BookingStatus

KYIV = ZoneInfo("Europe/Kyiv")
AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
WALL = AT.replace(hour=14, tzinfo=None)
"""The same in a spreadsheet in Kyiv."""
FILE_REFUSALS = (
    refusals.FileUnreadable,
    refusals.FileTooLarge,
    refusals.TooManyLines,
    refusals.TableUnknown,
    refusals.ColumnTwice,
)
HEADERS = ("name,kind,grid,monday", "telegram_id,tags,role", "resource,person,start,end,units")


def workbook(*rows: tuple[object, ...]) -> bytes:
    book, stream = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


def names(table: Table) -> list[str]:
    return [line.name for line in table.lines]


def problems(table: Table) -> list[tuple[int, str]]:
    return [(bad.number, bad.why.code) for bad in table.bad]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_the_encodings_and_delimiters_of_spreadsheets_are_understood(
    encoding: str, delimiter: str
) -> None:
    text = f"name{delimiter}kind\r\nСиня кімната{delimiter}room\r\n\r\n"
    assert names(parse(text.encode(encoding))) == ["Синя кімната"]


def test_lines_in_another_encoding_than_the_rest_are_told_of() -> None:
    rows = [f"Кімната {number},room\n".encode() for number in range(20)]
    rows[9] = "Зала,room\n".encode("cp1251")
    table = parse(b"name,kind\n" + b"".join(rows))
    assert (len(table.lines), problems(table)) == (19, [(11, "line-broken")])
    assert table.bad[0].name == "\ufffd" * 4
    header = "name,kind,колір\n".encode("cp1251")
    with pytest.raises(refusals.FileUnreadable):
        parse(header + b"".join(rows[:9]))


def test_a_sign_that_was_lost_before_is_text_like_any_other() -> None:
    assert names(parse("name,kind\nКі\ufffdната,room\n".encode())) == ["Кі\ufffdната"]


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"\x00\x01\x02", b"name,kind\nr\x98m,room", b"\xff\xfen", b"PK\x03\x04..."],
)
def test_what_is_no_table_is_refused_as_a_whole(content: bytes) -> None:
    with pytest.raises(refusals.FileUnreadable):
        parse(content)


def test_a_file_that_is_too_large_or_too_long_is_refused() -> None:
    with pytest.raises(refusals.FileTooLarge):
        parse(b"name\n" + b"x" * FILE_MAX)
    with pytest.raises(refusals.TooManyLines):
        parse(b"name\n" + b"x\n" * (LINES_MAX + 1))


def test_the_header_says_which_table_it_is_and_what_is_ignored() -> None:
    assert parse(b"Name,colour,Kind").ignored == ("colour",)
    assert parse(b"telegram id,tags").kind is TableKind.PEOPLE
    assert parse(b"resource;person;start;end").kind is TableKind.BOOKINGS
    with pytest.raises(refusals.TableUnknown):
        parse(b"colour,size\nred,2")
    with pytest.raises(refusals.ColumnTwice):
        parse(b"name,kind,name\nred,2,3")


def test_a_formula_in_a_cell_is_text_and_never_evaluated() -> None:
    content = workbook(("name", "kind"), ("=1+1", "room"), ("'=HYPERLINK(1)", "room"))
    csv = b"name,kind\n=1+1,room\n'=HYPERLINK(1),room"
    assert names(parse(csv)) == ["=1+1", "=HYPERLINK(1)"]
    # what a formula of a workbook came to was never saved by whoever made it
    assert problems(parse(content)) == [(2, "cell-missing")]


def test_lines_are_counted_as_people_count_them() -> None:
    content = b'name,kind\n"Blue\nroom",room\n\n,room\nGreen room,barn\n'
    assert problems(parse(content)) == [(5, "cell-missing"), (6, "cell-wrong")]
    table = parse(workbook(("name", "kind"), (), ("Blue room", "barn")))
    assert problems(table) == [(3, "cell-wrong")]


def test_hours_and_lengths_are_the_words_of_the_screens() -> None:
    (line,) = parse(
        "name;grid;shortest;notice;monday;tuesday;quantity\n"
        "Lab;15 min;1 h;1:30;9-13, 14-18;зачинено;3".encode()
    ).lines
    assert line.change.columns == {
        "grid_minutes": 15, "min_minutes": 60, "notice_minutes": 90, "quantity": 3,
    }  # fmt: skip
    assert line.days[:3] == (((540, 780), (840, 1080)), (), None)


def test_a_booking_names_its_person_by_id_or_username() -> None:
    rows = (
        ("resource", "person", "start", "end", "unit", "status"),
        ("Lab", 42, WALL, WALL + timedelta(hours=1), "1 3", None),
        ("Lab", "@olena", "x", "y", None, "cancelled"),
        ("Lab", "olena", "x", "y", None, None),
    )
    table = parse(workbook(*rows))
    first, second = table.lines
    assert first.person == PersonKey(42, None)
    assert (first.units, first.numbers) == (2, (1, 3))
    assert first.starts == WALL
    assert (second.person, second.status) == (PersonKey(None, "olena"), BookingStatus.CANCELLED)
    assert problems(table) == [(4, "cell-wrong")]


@pytest.mark.parametrize(
    "cell",
    [
        "2026-03-02 14:00", "2026-03-02T14:00:00", "02.03.2026 14:00", "2.3.2026, 14:00",
        "2026-03-02T14:00+02:00", "2026-03-02 12:00Z", "2026-03-02 07:00-0500",
        WALL,
    ],
)  # fmt: skip
def test_the_same_moment_is_written_in_many_ways(cell: Cell) -> None:
    assert moment(cell, KYIV) == AT


@pytest.mark.parametrize(
    ("cell", "refusal"),
    [
        ("2/3/2026 14:00", refusals.DateAmbiguous),
        ("14/3/2026", refusals.DateAmbiguous),
        ("tomorrow", refusals.NoMoment),
        ("2026-03-02", refusals.NoMoment),
        ("31.02.2026 14:00", refusals.NoMoment),
        ("0001-01-01 00:00+14:00", refusals.NoMoment),
        ("9999-12-31T23:59-14:00", refusals.NoMoment),
        ("2026-03-02 25:00", refusals.NoMoment),
        ("2026-03-02 14:00+99:99", refusals.NoMoment),
        (WALL.replace(year=1900), refusals.NoMoment),
        ("2026-03-29 03:30", refusals.TimeSkipped),
        ("2026-10-25 03:30", refusals.TimeTwice),
    ],
)
def test_what_is_no_single_moment_is_refused_with_the_reason(
    cell: Cell, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        moment(cell, KYIV)


def test_a_time_that_comes_twice_is_told_apart_by_its_offset() -> None:
    first, second = (moment(f"2026-10-25 03:30+0{offset}:00", KYIV) for offset in (3, 2))
    assert (second - first).total_seconds() == 3600


@given(some.text(max_size=8) | some.sampled_from(["=1", "'=1", "''@x", "-", "'"]))
def test_a_text_that_was_made_safe_comes_back_as_it_was(text: str) -> None:
    assert unquoted(quoted(text)) == text
    assert not quoted(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def check_clear(content: bytes) -> None:
    """A table whose every line is understood or told of, or a refusal of the file."""
    try:
        table = parse(content)
    except FILE_REFUSALS:
        return
    numbers = [line.number for line in (*table.lines, *table.bad)]
    assert len(numbers) == len(set(numbers))
    assert all(number > 1 for number in numbers)
    assert all(type(bad.why) in all_refusals() for bad in table.bad)


@settings(max_examples=150, deadline=None)
@given(
    some.sampled_from([b"", *(header.encode() + b"\n" for header in HEADERS)]),
    some.binary(max_size=60) | some.text(max_size=40).map(str.encode),
)
def test_whatever_bytes_come_it_is_said_clearly(header: bytes, body: bytes) -> None:
    check_clear(header + body)
    check_clear(header.decode().encode("utf-16") + body)


words = some.sampled_from(
    ["", "Blue room", "room", "=1+1", "2/3/2026 14:00", "9-18", "25-99", "1e9", "-", "٣", "²",
     "2026-03-02 14:00", "02.03.2026 25:00", "@olena", "@", "0", "99999999999999999999", "None"]
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(
    some.sampled_from(HEADERS),
    some.lists(some.lists(words | some.text(max_size=10), max_size=7), max_size=8),
)
def test_whatever_cells_come_it_is_said_clearly(header: str, rows: list[list[str]]) -> None:
    check_clear("\n".join([header, *(",".join(row) for row in rows)]).encode(errors="replace"))


@settings(max_examples=30, deadline=None)
@given(some.binary(min_size=1, max_size=40), some.floats(0, 1))
def test_a_broken_workbook_is_said_clearly(junk: bytes, at: float) -> None:
    content = workbook(("name", "kind"), ("Blue room", "room"))
    cut = int(at * len(content))
    check_clear(content[:cut] + junk + content[cut + len(junk) :])
    check_clear(content[:cut])


def test_a_hundred_thousand_lines_are_read_in_seconds() -> None:
    line = b"Blue room,42,2026-03-02 14:00,15\n"
    content = b"resource,person,start,end\n" + line * LINES_MAX
    began = time.monotonic()
    table = parse(content)
    assert len(table.lines) == LINES_MAX
    assert time.monotonic() - began < 20
