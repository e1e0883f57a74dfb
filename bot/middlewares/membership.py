"""What Telegram tells of who joins and leaves the groups that the bot is in."""

from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject, Update

from bot.memberships import Memberships, is_in
from bot.middlewares import Handler


class MembershipMiddleware(BaseMiddleware):
    """Notes it, whoever did it: a member, an administrator, another bot.

    An update that tells of nothing else ends here, for whom it names may never have met the bot.
    An administrator of a group is told by `chat_member`; a plain member reads service messages.
    """

    def __init__(self, memberships: Memberships) -> None:
        self._memberships = memberships

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if not isinstance(event, Update):
            return await handler(event, data)
        if changed := event.chat_member:
            new = changed.new_chat_member
            self._memberships.note(changed.chat.id, new.user.id, belongs=is_in(new))
            return None
        if message := event.message:
            for user in message.new_chat_members or ():
                self._memberships.note(message.chat.id, user.id, belongs=True)
            if message.left_chat_member:
                left = message.left_chat_member
                self._memberships.note(message.chat.id, left.id, belongs=False)
        return await handler(event, data)
