"""The dialogue of a booking: one message, edited in place, from the resource to the result."""

from datetime import UTC, date, datetime

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject, CommandStart, ExceptionTypeFilter, StateFilter
from aiogram.types import CallbackQuery, ErrorEvent, Message

from bot.handlers import conflicts, extras, people, phrases
from bot.handlers.dialogue import STEPS, TYPED, Dialogue, DialogueMiddleware
from bot.handlers.states import Booking
from bot.handlers.turn import Turn
from bot.middlewares.answering import answer_tap
from bot.schemas.draft import Draft
from bot.screens import book as screens
from bot.screens.bookings import any_card_screen
from bot.screens.my import card_screen
from bot.screens.screen import Screen
from bot.screens.start import StartBooking, home_screen
from bot.services import booking, cards, refusals
from bot.services.reasons import check_reason

router = Router(name="book")
router.message.filter(F.chat.type == ChatType.PRIVATE)
router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)
for observer in (router.message, router.callback_query, router.error):
    observer.middleware(DialogueMiddleware())
router.include_routers(extras.router, conflicts.router)


NO_TIME: dict[str, object] = {"starts_at": None, "minutes": None}


@router.message(CommandStart(deep_link=True, magic=F.args.regexp(r"^book(_\d{1,9})?$")))
async def open_deep_link(message: Message, command: CommandObject, dialogue: Dialogue) -> None:
    _, _, resource_id = (command.args or "").partition("_")
    if resource_id:
        await dialogue.go(message, Draft(resource_id=int(resource_id)), Booking.day)
    else:
        await dialogue.go(message, Draft(), Booking.resource)


@router.message(Command("book"))
@router.callback_query(StartBooking.filter())
async def begin(event: Message | CallbackQuery, dialogue: Dialogue) -> None:
    await dialogue.go(event, Draft(), Booking.resource)


@router.callback_query(screens.PickKind.filter())
async def pick_kind(
    tap: CallbackQuery, callback_data: screens.PickKind, dialogue: Dialogue
) -> None:
    await dialogue.choose(
        tap,
        callback_data.draft,
        Booking.resource,
        kind=callback_data.kind,
        page=None,
        search=None,
    )


@router.callback_query(screens.TurnPage.filter())
async def turn_page(
    tap: CallbackQuery, callback_data: screens.TurnPage, dialogue: Dialogue
) -> None:
    await dialogue.choose(tap, callback_data.draft, Booking.resource, page=callback_data.page)


@router.message(StateFilter(Booking.resource), TYPED)
async def search_resources(message: Message, dialogue: Dialogue, turn: Turn) -> None:
    """What matches no resource may be a whole wish, and is followed as one."""
    draft, typed = await dialogue.draft(), (message.text or "").strip()
    changed = {"kind": None, "page": None, "search": typed[:64]}
    wish = await phrases.find_wish(typed, draft, turn)
    if wish is None:
        await dialogue.go(message, draft.model_copy(update=changed), Booking.resource)
    else:
        await phrases.follow(message, wish, dialogue, turn)


@router.callback_query(screens.PickResource.filter())
async def pick_resource(
    tap: CallbackQuery, callback_data: screens.PickResource, dialogue: Dialogue, turn: Turn
) -> None:
    draft, resource_id = await dialogue.draft(callback_data.draft), callback_data.resource_id
    units = draft.units if resource_id == draft.resource_id else 1
    chosen = {"resource_id": resource_id, "units": units, "day": None, **NO_TIME}
    draft = draft.model_copy(update=chosen)
    if draft.said:
        await phrases.follow(tap, draft, dialogue, turn)
    else:
        await dialogue.go(tap, draft, Booking.day)


@router.callback_query(screens.TurnMonth.filter())
async def turn_month(
    tap: CallbackQuery, callback_data: screens.TurnMonth, dialogue: Dialogue
) -> None:
    day = date(callback_data.year, callback_data.month, 1)
    await dialogue.choose(tap, callback_data.draft, Booking.day, day=day)


@router.callback_query(screens.PickDay.filter())
async def pick_day(
    tap: CallbackQuery, callback_data: screens.PickDay, dialogue: Dialogue, turn: Turn
) -> None:
    draft = await dialogue.draft(callback_data.draft)
    day = date.fromordinal(callback_data.ordinal)
    draft = draft.model_copy(update={"day": day, "page": callback_data.page, **NO_TIME})
    if draft.said:
        await phrases.follow(tap, draft, dialogue, turn)
    else:
        await dialogue.go(tap, draft, Booking.start)


