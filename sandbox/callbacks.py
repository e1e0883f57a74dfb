"""Taps on buttons, and the answers they wait for.

Source: core.telegram.org/bots/api#answercallbackquery (alerts of 0-200 characters); an answer that
comes after about 15 seconds is refused.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from aiogram.methods import AnswerCallbackQuery

from sandbox.errors import bad_request
from sandbox.texts.text import utf16_length

MAX_ANSWER = 200
MAX_AGE = 15.0
"""Seconds in which a callback query can be answered."""


@dataclass(frozen=True)
class Answer:
    """What the person who tapped was shown: a toast, an alert, or an address to open."""

    callback_query_id: str
    user_id: int
    text: str | None
    show_alert: bool
    url: str | None


@dataclass
class Tap:
    """One callback query; `at` by the monotonic clock, `tries` counts the answers to it."""

    user_id: int
    at: float
    tries: int = 0


class Callbacks:
    """Every tap and every answer of a sandbox."""

    def __init__(self, monotonic: Callable[[], float], username: str) -> None:
        self._monotonic = monotonic
        self._own_link = re.compile(rf"(?:https://)?t\.me/{username}\?\w+=[\w-]*", re.IGNORECASE)
        self._numbers = count(4_000_000_001)
        self.taps: dict[str, Tap] = {}
        self.answers: list[Answer] = []

    def open(self, user_id: int) -> str:
        """A new tap of this person; the id of its query."""
        query_id = str(next(self._numbers))
        self.taps[query_id] = Tap(user_id=user_id, at=self._monotonic())
        return query_id

    def answer(self, request: AnswerCallbackQuery) -> Answer:
        """Show the answer; Refused (400) if it is too late, the second, too long or leads away."""
        tap = self.taps.get(request.callback_query_id)
        if utf16_length(request.text or "") > MAX_ANSWER:
            raise bad_request("MESSAGE_TOO_LONG")
        if request.url and not self._own_link.fullmatch(request.url):
            raise bad_request("URL_INVALID")
        if tap is None or tap.tries or self._monotonic() - tap.at > MAX_AGE:
            if tap and tap.tries:
                tap.tries += 1
            raise bad_request(
                "query is too old and response timeout expired or query ID is invalid"
            )
        tap.tries = 1
        return self._shown(request, tap.user_id)

    def _shown(self, request: AnswerCallbackQuery, user_id: int) -> Answer:
        answer = Answer(
            callback_query_id=request.callback_query_id,
            user_id=user_id,
            text=request.text or None,
            show_alert=bool(request.show_alert),
            url=request.url,
        )
        self.answers.append(answer)
        return answer

    def unanswered(self) -> list[str]:
        """Ids of the taps that still show a spinner."""
        return [query_id for query_id, tap in self.taps.items() if not tap.tries]

    def answered_twice(self) -> list[str]:
        """Ids of the taps the bot answered more than once."""
        return [query_id for query_id, tap in self.taps.items() if tap.tries > 1]
