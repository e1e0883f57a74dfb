"""Expected refusals become their sentence; anything else an apology with an id for the log."""

import logging
import secrets
from typing import cast

from aiogram import F, Router
from aiogram.exceptions import TelegramForbiddenError
from aiogram.filters import ExceptionTypeFilter
from aiogram.types import ErrorEvent, Message, Update

from bot import metrics
from bot.clock import Clock
from bot.handlers.turn import Turn
from bot.middlewares.answering import ALERT_MAX, answer_tap
from bot.screens.entrance import outside_screen
from bot.screens.refusals import refusal_text
from bot.services.refusals import NotAdmitted, Refusal, as_refusal
from bot.services.tally import RefusalTally
from bot.settings import Settings
from bot.texts import Texts, texts_of

log = logging.getLogger(__name__)
router = Router(name="errors")


@router.error(ExceptionTypeFilter(NotAdmitted), F.update.message.as_("message"))
async def show_the_way_in(event: ErrorEvent, message: Message, turn: Turn) -> None:
    """Whoever may not use the bot learns how to, and whom to ask."""
    refusal = cast("NotAdmitted", event.exception)
    metrics.REFUSALS.labels(refusal.code).inc()
    log.info("refused: %s", refusal.code)
    screen = outside_screen(turn.texts, refusal, await turn.actors.list_admins())
    await turn.show(message, screen)


@router.error(F.exception.func(as_refusal).as_("refusal"))
async def refuse(
    event: ErrorEvent, refusal: Refusal, texts: Texts, tally: RefusalTally, clock: Clock
) -> None:
    metrics.REFUSALS.labels(refusal.code).inc()
    tally.note(refusal, now=clock.now())
    if refusal is event.exception:
        log.info("refused: %s", refusal.code)
    else:
        log.warning("%s: %r", refusal.code, event.exception)
    most = ALERT_MAX if event.update.callback_query else None
    await reply(event.update, refusal_text(texts, refusal, most=most))


@router.error(ExceptionTypeFilter(TelegramForbiddenError))
async def let_go(event: ErrorEvent) -> None:
    """Whoever blocked the bot, or threw it out, meanwhile: there is nobody to tell."""
    log.info("update %s cannot be answered: %s", event.update.update_id, event.exception)
    if event.update.callback_query is not None:
        await answer_tap(event.update.callback_query, None)


@router.error()
async def apologise(event: ErrorEvent, settings: Settings, texts: Texts | None = None) -> None:
    metrics.ERRORS.inc()
    error_id = secrets.token_hex(4)
    log.error("error %s in update %s", error_id, event.update.update_id, exc_info=event.exception)
    texts = texts or texts_of(settings.default_language)
    await reply(event.update, texts.plain("error-unexpected", id=error_id))


async def reply(update: Update, text: str) -> None:
    """Answer the tap with an alert, or the message with a message; both are plain text."""
    if update.callback_query is not None:
        await answer_tap(update.callback_query, text, alert=True)
    elif update.message is not None:
        await update.message.answer(text, parse_mode=None)
