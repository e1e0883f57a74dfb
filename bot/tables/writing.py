"""Rows into a file that a spreadsheet opens, and evaluates nothing of."""

import csv
from collections.abc import Iterable, Sequence
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
