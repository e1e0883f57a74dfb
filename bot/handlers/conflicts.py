"""What was to be booked cannot be had: offering, and taking, what would work instead."""

from datetime import UTC, datetime

from aiogram import F, Router
from aiogram.filters import ExceptionTypeFilter
from aiogram.types import CallbackQuery, ErrorEvent

from bot.handlers.dialogue import AGAINST_IT, NO_OVERRIDES, Dialogue, without
from bot.handlers.turn import Turn
from bot.middlewares.answering import ALERT_MAX, answer_tap
from bot.schemas.draft import Draft
from bot.screens import conflicts as screens
from bot.screens.book import IN_DIALOGUE, BookUnasked
from bot.screens.refusals import refusal_text
from bot.services import refusals
from bot.services.calendar.overrides import APPROVAL

router = Router(name="conflicts")

TAPPED_IN_DIALOGUE = F.update.callback_query[F.data.regexp(IN_DIALOGUE)].as_("tap")
"""A booking that there is may be refused its change too; that is no draft's concern."""
TAPPED_TO_BOOK = F.update.callback_query[F.data.regexp(r"^b[56wfoa]:")].as_("tap")
"""Confirmed, or taken instead, or taken anyway; what is only looked at keeps its screen."""


@router.callback_query(screens.TakeInstead.filter())
async def take_instead(
    tap: CallbackQuery, callback_data: screens.TakeInstead, dialogue: Dialogue
) -> None:
    draft = await dialogue.draft(callback_data.draft)
    starts_at = datetime.fromtimestamp(callback_data.at, UTC)
    changed = {
        "resource_id": callback_data.resource_id,
        "starts_at": starts_at,
        "minutes": callback_data.minutes,
        "units": callback_data.units,
        **NO_OVERRIDES,
    }
    draft = draft.model_copy(update=changed)
    await dialogue.remember(draft)
    await dialogue.finish(tap, draft)


@router.callback_query(screens.BookWithout.filter())
async def book_without(
    tap: CallbackQuery, callback_data: screens.BookWithout, dialogue: Dialogue
) -> None:
    draft = await dialogue.draft(callback_data.draft)
    draft = draft.model_copy(update={"extras": without(draft, *draft.refused)})
    await dialogue.remember(draft)
    await dialogue.finish(tap, draft)


@router.callback_query(screens.BookAnyway.filter())
async def book_anyway(
    tap: CallbackQuery, callback_data: screens.BookAnyway, dialogue: Dialogue
) -> None:
    """The rules that stood against it when it was shown; each other one is asked about anew."""
    draft = await dialogue.draft(callback_data.draft)
    await set_aside(tap, draft, draft.against, dialogue)


@router.callback_query(BookUnasked.filter())
async def book_unasked(tap: CallbackQuery, callback_data: BookUnasked, dialogue: Dialogue) -> None:
    draft = await dialogue.draft(callback_data.draft)
    await set_aside(tap, draft, frozenset({APPROVAL}), dialogue)


async def set_aside(
    tap: CallbackQuery, draft: Draft, rules: frozenset[str], dialogue: Dialogue
) -> None:
    draft = draft.model_copy(update={"overrides": draft.overrides | rules})
    await dialogue.remember(draft)
    await dialogue.finish(tap, draft)


@router.error(ExceptionTypeFilter(refusals.SlotTaken), TAPPED_IN_DIALOGUE)
async def offer_instead(
    _error: ErrorEvent, tap: CallbackQuery, dialogue: Dialogue, turn: Turn
) -> None:
    await dialogue.offer_instead(tap)
    await answer_tap(tap, turn.texts.plain("refusal-slot-taken"))


@router.error(ExceptionTypeFilter(*AGAINST_IT), TAPPED_TO_BOOK)
async def offer_valid(
    error: ErrorEvent, tap: CallbackQuery, dialogue: Dialogue, turn: Turn
) -> None:
    if isinstance(error.exception, refusals.Refusal):
        await dialogue.offer_valid(tap, error.exception)
        await answer_tap(tap, refusal_text(turn.texts, error.exception, most=ALERT_MAX))


@router.error(ExceptionTypeFilter(refusals.NotAll), TAPPED_IN_DIALOGUE)
async def offer_less(error: ErrorEvent, tap: CallbackQuery, dialogue: Dialogue, turn: Turn) -> None:
    if isinstance(error.exception, refusals.NotAll):
        await dialogue.offer_less(tap, error.exception.failed)
        await answer_tap(tap, refusal_text(turn.texts, error.exception, most=ALERT_MAX))
