"""The buttons of a booking that there is: each does its work and shows the card as it is then."""

from datetime import UTC, datetime

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import ExceptionTypeFilter
from aiogram.types import CallbackQuery, ErrorEvent

from bot.clock import a_week_later
from bot.handlers.dialogue import AGAINST_IT, Dialogue, DialogueMiddleware
from bot.handlers.states import Booking
from bot.handlers.turn import Turn
from bot.middlewares.answering import ALERT_MAX, answer_tap
from bot.schemas.bookings import BookingView
from bot.schemas.draft import Draft
from bot.screens import changes as screens
from bot.screens.my import card_screen
from bot.screens.refusals import refusal_text
from bot.services import booking, cards, changes, refusals, undo

router = Router(name="changes")
router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)
router.callback_query.middleware(DialogueMiddleware())


@router.callback_query(screens.Extend.filter())
async def extend(tap: CallbackQuery, callback_data: screens.Extend, turn: Turn) -> None:
    view = await changes.extend(
        turn.db,
        turn.actor,
        callback_data.booking_id,
        minutes=callback_data.minutes,
        ends_at=datetime.fromtimestamp(callback_data.ends_at, UTC),
        now=turn.now,
        reminder_leads=turn.settings.reminder_leads,
    )
    until = turn.texts.time(view.period.ends_at, view.zone)
    await show(tap, view, turn, turn.texts.plain("my-extended", until=until))


@router.callback_query(screens.EndNow.filter())
async def end_now(tap: CallbackQuery, callback_data: screens.EndNow, turn: Turn) -> None:
    view = await changes.end_early(turn.db, turn.actor, callback_data.booking_id, now=turn.now)
    await show(tap, view, turn, turn.texts.plain("my-ended"))


@router.callback_query(screens.Undo.filter())
async def take_back(tap: CallbackQuery, callback_data: screens.Undo, turn: Turn) -> None:
    view = await undo.undo_own(
        turn.db,
        turn.actor,
        callback_data.booking_id,
        now=turn.now,
        reminder_leads=turn.settings.reminder_leads,
    )
    await show(tap, view, turn, turn.texts.plain("my-undone"))


async def show(tap: CallbackQuery, view: BookingView, turn: Turn, toast: str) -> None:
    """The card as it is after what was done, which a line says."""
    turn.toast.text = toast
    card = await cards.get_card(turn.db, turn.actor, view.id, now=turn.now)
    await turn.show(tap, card_screen(turn.texts, card, now=turn.now))


TAPPED_ON_CARD = F.update.callback_query.data.func(screens.booking_of).as_("booking_id")
STANDS_AGAINST = (
    *AGAINST_IT,
    refusals.SlotTaken,
    refusals.NotAll,
    refusals.NotActive,
    refusals.NotRunning,
    refusals.AlreadyStarted,
    refusals.AlreadyOver,
    refusals.NothingToUndo,
    refusals.TooLateToUndo,
)
"""What may have come in between since the card was shown."""


@router.error(
    ExceptionTypeFilter(*STANDS_AGAINST), TAPPED_ON_CARD, F.update.callback_query.as_("tap")
)
async def show_anew(error: ErrorEvent, tap: CallbackQuery, booking_id: int, turn: Turn) -> None:
    """Say why not, and show the card with what is possible now."""
    if isinstance(error.exception, refusals.Refusal):
        card = await cards.get_card(turn.db, turn.actor, booking_id, now=turn.now)
        await turn.show(tap, card_screen(turn.texts, card, now=turn.now))
        why = refusal_text(turn.texts, error.exception, most=ALERT_MAX)
        await answer_tap(tap, why, alert=True)


@router.callback_query(screens.Move.filter())
async def begin_move(
    tap: CallbackQuery, callback_data: screens.Move, dialogue: Dialogue, turn: Turn
) -> None:
    view = await booking.get_own(turn.db, turn.actor, callback_data.booking_id)
    changes.check_movable(view, now=turn.now)
    await dialogue.go(tap, draft_like(view, replaces=view.id), Booking.day)


@router.callback_query(screens.Again.filter())
async def book_again(
    tap: CallbackQuery, callback_data: screens.Again, dialogue: Dialogue, turn: Turn
) -> None:
    view = await booking.get_own(turn.db, turn.actor, callback_data.booking_id)
    day, starts_at = a_week_later(view.period.starts_at, view.zone, now=turn.now)
    draft = draft_like(view).model_copy(update={"day": day, "starts_at": starts_at})
    if starts_at is None:
        await dialogue.go(tap, draft, Booking.start)
    else:
        await dialogue.confirm(tap, draft)


def draft_like(view: BookingView, *, replaces: int | None = None) -> Draft:
    """A draft that asks for the same as long; when is left open."""
    main, *extras = view.held
    return Draft(
        resource_id=main.id,
        units=main.units,
        extras={held.id: held.units for held in extras},
        minutes=view.period.minutes,
        purpose=view.purpose,
        replaces=replaces,
    )
