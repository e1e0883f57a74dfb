"""/invite: links that let people in."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, StateFilter
from aiogram.types import CallbackQuery, Message
from aiogram.utils.deep_linking import create_start_link

from bot.handlers.dialogue import TYPED
from bot.handlers.states import Inviting
from bot.handlers.turn import Turn
from bot.schemas.invites import InviteForm, InviteView
from bot.screens import invites as screens
from bot.screens.access import ShowInvites
from bot.services.access import invites
from bot.services.access.tags import parse_tags

router = Router(name="invites")
router.message.filter(F.chat.type == ChatType.PRIVATE)
router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)


@router.message(Command("invite"))
@router.callback_query(ShowInvites.filter())
async def show_list(event: Message | CallbackQuery, turn: Turn) -> None:
    await turn.state.clear()
    await show_page(event, turn)


@router.callback_query(screens.TurnInvites.filter())
async def turn_page(tap: CallbackQuery, callback_data: screens.TurnInvites, turn: Turn) -> None:
    await show_page(tap, turn, callback_data.page)


async def show_page(event: Message | CallbackQuery, turn: Turn, number: int = 0) -> None:
    page = await invites.list_open(turn.db, turn.actor, page=number, now=turn.now)
    await turn.show(event, screens.list_screen(turn.texts, page, turn.settings.zone))


@router.callback_query(screens.ShowInvite.filter())
async def show_invite(tap: CallbackQuery, callback_data: screens.ShowInvite, turn: Turn) -> None:
    found = await invites.get_open(turn.db, turn.actor, callback_data.invite_id, now=turn.now)
    await show_link(tap, turn, found)


async def show_link(tap: CallbackQuery, turn: Turn, invite: InviteView) -> None:
    link = await create_start_link(turn.bot, f"join_{invite.code}")
    screen = screens.invite_screen(turn.texts, invite, link, turn.settings.zone)
    await turn.show(tap, screen)


@router.callback_query(screens.RevokeInvite.filter())
async def revoke(tap: CallbackQuery, callback_data: screens.RevokeInvite, turn: Turn) -> None:
    await invites.revoke(turn.db, turn.actor, callback_data.invite_id, now=turn.now)
    turn.toast.text = turn.texts.plain("invite-revoked")
    await show_page(tap, turn)


@router.callback_query(screens.NewInvite.filter())
async def begin(tap: CallbackQuery, turn: Turn) -> None:
    await show_form(tap, turn, InviteForm())


@router.callback_query(screens.SetUses.filter())
async def set_uses(tap: CallbackQuery, callback_data: screens.SetUses, turn: Turn) -> None:
    await show_form(tap, turn, await form_of(turn), uses=callback_data.uses)


@router.callback_query(screens.SetDays.filter())
async def set_days(tap: CallbackQuery, callback_data: screens.SetDays, turn: Turn) -> None:
    await show_form(tap, turn, await form_of(turn), days=callback_data.days)


@router.callback_query(screens.DropTags.filter())
async def drop_tags(tap: CallbackQuery, turn: Turn) -> None:
    await show_form(tap, turn, await form_of(turn), tags=frozenset())


@router.message(StateFilter(Inviting.form), TYPED)
async def set_tags(message: Message, turn: Turn) -> None:
    tags = parse_tags(message.text or "")
    await show_form(message, turn, await form_of(turn), tags=tags)


@router.callback_query(screens.MakeInvite.filter())
async def make(tap: CallbackQuery, turn: Turn) -> None:
    made = await invites.make(turn.db, turn.actor, await form_of(turn), now=turn.now)
    await turn.state.clear()
    await show_link(tap, turn, made)


async def form_of(turn: Turn) -> InviteForm:
    """The form that is open; one as at first where there is none any more."""
    if await turn.state.get_state() != Inviting.form.state:
        return InviteForm()
    return InviteForm.model_validate(await turn.state.get_data())


async def show_form(
    event: Message | CallbackQuery, turn: Turn, form: InviteForm, **changed: object
) -> None:
    """Show the form, changed, in its own message, and remember it."""
    form = form.model_copy(update=changed)
    screen = screens.form_screen(turn.texts, form)
    async with turn.answering(event, screen, dialogue=form.message_id) as shown:
        await turn.state.set_state(Inviting.form)
        form = form.model_copy(update={"message_id": shown})
        await turn.state.set_data(form.model_dump(mode="json"))
