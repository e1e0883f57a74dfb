"""At the door: whoever scans its card sees whether it is free, and takes it."""

import asyncio

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message

from bot.door_files import door_files
from bot.handlers.dialogue import Dialogue, DialogueMiddleware
from bot.handlers.states import Booking
from bot.handlers.turn import Turn
from bot.schemas.draft import Draft, new_draft_id
from bot.screens import doors as screens
from bot.services.finding import finder
from bot.services.place import resources

router = Router(name="doors")
router.message.filter(F.chat.type == ChatType.PRIVATE)
router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)
router.callback_query.middleware(DialogueMiddleware())


@router.message(CommandStart(deep_link=True, magic=F.args.regexp(r"^door_\d{1,9}$")))
async def show_door(message: Message, command: CommandObject, turn: Turn) -> None:
    resource_id = int((command.args or "").removeprefix("door_"))
    door = await finder.look_at_door(turn.db, turn.actors, turn.actor, resource_id, now=turn.now)
    screen = screens.door_screen(
        turn.texts, door, new_draft_id(), now=turn.now, is_admin=turn.actor.is_admin
    )
    await turn.show(message, screen)


@router.callback_query(screens.DoorTimes.filter())
async def choose_another_time(
    tap: CallbackQuery, callback_data: screens.DoorTimes, dialogue: Dialogue
) -> None:
    await dialogue.go(tap, Draft(resource_id=callback_data.resource_id), Booking.day)


@router.callback_query(screens.DoorCard.filter())
async def send_card(tap: CallbackQuery, callback_data: screens.DoorCard, turn: Turn) -> None:
    """The picture and the PDF, for whoever runs the place."""
    resource = await resources.get_to_print(turn.db, turn.actor, callback_data.resource_id)
    username = (await turn.bot.me()).username or ""
    files = await asyncio.to_thread(door_files, resource, username, turn.texts)
    text = turn.texts.html("door-card-text", name=resource.name)
    for name, content in files.items():
        await turn.display.send_file(tap.from_user.id, name, content, text=text)
