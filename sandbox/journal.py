"""What the bot asked of Telegram, and what it was told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram.methods import TelegramMethod

from sandbox.doors.wire import readable

KEPT = 50_000
"""Requests remembered at least; a sandbox that runs for days must not grow for ever."""


@dataclass
class Call:
    """One Bot API request.

    `request` is None where it could not be read (an unknown method, wrong fields). `error_code` and
    `description` are None where it was answered as it should be. `injected` marks a fault somebody
    asked for, `done` what was done, even where its answer was lost.
    """

    number: int
    method: str
    at: datetime
    request: TelegramMethod[Any] | None = None
    error_code: int | None = None
    description: str | None = None
    injected: bool = False
    done: bool = False

    def as_json(self) -> dict[str, Any]:
        """For the journal's page; `at` in unix seconds."""
        return {
            "number": self.number,
            "method": self.method,
            "request": readable(self.request) if self.request else None,
            "error_code": self.error_code,
            "description": self.description,
            "injected": self.injected,
            "at": self.at.timestamp(),
        }


class Journal:
    """All requests in the order in which they were answered."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._numbered = 0

    def open(self, method: str, at: datetime) -> Call:
        """A request that has just come in; `close` writes it down."""
        self._numbered += 1
        return Call(number=self._numbered, method=method, at=at)

    def close(self, call: Call) -> None:
        """The request was answered."""
        self.calls.append(call)
        if len(self.calls) > 2 * KEPT:
            del self.calls[:KEPT]
