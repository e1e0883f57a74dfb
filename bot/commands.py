"""The commands that Telegram's menu shows, per scope and language."""

from aiogram import Bot
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
    BotCommandScopeUnion,
)

from bot.settings import LANGUAGES
from bot.texts import texts_of

SCOPES: tuple[tuple[BotCommandScopeUnion, tuple[str, ...]], ...] = (
    (BotCommandScopeDefault(), ("book", "free", "my", "help")),
    (
        BotCommandScopeAllPrivateChats(),
        ("start", "book", "free", "plan", "my", "why", "language", "quiet", "help"),
    ),
    (BotCommandScopeAllGroupChats(), ("book", "why")),
    (BotCommandScopeAllChatAdministrators(), ("book", "why", "bind")),
)


FOR_ADMINS = ("admin", "booking", "invite", "members", "stats", "today")
"""What those who run the place are told of in the help; nobody's menu shows it."""


async def publish_commands(bot: Bot, default_language: str) -> None:
    """Each scope in each language, and in the default language for everybody else."""
    for scope, names in SCOPES:
        for language in (None, *LANGUAGES):
            texts = texts_of(language or default_language)
            commands = [
                BotCommand(command=name, description=texts.plain(f"command-{name}"))
                for name in names
            ]
            await bot.set_my_commands(commands, scope=scope, language_code=language)
