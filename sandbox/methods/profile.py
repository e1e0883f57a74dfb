"""How the bot presents itself: commands, descriptions, the menu button.

Sources: core.telegram.org/bots/api#setmycommands, #botcommand, #determining-list-of-commands,
#setmydescription, #setmyshortdescription.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiogram.enums import BotCommandScopeType
from aiogram.methods import (
    DeleteMyCommands,
    GetMe,
    GetMyCommands,
    SetChatMenuButton,
    SetMyCommands,
    SetMyDescription,
    SetMyShortDescription,
)
from aiogram.types import BotCommand, User

from sandbox.errors import bad_request
from sandbox.methods.access import chat_named
from sandbox.people.groups import Group
from sandbox.texts.text import utf16_length

if TYPE_CHECKING:
    from sandbox.people.person import Person
    from sandbox.telegram import Telegram

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"[a-z]{2}")
MAX_COMMANDS = 100
MAX_COMMAND_DESCRIPTION = 256
MAX_DESCRIPTION = 512
MAX_SHORT_DESCRIPTION = 120

Scope = tuple[str | int, ...]
"""The kind of a scope, then the chat and the user it is narrowed to."""


@dataclass
class Profile:
    """Commands by scope and language ("" for all); texts by language; menu buttons by chat."""

    commands: dict[tuple[Scope, str], list[BotCommand]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    menu_buttons: dict[int | None, Any] = field(default_factory=dict)

    def commands_for(self, person: Person, group: Group | None = None) -> list[BotCommand]:
        """What a person sees in the menu of their private chat or of a group: the first hit."""
        language = (person.user.language_code or "")[:2]
        for scope in _scopes(person, group):
            for tongue in (language, ""):
                if found := self.commands.get((scope, tongue)):
                    return found
        return []


def get_me(telegram: Telegram, _: GetMe) -> User:
    """The bot's account."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return telegram.me.model_copy(update=abilities)


def set_my_commands(telegram: Telegram, request: SetMyCommands) -> bool:
    """Replace the commands of one scope and language."""
    key = _key(telegram, request)
    if len(request.commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = [
        BotCommand(command=each.command.removeprefix("/"), description=each.description.strip())
        for each in request.commands
    ]
    for command in commands:
        _check_command(command)
    telegram.profile.commands[key] = commands
    telegram.changes.touch()
    return True


def get_my_commands(telegram: Telegram, request: GetMyCommands) -> list[BotCommand]:
    """The commands of exactly this scope and language."""
    return telegram.profile.commands.get(_key(telegram, request), [])


def delete_my_commands(telegram: Telegram, request: DeleteMyCommands) -> bool:
    """Back to the next wider scope or language."""
    telegram.profile.commands.pop(_key(telegram, request), None)
    telegram.changes.touch()
    return True


def set_my_description(telegram: Telegram, request: SetMyDescription) -> bool:
    """What an empty chat with the bot shows."""
    text = _checked_length(request.description, MAX_DESCRIPTION)
    telegram.profile.descriptions[_language(request)] = text
    return True


def set_my_short_description(telegram: Telegram, request: SetMyShortDescription) -> bool:
    """What the bot's profile shows."""
    text = _checked_length(request.short_description, MAX_SHORT_DESCRIPTION)
    telegram.profile.short_descriptions[_language(request)] = text
    return True


def set_chat_menu_button(telegram: Telegram, request: SetChatMenuButton) -> bool:
    """The button beside the input field, of one private chat or of all."""
    if request.chat_id is not None and isinstance(chat_named(telegram, request.chat_id), Group):
        raise bad_request("chat_id must be a private chat")
    telegram.profile.menu_buttons[request.chat_id] = request.menu_button
    return True


def _check_command(command: BotCommand) -> None:
    if not COMMAND.fullmatch(command.command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not command.description:
        raise bad_request("command description must be non-empty")
    if utf16_length(command.description) > MAX_COMMAND_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def _checked_length(text: str | None, most: int) -> str:
    if utf16_length(text or "") > most:
        raise bad_request("description is too long")
    return text or ""


def _language(request: Any) -> str:
    language = request.language_code or ""
    if language and not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return str(language)


def _key(telegram: Telegram, request: Any) -> tuple[Scope, str]:
    language = _language(request)
    scope = request.scope
    if scope is None:
        return ("default",), language
    places = [getattr(scope, name) for name in ("chat_id", "user_id") if hasattr(scope, name)]
    if places:
        places[0] = chat_named(telegram, places[0]).id
    return (BotCommandScopeType(scope.type).value, *places), language


def _scopes(person: Person, group: Group | None) -> list[Scope]:
    """The scopes that hold for a person, the narrowest first."""
    if group is None:
        return [("chat", person.id), ("all_private_chats",), ("default",)]
    is_admin = group.is_admin(person)
    admins_here: list[Scope] = [("chat_administrators", group.id)] if is_admin else []
    admins: list[Scope] = [("all_chat_administrators",)] if is_admin else []
    return [
        ("chat_member", group.id, person.id),
        *admins_here,
        ("chat", group.id),
        *admins,
        ("all_group_chats",),
        ("default",),
    ]
