"""Whose chats have to wait: meanwhile nothing of theirs is claimed."""

from bot.delivery.turns import Turns
from bot.schemas.notices import Recipient

TURN_MAX_S = 0.1
"""A turn that is further away is not waited for: who waits holds a place that others could use."""


class Rests:
    """Recipients of the outbox, and their chats."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._chats: dict[Recipient, int] = {}

    def seconds_left(self, recipient: Recipient, chat_id: int) -> float:
        """How long nothing should be sent to them; they rest until then. 0 where it may be sent
        now, or very soon."""
        wait = self._turns.seconds_until(chat_id)
        if wait <= TURN_MAX_S:
            return 0.0
        self._chats[recipient] = chat_id
        return wait

    def resting(self) -> set[Recipient]:
        """Whoever rests by now."""
        self._chats = {
            recipient: chat_id
            for recipient, chat_id in self._chats.items()
            if self._turns.seconds_until(chat_id) > TURN_MAX_S
        }
        return set(self._chats)
