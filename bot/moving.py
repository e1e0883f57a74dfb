"""`python -m bot import` and `export`: tables between files and the database."""

from collections.abc import Iterator
from pathlib import Path

from bot.clock import Clock
from bot.exits import CannotRun
from bot.export_files import NotWritten, write_export
from bot.import_reports import line_reason
from bot.schemas.tables import ImportReport, Outcome
from bot.screens.refusals import refusal_text
from bot.services.imports import running
from bot.services.imports.plans import Terms
from bot.services.place import exports
from bot.services.refusals import Refusal
from bot.settings import Settings
from bot.tables.parsing import parse
from bot.tables.reading import FILE_MAX
from bot.texts import texts_of
from db.engine import Database

ENGLISH = texts_of("en")
"""The language of the console."""


async def import_file(
    settings: Settings, file: Path, *, dry: bool, sets_rules_aside: bool
) -> ImportReport:
    """A dry run, or the whole file. Raises CannotRun for a file that is no table."""
    clock = Clock()
    terms = Terms(
        actor_id=None,
        now=clock.now(),
        timezone=settings.timezone,
        language=settings.default_language,
        fixed_owners=frozenset(settings.admin_ids),
        reminder_leads=settings.reminder_leads,
        sets_rules_aside=sets_rules_aside,
    )
    db = Database(settings.database_url, now=clock.now)
    try:
        table = parse(_content(file))
        do = running.dry_run if dry else running.apply
        return await do(db, None, table, terms)
    except Refusal as why:
        raise CannotRun(f"{file}: {refusal_text(ENGLISH, why)}") from None
    finally:
        await db.close()


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(FILE_MAX + 1)
    except OSError as error:
        raise CannotRun(f"{file} cannot be read: {error.strerror}.") from error


def report_lines(report: ImportReport) -> Iterator[str]:
    """What is worth a line, and the sum of it."""
    if report.ignored:
        yield f"ignored columns: {', '.join(report.ignored)}"
    for line in report.lines:
        if line.outcome in (Outcome.CHANGED, Outcome.REFUSED):
            reason = line_reason(line, ENGLISH)
            yield f"line {line.number}: {line.name}: {line.outcome.value}: {reason}"
    if report.kept:
        yield ENGLISH.plain("import-kept-then", done="yes" if report.is_done else "no")
    counts = [f"{report.count(one)} {one.value.replace('_', ' ')}" for one in Outcome]
    done = "written" if report.is_done else "nothing was written"
    yield f"{report.kind.value}: {', '.join(counts)}; {done}."


async def export_to(settings: Settings, folder: Path) -> list[Path]:
    """Write every file, for its owner alone. Raises CannotRun where one is there already."""
    db = Database(settings.database_url, now=Clock().now)
    try:
        return await write_export(folder, exports.read_everything(db, None))
    except NotWritten as failed:
        raise CannotRun(_sentence(folder, failed.__cause__)) from failed
    finally:
        await db.close()


def _sentence(folder: Path, error: BaseException | None) -> str:
    if isinstance(error, FileExistsError):
        return f"{error.filename} is there already: name another folder."
    why = error.strerror if isinstance(error, OSError) else error
    return f"{folder} cannot be written: {why}."
