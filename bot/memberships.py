"""Who belongs to which Telegram group: asked of Telegram, and remembered for some minutes."""

import logging
from collections.abc import Awaitable, Callable
from time import monotonic

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramMigrateToChat,
)
from aiogram.types import (
    ChatMemberBanned,
    ChatMemberLeft,
    ChatMemberRestricted,
    ChatMemberUnion,
)
from cachetools import LRUCache

log = logging.getLogger(__name__)

REMEMBERED = 10_000
KNOWN_S = 300
"""Who belongs to a group is asked for again after so long; who does not, each time."""
NOBODY = ("PARTICIPANT_ID_INVALID", "USER_ID_INVALID", "user not found", "member not found")


class Memberships:
    """Members by group and person; changes that Telegram tells of are noted at once."""

    def __init__(self, bot: Bot, *, now: Callable[[], float] = monotonic) -> None:
        self._bot = bot
        self._now = now
        self._known: LRUCache[tuple[int, int], tuple[bool, float]] = LRUCache(REMEMBERED)
        self.on_moved: Callable[[int, int], Awaitable[None]] = _nothing
        """Called with a group's old and new id, once Telegram says that it has another."""

    async def is_member(self, chat_id: int, telegram_id: int, *, fresh: bool = False) -> bool:
        """Whether somebody belongs to a group. `fresh`: Telegram is asked, whatever is known.

        Where it cannot be asked, whoever was a member still is.
        """
        was_member, until = self._known.get((chat_id, telegram_id), (False, 0.0))
        if was_member and not fresh and self._now() < until:
            return True
        belongs = await self._ask(chat_id, telegram_id)
        if belongs is None:
            return was_member
        self.note(chat_id, telegram_id, belongs=belongs)
        return belongs

    def note(self, chat_id: int, telegram_id: int, *, belongs: bool) -> None:
        """Telegram has told of somebody's place in a group."""
        self._known[chat_id, telegram_id] = (belongs, self._now() + KNOWN_S)

    async def _ask(self, chat_id: int, telegram_id: int) -> bool | None:
        """None where Telegram does not say: the bot is not in the group, or the network is away."""
        try:
            return is_in(await self._bot.get_chat_member(chat_id, telegram_id))
        except TelegramMigrateToChat as error:
            await self.on_moved(chat_id, error.migrate_to_chat_id)
            return await self._ask(error.migrate_to_chat_id, telegram_id)
        except (TelegramAPIError, ClientDecodeError) as error:
            if isinstance(error, TelegramBadRequest) and error.message.endswith(NOBODY):
                return False
            log.warning("group %s cannot be asked who belongs to it: %r", chat_id, error)
            return None


def is_in(member: ChatMemberUnion) -> bool:
    """Whether this place in a group is one of those who belong to it."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return not isinstance(member, ChatMemberLeft | ChatMemberBanned)


async def _nothing(_old_id: int, _new_id: int) -> None:
    pass
