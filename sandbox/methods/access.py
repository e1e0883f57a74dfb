"""Which chats the bot may write to, and what Telegram says about the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.errors import Refused, bad_request, forbidden
from sandbox.people.groups import Group
from sandbox.people.person import Person
from sandbox.people.rooms import Room

if TYPE_CHECKING:
    from sandbox.telegram import Telegram


def chat_named(telegram: Telegram, chat_id: int | str | None) -> Person | Group:
    """The person or group of a chat id the bot knows; Refused (400) for any other."""
    if chat_id is None or chat_id == "":
        raise bad_request("chat_id is empty")
    number = int(chat_id) if str(chat_id).lstrip("-").isdecimal() else 0
    if number in telegram.moved:
        raise Refused(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            parameters={"migrate_to_chat_id": telegram.moved[number]},
        )
    found = telegram.people.get(number) or telegram.groups.get(number)
    if found is None:
        raise bad_request("chat not found")
    return found


def open_room(telegram: Telegram, chat_id: int | str | None) -> Room:
    """The chat the bot writes to; Refused (400, 403) where it may not."""
    chat = chat_named(telegram, chat_id)
    if isinstance(chat, Group):
        check_bot_is_in(chat)
    else:
        _check_reachable(chat)
    return chat.room


def check_bot_is_in(group: Group) -> None:
    """Refused (403) for a group the bot left, never joined, or was thrown out of."""
    if group.bot_status == "kicked":
        raise forbidden("bot was kicked from the supergroup chat")
    if not group.bot_is_in:
        raise forbidden("bot is not a member of the supergroup chat")


def _check_reachable(person: Person) -> None:
    if person.deactivated:
        raise forbidden("user is deactivated")
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")
