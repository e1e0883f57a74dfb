"""One typed line: what was understood is filled in, what is ambiguous or missing is asked.

The draft keeps what was typed, so that each answer is understood together with it.
"""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.types import CallbackQuery, Message

from bot.clock import local_day
from bot.handlers import free
from bot.handlers.dialogue import TYPED, Dialogue, DialogueMiddleware
from bot.handlers.states import Booking
from bot.handlers.turn import Turn
from bot.phrases import starts_on, together, understand
from bot.schemas.draft import Draft
from bot.schemas.phrases import Known, Start, Understood
from bot.screens import phrases as screens
from bot.screens.screen import Screen
from bot.services import booking
from bot.services.finding import finder, readings, slots
from db.enums import ResourceKind

LINES_MAX = 4
"""Of what is typed in one dialogue the last lines count; the draft has what earlier ones said."""

router = Router(name="phrases")
router.message.filter(F.chat.type == ChatType.PRIVATE)
router.message.middleware(DialogueMiddleware())


@router.message(Command("book", magic=F.args))
async def book_by_phrase(
    message: Message, command: CommandObject, dialogue: Dialogue, turn: Turn
) -> None:
    await follow(message, Draft(said=(command.args or "",)), dialogue, turn)


@router.message(StateFilter(None), TYPED)
async def understand_talk(message: Message, dialogue: Dialogue, turn: Turn) -> None:
    """Whatever is typed while no dialogue is open may be a wish."""
    draft = Draft(said=(message.text or "",))
    heard, _ = await hear(draft, turn)
    if heard.says_something:
        await follow(message, draft, dialogue, turn)
    else:
        await turn.show(message, Screen(turn.texts.html("private-hint")))


@router.message(StateFilter(Booking.day, Booking.start, Booking.duration), TYPED)
async def answer_by_phrase(message: Message, dialogue: Dialogue, turn: Turn) -> None:
    """Whoever types the time does not have to tap it; another resource makes it another wish."""
    draft, line = await dialogue.draft(), message.text or ""
    known = await slots.list_known(turn.db, turn.actor)
    chosen = next((one for one in known if one.id == draft.resource_id), None)
    about = line if chosen is None else f"{chosen.name}, {line}"
    heard = understand(about, now=turn.now, zone=turn.settings.zone, resources=known)
    named = [one for one in known if one.id in heard.resource_ids]
    is_another = any(chosen is None or one.name != chosen.name for one in named)
    if is_another and draft.replaces is None:
        wish = Draft(said=(line,), for_user=draft.for_user, message_id=draft.message_id)
        await follow(message, wish, dialogue, turn)
    elif heard.says_when and not is_another:
        draft = _said_since(draft, about, heard)
        await follow(message, draft, dialogue, turn, at=draft.starts_at)
    else:
        await turn.show(message, Screen(turn.texts.html("book-use-buttons")))


async def find_wish(line: str, draft: Draft, turn: Turn) -> Draft | None:
    """What is typed where a part of a name is asked for, if it says which or what day, and when.

    None for a part of a name, and for what a booking that is moved is to move to.
    """
    found = await slots.list_resources(turn.db, turn.actor, search=line)
    if found.options or draft.replaces is not None:
        return None
    heard, _ = await hear(Draft(said=(line,)), turn)
    if heard.says_when and (heard.resource_ids or heard.kind or heard.days):
        said = (*draft.said, line)[-LINES_MAX:]
        return Draft(said=said, for_user=draft.for_user, message_id=draft.message_id)
    return None


def _said_since(draft: Draft, line: str, heard: Understood) -> Draft:
    """The draft with one more line, which counts more than what was chosen before."""
    is_moved = bool(heard.days or heard.walls)
    return draft.model_copy(
        update={
            "said": (*draft.said, line)[-LINES_MAX:],
            "day": None if heard.days else draft.day,
            "starts_at": None if is_moved else draft.starts_at,
            "minutes": heard.minutes or draft.minutes,
            "people": heard.people or draft.people,
            "extras": draft.extras | {one.resource_id: one.units for one in heard.extras},
            "purpose": heard.purpose or draft.purpose,
        }
    )


