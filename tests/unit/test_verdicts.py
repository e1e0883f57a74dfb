"""What an error means for the notification that met it."""

import sqlite3
from datetime import timedelta

import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import SendMessage
from asyncpg.exceptions import DiskFullError, QueryCanceledError
from sqlalchemy.exc import InternalError, NoResultFound, OperationalError

from bot.delivery.verdicts import BACKOFF_MAX, Fate, backoff, judge
from bot.services.refusals import Contended

METHOD = SendMessage(chat_id=1, text="x")


def failed_with(name: str) -> OperationalError:
    error = sqlite3.OperationalError()
    error.sqlite_errorname = name
    return OperationalError("", None, error)


@pytest.mark.parametrize(
    ("error", "fate"),
    [
        (TelegramNetworkError(METHOD, "timeout"), Fate.RETRY),
        (TelegramServerError(METHOD, "Bad Gateway"), Fate.RETRY),
        (ClientDecodeError("no JSON", ValueError(), "<html>"), Fate.RETRY),
        (Contended(), Fate.RETRY),
        (ConnectionRefusedError("the database is away"), Fate.RETRY),
        (TimeoutError(), Fate.RETRY),
        (failed_with("SQLITE_IOERR"), Fate.RETRY),
        (failed_with("SQLITE_FULL"), Fate.RETRY),
        (failed_with("SQLITE_CORRUPT"), Fate.RETRY),
        (OperationalError("", None, QueryCanceledError()), Fate.RETRY),  # 57014
        (InternalError("", None, DiskFullError()), Fate.RETRY),
        (NoResultFound(), Fate.UNDELIVERABLE),
        (TelegramForbiddenError(METHOD, "bot was blocked by the user"), Fate.UNREACHABLE),
        (TelegramBadRequest(METHOD, "Bad Request: chat not found"), Fate.UNREACHABLE),
        (TelegramBadRequest(METHOD, "Bad Request: message is not modified: ..."), Fate.SENT),
        (TelegramBadRequest(METHOD, "Bad Request: message to edit not found"), Fate.LOST),
        (TelegramBadRequest(METHOD, "Bad Request: can't parse entities"), Fate.UNDELIVERABLE),
        (ZeroDivisionError(), Fate.UNDELIVERABLE),
    ],
    ids=repr,
)
def test_every_error_has_its_fate(error: Exception, fate: Fate) -> None:
    assert judge(error, 1).fate is fate


def test_telegram_says_how_long_to_wait() -> None:
    asked = TelegramRetryAfter(METHOD, "Too Many Requests", 37)
    assert judge(asked, 5).wait == timedelta(seconds=37)


def test_other_waits_double_up_to_a_bound() -> None:
    shortest = [backoff(tried, chance=lambda: 0) for tried in (1, 2, 3, 50)]
    assert shortest == [*(timedelta(seconds=each) for each in (1, 2, 4)), BACKOFF_MAX]
    longest = [backoff(tried, chance=lambda: 1) for tried in (1, 2, 3, 50)]
    assert longest == [1.5 * each for each in shortest]


def test_who_failed_together_does_not_come_back_together() -> None:
    error = TelegramServerError(METHOD, "Bad Gateway")
    waits = {judge(error, 3).wait for _ in range(20)}
    assert len(waits) > 10
    assert timedelta(seconds=4) <= min(waits) <= max(waits) < timedelta(seconds=6)
