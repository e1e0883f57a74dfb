"""Between the start and the first poll: what Telegram is asked, and told."""

import asyncio
import logging
from collections.abc import Callable
from itertools import chain, repeat

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.utils.deep_linking import create_start_link

from bot import phrases
from bot.clock import Clock
from bot.commands import publish_commands
from bot.exits import CannotRun
from bot.pictures import plan
from bot.services.access import claims
from bot.services.access.users import Actors
from bot.services.place.approval_groups import ApprovalGroups
from bot.settings import Settings
from bot.telegram_checks import check_group, check_token
from db.engine import Database

log = logging.getLogger(__name__)

PAUSES_S = (1.0, 2.0, 5.0, 10.0)
"""Between tries, the last one for ever: a network that is away at the start comes back."""
AWAY = (TelegramNetworkError, TelegramServerError, TelegramRetryAfter, ClientDecodeError)


async def prepare(bot: Bot, groups: ApprovalGroups, settings: Settings, clock: Clock) -> None:
    """Everything that has to be done before polling, tried until Telegram can be reached.

    Raises CannotRun for a token that Telegram refuses. A group that the bot is not in is no reason
    to stop: bookings that need no approval go on, and cards wait in the outbox.
    """
    for pause_s in chain(PAUSES_S, repeat(PAUSES_S[-1])):
        try:
            await _prepare(bot, groups, settings, clock)
        except AWAY as error:
            wait_s = max(pause_s, getattr(error, "retry_after", 0))
            log.warning("Telegram cannot be reached; next try in %s s: %s", wait_s, error)
            await asyncio.sleep(wait_s)
        else:
            return


async def _prepare(bot: Bot, groups: ApprovalGroups, settings: Settings, clock: Clock) -> None:
    await asyncio.to_thread(_warm_up)
    username = await check_token(bot)
    await bot.delete_webhook()
    await publish_commands(bot, settings.default_language)
    chat_id = settings.admin_chat_id or await groups.get_chat_id()
    await groups.ensure_fixed(title=await _group_title(bot, chat_id), now=clock.now())
    for other in await groups.list_bound():
        if other.chat_id != chat_id:
            await _group_title(bot, other.chat_id)
    log.info("%s is ready", username)


def _warm_up() -> None:
    """What takes half a second once is done before somebody waits for it."""
    phrases.warm_up()
    plan.warm_up()


async def _group_title(bot: Bot, chat_id: int | None) -> str:
    """The title of an approval group; where the bot is not in it, the log says so."""
    try:
        return await check_group(bot, chat_id)
    except CannotRun as problem:
        log.error("%s", problem)  # noqa: TRY400 - the sentence is for people, and says it all
        return ""


async def offer_claim(
    db: Database, bot: Bot, actors: Actors, clock: Clock, on_claim: Callable[[str], None]
) -> None:
    """Where nobody owns the place: the log says by which link somebody does.

    The only secret that is ever logged: it works once, for a day. `on_claim` gets its payload.
    """
    code = await claims.ensure_code(db, actors, now=clock.now())
    if code is None:
        return
    payload = f"claim_{code}"
    link = await create_start_link(bot, payload)
    log.warning("nobody owns this place yet: the first who opens %s does", link)
    on_claim(payload)
