"""What an error means for the notification that met it."""

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

from bot.delivery.verdicts import BACKOFF_MAX, Fate, backoff, judge
from bot.services.refusals import Contended

METHOD = SendMessage(chat_id=1, text="x")


@pytest.mark.parametrize(
    ("error", "fate"),
    [
        (TelegramNetworkError(METHOD, "timeout"), Fate.RETRY),
        (TelegramServerError(METHOD, "Bad Gateway"), Fate.RETRY),
        (ClientDecodeError("no JSON", ValueError(), "<html>"), Fate.RETRY),
        (Contended(), Fate.RETRY),
        (ConnectionRefusedError("the database is away"), Fate.RETRY),
        (TimeoutError(), Fate.RETRY),
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
    assert [backoff(tried).seconds for tried in (1, 2, 3)] == [1, 2, 4]
    assert backoff(50) == BACKOFF_MAX
