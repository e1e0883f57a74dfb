"""/privacy: what is stored, my data, forget me. For everybody, those who may not book too."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.handlers.turn import Turn
from bot.privacy_files import data_file
from bot.screens import privacy as screens
from bot.services.access import privacy

router = Router(name="privacy")
router.message.filter(F.chat.type == ChatType.PRIVATE)
router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)


@router.message(Command("privacy"))
@router.callback_query(screens.Privacy.filter())
async def show_privacy(event: Message | CallbackQuery, turn: Turn) -> None:
    await turn.show(event, screens.privacy_screen(turn.texts))


@router.callback_query(screens.SendMyData.filter())
async def send_data(tap: CallbackQuery, turn: Turn) -> None:
    content = data_file(await privacy.read_data(turn.db, turn.actor))
    text = turn.texts.html("privacy-data-text")
    await turn.display.send_file(tap.from_user.id, "my-data.json", content, text=text)


@router.callback_query(screens.AskToForget.filter())
async def ask_to_forget(tap: CallbackQuery, turn: Turn) -> None:
    await turn.show(tap, screens.forget_screen(turn.texts))


@router.callback_query(screens.ForgetMe.filter())
async def forget(tap: CallbackQuery, turn: Turn) -> None:
    cancelled = await privacy.forget(turn.db, turn.actors, turn.actor, now=turn.now)
    await turn.show(tap, screens.forgotten_screen(turn.texts, cancelled))
