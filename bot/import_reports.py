"""What an import says of its lines: as a file, and in a word or two."""

from zoneinfo import ZoneInfo

from bot.schemas.tables import ImportReport, LineReport
from bot.screens.refusals import refusal_text
from bot.services.refusals import Refusal
from bot.tables.writing import csv_file
from bot.texts import Texts

KEPT_NAMED = 20
"""Of the bookings that a line of a report has to name."""


def report_file(report: ImportReport, texts: Texts) -> bytes:
    """A CSV, in the words of the chat."""
    rows = (
        (
            line.number,
            line.name,
            texts.plain("import-outcome", outcome=line.outcome.value),
            line_reason(line, texts),
        )
        for line in report.lines
    )
    return csv_file(("line", "name", "outcome", "why"), rows)


def line_reason(line: LineReport, texts: Texts) -> str:
    """Why it is refused, or what is changed and what is kept."""
    if isinstance(line.why, Refusal):
        return refusal_text(texts, line.why)
    changed = ", ".join(line.what)
    if not line.kept:
        return changed
    kept = texts.plain("import-kept", count=len(line.kept))
    return f"{changed}. {kept} {kept_bookings(line, texts, most=KEPT_NAMED)}"


def kept_bookings(line: LineReport, texts: Texts, *, most: int) -> str:
    """The first of them by number and time, and how many more there are."""
    named = [
        texts.plain(
            "import-kept-booking",
            number=str(one.id),
            moment=texts.moment(one.starts_at, ZoneInfo(one.timezone)),
        )
        for one in line.kept[:most]
    ]
    shown, more = "; ".join(named), len(line.kept) - most
    return f"{shown} {texts.plain('import-kept-more', count=more)}" if more > 0 else shown
