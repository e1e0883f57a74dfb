"""The way to a resource's picture; it is a message of its own, for dialogues stay one text."""

from aiogram.filters.callback_data import CallbackData

from bot.schemas.resources import ResourceView
from bot.screens.screen import Id, Row, button
from bot.texts import Texts


class ShowPhoto(CallbackData, prefix="photo"):
    """For whoever may look at the resource."""

    resource_id: Id


def photo_row(texts: Texts, resource: ResourceView) -> Row:
    """Nothing where it has none."""
    if resource.photo_id is None:
        return []
    return [button(texts.plain("resource-photo"), ShowPhoto(resource_id=resource.id))]
