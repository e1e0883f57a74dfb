"""In and out: a file that an admin drops into the chat, and everything as a file."""

import asyncio
from typing import NamedTuple

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, Message

from bot.export_files import pack_export
from bot.garbage import unsought
from bot.handlers.states import Importing
from bot.handlers.turn import Turn
from bot.import_reports import report_file
from bot.schemas.actor import Actor
from bot.schemas.tables import Table, TableKind
from bot.screens import imports as screens
from bot.services.imports import running
from bot.services.imports.plans import Terms
from bot.services.place import exports
from bot.services.refusals import FileTooLarge, FileUnreadable, ImportOver
from bot.tables.parsing import parse
from bot.tables.reading import FILE_MAX

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx")

router = Router(name="imports")
router.message.filter(F.chat.type == ChatType.PRIVATE)
router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)


class Dropped(NamedTuple):
    """The file that a message is about."""

    file_id: str
    name: str
    aside: bool = False
    fingerprint: str = ""


def is_table(message: Message, actor: Actor) -> bool:
    """What others drop is nothing that anybody asked for."""
    name = (message.document and message.document.file_name) or ""
    return actor.is_admin and name.lower().endswith(SUFFIXES)


@router.callback_query(screens.InOut.filter())
async def show_ways(tap: CallbackQuery, turn: Turn) -> None:
    await turn.show(tap, screens.in_out_screen(turn.texts))


@router.message(F.document, is_table)
async def look_through(message: Message, turn: Turn) -> None:
    document = message.document
    if document is None or (document.file_size or 0) > FILE_MAX:
        raise FileTooLarge(FILE_MAX // 1024 // 1024)
    with unsought():
        await _show(message, turn, Dropped(document.file_id, document.file_name or "–"))


@router.callback_query(screens.SetRulesAside.filter())
async def set_rules_aside(
    tap: CallbackQuery, callback_data: screens.SetRulesAside, turn: Turn
) -> None:
    dropped = await _get_dropped(tap, turn)
    with unsought():
        await _show(tap, turn, dropped._replace(aside=callback_data.aside))


@router.callback_query(screens.SendReport.filter())
async def send_report(tap: CallbackQuery, turn: Turn) -> None:
    dropped = await _get_dropped(tap, turn)
    with unsought():
        content = await _report_file(turn, dropped)
    text = turn.texts.html("import-report-text")
    await turn.display.send_file(tap.from_user.id, "report.csv", content, text=text)


@router.callback_query(screens.ApplyImport.filter())
async def apply(tap: CallbackQuery, turn: Turn) -> None:
    """What was shown is done, or what would be done by now is shown."""
    dropped = await _get_dropped(tap, turn)
    with unsought():
        await _apply(tap, turn, dropped)


@router.callback_query(screens.ForgetImport.filter())
async def forget(tap: CallbackQuery, turn: Turn) -> None:
    await _get_dropped(tap, turn)
    await turn.state.clear()
    await turn.show(tap, screens.forgotten_screen(turn.texts))


@router.callback_query(screens.SendExport.filter())
async def send_export(tap: CallbackQuery, turn: Turn) -> None:
    content = await pack_export(exports.read_everything(turn.db, turn.actor))
    name = f"bronia-{turn.now:%Y-%m-%d}.zip"
    text = turn.texts.html("export-text")
    await turn.display.send_file(tap.from_user.id, name, content, text=text)


async def _show(
    event: Message | CallbackQuery, turn: Turn, dropped: Dropped, *, is_anew: bool = False
) -> None:
    """A dry run, and remember which it was."""
    table = await _read(turn, dropped)
    report = await running.dry_run(turn.db, turn.actor, table, _terms(turn, dropped))
    screen = screens.report_screen(
        turn.texts, report, dropped.name, aside=dropped.aside, is_anew=is_anew
    )
    shown = await turn.show(event, screen)
    remembered = dropped._replace(fingerprint=report.fingerprint)._asdict()
    await turn.state.set_state(Importing.shown)
    await turn.state.set_data(remembered | {"message_id": shown})


async def _report_file(turn: Turn, dropped: Dropped) -> bytes:
    table = await _read(turn, dropped)
    report = await running.dry_run(turn.db, turn.actor, table, _terms(turn, dropped))
    return await asyncio.to_thread(report_file, report, turn.texts)


async def _apply(tap: CallbackQuery, turn: Turn, dropped: Dropped) -> None:
    table = await _read(turn, dropped)
    terms = _terms(turn, dropped)
    report = await running.apply(turn.db, turn.actor, table, terms, shown=dropped.fingerprint)
    if not report.is_done:
        await _show(tap, turn, dropped, is_anew=True)
        return
    if report.kind is TableKind.PEOPLE:
        turn.actors.forget_all()
    await turn.state.clear()
    await turn.show(tap, screens.done_screen(turn.texts, report, dropped.name))


async def _get_dropped(tap: CallbackQuery, turn: Turn) -> Dropped:
    """The file of the message that was tapped. Raises ImportOver."""
    remembered = await turn.state.get_data()
    is_shown = await turn.state.get_state() == Importing.shown.state
    message_id = tap.message.message_id if tap.message else None
    if not is_shown or remembered.pop("message_id") != message_id:
        raise ImportOver
    return Dropped(**remembered)


async def _read(turn: Turn, dropped: Dropped) -> Table:
    """The same file each time: it is parsed anew, and never kept here."""
    stream = await turn.bot.download(dropped.file_id)
    if stream is None:
        raise FileUnreadable
    return await asyncio.to_thread(parse, stream.read())


def _terms(turn: Turn, dropped: Dropped) -> Terms:
    return Terms(
        actor_id=turn.actor.user_id,
        now=turn.now,
        timezone=turn.settings.timezone,
        language=turn.settings.default_language,
        fixed_owners=turn.actors.fixed_owners,
        reminder_leads=turn.settings.reminder_leads,
        sets_rules_aside=dropped.aside,
    )
