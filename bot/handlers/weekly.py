"""When a resource is open, day by day."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from bot.handlers.dialogue import TYPED
from bot.handlers.forms import Form
from bot.handlers.states import Asked
from bot.handlers.turn import Turn
from bot.schemas.resources import ResourceView
from bot.schemas.weekly import DaySpan
from bot.screens import weekly as screens
from bot.screens.resources import ShowResource
from bot.services import inventory, opening, refusals
from bot.typed.hours import hours_of

router = Router(name="weekly")


@router.callback_query(screens.ShowWeek.filter())
async def show_week(tap: CallbackQuery, callback_data: screens.ShowWeek, turn: Turn) -> None:
    resource = await inventory.get_any(turn.db, turn.actor, callback_data.resource_id)
    await show(tap, resource, turn)


@router.callback_query(screens.OpenAlways.filter())
async def open_always(tap: CallbackQuery, callback_data: screens.OpenAlways, turn: Turn) -> None:
    resource_id = callback_data.resource_id
    await show(tap, await opening.open_always(turn.db, turn.actor, resource_id, now=turn.now), turn)


@router.callback_query(screens.ShowDay.filter())
async def ask(tap: CallbackQuery, callback_data: screens.ShowDay, turn: Turn) -> None:
    resource = await inventory.get_any(turn.db, turn.actor, callback_data.resource_id)
    await ask_for(tap, resource, callback_data.weekday, turn)


@router.callback_query(screens.SetDay.filter())
async def choose(tap: CallbackQuery, callback_data: screens.SetDay, turn: Turn) -> None:
    span = DaySpan(callback_data.opens, callback_data.closes)
    resource = await opening.set_day(
        turn.db,
        turn.actor,
        callback_data.resource_id,
        callback_data.weekday,
        () if span.opens == span.closes else (span,),
        now=turn.now,
    )
    await ask_for(tap, resource, callback_data.weekday, turn)


@router.message(StateFilter(Asked.hours), TYPED)
async def take_hours(message: Message, turn: Turn) -> None:
    form = Form(turn)
    about, spans = await form.about(), hours_of(message.text or "")
    if spans is None:
        raise refusals.NotUnderstood
    weekday = about["weekday"]
    resource = await opening.set_day(
        turn.db, turn.actor, about["resource_id"], weekday, spans, now=turn.now
    )
    await form.ask_on(message, screens.day_screen(turn.texts, resource, weekday))


@router.callback_query(screens.CopyDay.filter())
async def copy_day(tap: CallbackQuery, callback_data: screens.CopyDay, turn: Turn) -> None:
    resource = await opening.copy_day(
        turn.db,
        turn.actor,
        callback_data.resource_id,
        callback_data.weekday,
        everywhere=callback_data.everywhere,
        now=turn.now,
    )
    await show(tap, resource, turn)


@router.callback_query(screens.ChooseHours.filter())
async def choose_source(tap: CallbackQuery, callback_data: screens.ChooseHours, turn: Turn) -> None:
    resource = await inventory.get_any(turn.db, turn.actor, callback_data.resource_id)
    others = await inventory.list_others(turn.db, turn.actor, resource.id, page=callback_data.page)
    await turn.show(tap, screens.sources_screen(turn.texts, resource, others))


@router.callback_query(screens.TakeHours.filter())
async def take_from(tap: CallbackQuery, callback_data: screens.TakeHours, turn: Turn) -> None:
    resource = await opening.take_hours(
        turn.db,
        turn.actor,
        callback_data.resource_id,
        source_id=callback_data.source_id,
        now=turn.now,
    )
    await show(tap, resource, turn)


async def show(tap: CallbackQuery, resource: ResourceView, turn: Turn) -> None:
    back = ShowResource(resource_id=resource.id)
    await turn.show(tap, screens.week_screen(turn.texts, resource, back))


async def ask_for(tap: CallbackQuery, resource: ResourceView, weekday: int, turn: Turn) -> None:
    screen = screens.day_screen(turn.texts, resource, weekday)
    await Form(turn).ask(tap, screen, Asked.hours, resource_id=resource.id, weekday=weekday)
