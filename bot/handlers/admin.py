"""/admin: the way to everything that is run from the chat."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.handlers.turn import Turn
from bot.screens import admin as screens
from bot.screens.start import Admin

router = Router(name="admin")
router.message.filter(F.chat.type == ChatType.PRIVATE)
router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)


@router.message(Command("admin"))
@router.callback_query(Admin.filter())
async def show_menu(event: Message | CallbackQuery, turn: Turn) -> None:
    await turn.show(event, screens.menu_screen(turn.texts))
