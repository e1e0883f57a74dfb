"""Adding equipment to a booking that is about to be confirmed; a part of its dialogue."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.handlers.dialogue import Dialogue, request_of
from bot.handlers.states import Booking
from bot.handlers.turn import Turn
from bot.schemas.bookings import WANTED_MAX
from bot.schemas.draft import Draft
from bot.screens import extras as screens
from bot.screens.book import ShowExtras
from bot.services.finding import offers

router = Router(name="extras")


@router.callback_query(ShowExtras.filter())
async def show_extras(tap: CallbackQuery, callback_data: ShowExtras, dialogue: Dialogue) -> None:
    await dialogue.choose(tap, callback_data.draft, Booking.extras, page=None)


@router.callback_query(screens.TurnExtras.filter())
async def turn_extras(
    tap: CallbackQuery, callback_data: screens.TurnExtras, dialogue: Dialogue
) -> None:
    await dialogue.choose(tap, callback_data.draft, Booking.extras, page=callback_data.page)


@router.callback_query(screens.AddUnit.filter())
async def add_unit(
    tap: CallbackQuery, callback_data: screens.AddUnit, dialogue: Dialogue, turn: Turn
) -> None:
    """One more, if there still is one."""
    draft, resource_id = await dialogue.draft(callback_data.draft), callback_data.resource_id
    asked = request_of(draft)
    offered = await offers.list_extras(turn.db, turn.actor, asked, now=turn.now)
    extra = next((each for each in offered if each.resource_id == resource_id), None)
    if extra is not None and screens.can_add(extra, asked):
        draft = with_units(draft, resource_id, extra.chosen + 1)
    elif extra is not None and extra.chosen < extra.free:
        turn.toast.text = turn.texts.plain("extras-full", most=WANTED_MAX)
    else:
        turn.toast.text = turn.texts.plain("extras-gone")
    await dialogue.go(tap, draft, Booking.extras)


@router.callback_query(screens.TakeUnitAway.filter())
async def take_unit_away(
    tap: CallbackQuery, callback_data: screens.TakeUnitAway, dialogue: Dialogue
) -> None:
    draft, resource_id = await dialogue.draft(callback_data.draft), callback_data.resource_id
    units = chosen_units(draft, resource_id)
    await dialogue.go(tap, with_units(draft, resource_id, units - 1), Booking.extras)


@router.callback_query(screens.ExtrasDone.filter())
async def confirm_with_extras(
    tap: CallbackQuery, callback_data: screens.ExtrasDone, dialogue: Dialogue
) -> None:
    await dialogue.choose(tap, callback_data.draft, Booking.confirm, page=None)


def chosen_units(draft: Draft, resource_id: int) -> int:
    return draft.units if resource_id == draft.resource_id else draft.extras.get(resource_id, 0)


def with_units(draft: Draft, resource_id: int, units: int) -> Draft:
    """The draft with so many units of a resource; of what it is about, at least one stays."""
    if resource_id == draft.resource_id:
        return draft.model_copy(update={"units": max(units, 1)})
    extras = draft.extras | {resource_id: units}
    chosen = {one: count for one, count in extras.items() if count > 0}
    return draft.model_copy(update={"extras": chosen})
