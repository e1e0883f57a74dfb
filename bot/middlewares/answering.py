"""Every tap is answered exactly once."""

import logging
from dataclasses import dataclass
from typing import Any

from aiogram import BaseMiddleware
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.types import CallbackQuery, TelegramObject

from bot.middlewares import Handler

log = logging.getLogger(__name__)

ALERT_MAX = 200
"""UTF-16 units; core.telegram.org/bots/api#answercallbackquery"""


@dataclass
class Toast:
    """What the tap will be answered with; without a text the button just stops turning."""

    text: str | None = None


class AnsweringMiddleware(BaseMiddleware):
    """Gives handlers a `toast` and answers the tap when they are done.

    When they raise, the error handler answers, with its words.
    """

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        toast = data["toast"] = Toast()
        result = await handler(event, data)
        if isinstance(event, CallbackQuery):
            await answer_tap(event, toast.text)
        return result


async def answer_tap(tap: CallbackQuery, text: str | None, *, alert: bool = False) -> None:
    """Answer a tap; where Telegram no longer waits for it (about 15 s), an alert comes as a
    message."""
    try:
        await tap.answer(text=text and shortened(text), show_alert=alert)
    except TelegramBadRequest as error:
        log.warning("a tap could not be answered: %s", error.message)
        if text and alert:
            await _tell(tap, text)


async def _tell(tap: CallbackQuery, text: str) -> None:
    if tap.bot is None:
        return
    try:
        await tap.bot.send_message(tap.from_user.id, text, parse_mode=None)
    except TelegramAPIError as error:
        log.info("who has tapped could not be told either: %s", error.message)


def shortened(text: str) -> str:
    """A text cut to what an alert may hold, never through the middle of a character."""
    units = text.encode("utf-16-le")
    return units[: 2 * ALERT_MAX].decode("utf-16-le", errors="ignore")
