"""/admin, Approval groups: which there are, which is asked by default, and which about what."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery

from bot.handlers.turn import Turn
from bot.screens import approval_groups as screens
from bot.screens.resources import ShowResource
from bot.services.place import approval_groups, inventory

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


@router.callback_query(screens.ChooseGroup.filter())
async def show_choice(tap: CallbackQuery, callback_data: screens.ChooseGroup, turn: Turn) -> None:
    resource = await inventory.get_any(turn.db, turn.actor, callback_data.resource_id)
    groups = await approval_groups.list_groups(turn.db, turn.actor)
    back = ShowResource(resource_id=resource.id)
    await turn.show(tap, screens.choice_screen(turn.texts, resource, groups, back))


@router.callback_query(screens.SetGroup.filter())
async def choose(tap: CallbackQuery, callback_data: screens.SetGroup, turn: Turn) -> None:
    resource_id, group_id = callback_data.resource_id, callback_data.group_id
    await approval_groups.set_group_of(turn.db, turn.actor, resource_id, group_id)
    await show_choice(tap, screens.ChooseGroup(resource_id=resource_id), turn)
