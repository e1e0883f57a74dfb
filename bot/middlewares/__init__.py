"""What surrounds every update. None of these touches a booking."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.types import TelegramObject

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]
"""What a middleware wraps: the event and its data in, the handler's result out."""
