"""/admin, Access: who may use the bot."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery

from bot.handlers.turn import Turn
from bot.screens import access as screens

router = Router(name="access")
router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)


@router.callback_query(screens.ShowAccess.filter())
async def show(tap: CallbackQuery, turn: Turn) -> None:
    await turn.state.clear()
    await turn.show(tap, screens.access_screen(turn.texts, await turn.admission.get_rule()))


@router.callback_query(screens.SetAccess.filter())
async def change(tap: CallbackQuery, callback_data: screens.SetAccess, turn: Turn) -> None:
    await turn.admission.set_access(turn.actor, callback_data.access)
    turn.toast.text = turn.texts.plain("access-changed")
    await turn.show(tap, screens.access_screen(turn.texts, await turn.admission.get_rule()))
