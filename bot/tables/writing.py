"""Into a file: rows that a spreadsheet opens, and evaluates nothing of; and JSON."""

import csv
import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from io import StringIO

from bot.tables.formulas import quoted

BOM = "\ufeff"
"""Spreadsheets take a file for UTF-8 only with it."""


def csv_file(header: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    return (BOM + csv_lines([header]) + csv_lines(rows)).encode()


def csv_lines(rows: Iterable[Iterable[object]]) -> str:
    """A part of a file: without its BOM."""
    stream = StringIO(newline="")
    csv.writer(stream).writerows([quoted(str(cell)) for cell in row] for row in rows)
    return stream.getvalue()


def json_text(content: object, *, indent: int | None = None) -> str:
    """To be read by people too."""
    return json.dumps(content, ensure_ascii=False, indent=indent, default=_plain)


def _plain(value: object) -> object:
    """What JSON has no form for: moments, and sets of words."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Collection):
        return sorted(value)
    raise TypeError(type(value).__name__)
