"""Each field of a resource: what it is now, values worth a button, and what can be typed."""

from collections.abc import Sequence
from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from pydantic import Field

from bot.schemas.resources import ResourceField, ResourceView
from bot.schemas.words import Mark, mark_of
from bot.screens.book import resource_text
from bot.screens.photos import photo_row
from bot.screens.resources import EditResource, ShowResource, about_lines
from bot.screens.screen import Id, Screen, back_row, button, in_rows, keyboard, lines
from bot.texts import Texts
from db.enums import ResourceKind

EMPTY = -1
"""In a button: the field is left empty."""
CHOICES: dict[ResourceField, tuple[int, ...]] = {
    ResourceField.CAPACITY: (2, 4, 6, 8, 10, 12, 20, 40, EMPTY),
    ResourceField.QUANTITY: (1, 2, 3, 4, 5, 10),
    ResourceField.NAMES: (1, 0),
    ResourceField.DESCRIPTION: (EMPTY,),
    ResourceField.LOCATION: (EMPTY,),
    ResourceField.BOOKERS: (EMPTY,),
    ResourceField.PHOTO: (EMPTY,),
}
"""Values worth a button; others are typed."""
OF_ONE_KIND = {ResourceField.CAPACITY: ResourceKind.ROOM}
WORDS_SHOWN = 10
WORDS = (ResourceField.FEATURES, ResourceField.BOOKERS)

Value = Annotated[int, Field(ge=EMPTY, le=100_000)]


class EditField(CallbackData, prefix="resf"):
    resource_id: Id
    field: ResourceField


class SetField(CallbackData, prefix="resv"):
    resource_id: Id
    field: ResourceField
    value: Value


class ToggleWord(CallbackData, prefix="resw"):
    """One feature, or tag, more or less."""

    resource_id: Id
    field: Literal[ResourceField.FEATURES, ResourceField.BOOKERS]
    mark: Mark


def fields_screen(texts: Texts, resource: ResourceView) -> Screen:
    buttons = [
        button(
            texts.plain("field-name", field=field), EditField(resource_id=resource.id, field=field)
        )
        for field in ResourceField
        if OF_ONE_KIND.get(field, resource.kind) is resource.kind
    ]
    text = lines(
        resource_text(texts, resource), *about_lines(texts, resource), "", texts.html("fields-text")
    )
    back = back_row(texts, ShowResource(resource_id=resource.id))
    return Screen(text, keyboard([*in_rows(buttons, 2), back]))


def field_screen(
    texts: Texts, resource: ResourceView, field: ResourceField, known: Sequence[str] = ()
) -> Screen:
    """`known` are the words that others have, of a field that is made of words."""
    text = lines(
        texts.html("field-text", name=resource.name, field=field),
        texts.html("field-now", value=_present(texts, resource, field)),
        "",
        texts.html("field-hint", field=field),
    )
    words = [*sorted(getattr(resource, field)), *known] if field in WORDS else []
    rows = [
        *in_rows(_words(texts, resource, field, list(dict.fromkeys(words))[:WORDS_SHOWN]), 2),
        *in_rows(_choices(texts, resource, field), 3),
        photo_row(texts, resource) if field is ResourceField.PHOTO else [],
        back_row(texts, EditResource(resource_id=resource.id)),
    ]
    return Screen(text, keyboard(rows))


def _present(texts: Texts, resource: ResourceView, field: ResourceField) -> str:
    value = getattr(resource, field)
    if field in WORDS:
        return ", ".join(sorted(value)) or texts.plain("field-empty", field=field)
    if field is ResourceField.NAMES:
        return texts.plain("rule-yes" if value else "rule-no")
    if field is ResourceField.PHOTO and value is not None:
        return texts.plain("field-photo-there")
    return texts.plain("field-empty", field=field) if value is None else str(value)


def _choices(
    texts: Texts, resource: ResourceView, field: ResourceField
) -> list[InlineKeyboardButton]:
    return [
        button(
            _choice(texts, field, value),
            SetField(resource_id=resource.id, field=field, value=value),
        )
        for value in CHOICES.get(field, ())
        if value != EMPTY or getattr(resource, field)
    ]


def _choice(texts: Texts, field: ResourceField, value: int) -> str:
    if value == EMPTY:
        return texts.plain("field-none", field=field)
    if field is ResourceField.NAMES:
        return texts.plain("rule-yes" if value else "rule-no")
    return str(value)


def _words(
    texts: Texts, resource: ResourceView, field: ResourceField, words: Sequence[str]
) -> list[InlineKeyboardButton]:
    has = getattr(resource, field)
    return [
        button(
            texts.plain("field-word-on", word=word) if word in has else word,
            ToggleWord(resource_id=resource.id, field=field, mark=mark_of(word)),
        )
        for word in words
    ]
