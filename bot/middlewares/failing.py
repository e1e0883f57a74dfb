"""What answers an error may meet one itself."""

from typing import Any, cast

from aiogram import BaseMiddleware, Router
from aiogram.exceptions import TelegramAPIError
from aiogram.types import ErrorEvent, TelegramObject

from bot.middlewares import Handler


class FailingMiddleware(BaseMiddleware):
    """The second error is answered as one of its own, by the router of those that nobody else
    answers. A third is left alone, and so is what Telegram itself refuses."""

    def __init__(self, errors: Router) -> None:
        self._errors = errors

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        try:
            return await handler(event, data)
        except TelegramAPIError:
            raise
        except Exception as error:
            if "is_second" in data:
                raise
            update = cast("ErrorEvent", event).update
            second = ErrorEvent(update=update, exception=error)
            return await self._errors.propagate_event("error", second, **data, is_second=True)
