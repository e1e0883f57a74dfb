"""A sandbox that remembers what the bot posted, and in which a trap can be set."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from aiogram.methods import TelegramMethod
from aiogram.types import Message, User

from sandbox.people.rooms import Room
from sandbox.telegram import Telegram
from tests.bot_process import TOKEN

RECEIVED, ANSWERED = "received", "answered"
SOON_S = 0.05


@dataclass
class Trap:
    """Springs at the n-th request from now on, of any method or of one: as it is received, or when
    the deed is done and its answer about to be sent; and, with a delay, a little later."""

    method: str | None
    nth: int
    moment: str
    delay_s: float = 0

    @classmethod
    def at_random(cls, chance: Random) -> "Trap":
        """Every other one between the sending of a message and its mark, or near to it."""
        moment = chance.choice([RECEIVED, ANSWERED])
        delay_s = chance.choice([0, 0, chance.random() * SOON_S])
        if chance.random() < 0.5:
            return cls("sendMessage", chance.randint(1, 12), ANSWERED, delay_s)
        return cls(None, chance.randint(1, 400), moment, delay_s)

    def is_sprung_by(self, method: str, moment: str) -> bool:
        """Whether this was the one; each is counted."""
        if moment == self.moment and self.method in (None, method):
            self.nth -= 1
        return self.nth == 0


class Watched(Telegram):
    """`posted` are the messages of the bot as it sent them: people see them change."""

    def __init__(self) -> None:
        super().__init__(TOKEN)
        self.posted: list[Message] = []
        self._trap: tuple[Trap, Callable[[float], None]] | None = None

    def set_trap(self, trap: Trap, spring: Callable[[float], None]) -> None:
        """Call `spring` once, with the trap's delay in seconds."""
        self._trap = trap, spring

    def post(self, room: Room, author: User, **content: Any) -> Message:
        message = super().post(room, author, **content)
        if author.id == self.me.id:
            self.posted.append(message)
        return message

    async def call(self, token: str, name: str, read: Callable[[], TelegramMethod[Any]]) -> Any:
        self._step(name, RECEIVED)
        try:
            return await super().call(token, name, read)
        finally:
            self._step(name, ANSWERED)

    def _step(self, method: str, moment: str) -> None:
        if self._trap is None:
            return
        trap, spring = self._trap
        if trap.is_sprung_by(method, moment):
            self._trap = None
            spring(trap.delay_s)


def lost_answers(telegram: Telegram) -> int:
    """Messages that were sent though their sender was told otherwise."""
    sent = (call for call in telegram.journal if call.method == "sendMessage")
    return sum(call.done and call.error_code is not None for call in sent)