@router.callback_query(screens.PickStart.filter())
async def pick_start(
    tap: CallbackQuery, callback_data: screens.PickStart, dialogue: Dialogue, turn: Turn
) -> None:
    draft = await dialogue.draft(callback_data.draft)
    starts_at = datetime.fromtimestamp(callback_data.at, UTC)
    draft = draft.model_copy(update={"starts_at": starts_at, "minutes": None})
    if draft.said:
        await phrases.follow(tap, draft, dialogue, turn, at=starts_at)
        return
    await dialogue.remember(draft)  # should it be taken, this is what was asked for
    await dialogue.go(tap, draft, Booking.duration)


@router.callback_query(screens.PickDuration.filter())
async def pick_duration(
    tap: CallbackQuery, callback_data: screens.PickDuration, dialogue: Dialogue
) -> None:
    minutes = callback_data.minutes
    await dialogue.choose(tap, callback_data.draft, Booking.confirm, minutes=minutes)


@router.message(StateFilter(Booking.confirm), TYPED)
async def set_purpose(message: Message, dialogue: Dialogue) -> None:
    """Of somebody else's booking that an admin moves it is why."""
    typed = (message.text or "").strip()
    draft = await dialogue.draft()
    if draft.for_user is not None and draft.replaces is not None:
        check_reason(typed)
        draft = draft.model_copy(update={"reason": typed})
    else:
        booking.check_purpose(typed)
        draft = draft.model_copy(update={"purpose": typed})
    await dialogue.go(message, draft, Booking.confirm)


@router.callback_query(screens.Confirm.filter())
async def confirm(tap: CallbackQuery, callback_data: screens.Confirm, dialogue: Dialogue) -> None:
    await dialogue.finish(tap, await dialogue.draft(callback_data.draft))


@router.callback_query(screens.Back.filter())
async def go_back(
    tap: CallbackQuery, callback_data: screens.Back, dialogue: Dialogue, turn: Turn
) -> None:
    """A move begins with the day: from there it is left, and another resource leads back there."""
    draft = await dialogue.draft(callback_data.draft)
    before = draft.model_copy(update={"page": None})
    match STEPS.index(await dialogue.step()), draft.replaces:
        case 0, None if draft.for_user is not None:
            await people.show_person(tap, turn, draft.for_user)
        case 0, None:
            await dialogue.close(tap, home_screen(turn.texts, turn.actor))
        case 0, _:
            await dialogue.go(tap, before, Booking.day)
        case 1, int():
            await leave(tap, draft, dialogue, turn)
        case step, _:
            await dialogue.go(tap, before, STEPS[step - 1])


@router.callback_query(screens.Quit.filter())
async def quit_dialogue(
    tap: CallbackQuery, callback_data: screens.Quit, dialogue: Dialogue, turn: Turn
) -> None:
    await leave(tap, await dialogue.draft(callback_data.draft), dialogue, turn)


async def leave(tap: CallbackQuery, draft: Draft, dialogue: Dialogue, turn: Turn) -> None:
    """Nothing is booked; what was to be moved is shown as it stays."""
    if draft.replaces is None:
        await dialogue.close(tap, screens.quit_screen(turn.texts))
    elif draft.for_user is not None:
        turn.toast.text = turn.texts.plain("my-not-moved")
        card = await cards.get_any_card(turn.db, turn.actor, draft.replaces)
        await dialogue.close(tap, any_card_screen(turn.texts, card, now=turn.now))
    else:
        card = await cards.get_card(turn.db, turn.actor, draft.replaces, now=turn.now)
        turn.toast.text = turn.texts.plain("my-not-moved")
        await dialogue.close(tap, card_screen(turn.texts, card, now=turn.now))


@router.message(StateFilter(Booking), TYPED)
async def ask_for_taps(message: Message, turn: Turn) -> None:
    await turn.show(message, Screen(turn.texts.html("book-use-buttons")))


@router.error(ExceptionTypeFilter(refusals.DraftOver), F.update.callback_query.as_("tap"))
async def start_over(error: ErrorEvent, tap: CallbackQuery, dialogue: Dialogue, turn: Turn) -> None:
    """A dialogue that is over shows what it has booked, or becomes a way into a new one.

    So the second of two quick taps finds what the first one booked.
    """
    draft_id = getattr(error.exception, "draft", None) or ""
    moved = await dialogue.find_moved(draft_id)
    booked = await booking.find_by_draft(turn.db, turn.actor, draft_id)
    if moved is not None:
        view = await booking.get_made(turn.db, turn.actor, moved)
        await turn.show(tap, await dialogue.result(view, is_moved=True))
        await answer_tap(tap, turn.texts.plain("book-already-done"))
    elif booked is not None:
        await turn.show(tap, await dialogue.result(booked))
        await answer_tap(tap, turn.texts.plain("book-already-done"))
    else:
        await turn.show(tap, screens.over_screen(turn.texts))
        await answer_tap(tap, turn.texts.plain("refusal-draft-over"))
