"""What an admin says in a group: its members approve (/bind), or may use the bot (/members)."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.handlers.turn import Turn
from bot.screens.access import members_bound_screen
from bot.screens.screen import Screen

router = Router(name="binding")


@router.message(Command("bind"))
async def bind(message: Message, turn: Turn) -> None:
    await turn.groups.bind(
        turn.actor, message.chat.id, title=message.chat.title or "", now=turn.now
    )
    await turn.show(message, Screen(turn.group_texts.html("group-bound-text")))


@router.message(Command("members"))
async def bind_members(message: Message, turn: Turn) -> None:
    await turn.admission.set_group(turn.actor, message.chat.id, title=message.chat.title or "")
    await turn.show(message, members_bound_screen(turn.group_texts))
