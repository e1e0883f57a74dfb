"""People: find somebody, look at their card, set what is theirs. Everything is checked again by
the services."""

from typing import Any

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from bot.handlers.dialogue import TYPED, Dialogue, DialogueMiddleware
from bot.handlers.forms import Form
from bot.handlers.states import Asked, Booking
from bot.handlers.turn import Turn
from bot.schemas.draft import Draft
from bot.schemas.people import PersonView
from bot.screens import people as screens
from bot.screens.admin import People, PersonCard
from bot.services import refusals
from bot.services.access import people, roles
from bot.services.reasons import check_reason
from bot.services.rights import check_owner
from db.enums import Role

router = Router(name="people")
router.message.filter(F.chat.type == ChatType.PRIVATE)
router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)
router.callback_query.middleware(DialogueMiddleware())


@router.callback_query(People.filter())
async def show_everybody(tap: CallbackQuery, turn: Turn) -> None:
    await show_list(tap, turn, search=None)


@router.callback_query(screens.PeopleTurn.filter())
async def turn_page(tap: CallbackQuery, callback_data: screens.PeopleTurn, turn: Turn) -> None:
    search = (await Form(turn).about()).get("search")
    await show_list(tap, turn, search=search, page=callback_data.page)


@router.message(StateFilter(Asked.person_search), TYPED)
async def search_people(message: Message, turn: Turn) -> None:
    await show_list(message, turn, search=(message.text or "").strip()[:64])


async def show_list(
    event: Message | CallbackQuery, turn: Turn, *, search: str | None, page: int = 0
) -> None:
    found = await people.list_people(turn.db, turn.actors, turn.actor, search=search, page=page)
    screen = screens.list_screen(turn.texts, found)
    await Form(turn).ask(event, screen, Asked.person_search, search=search)


@router.callback_query(PersonCard.filter())
async def show_card(tap: CallbackQuery, callback_data: PersonCard, turn: Turn) -> None:
    await show_person(tap, turn, callback_data.user_id, page=callback_data.page)


async def show_person(tap: CallbackQuery, turn: Turn, user_id: int, *, page: int = 0) -> None:
    person = await read(turn, user_id, page=page)
    may_set_roles = turn.actor.is_owner
    await Form(turn).close(tap, screens.card_screen(
        turn.texts, person, may_set_roles=may_set_roles
    ))  # fmt: skip


async def read(turn: Turn, user_id: int, *, page: int = 0) -> PersonView:
    return await people.get_person(
        turn.db, turn.actors, turn.actor, user_id, now=turn.now, page=page
    )


@router.callback_query(screens.AskTags.filter())
async def ask_tags(tap: CallbackQuery, callback_data: screens.AskTags, turn: Turn) -> None:
    await show_tags(tap, turn, callback_data.user_id)


@router.callback_query(screens.ToggleTag.filter())
async def toggle_tag(tap: CallbackQuery, callback_data: screens.ToggleTag, turn: Turn) -> None:
    user_id = callback_data.user_id
    await people.toggle_tag(turn.db, turn.actors, turn.actor, user_id, callback_data.tag)
    await show_tags(tap, turn, user_id)


@router.message(StateFilter(Asked.person_tags), TYPED)
async def add_tags(message: Message, turn: Turn) -> None:
    user_id = (await Form(turn).about())["user_id"]
    await people.add_tags(turn.db, turn.actors, turn.actor, user_id, message.text or "")
    await show_tags(message, turn, user_id)


async def show_tags(event: Message | CallbackQuery, turn: Turn, user_id: int) -> None:
    person = await read(turn, user_id)
    in_use = await people.list_tags(turn.db, turn.actor)
    screen = screens.tags_screen(turn.texts, person, in_use)
    await Form(turn).ask(event, screen, Asked.person_tags, user_id=user_id)


@router.callback_query(screens.AskQuota.filter())
async def ask_quota(tap: CallbackQuery, callback_data: screens.AskQuota, turn: Turn) -> None:
    person = await read(turn, callback_data.user_id)
    await turn.show(tap, screens.quota_screen(turn.texts, person))


@router.callback_query(screens.SetQuota.filter())
async def set_quota(tap: CallbackQuery, callback_data: screens.SetQuota, turn: Turn) -> None:
    user_id = callback_data.user_id
    await people.set_quota(turn.db, turn.actors, turn.actor, user_id, callback_data.most or None)
    turn.toast.text = turn.texts.plain("person-quota-set")
    await show_person(tap, turn, user_id)


@router.callback_query(screens.AskRole.filter())
async def ask_role(tap: CallbackQuery, callback_data: screens.AskRole, turn: Turn) -> None:
    check_owner(turn.actor)
    person = await read(turn, callback_data.user_id)
    await turn.show(tap, screens.role_screen(turn.texts, person))


@router.callback_query(screens.SetRole.filter())
async def set_role(tap: CallbackQuery, callback_data: screens.SetRole, turn: Turn) -> None:
    user_id, role = callback_data.user_id, callback_data.role
    await roles.set_role(turn.db, turn.actors, turn.actor, user_id, role)
    turn.toast.text = turn.texts.plain("person-role-set")
    await show_person(tap, turn, user_id)


@router.callback_query(screens.AskBlock.filter())
async def ask_block(tap: CallbackQuery, callback_data: screens.AskBlock, turn: Turn) -> None:
    await show_block(tap, turn, callback_data.user_id, reason=None)


@router.message(StateFilter(Asked.block_reason), TYPED)
async def set_reason(message: Message, turn: Turn) -> None:
    reason = (message.text or "").strip()
    check_reason(reason)
    about = await Form(turn).about()
    await show_block(message, turn, about["user_id"], reason=reason)


async def show_block(
    event: Message | CallbackQuery, turn: Turn, user_id: int, *, reason: str | None
) -> None:
    person = await read(turn, user_id)
    if person.runs_the_place:
        raise refusals.RunsThePlace
    screen = screens.block_screen(turn.texts, person, reason)
    known: dict[str, Any] = {"user_id": user_id, "reason": reason}
    await Form(turn).ask(event, screen, Asked.block_reason, **known)


@router.callback_query(screens.Block.filter())
async def block(tap: CallbackQuery, callback_data: screens.Block, turn: Turn) -> None:
    user_id = callback_data.user_id
    about = await Form(turn).about()
    await people.block(
        turn.db,
        turn.actors,
        turn.actor,
        user_id,
        reason=about.get("reason") if about.get("user_id") == user_id else None,
        cancels=callback_data.cancels,
        now=turn.now,
    )
    turn.toast.text = turn.texts.plain("person-blocked")
    await show_person(tap, turn, user_id)


@router.callback_query(screens.Unblock.filter())
async def unblock(tap: CallbackQuery, callback_data: screens.Unblock, turn: Turn) -> None:
    user_id = callback_data.user_id
    await roles.set_role(turn.db, turn.actors, turn.actor, user_id, Role.MEMBER)
    turn.toast.text = turn.texts.plain("person-unblocked")
    await show_person(tap, turn, user_id)


@router.callback_query(screens.BookFor.filter())
async def book_for(tap: CallbackQuery, callback_data: screens.BookFor, dialogue: Dialogue) -> None:
    await dialogue.go(tap, Draft(for_user=callback_data.user_id), Booking.resource)
