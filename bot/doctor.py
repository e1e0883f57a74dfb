"""`python -m bot doctor`: every check there is, in the order in which one needs the other."""

from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError

from bot import checks, telegram_checks
from bot.app import make_bot, make_session
from bot.clock import Clock
from bot.exits import CannotRun
from bot.services.place.approval_groups import ApprovalGroups
from bot.settings import Settings
from db.engine import Database


@dataclass(frozen=True)
class Finding:
    """What one check saw, or what is wrong and what to do."""

    subject: str
    words: str
    is_problem: bool = False

    def __str__(self) -> str:
        return f"{self.subject}: {self.words}"


async def examine() -> list[Finding]:
    """All findings. What cannot be asked, because of a problem before it, is left out."""
    try:
        settings = checks.check_settings()
    except CannotRun as reason:
        return [Finding("settings", line, is_problem=True) for line in str(reason).splitlines()]
    findings = [
        Finding("settings", "all are well-formed"),
        await _found("database", checks.check_database(settings.database_url)),
    ]
    if settings.bot_token is None:
        return [*findings, Finding("token", "there is none: `run` starts the sandbox")]
    return findings + await _examine_telegram(settings, has_schema=not findings[-1].is_problem)


async def _examine_telegram(settings: Settings, *, has_schema: bool) -> list[Finding]:
    bot = make_bot(settings, make_session(settings))
    try:
        findings = [await _found("token", telegram_checks.check_token(bot))]
        if not findings[-1].is_problem and (settings.admin_chat_id or has_schema):
            for chat_id in await _groups(settings, has_schema=has_schema):
                check = telegram_checks.check_group(bot, chat_id)
                findings.append(await _found("approval group", check))
        clock = telegram_checks.check_clock(_server(bot), now=datetime.now(UTC))
        return [*findings, await _found("clock", clock)]
    finally:
        await bot.session.close()


async def _groups(settings: Settings, *, has_schema: bool) -> list[int | None]:
    """Those that approve, the default first; None while that is missing."""
    if not has_schema:
        return [settings.admin_chat_id]
    db = Database(settings.database_url, now=Clock().now)
    groups = ApprovalGroups(db)
    try:
        default = settings.admin_chat_id or await groups.get_chat_id()
        ids = [one.chat_id for one in await groups.list_bound()]
    finally:
        await db.close()
    return [default, *(one for one in ids if one != default)]


async def _found(subject: str, check: Awaitable[str]) -> Finding:
    try:
        return Finding(subject, await check)
    except CannotRun as reason:
        return Finding(subject, str(reason), is_problem=True)
    except TelegramAPIError as error:
        words = f"Telegram cannot be asked: {error.message}. Is this machine online?"
        return Finding(subject, words, is_problem=True)


def _server(bot: Bot) -> str:
    """Where the bot's requests go, without its token."""
    parts = urlsplit(bot.session.api.base)
    return f"{parts.scheme}://{parts.netloc}/"
