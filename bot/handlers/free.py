"""/free: when first, then what. Its buttons carry all that was chosen, so old ones work too."""

from datetime import UTC, date, datetime

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.clock import local_day
from bot.handlers.dialogue import Dialogue, DialogueMiddleware
from bot.handlers.turn import Turn
from bot.schemas.draft import Draft, new_draft_id
from bot.schemas.periods import Period
from bot.screens import free as screens
from bot.screens.start import FindFree
from bot.services import finder

router = Router(name="free")
router.message.filter(F.chat.type == ChatType.PRIVATE)
router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)
router.callback_query.middleware(DialogueMiddleware())


@router.message(Command("free"))
@router.callback_query(FindFree.filter())
async def ask_day(event: Message | CallbackQuery, turn: Turn) -> None:
    today = local_day(turn.now, turn.settings.zone)
    await turn.show(event, screens.day_screen(turn.texts, today))


@router.callback_query(screens.FreeDay.filter())
async def ask_start(tap: CallbackQuery, callback_data: screens.FreeDay, turn: Turn) -> None:
    day, zone = date.fromordinal(callback_data.ordinal), turn.settings.zone
    starts = await finder.list_starts(turn.db, turn.actor, day, zone=zone, now=turn.now)
    screen = screens.start_screen(turn.texts, day, starts, zone, page=callback_data.page)
    await turn.show(tap, screen)


@router.callback_query(screens.FreeAt.filter())
async def ask_length(tap: CallbackQuery, callback_data: screens.FreeAt, turn: Turn) -> None:
    at = datetime.fromtimestamp(callback_data.at, UTC)
    lengths = await finder.list_lengths(turn.db, turn.actor, at, now=turn.now)
    await turn.show(tap, screens.length_screen(turn.texts, at, lengths, turn.settings.zone))


@router.callback_query(screens.FreeFor.filter())
async def ask_people(tap: CallbackQuery, callback_data: screens.FreeFor, turn: Turn) -> None:
    at = datetime.fromtimestamp(callback_data.at, UTC)
    screen = screens.people_screen(turn.texts, callback_data, turn.settings.zone, at)
    await turn.show(tap, screen)


@router.callback_query(screens.FreeWith.filter())
async def show_found(tap: CallbackQuery, callback_data: screens.FreeWith, turn: Turn) -> None:
    at = datetime.fromtimestamp(callback_data.at, UTC)
    found = await finder.find_free(
        turn.db,
        turn.actor,
        Period.of(at, callback_data.minutes),
        people=callback_data.people,
        page=callback_data.page,
        now=turn.now,
    )
    zone = turn.settings.zone
    await turn.show(tap, screens.found_screen(turn.texts, found, zone, new_draft_id()))


@router.callback_query(screens.FreeNowButton.filter())
async def show_free_now(tap: CallbackQuery, turn: Turn) -> None:
    free = await finder.find_free_now(turn.db, turn.actor, now=turn.now)
    await turn.show(tap, screens.now_screen(turn.texts, free))


@router.callback_query(screens.FreeNowOf.filter())
async def ask_how_long(tap: CallbackQuery, callback_data: screens.FreeNowOf, turn: Turn) -> None:
    """Somebody may have taken it since; then the list is as it is now."""
    free = await finder.find_free_now(turn.db, turn.actor, now=turn.now)
    chosen = next((one for one in free if one.resource.id == callback_data.resource_id), None)
    if chosen is None:
        turn.toast.text = turn.texts.plain("refusal-slot-taken")
        await turn.show(tap, screens.now_screen(turn.texts, free))
    else:
        await turn.show(tap, screens.now_length_screen(turn.texts, chosen, new_draft_id()))


@router.callback_query(screens.BookFree.filter())
async def book_free(
    tap: CallbackQuery, callback_data: screens.BookFree, dialogue: Dialogue, turn: Turn
) -> None:
    starts_at = datetime.fromtimestamp(callback_data.at, UTC)
    draft = Draft(
        id=callback_data.draft,
        resource_id=callback_data.resource_id,
        day=local_day(starts_at, turn.settings.zone),
        starts_at=starts_at,
        minutes=callback_data.minutes,
    )
    await dialogue.remember(draft)  # should it be taken, this is what was asked for
    await dialogue.finish(tap, draft)
