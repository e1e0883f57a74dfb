"""/today, in private: for the members of the approval group, and for those who run the place."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.clock import local_day
from bot.handlers.turn import Turn
from bot.pictures.plan import picture_of
from bot.pictures.themes import Theme
from bot.schemas.actor import Actor
from bot.screens import today as screens
from bot.screens.admin import ShowToday
from bot.services.finding import plans, today

router = Router(name="today")
router.message.filter(F.chat.type == ChatType.PRIVATE)
router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)


@router.message(Command("today"))
async def show_today(message: Message, turn: Turn) -> None:
    await show(message, turn, ShowToday())


@router.callback_query(ShowToday.filter())
async def show_part(tap: CallbackQuery, callback_data: ShowToday, turn: Turn) -> None:
    await show(tap, turn, callback_data)


async def show(event: Message | CallbackQuery, turn: Turn, asked: ShowToday) -> None:
    actor, groups = await as_approver_in_private(turn)
    day = local_day(turn.now, turn.settings.zone)
    found = await today.read_today(turn.db, actor, day, groups, now=turn.now, page=asked.page)
    plan = await plans.read_day(turn.db, actor, day, now=turn.now)
    picture = await picture_of(plan, turn.texts, Theme.LIGHT)
    await turn.show(
        event,
        screens.today_screen(turn.texts, found, picture, asked, is_admin=actor.is_admin),
    )


@router.callback_query(screens.WhereToDecide.filter())
async def say_where(_tap: CallbackQuery, turn: Turn) -> None:
    actor, _groups = await as_approver_in_private(turn)
    today.check_may_see(actor)
    turn.toast.text = turn.texts.plain("today-decide-there")


async def as_approver_in_private(turn: Turn) -> tuple[Actor, frozenset[int]]:
    """Who belongs to approval groups, and to which, is an approver outside of them, too: to look,
    not to decide."""
    if turn.actor.is_admin:
        return turn.actor, frozenset()
    person_id = turn.actor.person.telegram_id
    groups = {
        group.id
        for group in await turn.groups.list_bound()
        if await turn.memberships.is_member(group.chat_id, person_id)
    }
    return turn.actor.as_approver(belongs=bool(groups)), frozenset(groups)
