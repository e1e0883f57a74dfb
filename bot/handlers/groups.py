"""Groups: never a dialogue in public, only the way into a private chat."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandStart
from aiogram.types import ChatMemberUpdated, Message
from aiogram.utils.deep_linking import create_start_link

from bot.handlers.turn import Turn
from bot.screens.screen import Screen
from bot.screens.start import open_private_screen

router = Router(name="groups")
IS_GROUP = F.chat.type.in_({ChatType.GROUP, ChatType.SUPERGROUP})
router.message.filter(IS_GROUP)

PRESENT = ("member", "administrator")


@router.message(CommandStart())
@router.message(Command("book", "free", "plan", "my", "help", "language", "quiet"))
async def open_private(message: Message, turn: Turn) -> None:
    url = await create_start_link(turn.bot, "book")
    await turn.show(message, open_private_screen(turn.texts, url))


@router.message(F.migrate_to_chat_id.as_("new_chat_id"))
async def follow_group(message: Message, new_chat_id: int, turn: Turn) -> None:
    """It became a supergroup: where it approves, its cards go there; its members stay members."""
    await turn.groups.follow_migration(message.chat.id, new_chat_id, now=turn.now)
    await turn.admission.follow_migration(message.chat.id, new_chat_id)


@router.my_chat_member(IS_GROUP, F.new_chat_member.status.in_(PRESENT))
async def greet_group(update: ChatMemberUpdated, turn: Turn) -> None:
    """Whoever added the bot learns what to do, unless a group is bound already."""
    came_in = update.old_chat_member.status not in PRESENT
    if came_in and await turn.groups.get_chat_id() is None:
        await turn.display.send(update.chat.id, Screen(turn.group_texts.html("group-unbound-text")))


@router.my_chat_member(F.chat.type == ChatType.PRIVATE)
async def follow_reachability(update: ChatMemberUpdated, turn: Turn) -> None:
    """A person blocked the bot, or came back."""
    is_back = update.new_chat_member.status in PRESENT
    await turn.actors.set_reachable(turn.actor, reachable=is_back)
