"""/admin, "Resources": the list, each one's card, a new one."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from bot.handlers import fields, impact, rules, weekly
from bot.handlers.dialogue import TYPED
from bot.handlers.forms import Form
from bot.handlers.states import Asked
from bot.handlers.turn import Turn
from bot.schemas.impact import ResourceDraft
from bot.schemas.resources import NewResource, ResourceChange
from bot.screens import resources as screens
from bot.screens.screen import Screen
from bot.services.place import approval_groups, inventory, resources
from db.enums import ResourceKind

router = Router(name="resources")
router.message.filter(F.chat.type == ChatType.PRIVATE)
router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)
router.include_routers(fields.router, rules.router, weekly.router)


@router.callback_query(screens.ListResources.filter())
async def show_list(tap: CallbackQuery, callback_data: screens.ListResources, turn: Turn) -> None:
    kind = callback_data.kind
    listed = await inventory.list_page(turn.db, turn.actor, kind, page=callback_data.page)
    await turn.show(tap, screens.list_screen(turn.texts, kind, listed))


@router.callback_query(screens.ShowResource.filter())
async def show_card(tap: CallbackQuery, callback_data: screens.ShowResource, turn: Turn) -> None:
    await show(tap, callback_data.resource_id, turn)


@router.callback_query(screens.AddResource.filter())
async def add(tap: CallbackQuery, callback_data: screens.AddResource, turn: Turn) -> None:
    kind = callback_data.kind
    if kind is None:
        await turn.show(tap, screens.kind_screen(turn.texts))
    else:
        screen = screens.name_screen(turn.texts, kind)
        await Form(turn).ask(tap, screen, Asked.resource_name, kind=kind)


@router.message(StateFilter(Asked.resource_name), TYPED)
async def take_name(message: Message, turn: Turn) -> None:
    """It has the site's rules, and is out of service until somebody says otherwise."""
    form = Form(turn)
    new = NewResource(
        kind=ResourceKind((await form.about())["kind"]),
        name=(message.text or "").strip(),
        timezone=turn.settings.timezone,
        is_active=False,
    )
    resource_id = await resources.add_as(turn.db, turn.actor, new)
    await form.close(message, await card_of(resource_id, turn))


@router.callback_query(screens.SetService.filter())
async def set_service(tap: CallbackQuery, callback_data: screens.SetService, turn: Turn) -> None:
    resource_id, changed = callback_data.resource_id, ResourceChange(is_active=callback_data.active)
    draft = ResourceDraft(resource_id=resource_id, changed=changed)
    if await impact.make(tap, turn, draft):
        await show(tap, resource_id, turn)


@router.callback_query(screens.DuplicateResource.filter())
async def duplicate(
    tap: CallbackQuery, callback_data: screens.DuplicateResource, turn: Turn
) -> None:
    copy = await inventory.duplicate(turn.db, turn.actor, callback_data.resource_id)
    turn.toast.text = turn.texts.plain("resource-duplicated")
    await show(tap, copy, turn)


@router.callback_query(screens.ShiftResource.filter())
async def shift(_tap: CallbackQuery, callback_data: screens.ShiftResource, turn: Turn) -> None:
    """The card stays; where it is now is what the toast says."""
    place, count = await inventory.shift(
        turn.db, turn.actor, callback_data.resource_id, up=callback_data.up
    )
    turn.toast.text = turn.texts.plain("resource-shifted", place=place, count=count)


async def show(tap: CallbackQuery, resource_id: int, turn: Turn) -> None:
    await turn.show(tap, await card_of(resource_id, turn))


async def card_of(resource_id: int, turn: Turn) -> Screen:
    resource = await inventory.get_any(turn.db, turn.actor, resource_id)
    groups = await approval_groups.list_groups(turn.db, turn.actor)
    return screens.card_screen(turn.texts, resource, groups)
