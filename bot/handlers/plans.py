"""/plan: what is open, closed and booked, as a picture."""

from datetime import date

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.clock import local_day
from bot.handlers.turn import Turn
from bot.pictures.plan import picture_of
from bot.pictures.themes import Theme
from bot.screens import plans as screens
from bot.screens.start import ShowPlan
from bot.services.finding import plans

router = Router(name="plans")
router.message.filter(F.chat.type == ChatType.PRIVATE)
router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)


@router.message(Command("plan"))
@router.callback_query(ShowPlan.filter())
async def show_today(event: Message | CallbackQuery, turn: Turn) -> None:
    today = local_day(turn.now, turn.settings.zone)
    await show_day(event, turn, screens.PlanDay(ordinal=today.toordinal()))


@router.callback_query(screens.PlanDay.filter())
async def turn_day(tap: CallbackQuery, callback_data: screens.PlanDay, turn: Turn) -> None:
    await show_day(tap, turn, callback_data)


async def show_day(event: Message | CallbackQuery, turn: Turn, asked: screens.PlanDay) -> None:
    day = date.fromordinal(asked.ordinal)
    plan = await plans.read_day(turn.db, turn.actor, day, now=turn.now, page=asked.page)
    picture = await picture_of(plan, turn.texts, _theme(dark=asked.dark))
    await turn.show(event, screens.day_screen(turn.texts, plan, picture, dark=asked.dark))


@router.callback_query(screens.PlanWeek.filter())
async def show_week(tap: CallbackQuery, callback_data: screens.PlanWeek, turn: Turn) -> None:
    day, resource_id = date.fromordinal(callback_data.ordinal), callback_data.resource_id
    plan = await plans.read_week(turn.db, turn.actor, resource_id, day, now=turn.now)
    dark = callback_data.dark
    picture = await picture_of(plan, turn.texts, _theme(dark=dark))
    screen = screens.week_screen(turn.texts, plan, resource_id, picture, dark=dark)
    if isinstance(tap.message, Message) and tap.message.photo:
        await turn.show(tap, screen)
    else:  # the dialogue that asks for a day stays where it is
        await turn.display.send(tap.from_user.id, screen)


def _theme(*, dark: bool) -> Theme:
    return Theme.DARK if dark else Theme.LIGHT
