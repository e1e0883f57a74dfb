"""Every request to Telegram passes here: it waits for its turn, and some are tried again."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from random import uniform
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import GetUpdates, Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.delivery.turns import Turns

log = logging.getLogger(__name__)

TRIES = 4
FIRST_PAUSE_S = 0.5
PATIENCE_S = 20
"""A wait that is longer is not for somebody who has just tapped."""
NOT_ONCE_MORE = ("send", "forward", "copy")
"""How the methods begin whose second try may show a second message."""
SHOWS = ("send", "forward", "copy", "editMessage")
"""How those begin that show something in a chat: these are limited."""

_in_background: ContextVar[bool] = ContextVar("in_background", default=False)


class Traffic(BaseRequestMiddleware):
    """For handlers: in turn, tried again. The delivery takes turns itself, and has rows to wait."""

    def __init__(
        self, turns: Turns, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self.turns = turns
        self._sleep = sleep

    @contextmanager
    def background(self) -> Iterator[None]:
        """What is requested here has had its turn, and fails at once."""
        token = _in_background.set(True)
        try:
            yield
        finally:
            _in_background.reset(token)

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        _answer_to(type(method))
        tries = 1 if _in_background.get() or isinstance(method, GetUpdates) else TRIES
        for tried in range(1, tries + 1):
            await self._take_turn(method)
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as error:
                self._pause(method, error.retry_after)
                if tried == tries or error.retry_after > PATIENCE_S:
                    raise
                pause: float = error.retry_after
            except (TelegramNetworkError, TelegramServerError, ClientDecodeError):
                if tried == tries or not may_be_repeated(method):
                    raise
                pause = FIRST_PAUSE_S * 2 ** (tried - 1) * uniform(0.5, 1)  # noqa: S311
            log.info("%s is tried again in %.1f s", method.__api_method__, pause)
            await self._sleep(pause)
        raise AssertionError("the last try returns or raises")

    async def _take_turn(self, method: TelegramMethod[Any]) -> None:
        chat_id = _chat_of(method)
        if chat_id is not None and not _in_background.get():
            await self.turns.wait(chat_id)

    def _pause(self, method: TelegramMethod[Any], seconds: float) -> None:
        chat_id = _chat_of(method)
        if chat_id is not None:
            self.turns.pause(chat_id, seconds)


@cache
def _answer_to(method: type[TelegramMethod[Any]]) -> type[Response[Any]]:
    """The model that reads the answer. Held here, for otherwise pydantic forgets it, and making it
    anew for the next answer takes 5 to 8 ms."""
    model: type[Response[Any]] = Response[method.__returning__]  # type: ignore[name-defined]
    return model


def may_be_repeated(method: TelegramMethod[Any]) -> bool:
    """Whether doing it twice is the same as doing it once."""
    return not method.__api_method__.startswith(NOT_ONCE_MORE)


def _chat_of(method: TelegramMethod[Any]) -> int | None:
    """The chat in which a method shows something; None where it shows nothing."""
    chat_id = getattr(method, "chat_id", None)
    return chat_id if method.__api_method__.startswith(SHOWS) and isinstance(chat_id, int) else None
