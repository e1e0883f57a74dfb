"""/free: when first, then what. Its buttons carry all that was chosen, so old ones work too.

What was typed besides is remembered with the message, as a draft at no step: what it answers is not
asked, and the tap that books books it all.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from bot.clock import local_day
from bot.handlers.dialogue import Dialogue, DialogueMiddleware
from bot.handlers.turn import Turn
from bot.schemas.bookings import Wanted
from bot.schemas.draft import Draft
from bot.schemas.periods import Period
from bot.schemas.phrases import Start
from bot.schemas.slots import Sought
from bot.screens import free as screens
from bot.screens.screen import Screen
from bot.screens.start import FindFree
from bot.services import refusals
from bot.services.finding import finder
from db.enums import ResourceKind

router = Router(name="free")
router.message.filter(F.chat.type == ChatType.PRIVATE)
router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)
router.callback_query.middleware(DialogueMiddleware())


class Chosen(NamedTuple):
    """What the buttons carry once a start is known."""

    kind: ResourceKind
    at: datetime
    minutes: int | None = None
    people: int | None = None
    page: int = 0
    mark: int | None = None


@router.message(Command("free"))
@router.callback_query(FindFree.filter())
async def ask_day(event: Message | CallbackQuery, turn: Turn) -> None:
    await turn.show(event, await day_screen(turn))


@router.callback_query(screens.FreeDays.filter())
async def ask_day_of_kind(tap: CallbackQuery, callback_data: screens.FreeDays, turn: Turn) -> None:
    await turn.show(tap, await day_screen(turn, callback_data.kind))


@router.callback_query(screens.FreeDay.filter())
async def ask_start(
    tap: CallbackQuery, callback_data: screens.FreeDay, dialogue: Dialogue, turn: Turn
) -> None:
    wish, day = await dialogue.wish(tap), date.fromordinal(callback_data.ordinal)
    screen = await start_screen(turn, wish, callback_data.kind, day, page=callback_data.page)
    await turn.show(tap, screen)


@router.callback_query(screens.FreeAt.filter())
@router.callback_query(screens.FreeFor.filter())
@router.callback_query(screens.FreeWith.filter())
async def ask_next(
    tap: CallbackQuery,
    callback_data: screens.FreeAt | screens.FreeFor | screens.FreeWith,
    dialogue: Dialogue,
    turn: Turn,
) -> None:
    chosen = callback_data.model_dump() | {"at": datetime.fromtimestamp(callback_data.at, UTC)}
    wish = await dialogue.wish(tap)
    await turn.show(tap, await next_screen(turn, wish, Chosen(**chosen)))


@router.callback_query(screens.FreeNowButton.filter())
async def show_free_now(
    tap: CallbackQuery, callback_data: screens.FreeNowButton, dialogue: Dialogue, turn: Turn
) -> None:
    wish = await dialogue.wish(tap)
    screen = await now_screen(turn, wish, callback_data.kind, page=callback_data.page)
    await turn.show(tap, screen)


@router.callback_query(screens.FreeNowOf.filter())
async def ask_how_long(
    tap: CallbackQuery, callback_data: screens.FreeNowOf, dialogue: Dialogue, turn: Turn
) -> None:
    """Somebody may have taken it since; then the list is as it is now."""
    wish, kind, page = await dialogue.wish(tap), callback_data.kind, callback_data.page
    chosen = await finder.look_at_free_now(
        turn.db, turn.actor, callback_data.resource_id, now=turn.now
    )
    if chosen is None:
        turn.toast.text = turn.texts.plain("refusal-slot-taken")
        await turn.show(tap, await now_screen(turn, wish, kind, page=page))
    elif wish.minutes is None:
        back = screens.FreeNowButton(kind=kind, page=page)
        await turn.show(tap, screens.now_length_screen(turn.texts, chosen, wish, back))
    else:
        draft = _about(wish, callback_data.resource_id, chosen.at, wish.minutes, turn)
        await dialogue.confirm(tap, draft)


@router.callback_query(screens.BookFree.filter())
async def book_free(
    tap: CallbackQuery, callback_data: screens.BookFree, dialogue: Dialogue, turn: Turn
) -> None:
    wish = await dialogue.find_draft(callback_data.draft)
    if wish is None and callback_data.more:
        raise refusals.DraftOver(callback_data.draft)
    draft = _about(
        wish or Draft(id=callback_data.draft),
        callback_data.resource_id,
        datetime.fromtimestamp(callback_data.at, UTC),
        callback_data.minutes,
        turn,
    )
    await dialogue.remember(draft)  # should it be taken, this is what was asked for
    await dialogue.finish(tap, draft)


def _about(wish: Draft, resource_id: int, at: datetime, minutes: int, turn: Turn) -> Draft:
    """The wish, and the resource and the period that a button carries."""
    day = local_day(at, turn.settings.zone)
    chosen = {"resource_id": resource_id, "day": day, "starts_at": at, "minutes": minutes}
    return wish.model_copy(update=chosen)


async def day_screen(turn: Turn, kind: ResourceKind | None = None) -> Screen:
    """Of rooms, where there are any and nothing else was asked for."""
    kinds = await finder.list_kinds(turn.db, turn.actor)
    kind = kind or next(iter(kinds), ResourceKind.ROOM)
    other = next((each for each in kinds if each is not kind), None)
    today = local_day(turn.now, turn.settings.zone)
    return screens.day_screen(turn.texts, today, kind, other)


async def start_screen(
    turn: Turn, wish: Draft, kind: ResourceKind, day: date, *, page: int | None = None
) -> Screen:
    sought, zone = sought_by(wish, kind), turn.settings.zone
    starts = await finder.list_starts(turn.db, turn.actor, sought, day=day, zone=zone, now=turn.now)
    return screens.start_screen(
        turn.texts, kind, day, starts, zone, minutes=wish.minutes, page=page
    )


async def next_screen(turn: Turn, wish: Draft, chosen: Chosen) -> Screen:
    """The first step that neither the typed line has answered nor a tap."""
    zone, texts, kind, at = turn.settings.zone, turn.texts, chosen.kind, chosen.at
    minutes, people = chosen.minutes or wish.minutes, chosen.people or wish.people
    if minutes is None:
        sought = sought_by(wish, kind)
        lengths = await finder.list_lengths(turn.db, turn.actor, sought, at=at, now=turn.now)
        return screens.length_screen(texts, kind, at, lengths, zone)
    asked = screens.FreeFor(kind=kind, at=int(at.timestamp()), minutes=minutes)
    if people is None and kind is ResourceKind.ROOM:
        return screens.people_screen(texts, asked, zone, at, _before_people(turn, wish, asked, at))
    found = await finder.find_free(
        turn.db,
        turn.actor,
        sought_by(wish, kind)._replace(people=people or 1, minutes=minutes, mark=chosen.mark),
        period=Period.of(at, minutes),
        page=chosen.page,
        now=turn.now,
    )
    is_asked = wish.people is None and kind is ResourceKind.ROOM
    back = asked if is_asked else _before_people(turn, wish, asked, at)
    return screens.found_screen(texts, found, zone, wish, back)


def _before_people(turn: Turn, wish: Draft, asked: screens.FreeFor, at: datetime) -> CallbackData:
    """Back to the last step that a tap answers; a length that was typed is not asked."""
    if wish.minutes is None:
        return screens.FreeAt(kind=asked.kind, at=asked.at)
    return screens.day_of(asked.kind, at, turn.settings.zone)


async def now_screen(turn: Turn, wish: Draft, kind: ResourceKind, *, page: int = 0) -> Screen:
    sought = sought_by(wish, kind)._replace(minutes=None)
    free = await finder.find_free_now(turn.db, turn.actor, sought, page=page, now=turn.now)
    return screens.now_screen(turn.texts, free)


async def find_for(
    turn: Turn, wish: Draft, days: Sequence[date], starts: Sequence[Start], *, is_now: bool
) -> Screen | None:
    """Where the time that was typed leads, of a line that names no resource; None without one."""
    kind = wish.kind or ResourceKind.ROOM
    if is_now:
        return await now_screen(turn, wish, kind)
    if len(starts) > 1:
        return screens.when_screen(turn.texts, kind, starts, turn.settings.zone)
    if starts:
        return await next_screen(turn, wish, Chosen(kind, starts[0].at, starts[0].minutes))
    if len(days) == 1:
        return await start_screen(turn, wish, kind, days[0])
    return None


def sought_by(wish: Draft, kind: ResourceKind) -> Sought:
    extras = tuple(Wanted(resource_id=one, units=units) for one, units in wish.extras.items())
    return Sought(kind, people=wish.people or 1, minutes=wish.minutes, extras=extras)
