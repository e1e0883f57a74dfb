"""A file that came in: what would become of it, and the way out for everything."""

from aiogram.filters.callback_data import CallbackData

from bot.import_reports import kept_bookings, line_reason
from bot.schemas.tables import ImportReport, Outcome, TableKind
from bot.screens.screen import Row, Screen, back_row, button, keyboard, lines
from bot.screens.start import Admin
from bot.texts import Texts

PROBLEMS = 10
"""The first ones; the report has all."""
COLUMNS_MAX = 300
WHY_MAX = 250
KEPT_LINES = 5
KEPT_NAMED = 3
"""Of each; the report names more."""


class InOut(CallbackData, prefix="inout"):
    """How things come in and go out."""


class SendExport(CallbackData, prefix="expt"):
    """Everything, as a file."""


class ApplyImport(CallbackData, prefix="imp"):
    """What was shown shall be done."""


class SetRulesAside(CallbackData, prefix="impr"):
    aside: bool


class SendReport(CallbackData, prefix="impf"):
    """Every line, as a file."""


class ForgetImport(CallbackData, prefix="impx"):
    pass


def in_out_screen(texts: Texts) -> Screen:
    return Screen(
        texts.html("in-out-text"),
        keyboard(
            [
                [button(texts.plain("export-button"), SendExport())],
                back_row(texts, Admin()),
            ]
        ),
    )


def report_screen(
    texts: Texts, report: ImportReport, name: str, *, aside: bool, is_anew: bool = False
) -> Screen:
    rows: list[Row] = [
        [button(texts.plain("import-yes"), ApplyImport(), style="success")]
        if report.can_be_done
        else [],
        _rules_row(texts, report, aside=aside),
        [button(texts.plain("import-report"), SendReport())],
        [button(texts.plain("import-no"), ForgetImport())],
    ]
    text = lines(
        texts.html("import-anew") if is_anew else None,
        *_said(texts, report, name),
        texts.html("import-aside") if aside else None,
        texts.html(_verdict(report)),
    )
    return Screen(text, keyboard(rows))


def done_screen(texts: Texts, report: ImportReport, name: str) -> Screen:
    return Screen(
        lines(*_said(texts, report, name), texts.html("import-done")),
        keyboard([back_row(texts, InOut())]),
    )


def forgotten_screen(texts: Texts) -> Screen:
    return Screen(texts.html("import-forgotten"), keyboard([back_row(texts, InOut())]))


def _rules_row(texts: Texts, report: ImportReport, *, aside: bool) -> Row:
    if report.kind is not TableKind.BOOKINGS or not (aside or report.refused):
        return []
    key = "import-rules-hold" if aside else "import-set-aside"
    return [button(texts.plain(key), SetRulesAside(aside=not aside))]


def _verdict(report: ImportReport) -> str:
    if report.refused:
        return "import-refused"
    return "import-ready" if report.can_be_done else "import-nothing"


def _said(texts: Texts, report: ImportReport, name: str) -> list[str]:
    counts = [(one, report.count(one)) for one in Outcome]
    said = [
        texts.html("import-title", kind=report.kind.value, name=name[:64]),
        "",
        *(
            texts.html("import-count", outcome=one.value, count=count)
            for one, count in counts
            if count
        ),
    ]
    if report.ignored:
        columns = ", ".join(report.ignored)[:COLUMNS_MAX]
        said.append(texts.html("import-ignored", columns=columns))
    return [*said, "", *_problems(texts, report), *_kept(texts, report)]


def _kept(texts: Texts, report: ImportReport) -> list[str]:
    """The bookings ahead that the changed resources do not allow any more."""
    if report.refused or not report.kept:
        return []
    touched = [line for line in report.lines if line.kept]
    told = [
        texts.html(
            "import-kept-line", name=line.name, which=kept_bookings(line, texts, most=KEPT_NAMED)
        )
        for line in touched[:KEPT_LINES]
    ]
    if len(touched) > KEPT_LINES:
        told.append(texts.html("import-kept-lines", count=len(touched) - KEPT_LINES))
    kept = texts.html("import-kept", count=report.kept)
    what_then = texts.html("import-kept-then", done="yes" if report.is_done else "no")
    return [f"<b>{kept}</b>", *told, what_then, ""]


def _problems(texts: Texts, report: ImportReport) -> list[str]:
    refused = report.refused
    told = [
        texts.html(
            "import-problem",
            line=str(line.number),
            name=line.name or "–",
            why=line_reason(line, texts)[:WHY_MAX],
        )
        for line in refused[:PROBLEMS]
    ]
    if len(refused) > PROBLEMS:
        told.append(texts.html("import-more", count=len(refused) - PROBLEMS))
    return [*told, ""] if told else []
