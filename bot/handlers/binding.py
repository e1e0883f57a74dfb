"""/bind: what an admin says in a group, for it to be the one that approves."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.handlers.turn import Turn
from bot.screens.screen import Screen

router = Router(name="binding")


@router.message(Command("bind"))
async def bind(message: Message, turn: Turn) -> None:
    await turn.groups.bind(
        turn.actor, message.chat.id, title=message.chat.title or "", now=turn.now
    )
    await turn.show(message, Screen(turn.group_texts.html("group-bound-text")))
