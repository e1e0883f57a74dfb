"""A chat and what was said in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from aiogram.types import Chat, Message

from sandbox.doors.wire import dumped


@dataclass
class Room:
    """The messages of one chat, oldest first, by their number.

    `numbers` gives the next one: private chats share a count (it is the bot's account's), a
    supergroup has its own. `sealed` are messages with a keyboard that is not inline: Telegram lets
    nobody edit those. `pinned` are the pinned ones, newest last. `topics` are the numbers of a
    forum's topics.
    """

    chat: Chat
    numbers: Iterator[int]
    messages: dict[int, Message] = field(default_factory=dict)
    sealed: set[int] = field(default_factory=set)
    pinned: list[int] = field(default_factory=list)
    topics: set[int] = field(default_factory=set)
    _dumps: dict[int, tuple[Message, Any]] = field(default_factory=dict)

    @property
    def id(self) -> int:
        """The chat's id."""
        return self.chat.id

    @property
    def is_private(self) -> bool:
        """Whether it is one person's chat with the bot."""
        return self.chat.type == "private"

    @property
    def instance(self) -> str:
        """What callback queries call this chat."""
        return str(abs(self.id) * 7919)

    def newest_as_json(self, most: int) -> list[Any]:
        """Bot API JSON of the newest messages, oldest first."""
        return [self._as_json(each) for each in list(self.messages.values())[-most:]]

    def forget(self, message_id: int) -> Message | None:
        """Delete a message; None if there is none."""
        self._dumps.pop(message_id, None)
        return self.messages.pop(message_id, None)

    def _as_json(self, message: Message) -> Any:
        """Made once for each message and each change of it."""
        known = self._dumps.get(message.message_id)
        if known is None or known[0] is not message:
            known = self._dumps[message.message_id] = (message, dumped(message))
        return known[1]
