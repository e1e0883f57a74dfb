"""When a resource is open, day by day."""

from collections.abc import Mapping

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from bot.handlers import impact
from bot.handlers.dialogue import TYPED
from bot.handlers.forms import Form
from bot.handlers.states import Asked
from bot.handlers.turn import Turn
from bot.schemas.impact import ResourceDraft
from bot.schemas.weekly import Day, DaySpan
from bot.screens import weekly as screens
from bot.screens.resources import ShowResource
from bot.services import refusals
from bot.services.place import inventory, opening
from bot.typed.hours import hours_of

router = Router(name="weekly")


@router.callback_query(screens.ShowWeek.filter())
async def show_week(tap: CallbackQuery, callback_data: screens.ShowWeek, turn: Turn) -> None:
    await show(tap, callback_data.resource_id, turn)


@router.callback_query(screens.OpenAlways.filter())
async def open_always(tap: CallbackQuery, callback_data: screens.OpenAlways, turn: Turn) -> None:
    await open_on(tap, turn, callback_data.resource_id, opening.ALWAYS)


@router.callback_query(screens.ShowDay.filter())
async def ask(tap: CallbackQuery, callback_data: screens.ShowDay, turn: Turn) -> None:
    await ask_for(tap, callback_data.resource_id, callback_data.weekday, turn)


@router.callback_query(screens.SetDay.filter())
async def choose(tap: CallbackQuery, callback_data: screens.SetDay, turn: Turn) -> None:
    resource_id, weekday = callback_data.resource_id, callback_data.weekday
    span = DaySpan(callback_data.opens, callback_data.closes)
    spans = () if span.opens == span.closes else (span,)
    if await change(tap, turn, resource_id, {weekday: spans}):
        await ask_for(tap, resource_id, weekday, turn)


@router.message(StateFilter(Asked.hours), TYPED)
async def take_hours(message: Message, turn: Turn) -> None:
    form = Form(turn)
    about, spans = await form.about(), hours_of(message.text or "")
    if spans is None:
        raise refusals.NotUnderstood
    resource_id, weekday = about["resource_id"], about["weekday"]
    if await change(message, turn, resource_id, {weekday: spans}):
        resource = await inventory.get_any(turn.db, turn.actor, resource_id)
        await form.ask_on(message, screens.day_screen(turn.texts, resource, weekday))


@router.callback_query(screens.CopyDay.filter())
async def copy_day(tap: CallbackQuery, callback_data: screens.CopyDay, turn: Turn) -> None:
    resource = await inventory.get_any(turn.db, turn.actor, callback_data.resource_id)
    days = opening.copied(resource, callback_data.weekday, everywhere=callback_data.everywhere)
    await open_on(tap, turn, resource.id, days)


@router.callback_query(screens.ChooseHours.filter())
async def choose_source(tap: CallbackQuery, callback_data: screens.ChooseHours, turn: Turn) -> None:
    resource = await inventory.get_any(turn.db, turn.actor, callback_data.resource_id)
    others = await inventory.list_others(turn.db, turn.actor, resource.id, page=callback_data.page)
    await turn.show(tap, screens.sources_screen(turn.texts, resource, others))


@router.callback_query(screens.TakeHours.filter())
async def take_from(tap: CallbackQuery, callback_data: screens.TakeHours, turn: Turn) -> None:
    source = await inventory.get_any(turn.db, turn.actor, callback_data.source_id)
    await open_on(tap, turn, callback_data.resource_id, opening.hours_of(source))


async def open_on(
    tap: CallbackQuery, turn: Turn, resource_id: int, days: Mapping[int, Day]
) -> None:
    """Change several days, and show the week."""
    if await change(tap, turn, resource_id, days):
        await show(tap, resource_id, turn)


async def change(
    event: Message | CallbackQuery, turn: Turn, resource_id: int, days: Mapping[int, Day]
) -> bool:
    draft = ResourceDraft(resource_id=resource_id, days=dict(days))
    return await impact.make(event, turn, draft)


async def show(tap: CallbackQuery, resource_id: int, turn: Turn) -> None:
    resource = await inventory.get_any(turn.db, turn.actor, resource_id)
    back = ShowResource(resource_id=resource.id)
    await turn.show(tap, screens.week_screen(turn.texts, resource, back))


async def ask_for(tap: CallbackQuery, resource_id: int, weekday: int, turn: Turn) -> None:
    resource = await inventory.get_any(turn.db, turn.actor, resource_id)
    screen = screens.day_screen(turn.texts, resource, weekday)
    await Form(turn).ask(tap, screen, Asked.hours, resource_id=resource.id, weekday=weekday)
