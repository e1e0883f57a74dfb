"""The picture of a resource, for whoever may look at it."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery

from bot.handlers.turn import Turn
from bot.screens import photos as screens
from bot.screens.book import resource_text
from bot.services.place import inventory

router = Router(name="photos")
router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)


@router.callback_query(screens.ShowPhoto.filter())
async def send_photo(tap: CallbackQuery, callback_data: screens.ShowPhoto, turn: Turn) -> None:
    resource = await inventory.get_photo(turn.db, turn.actor, callback_data.resource_id)
    text = resource_text(turn.texts, resource)
    if not await turn.display.send_photo(tap.from_user.id, resource.photo_id or "", text=text):
        turn.toast.text = turn.texts.plain("refusal-photo-missing")
