"""Closures from the chat: the list, and the questions about one."""

from collections.abc import Mapping
from datetime import date

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import StateFilter
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from bot.clock import local_day
from bot.handlers import impact
from bot.handlers.dialogue import TYPED
from bot.handlers.forms import Form
from bot.handlers.impact import closure_of
from bot.handlers.states import Asked
from bot.handlers.turn import Turn
from bot.schemas.closures import ClosureDraft, ClosureStep, ClosureView, Said
from bot.screens import closures as screens
from bot.screens.screen import Screen
from bot.services import refusals
from bot.services.finding import slots
from bot.services.place import closures
from bot.typed.days import day_of, days_of, hours_of

router = Router(name="closures")
router.message.filter(F.chat.type == ChatType.PRIVATE)
router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)

STATES: Mapping[ClosureStep, State] = {
    ClosureStep.DAY: Asked.closure_days,
    ClosureStep.HOURS: Asked.closure_hours,
    ClosureStep.UNTIL: Asked.closure_until,
    ClosureStep.REASON: Asked.closure_reason,
}
"""The steps at which something can be typed."""


@router.callback_query(screens.ListClosures.filter())
async def show_list(tap: CallbackQuery, callback_data: screens.ListClosures, turn: Turn) -> None:
    page = await closures.list_coming(turn.db, turn.actor, page=callback_data.page, now=turn.now)
    await Form(turn).close(tap, screens.list_screen(turn.texts, page))


@router.callback_query(screens.ShowClosure.filter())
async def show_card(tap: CallbackQuery, callback_data: screens.ShowClosure, turn: Turn) -> None:
    view = await read(turn, callback_data.closure_id)
    await Form(turn).close(tap, screens.card_screen(turn.texts, view))


async def read(turn: Turn, closure_id: int) -> ClosureView:
    return await closures.get_closure(turn.db, turn.actor, closure_id, now=turn.now)


@router.callback_query(screens.DeleteClosure.filter(F.sure))
async def delete(tap: CallbackQuery, callback_data: screens.DeleteClosure, turn: Turn) -> None:
    await closures.delete(turn.db, turn.actor, callback_data.closure_id)
    turn.toast.text = turn.texts.plain("closure-deleted")
    await show_list(tap, screens.ListClosures(), turn)


@router.callback_query(screens.DeleteClosure.filter())
async def ask_delete(tap: CallbackQuery, callback_data: screens.DeleteClosure, turn: Turn) -> None:
    view = await read(turn, callback_data.closure_id)
    await turn.show(tap, screens.delete_screen(turn.texts, view))


@router.callback_query(screens.EditClosure.filter())
async def edit(tap: CallbackQuery, callback_data: screens.EditClosure, turn: Turn) -> None:
    view = await read(turn, callback_data.closure_id)
    said = view.closure.model_dump()
    draft = ClosureDraft(closure_id=view.id, name=view.name, **said)
    await show_step(tap, turn, draft, callback_data.step)


@router.callback_query(screens.AddClosure.filter())
async def ask_what(tap: CallbackQuery, callback_data: screens.AddClosure, turn: Turn) -> None:
    page = await closures.list_resources(turn.db, turn.actor, page=callback_data.page)
    await Form(turn).close(tap, screens.what_screen(turn.texts, page))


@router.callback_query(screens.CloseKind.filter())
async def close_kind(tap: CallbackQuery, callback_data: screens.CloseKind, turn: Turn) -> None:
    draft = ClosureDraft(timezone=turn.settings.zone.key, kind=callback_data.kind)
    await show_step(tap, turn, draft, ClosureStep.DAY)


@router.callback_query(screens.CloseOne.filter())
async def close_one(tap: CallbackQuery, callback_data: screens.CloseOne, turn: Turn) -> None:
    one = await slots.get_resource(turn.db, callback_data.resource_id)
    draft = ClosureDraft(timezone=one.timezone, resource_id=one.id, name=one.name)
    await show_step(tap, turn, draft, ClosureStep.DAY)


@router.callback_query(screens.AskClosure.filter())
async def go_back(tap: CallbackQuery, callback_data: screens.AskClosure, turn: Turn) -> None:
    await show_step(tap, turn, await open_draft(turn), callback_data.step)


async def open_draft(turn: Turn) -> ClosureDraft:
    """The closure that is being said; QuestionOver when there is none."""
    said = (await Form(turn).about()).get("closure")
    if said is None:
        raise refusals.QuestionOver
    return ClosureDraft.model_validate(said)


@router.callback_query(screens.CloseOn.filter())
async def choose_day(tap: CallbackQuery, callback_data: screens.CloseOn, turn: Turn) -> None:
    day = date.fromordinal(callback_data.ordinal)
    await take_days(tap, turn, Said(first=day, last=day))


