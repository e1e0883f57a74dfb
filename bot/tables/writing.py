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
    stream = StringIO(newline="")
    table = csv.writer(stream)
    table.writerow(header)
    table.writerows([quoted(str(cell)) for cell in row] for row in rows)
    return (BOM + stream.getvalue()).encode()


def json_file(content: object, *, indent: int) -> bytes:
    """To be read by people too."""
    return json.dumps(content, ensure_ascii=False, indent=indent, default=_plain).encode()


def _plain(value: object) -> object:
    """What JSON has no form for: moments, and sets of words."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Collection):
        return sorted(value)
    raise TypeError(type(value).__name__)
