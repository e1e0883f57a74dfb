"""Bytes into lines of cells: CSV in the encodings that spreadsheets write, and XLSX."""

import csv
import re
import unicodedata
import zipfile
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO, StringIO
from itertools import islice

from bot.schemas.tables import Cell, RawLine
from bot.services.refusals import FileTooLarge, FileUnreadable, TooManyLines
from bot.tables.formulas import unquoted

FILE_MAX = 5 * 1024 * 1024
UNPACKED_MAX = 100 * 1024 * 1024
"""A workbook is a zip file: this is how much may be in it."""
LINES_MAX = 100_000
COLUMNS_MAX = 100
DELIMITERS = ",;\t"
ZIP = b"PK\x03\x04"
LATE_MAX = 20
"""So many empty lines may stand in a workbook for each line that is used."""
BROKEN = re.compile("[\udc80-\udcff]")
"""What is no UTF-8, as `surrogateescape` keeps it."""
LOST = "\ufffd"
STRANGE = {
    "utf-8": BROKEN,
    "cp1251": re.compile("[^\x00-\x7f\u0400-\u04ff№«»–—’“”„…]"),
}
"""What hardly stands in a text of that encoding: it would be another one."""
STRANGE_MAX = 0.05
"""Of all that is not plain Latin."""


def read_lines(content: bytes) -> list[RawLine]:
    """The lines that have something in them, the header first.

    Raises FileTooLarge, FileUnreadable or TooManyLines.
    """
    if len(content) > FILE_MAX:
        raise FileTooLarge(FILE_MAX // 1024 // 1024)
    rows = _read_workbook(content) if content.startswith(ZIP) else _read_text(content)
    used = (line for line in rows if any(line.cells))
    lines = list(islice(used, LINES_MAX + 2))
    if len(lines) > LINES_MAX + 1:
        raise TooManyLines(LINES_MAX)
    return lines


def _read_text(content: bytes) -> Iterator[RawLine]:
    text = _decoded(content)
    is_mixed = BROKEN.search(text) is not None
    first = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(first))
    try:
        before = 0
        for cells in reader:
            line = tuple(unquoted(cell.strip()) for cell in cells[:COLUMNS_MAX])
            yield _checked(before + 1, line) if is_mixed else RawLine(before + 1, line)
            before = reader.line_num
    except csv.Error:
        raise FileUnreadable from None


def _checked(number: int, line: tuple[str, ...]) -> RawLine:
    """Of a text of more than one encoding."""
    cells = tuple(BROKEN.sub(LOST, cell) for cell in line)
    return RawLine(number, cells, is_broken=cells != line)


def _delimiter(first: str) -> str:
    """The one that cuts the header into the most columns."""
    return max(DELIMITERS, key=first.count)


def _decoded(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or the Cyrillic of old spreadsheets where it makes sense.

    A little of a text in UTF-8 may be something else, and stays BROKEN.
    """
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        encodings = [("utf-16", "strict")]
    else:
        content = content.removeprefix(BOM_UTF8)
        encodings = [("utf-8", "surrogateescape"), ("cp1251", "strict")]
    for encoding, errors in encodings:
        try:
            text = content.decode(encoding, errors)
        except UnicodeDecodeError:
            continue
        if _is_text(text) and _makes_sense(text, encoding):
            return text
    raise FileUnreadable


def _is_text(text: str) -> bool:
    """No sign that nobody types: it would be a picture, or another encoding."""
    return not any(unicodedata.category(sign) == "Cc" for sign in set(text) - set("\t\r\n"))


def _makes_sense(text: str, encoding: str) -> bool:
    """Whether nearly all that is not plain Latin is what that encoding is used for."""
    strange = STRANGE[encoding].findall(text) if encoding in STRANGE else []
    return not strange or len(strange) <= STRANGE_MAX * sum(sign > "\x7f" for sign in text)


def _read_workbook(content: bytes) -> Iterator[RawLine]:
    """The first sheet. What a formula came to is read, where it was saved; nothing is evaluated."""
    try:
        _check_unpacked(content)
        yield from _read_sheet(content)
    except (FileTooLarge, TooManyLines):
        raise
    except Exception:  # noqa: BLE001 - a broken workbook fails in whatever way it is broken
        raise FileUnreadable from None


def _check_unpacked(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as packed:
        if sum(one.file_size for one in packed.infolist()) > UNPACKED_MAX:
            raise FileTooLarge(UNPACKED_MAX // 1024 // 1024)


def _read_sheet(content: bytes) -> Iterator[RawLine]:
    from openpyxl import load_workbook  # noqa: PLC0415 - most files are none

    book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # which a file may claim wrongly
        rows = sheet.iter_rows(values_only=True, max_col=COLUMNS_MAX)
        for number, cells in enumerate(rows, 1):
            if number > LATE_MAX * LINES_MAX:
                raise TooManyLines(LINES_MAX)
            yield RawLine(number, tuple(map(_cell, cells)))
    finally:
        book.close()


def _cell(value: object) -> Cell:
    """A moment stays one; all else as it would be typed."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None, microsecond=0)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else unquoted(str(value).strip())
