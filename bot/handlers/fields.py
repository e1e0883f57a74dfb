"""Every field of a resource: chosen by a button, typed, or sent as a picture."""

from typing import Any

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message, PhotoSize

from bot.handlers import impact
from bot.handlers.dialogue import TYPED
from bot.handlers.forms import Form
from bot.handlers.states import Asked
from bot.handlers.turn import Turn
from bot.schemas.impact import ResourceDraft
from bot.schemas.resources import ResourceChange, ResourceField, ResourceView
from bot.schemas.words import mark_of
from bot.screens import fields as screens
from bot.screens.resources import EditResource
from bot.screens.screen import Screen
from bot.services import refusals
from bot.services.place import inventory, resources
from bot.services.place.fields import zones
from bot.typed.lengths import number_of
from bot.typed.words import features_of, tags_of, zone_of

router = Router(name="fields")
IN_FIELD = StateFilter(Asked.resource_field)
NUMBERS = (ResourceField.CAPACITY, ResourceField.QUANTITY)


@router.callback_query(EditResource.filter())
async def show_fields(tap: CallbackQuery, callback_data: EditResource, turn: Turn) -> None:
    resource = await inventory.get_any(turn.db, turn.actor, callback_data.resource_id)
    await turn.show(tap, screens.fields_screen(turn.texts, resource))


@router.callback_query(screens.EditField.filter())
async def ask(tap: CallbackQuery, callback_data: screens.EditField, turn: Turn) -> None:
    resource = await inventory.get_any(turn.db, turn.actor, callback_data.resource_id)
    await ask_for(tap, resource, callback_data.field, turn)


@router.callback_query(screens.SetField.filter())
async def choose(tap: CallbackQuery, callback_data: screens.SetField, turn: Turn) -> None:
    field, value = callback_data.field, callback_data.value
    chosen = chosen_of(field, None if value == screens.EMPTY else value)
    changed = await change(callback_data.resource_id, field, chosen, turn)
    await ask_for(tap, changed, field, turn)


@router.callback_query(screens.ToggleWord.filter())
async def toggle(tap: CallbackQuery, callback_data: screens.ToggleWord, turn: Turn) -> None:
    """A word that no resource has any more is gone from the buttons, too."""
    field = callback_data.field
    resource = await inventory.get_any(turn.db, turn.actor, callback_data.resource_id)
    known = await inventory.list_words(turn.db, turn.actor, field)
    word = {one for one in known if mark_of(one) == callback_data.mark}
    changed = await change(resource.id, field, getattr(resource, field) ^ word, turn)
    await ask_for(tap, changed, field, turn)


@router.message(IN_FIELD, F.photo.as_("sizes"))
async def take_photo(message: Message, sizes: list[PhotoSize], turn: Turn) -> None:
    """The largest of its sizes."""
    form = Form(turn)
    resource_id, field = await _about(form)
    if field is not ResourceField.PHOTO:
        raise refusals.NotUnderstood
    largest = max(sizes, key=lambda size: size.width * size.height)
    changed = await change(resource_id, field, largest.file_id, turn)
    await form.ask_on(message, await screen_of(changed, field, turn))


@router.message(IN_FIELD, TYPED)
async def take_text(message: Message, turn: Turn) -> None:
    form = Form(turn)
    resource_id, field = await _about(form)
    resource = await inventory.get_any(turn.db, turn.actor, resource_id)
    value = typed_of(field, message.text or "", resource)
    changed = ResourceChange.model_validate({field.value: value})
    draft = ResourceDraft(resource_id=resource_id, changed=changed)
    if await impact.make(message, turn, draft):  # another zone is other hours
        resource = await inventory.get_any(turn.db, turn.actor, resource_id)
        await form.ask_on(message, await screen_of(resource, field, turn))


async def _about(form: Form) -> tuple[int, ResourceField]:
    about = await form.about()
    return about["resource_id"], ResourceField(about["field"])


def typed_of(field: ResourceField, typed: str, resource: ResourceView) -> Any:
    """The value that was typed; words are more of them. Raises NotUnderstood."""
    if field in NUMBERS:
        number = number_of(typed)
        if number is None:
            raise refusals.NotUnderstood
        return number
    if field is ResourceField.TIMEZONE:
        return zone_of(typed, zones())
    if field is ResourceField.FEATURES:
        return resource.features | features_of(typed)
    if field is ResourceField.BOOKERS:
        return resource.bookers | tags_of(typed)
    if field in (ResourceField.PHOTO, ResourceField.NAMES):
        raise refusals.NotUnderstood
    return typed.strip()


def chosen_of(field: ResourceField, value: int | None) -> Any:
    """The value that a button says; None empties a field. Raises NotUnderstood."""
    if field is ResourceField.NAMES:
        return bool(value)
    if value is not None and field not in NUMBERS:
        raise refusals.NotUnderstood
    return frozenset() if field in screens.WORDS else value


async def change(resource_id: int, field: ResourceField, value: Any, turn: Turn) -> ResourceView:
    changed = ResourceChange.model_validate({field.value: value})
    return await resources.edit(turn.db, turn.actor, resource_id, changed, now=turn.now)


async def ask_for(
    tap: CallbackQuery, resource: ResourceView, field: ResourceField, turn: Turn
) -> None:
    screen = await screen_of(resource, field, turn)
    await Form(turn).ask(tap, screen, Asked.resource_field, resource_id=resource.id, field=field)


async def screen_of(resource: ResourceView, field: ResourceField, turn: Turn) -> Screen:
    is_words = field in screens.WORDS
    known = await inventory.list_words(turn.db, turn.actor, field) if is_words else ()
    return screens.field_screen(turn.texts, resource, field, known)
