"""What answers an error may meet one itself: that is answered once, and no more."""

import pytest
from aiogram import Router
from aiogram.types import ErrorEvent, Update

from bot.middlewares.failing import FailingMiddleware


async def test_a_second_error_is_answered_and_a_third_is_left_alone() -> None:
    met: list[str] = []
    errors = Router()
    errors.error.middleware(FailingMiddleware(errors))

    @errors.error()
    async def answer(event: ErrorEvent) -> None:
        met.append(str(event.exception))
        raise ValueError(f"after {event.exception}")

    with pytest.raises(ValueError, match="after after first"):
        first = ErrorEvent(update=Update(update_id=1), exception=ValueError("first"))
        await errors.propagate_event("error", first)
    assert met == ["first", "after first"]
