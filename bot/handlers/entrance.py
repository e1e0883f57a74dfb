"""Links by which people come in: they are for those, too, who may not use the bot yet."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import Message

from bot.handlers.turn import Turn
from bot.screens import entrance as screens
from bot.services.access import claims, invites

router = Router(name="entrance")
router.message.filter(F.chat.type == ChatType.PRIVATE)


@router.message(CommandStart(deep_link=True, magic=F.args.regexp(r"^claim_[A-Za-z0-9_-]{1,32}$")))
async def claim(message: Message, command: CommandObject, turn: Turn) -> None:
    code = (command.args or "").removeprefix("claim_")
    await claims.claim(turn.db, turn.actors, turn.actor, code, now=turn.now)
    await turn.state.clear()
    owner = await turn.actors.resolve(turn.actor.person)
    await turn.show(message, screens.claimed_screen(turn.texts, owner))


@router.message(CommandStart(deep_link=True, magic=F.args.regexp(r"^join_[A-Za-z0-9_-]{1,32}$")))
async def join(message: Message, command: CommandObject, turn: Turn) -> None:
    code = (command.args or "").removeprefix("join_")
    await invites.join(turn.db, turn.actors, turn.actor, code, now=turn.now)
    await turn.state.clear()
    member = await turn.actors.resolve(turn.actor.person)
    await turn.show(message, screens.joined_screen(turn.texts, member))
