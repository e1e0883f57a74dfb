"""Anybody's booking, for those who run the place: /booking, its card, moving and cancelling it."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.types import CallbackQuery, Message

from bot.handlers.changes import draft_like
from bot.handlers.dialogue import TYPED, Dialogue, DialogueMiddleware
from bot.handlers.forms import Form
from bot.handlers.states import Asked, Booking
from bot.handlers.stories import number_of
from bot.handlers.turn import Turn
from bot.screens import bookings as screens
from bot.screens.admin import AnyBooking
from bot.screens.screen import Screen
from bot.services import booking, cards, changes, stories
from bot.services.reasons import check_reason

router = Router(name="bookings")
router.message.filter(F.chat.type == ChatType.PRIVATE)
router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)
router.callback_query.middleware(DialogueMiddleware())

NUMBERED = Command("booking", magic=F.args.regexp(r"^№? ?\d{1,9}$"))


@router.message(NUMBERED)
async def show_numbered(message: Message, command: CommandObject, turn: Turn) -> None:
    await turn.show(message, await card_of(turn, number_of(command)))


@router.message(Command("booking"))
async def ask_which(message: Message, turn: Turn) -> None:
    await turn.show(message, Screen(turn.texts.html("any-which")))


@router.callback_query(AnyBooking.filter())
async def show_card(tap: CallbackQuery, callback_data: AnyBooking, turn: Turn) -> None:
    await turn.show(tap, await card_of(turn, callback_data.booking_id))


async def card_of(turn: Turn, booking_id: int, *, done: str | None = None) -> Screen:
    card = await cards.get_any_card(turn.db, turn.actor, booking_id)
    return screens.any_card_screen(turn.texts, card, now=turn.now, done=done)


@router.callback_query(screens.AnyStory.filter())
async def show_story(tap: CallbackQuery, callback_data: screens.AnyStory, turn: Turn) -> None:
    story = await stories.read_any_story(turn.db, turn.actor, callback_data.booking_id)
    reader_id = turn.actor.user_id
    await turn.show(tap, screens.any_story_screen(turn.texts, story, reader_id=reader_id))


@router.callback_query(screens.MoveAny.filter())
async def begin_move(
    tap: CallbackQuery, callback_data: screens.MoveAny, dialogue: Dialogue, turn: Turn
) -> None:
    view = await booking.get_any(turn.db, turn.actor, callback_data.booking_id)
    changes.check_movable(view, now=turn.now)
    draft = draft_like(view, replaces=view.id).model_copy(update={"for_user": view.user_id})
    await dialogue.go(tap, draft, Booking.day)


@router.callback_query(screens.AskCancelAny.filter())
async def ask_cancel(tap: CallbackQuery, callback_data: screens.AskCancelAny, turn: Turn) -> None:
    await show_question(tap, turn, callback_data.booking_id, reason=None)


@router.message(StateFilter(Asked.cancel_reason), TYPED)
async def set_reason(message: Message, turn: Turn) -> None:
    reason = (message.text or "").strip()
    check_reason(reason)
    about = await Form(turn).about()
    await show_question(message, turn, about["booking_id"], reason=reason)


async def show_question(
    event: Message | CallbackQuery, turn: Turn, booking_id: int, *, reason: str | None
) -> None:
    view = await booking.get_any(turn.db, turn.actor, booking_id)
    booking.check_not_over(view, now=turn.now)
    screen = screens.cancel_any_screen(turn.texts, view, reason)
    await Form(turn).ask(event, screen, Asked.cancel_reason, booking_id=booking_id, reason=reason)


@router.callback_query(screens.CancelAny.filter())
async def cancel(tap: CallbackQuery, callback_data: screens.CancelAny, turn: Turn) -> None:
    booking_id = callback_data.booking_id
    about = await Form(turn).about()
    reason = about.get("reason") if about.get("booking_id") == booking_id else None
    await booking.cancel_any(turn.db, turn.actor, booking_id, reason=reason, now=turn.now)
    await Form(turn).close(tap, await card_of(turn, booking_id, done="any-cancelled"))
