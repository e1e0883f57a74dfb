"""/admin, Approval groups: which there are, and which is asked by default."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery

from bot.handlers.turn import Turn
from bot.screens import approval_groups as screens
from bot.services import approval_groups

router = Router(name="approval_groups")
router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)


@router.callback_query(screens.ShowGroups.filter())
async def show_list(tap: CallbackQuery, turn: Turn) -> None:
    groups = await approval_groups.list_groups(turn.db, turn.actor)
    await turn.show(tap, screens.list_screen(turn.texts, groups))


@router.callback_query(screens.ShowGroup.filter())
async def show_group(tap: CallbackQuery, callback_data: screens.ShowGroup, turn: Turn) -> None:
    card = await approval_groups.get_card(turn.db, turn.actor, callback_data.group_id)
    await turn.show(tap, screens.group_screen(turn.texts, card))


@router.callback_query(screens.MakeDefault.filter())
async def make_default(tap: CallbackQuery, callback_data: screens.MakeDefault, turn: Turn) -> None:
    await turn.groups.make_default(turn.actor, callback_data.group_id, now=turn.now)
    turn.toast.text = turn.texts.plain("group-made-default")
    card = await approval_groups.get_card(turn.db, turn.actor, callback_data.group_id)
    await turn.show(tap, screens.group_screen(turn.texts, card))


@router.callback_query(screens.Unbind.filter())
async def unbind(tap: CallbackQuery, callback_data: screens.Unbind, turn: Turn) -> None:
    await turn.groups.unbind(turn.actor, callback_data.group_id)
    turn.toast.text = turn.texts.plain("group-unbound")
    await show_list(tap, turn)