async def follow(
    event: Message | CallbackQuery,
    draft: Draft,
    dialogue: Dialogue,
    turn: Turn,
    *,
    at: datetime | None = None,
) -> None:
    """Show the first step that the phrase, and what was chosen since, leaves open.

    `at`: the start that was chosen, of several that the phrase may mean.
    """
    heard, zone = await hear(draft, turn)
    booking.check_purpose(heard.purpose)
    if draft.resource_id is None and len(heard.resource_ids) > 1:
        named = await slots.list_named(turn.db, turn.actor, heard.resource_ids)
        screen = screens.which_screen(turn.texts, named, draft.id)
        await dialogue.put(event, screen, draft, Booking.resource)
        return
    draft = _filled(draft, heard)
    starts = await _starts(heard, draft, at, zone, turn)
    if draft.resource_id is None:
        await _look_for_any(event, draft, heard, starts, dialogue, turn)
    elif len(starts) > 1:
        screen = screens.when_screen(turn.texts, starts, zone, draft.id)
        await dialogue.put(event, screen, draft, Booking.start)
    elif starts:
        await _at_one_start(event, draft, starts[0], zone, dialogue)
    elif draft.day is None and len(heard.days) > 1:
        screen = screens.which_day_screen(turn.texts, heard.days, draft.id)
        await dialogue.put(event, screen, draft, Booking.day)
    else:
        day = draft.day or (heard.days[0] if heard.days else None)
        step = Booking.day if day is None else Booking.start
        await dialogue.go(event, draft.model_copy(update={"day": day}), step)


async def hear(draft: Draft, turn: Turn) -> tuple[Understood, ZoneInfo]:
    """What the draft's lines say, and in which zone; of a resource that was chosen, about it."""
    known = await slots.list_known(turn.db, turn.actor)
    if draft.resource_id is not None:
        known = _with_extras(known, draft.resource_id)
    zone = _zone(known, draft.resource_id) or turn.settings.zone
    heard = Understood()
    for line in draft.said:
        said = understand(line, now=turn.now, zone=zone, resources=known)
        heard = together(heard, said, now=turn.now, zone=zone)
    return heard, _zone(known, draft.resource_id or heard.resource_id) or zone


def _with_extras(known: Sequence[Known], resource_id: int) -> list[Known]:
    """One resource; with a room, the equipment that may have been said to come with it."""
    is_room = any(one.id == resource_id and one.kind is ResourceKind.ROOM for one in known)
    return [
        one
        for one in known
        if one.id == resource_id or (is_room and one.kind is ResourceKind.EQUIPMENT)
    ]


def _zone(known: Sequence[Known], resource_id: int | None) -> ZoneInfo | None:
    return next((one.zone for one in known if one.id == resource_id), None)


def _filled(draft: Draft, heard: Understood) -> Draft:
    """What the phrase says of what is wanted; what was chosen since stays."""
    resource_id = draft.resource_id or heard.resource_id
    units = heard.units if resource_id in heard.resource_ids else None
    return draft.model_copy(
        update={
            "resource_id": resource_id,
            "kind": heard.kind,
            "units": units or draft.units,
            "extras": {one.resource_id: one.units for one in heard.extras} | draft.extras,
            "minutes": heard.minutes or draft.minutes,
            "people": draft.people or heard.people,
            "purpose": draft.purpose or heard.purpose,
        }
    )


async def _starts(
    heard: Understood, draft: Draft, at: datetime | None, zone: ZoneInfo, turn: Turn
) -> Sequence[Start]:
    """The starts that may be meant, on the day that was chosen; the one that was, alone."""
    starts: Sequence[Start] = heard.starts
    if draft.day is not None:
        starts = starts_on(heard.walls, draft.day, zone=zone, minutes=heard.minutes)
    if at is not None:
        return [one for one in starts if one.at == at] or [Start(at, heard.minutes)]
    if heard.is_now and draft.resource_id is not None:
        starts = await _running_step(starts, draft.resource_id, turn)
    sought = free.sought_by(draft, draft.kind or ResourceKind.ROOM)
    return await readings.keep_possible(
        turn.db, turn.actor, starts, sought, resource_id=draft.resource_id, now=turn.now
    )


async def _running_step(starts: Sequence[Start], resource_id: int, turn: Turn) -> Sequence[Start]:
    """Now is the step of the grid that has begun, where that can be had."""
    found = await finder.look_at_free_now(turn.db, turn.actor, resource_id, now=turn.now)
    return starts if found is None else [Start(found.at, one.minutes) for one in starts]


async def _look_for_any(
    event: Message | CallbackQuery,
    draft: Draft,
    heard: Understood,
    starts: Sequence[Start],
    dialogue: Dialogue,
    turn: Turn,
) -> None:
    """No resource was named: the time leads to one, as /free does; without one, the list."""
    screen = await free.find_for(turn, draft, heard.days, starts, is_now=heard.is_now)
    if screen is None:
        await dialogue.go(event, draft, Booking.resource)
    else:
        await dialogue.put(event, screen, draft, None)


async def _at_one_start(
    event: Message | CallbackQuery,
    draft: Draft,
    start: Start,
    zone: ZoneInfo,
    dialogue: Dialogue,
) -> None:
    minutes = start.minutes or draft.minutes
    day = local_day(start.at, zone)
    draft = draft.model_copy(update={"day": day, "starts_at": start.at, "minutes": minutes})
    if minutes is None:
        await dialogue.go(event, draft, Booking.duration)
    else:
        await dialogue.confirm(event, draft)
