"""What nobody else understood: a kind word, never silence under a button."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, Message

from bot.handlers.turn import Turn
from bot.screens.screen import Screen

router = Router(name="fallback")


@router.callback_query()
async def say_outdated(_tap: CallbackQuery, turn: Turn) -> None:
    turn.toast.text = turn.texts.plain("button-outdated")


@router.message(F.chat.type == ChatType.PRIVATE)
async def hint(message: Message, turn: Turn) -> None:
    await turn.show(message, Screen(turn.texts.html("private-hint")))
