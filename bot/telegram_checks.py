"""What has to be so at Telegram for the bot to run. The start and `doctor` ask the same questions.

Each check returns a few words about what it saw, or raises CannotRun: what is wrong, what to do.
"""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from aiogram import Bot
from aiogram.enums import ChatMemberStatus
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.exits import CannotRun, Exit

SKEW_MAX_S = 10
ASK_TIMEOUT_S = 10


async def check_token(bot: Bot) -> str:
    """Telegram knows the bot. Raises TelegramNetworkError and the like while it is out of reach."""
    try:
        return f"@{(await bot.me()).username}"
    except (TelegramUnauthorizedError, TelegramNotFound) as error:
        raise CannotRun(
            "Telegram refuses BOT_TOKEN. Copy it anew from @BotFather (/mybots, API Token): one"
            " that was revoked stays refused.",
            Exit.TOKEN,
        ) from error


async def check_group(bot: Bot, chat_id: int | None) -> str:
    """The bot is in the approval group; gives its title."""
    if chat_id is None:
        raise CannotRun(
            "There is no approval group yet: send /bind in the group that shall approve. Until"
            " then requests for approval wait."
        )
    try:
        chat, me = await bot.get_chat(chat_id), await bot.get_chat_member(chat_id, bot.id)
    except TelegramMigrateToChat as error:
        moved = error.migrate_to_chat_id
        raise CannotRun(f"The approval group is now {moved}: set ADMIN_CHAT_ID={moved}") from error
    except (TelegramBadRequest, TelegramForbiddenError) as error:
        raise _not_in_group(chat_id) from error
    if me.status in (ChatMemberStatus.LEFT, ChatMemberStatus.KICKED):
        raise _not_in_group(chat_id)
    return chat.title or str(chat_id)


def _not_in_group(chat_id: int) -> CannotRun:
    return CannotRun(
        f"The bot is not in the approval group {chat_id}. Add it there, or correct ADMIN_CHAT_ID;"
        " what was bound in the chat, unbind with /admin. Until then requests for approval wait."
    )


async def check_clock(url: str, *, now: datetime) -> str:
    """This machine's clock against the Date that a server sends (Telegram's, or the sandbox's)."""
    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=ASK_TIMEOUT_S)) as session,
            session.get(url, allow_redirects=False) as answer,
        ):
            sent = answer.headers.get("Date")
    except (ClientError, TimeoutError) as error:
        raise CannotRun(f"{url} cannot be asked for the time: {type(error).__name__}.") from error
    if sent is None:
        return f"{url} does not say what time it is"
    ahead = (now - parsedate_to_datetime(sent).astimezone(UTC)).total_seconds()
    if abs(ahead) > SKEW_MAX_S:
        raise CannotRun(
            f"This machine's clock is {abs(ahead):.0f} s {'ahead of' if ahead > 0 else 'behind'}"
            f" the time at {url}: reminders come at the wrong moment. Let it follow NTP."
        )
    return f"within {SKEW_MAX_S} s of {url}"