@router.message(StateFilter(Asked.closure_days), TYPED)
async def type_days(message: Message, turn: Turn) -> None:
    draft = await open_draft(turn)
    said = days_of(message.text or "", today=local_day(turn.now, draft.zone))
    if said is None:
        raise refusals.DayUnclear
    await take_days(message, turn, said)


async def take_days(event: Message | CallbackQuery, turn: Turn, said: Said) -> None:
    """Of a single day also the hours are asked."""
    draft = (await open_draft(turn)).model_copy(update=said.model_dump())
    is_open = said.first == said.last and said.opens is None
    await show_step(event, turn, draft, ClosureStep.HOURS if is_open else after_when(draft))


def after_when(draft: ClosureDraft) -> ClosureStep:
    return ClosureStep.REPEATS if draft.closure_id is None else ClosureStep.IMPACT


@router.callback_query(screens.CloseFor.filter())
async def choose_hours(tap: CallbackQuery, callback_data: screens.CloseFor, turn: Turn) -> None:
    draft = await open_draft(turn)
    opens, closes = callback_data.opens, callback_data.closes
    hours = {"opens": opens, "closes": closes} if opens < closes else {"opens": None}
    draft = draft.model_copy(update=hours)
    await show_step(tap, turn, draft, after_when(draft))


@router.message(StateFilter(Asked.closure_hours), TYPED)
async def type_hours(message: Message, turn: Turn) -> None:
    draft = await open_draft(turn)
    said = hours_of(message.text or "", first=closure_of(draft).first)
    if said is None:
        raise refusals.HoursUnclear
    draft = draft.model_copy(update=said.model_dump())
    await show_step(message, turn, draft, after_when(draft))


@router.callback_query(screens.RepeatClosure.filter())
async def choose_repeats(
    tap: CallbackQuery, callback_data: screens.RepeatClosure, turn: Turn
) -> None:
    repeats = callback_data.repeats
    draft = await open_draft(turn)
    draft = draft.model_copy(update={"repeats": repeats, "until": None})
    await show_step(tap, turn, draft, ClosureStep.UNTIL if repeats else after_repeats(draft))


def after_repeats(draft: ClosureDraft) -> ClosureStep:
    return ClosureStep.REASON if draft.closure_id is None else ClosureStep.IMPACT


@router.callback_query(screens.RepeatForever.filter())
async def repeat_forever(tap: CallbackQuery, turn: Turn) -> None:
    draft = (await open_draft(turn)).model_copy(update={"until": None})
    await show_step(tap, turn, draft, after_repeats(draft))


@router.message(StateFilter(Asked.closure_until), TYPED)
async def type_until(message: Message, turn: Turn) -> None:
    draft = await open_draft(turn)
    until = day_of(message.text or "", today=closure_of(draft).first)
    if until is None:
        raise refusals.DayUnclear
    draft = draft.model_copy(update={"until": until})
    await show_step(message, turn, draft, after_repeats(draft))


@router.callback_query(screens.NoReason.filter())
async def skip_reason(tap: CallbackQuery, turn: Turn) -> None:
    draft = (await open_draft(turn)).model_copy(update={"reason": None})
    await show_step(tap, turn, draft, ClosureStep.IMPACT)


@router.message(StateFilter(Asked.closure_reason), TYPED)
async def type_reason(message: Message, turn: Turn) -> None:
    reason = (message.text or "").strip()
    draft = (await open_draft(turn)).model_copy(update={"reason": reason})
    await show_step(message, turn, draft, ClosureStep.IMPACT)


async def show_step(
    event: Message | CallbackQuery, turn: Turn, draft: ClosureDraft, step: ClosureStep
) -> None:
    """Ask it about that draft; what was said so far is checked first."""
    if draft.closure is not None:
        closures.check_closure(draft.closure, now=turn.now)
    if step is ClosureStep.IMPACT:
        await impact.show(event, turn, draft)
        return
    said = draft.model_dump(mode="json", exclude_none=True)
    state = STATES.get(step, Asked.closure_choice)
    await Form(turn).ask(event, screen_of(turn, draft, step), state, closure=said)


def screen_of(turn: Turn, draft: ClosureDraft, step: ClosureStep) -> Screen:
    match step:
        case ClosureStep.HOURS:
            return screens.hours_screen(turn.texts, draft)
        case ClosureStep.REPEATS:
            return screens.repeats_screen(turn.texts, draft)
        case ClosureStep.UNTIL:
            return screens.until_screen(turn.texts, draft)
        case ClosureStep.REASON:
            return screens.reason_screen(turn.texts, draft)
        case _:
            today = local_day(turn.now, draft.zone)
            return screens.days_screen(turn.texts, draft, today)
