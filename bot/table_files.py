"""Tables as files: everything to take along, and what an import says of each line."""

import csv
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO, StringIO

from bot.schemas.tables import Everything, ImportReport, LineReport
from bot.screens.refusals import refusal_text
from bot.services.refusals import Refusal
from bot.tables.columns import BOOKINGS, PEOPLE, RESOURCES
from bot.tables.formulas import quoted
from bot.texts import Texts

BOM = "\ufeff"
"""Spreadsheets take a file for UTF-8 only with it."""
HEADERS: dict[str, Sequence[str]] = {
    "resources": tuple(RESOURCES),
    "people": tuple(PEOPLE),
    "bookings": tuple(BOOKINGS),
    "closures": (
        "resource", "kind", "start", "end", "reason", "repeats", "repeats_until", "timezone",
    ),
    "ledger": ("booking", "at", "actor", "action", "from", "to", "reason", "rules_set_aside"),
}  # fmt: skip


def export_files(everything: Everything) -> dict[str, bytes]:
    """Name -> content: a CSV for each table, and all of them as JSON."""
    files = {
        f"{name}.csv": _csv(header, getattr(everything, name)) for name, header in HEADERS.items()
    }
    whole = json.dumps(everything.model_dump(), ensure_ascii=False, indent=1, default=_plain)
    return files | {"everything.json": whole.encode()}


def packed(files: Mapping[str, bytes]) -> bytes:
    """One zip file."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def report_file(report: ImportReport, texts: Texts) -> bytes:
    """A CSV, in the words of the chat."""
    rows = [
        {
            "line": line.number,
            "name": line.name,
            "outcome": texts.plain("import-outcome", outcome=line.outcome.value),
            "why": line_reason(line, texts),
        }
        for line in report.lines
    ]
    return _csv(("line", "name", "outcome", "why"), rows)


def line_reason(line: LineReport, texts: Texts) -> str:
    """Why it is refused, or what is changed."""
    if isinstance(line.why, Refusal):
        return refusal_text(texts, line.why)
    return ", ".join(line.what)


def _csv(header: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    stream = StringIO(newline="")
    table = csv.writer(stream)
    table.writerow(header)
    for row in rows:
        table.writerow([quoted(str(row[column])) for column in header])
    return (BOM + stream.getvalue()).encode()


def _plain(value: object) -> object:
    """What JSON has no form for."""
    return value.isoformat() if isinstance(value, datetime) else sorted(map(str, value))  # type: ignore[call-overload]
