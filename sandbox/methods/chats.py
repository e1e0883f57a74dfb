"""What the bot can learn about a chat, and leaving it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiogram.methods import (
    GetChat,
    GetChatAdministrators,
    GetChatMember,
    GetChatMemberCount,
    LeaveChat,
)
from aiogram.types import AcceptedGiftTypes, ChatFullInfo, ChatMemberMember

from sandbox.errors import bad_request
from sandbox.methods.access import chat_named, check_bot_is_in
from sandbox.people.groups import AnyMember, Group

if TYPE_CHECKING:
    from sandbox.people.person import Person
    from sandbox.telegram import Telegram


def get_chat(telegram: Telegram, request: GetChat) -> ChatFullInfo:
    """Name and kind of a chat the bot has met."""
    found = _met(telegram, request.chat_id)
    chat = found.room.chat
    pinned = found.room.pinned
    return ChatFullInfo(
        id=chat.id,
        type=chat.type,
        title=chat.title,
        username=chat.username,
        first_name=chat.first_name,
        last_name=chat.last_name,
        pinned_message=found.room.messages.get(pinned[-1]) if pinned else None,
        accent_color_id=0,
        max_reaction_count=11,
        accepted_gift_types=AcceptedGiftTypes(
            unlimited_gifts=False,
            limited_gifts=False,
            unique_gifts=False,
            premium_subscription=False,
            gifts_from_channels=False,
        ),
    )


def get_chat_member(telegram: Telegram, request: GetChatMember) -> AnyMember:
    """Somebody's place in a chat."""
    found = _met(telegram, request.chat_id)
    known = {telegram.me.id: telegram.me} | {
        each.id: each.user for each in telegram.people.values()
    }
    user = known.get(request.user_id)
    if isinstance(found, Group):
        if user is None:
            raise bad_request("PARTICIPANT_ID_INVALID")
        return found.member(user)
    if user is None or user.id not in {found.id, telegram.me.id}:
        raise bad_request("member not found")
    return ChatMemberMember(user=user)


def get_chat_administrators(telegram: Telegram, request: GetChatAdministrators) -> list[Any]:
    """The creator; bots other than this one do not exist here."""
    found = _met(telegram, request.chat_id)
    if not isinstance(found, Group):
        raise bad_request("there are no administrators in the private chat")
    people = [each.user for each in found.members.values() if found.is_admin(each)]
    if found.bot_status == "administrator":
        people.append(telegram.me)
    return [found.member(user) for user in people]


def get_chat_member_count(telegram: Telegram, request: GetChatMemberCount) -> int:
    """How many are in the chat, the bot included."""
    found = _met(telegram, request.chat_id)
    return len(found.members) + found.bot_is_in if isinstance(found, Group) else 2


def leave_chat(telegram: Telegram, request: LeaveChat) -> bool:
    """The bot leaves a group."""
    found = _met(telegram, request.chat_id)
    if not isinstance(found, Group):
        raise bad_request("chat member status can't be changed in private chats")
    found.set_bot("left")
    return True


def _met(telegram: Telegram, chat_id: int | str) -> Person | Group:
    """A chat the bot knows: a group it is in, a person who has written to it."""
    found = chat_named(telegram, chat_id)
    if isinstance(found, Group):
        check_bot_is_in(found)
    elif not found.started:
        raise bad_request("chat not found")
    return found
