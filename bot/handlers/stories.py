"""/why: what happened to a booking, for its owner, and for the approvers in their group."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.handlers.approval import acting_as_approver
from bot.handlers.turn import Turn
from bot.screens import stories as screens
from bot.screens.bookings import any_story_screen
from bot.screens.my import ShowStory
from bot.screens.screen import Screen
from bot.services import stories

router = Router(name="stories")

NUMBERED = Command("why", magic=F.args.regexp(r"^№? ?\d{1,9}$"))
IS_PRIVATE = F.chat.type == ChatType.PRIVATE


@router.message(NUMBERED, IS_PRIVATE)
async def tell_in_private(message: Message, command: CommandObject, turn: Turn) -> None:
    """An admin reads of everybody's."""
    actor, number = turn.actor, number_of(command)
    if not actor.is_admin:
        story = await stories.read_own_story(turn.db, actor, number)
        await turn.show(message, screens.own_story_screen(turn.texts, story))
        return
    story = await stories.read_any_story(turn.db, actor, number)
    screen = any_story_screen(turn.texts, story, reader_id=actor.user_id)
    await turn.show(message, screen)


@router.message(NUMBERED)
async def tell_approvers(message: Message, command: CommandObject, turn: Turn) -> None:
    approver = await acting_as_approver(message, turn)
    story = await stories.read_asked_story(turn.db, approver, number_of(command))
    await turn.show(message, screens.asked_story_screen(turn.group_texts, story))


@router.message(Command("why"))
async def ask_which(message: Message, turn: Turn) -> None:
    texts = turn.texts if message.chat.type == ChatType.PRIVATE else turn.group_texts
    await turn.show(message, Screen(texts.html("why-which")))


@router.callback_query(ShowStory.filter(), F.message.chat.type == ChatType.PRIVATE)
async def show_story(tap: CallbackQuery, callback_data: ShowStory, turn: Turn) -> None:
    story = await stories.read_own_story(turn.db, turn.actor, callback_data.booking_id)
    await turn.show(tap, screens.own_story_screen(turn.texts, story, tab=callback_data.tab))


def number_of(command: CommandObject) -> int:
    return int((command.args or "").lstrip("№ "))
