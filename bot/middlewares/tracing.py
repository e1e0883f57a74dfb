"""What the log and the figures know of each update."""

from time import perf_counter
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject, Update
from aiogram.types.update import UpdateTypeLookupError

from bot import metrics
from bot.logs import note
from bot.middlewares import Handler


class UpdateMiddleware(BaseMiddleware):
    """The outermost: names the update in the log, counts it, and times how long it takes."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        kind = "other"
        if isinstance(event, Update):
            note(update=event.update_id)
            kind = _kind(event)
        began = perf_counter()
        try:
            return await handler(event, data)
        finally:
            metrics.UPDATES.labels(kind).inc()
            metrics.HANDLER_SECONDS.labels(kind).observe(perf_counter() - began)


class BookingMiddleware(BaseMiddleware):
    """Names the booking that a button is about, as the button has it."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        booking_id = getattr(data.get("callback_data"), "booking_id", None)
        if booking_id is not None:
            note(booking=booking_id)
        return await handler(event, data)


def _kind(update: Update) -> str:
    """Telegram's word for what an update holds: there are some twenty."""
    try:
        return update.event_type
    except UpdateTypeLookupError:
        return "other"
