"""Whoever does something else no longer answers what they were asked to type."""

from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.middlewares import Handler

STEPS = "Asked:"
"""Of `bot.handlers.states`."""


class LeavingMiddleware(BaseMiddleware):
    """A command, or a tap, leaves the steps in which an admin is asked for text.

    What they knew stays, for a tap that goes on with it.
    """

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if str(data.get("raw_state")).startswith(STEPS) and _is_no_answer(event):
            await data["state"].set_state(None)
        return await handler(event, data)


def _is_no_answer(event: TelegramObject) -> bool:
    if isinstance(event, Message):
        return (event.text or "/").startswith("/")
    return isinstance(event, CallbackQuery)
