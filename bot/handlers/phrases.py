"""One typed line: what was understood is filled in, what is ambiguous or missing is asked.

The draft keeps the phrase, so that each answer is understood together with it.
"""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.types import CallbackQuery, Message

from bot.clock import local_day
from bot.handlers.dialogue import TYPED, Dialogue, DialogueMiddleware
from bot.handlers.states import Booking
from bot.handlers.turn import Turn
from bot.phrases import starts_on, understand
from bot.schemas.draft import Draft
from bot.schemas.periods import Period
from bot.schemas.phrases import Known, Start, Understood
from bot.screens import free
from bot.screens import phrases as screens
from bot.screens.screen import Screen
from bot.services import booking, finder, slots
from db.enums import ResourceKind

router = Router(name="phrases")
router.message.filter(F.chat.type == ChatType.PRIVATE)
router.message.middleware(DialogueMiddleware())


@router.message(Command("book", magic=F.args))
async def book_by_phrase(
    message: Message, command: CommandObject, dialogue: Dialogue, turn: Turn
) -> None:
    await follow(message, Draft(phrase=command.args), dialogue, turn)


@router.message(StateFilter(None), TYPED)
async def understand_talk(message: Message, dialogue: Dialogue, turn: Turn) -> None:
    """Whatever is typed while no dialogue is open may be a wish."""
    draft = Draft(phrase=message.text)
    heard, _ = await hear(draft, turn)
    if heard.says_something:
        await follow(message, draft, dialogue, turn)
    else:
        await turn.show(message, Screen(turn.texts.html("private-hint")))


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
    starts = _starts(heard, draft.day, at, zone)
    if draft.resource_id is None:
        await _look_for_any(event, draft, heard, starts, dialogue, turn)
    elif len(starts) > 1:
        screen = screens.when_screen(turn.texts, starts, zone, draft.id)
        await dialogue.put(event, screen, draft, Booking.start)
    elif starts:
        await _at_one_start(event, draft, starts[0], heard.minutes, zone, dialogue)
    elif draft.day is None and len(heard.days) > 1:
        screen = screens.which_day_screen(turn.texts, heard.days, draft.id)
        await dialogue.put(event, screen, draft, Booking.day)
    else:
        day = draft.day or (heard.days[0] if heard.days else None)
        step = Booking.day if day is None else Booking.start
        await dialogue.go(event, draft.model_copy(update={"day": day}), step)


async def hear(draft: Draft, turn: Turn) -> tuple[Understood, ZoneInfo]:
    """What the draft's phrase says, and in which zone; of a resource that was chosen, about it."""
    known = await slots.list_known(turn.db, turn.actor)
    if draft.resource_id is not None:
        known = [one for one in known if one.id == draft.resource_id]
    office = turn.settings.zone
    heard = understand(draft.phrase or "", now=turn.now, zone=office, resources=known)
    return heard, _zone(known, draft.resource_id or heard.resource_id) or office


def _zone(known: Sequence[Known], resource_id: int | None) -> ZoneInfo | None:
    return next((one.zone for one in known if one.id == resource_id), None)


def _filled(draft: Draft, heard: Understood) -> Draft:
    """What the phrase says of what is wanted; what was chosen since stays."""
    resource_id = draft.resource_id or heard.resource_id
    return draft.model_copy(
        update={
            "resource_id": resource_id,
            "kind": heard.kind,
            "units": heard.units or draft.units,
            "extras": {one.resource_id: one.units for one in heard.extras},
            "purpose": heard.purpose,
        }
    )


def _starts(
    heard: Understood, day: date | None, at: datetime | None, zone: ZoneInfo
) -> Sequence[Start]:
    starts = heard.starts
    if day is not None:
        starts = starts_on(heard.walls, day, zone=zone, minutes=heard.minutes)
    if at is None:
        return starts
    return [one for one in starts if one.at == at] or [Start(at, heard.minutes)]


async def _at_one_start(
    event: Message | CallbackQuery,
    draft: Draft,
    start: Start,
    minutes: int | None,
    zone: ZoneInfo,
    dialogue: Dialogue,
) -> None:
    minutes = start.minutes or minutes
    day = local_day(start.at, zone)
    draft = draft.model_copy(update={"day": day, "starts_at": start.at, "minutes": minutes})
    if minutes is None:
        await dialogue.go(event, draft, Booking.duration)
    else:
        await dialogue.confirm(event, draft)


async def _look_for_any(
    event: Message | CallbackQuery,
    draft: Draft,
    heard: Understood,
    starts: Sequence[Start],
    dialogue: Dialogue,
    turn: Turn,
) -> None:
    """No resource was named: the time leads to one, as /free does; without one, the list."""
    zone, texts = turn.settings.zone, turn.texts
    if len(starts) > 1:
        await turn.show(event, free.when_screen(texts, [one.at for one in starts], zone))
    elif starts and (minutes := starts[0].minutes or heard.minutes):
        found = await finder.find_free(
            turn.db,
            turn.actor,
            Period.of(starts[0].at, minutes),
            people=heard.people or 1,
            page=0,
            now=turn.now,
        )
        await turn.show(event, free.found_screen(texts, found, zone, draft.id))
    elif starts:
        lengths = await finder.list_lengths(turn.db, turn.actor, starts[0].at, now=turn.now)
        await turn.show(event, free.length_screen(texts, starts[0].at, lengths, zone))
    elif len(heard.days) == 1 and heard.kind is not ResourceKind.EQUIPMENT:
        free_starts = await finder.list_starts(
            turn.db, turn.actor, heard.days[0], zone=zone, now=turn.now
        )
        await turn.show(event, free.start_screen(texts, heard.days[0], free_starts, zone))
    else:
        await dialogue.go(event, draft, Booking.resource)
