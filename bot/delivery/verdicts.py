"""What an error of Telegram means for the notification that met it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from random import random

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from bot.services.refusals import as_refusal
from db.errors import is_trouble

BACKOFF_MAX = timedelta(minutes=5)
JITTER = 0.5
"""By this share of itself a wait may be longer, so that those who failed together do not all come
back together."""


NOT_THE_NOTICES_FAULT = (
    TelegramNetworkError,
    TelegramServerError,
    TelegramUnauthorizedError,
    TelegramConflictError,
    ClientDecodeError,
)


LOST = ("message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID")


class Fate(Enum):
    """LOST: the message that was to be edited is no longer there."""

    SENT = auto()
    LOST = auto()
    RETRY = auto()
    UNDELIVERABLE = auto()
    UNREACHABLE = auto()


@dataclass(frozen=True)
class Verdict:
    """For RETRY: `wait` is how long until the next try, `moved_to` the group's new chat id."""

    fate: Fate
    wait: timedelta = timedelta(0)
    moved_to: int | None = None


def judge(error: Exception, attempts: int) -> Verdict:
    """Sort an error; `attempts` counts this one. What nobody knows is not tried again.

    Whatever the database's trouble is, it says nothing about the notice.
    """
    if isinstance(error, TelegramRetryAfter):
        return Verdict(Fate.RETRY, timedelta(seconds=error.retry_after))
    if isinstance(error, TelegramMigrateToChat):
        return Verdict(Fate.RETRY, moved_to=error.migrate_to_chat_id)
    if isinstance(error, NOT_THE_NOTICES_FAULT) or is_databases(error):
        return Verdict(Fate.RETRY, backoff(attempts))
    if isinstance(error, TelegramForbiddenError):
        return Verdict(Fate.UNREACHABLE)
    if isinstance(error, TelegramBadRequest):
        return _judge_bad_request(error.message)
    return Verdict(Fate.UNDELIVERABLE)


def _judge_bad_request(message: str) -> Verdict:
    if "message is not modified" in message:
        return Verdict(Fate.SENT)
    if any(words in message for words in LOST):
        return Verdict(Fate.LOST)
    if "chat not found" in message:
        return Verdict(Fate.UNREACHABLE)
    return Verdict(Fate.UNDELIVERABLE)


def is_databases(error: BaseException) -> bool:
    """Whether it is the database's trouble, of which a refusal may be made already."""
    return as_refusal(error) is not None or is_trouble(error)


def backoff(attempts: int, *, chance: Callable[[], float] = random) -> timedelta:
    """1, 2, 4, ... seconds, five minutes at the most; and up to half as long again.

    `chance`: a number from 0 to 1, another one each time.
    """
    wait = min(timedelta(seconds=2 ** min(attempts - 1, 10)), BACKOFF_MAX)
    return wait * (1 + JITTER * chance())
