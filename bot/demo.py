"""Without a token: the sandbox stands in for Telegram, in this process, and Bronia talks to it.

The only place in `bot` that knows the sandbox.
"""

import asyncio

from pydantic import SecretStr

from bot.app import build, run
from bot.clock import Clock
from bot.settings import Settings
from sandbox.cast import GROUP_ID, default_cast
from sandbox.doors.server import start_server
from sandbox.telegram import Telegram

TOKEN = "42:SANDBOX"  # noqa: S105 - the sandbox's, of use nowhere else
ADMIN_ID = 101


async def run_demo(settings: Settings) -> None:
    """Serve the sandbox and run the bot against it until SIGTERM or SIGINT."""
    telegram = Telegram(TOKEN)
    default_cast(telegram)
    async with start_server(telegram, port=settings.sandbox_port) as url:
        print(f"\n  Bronia is at {url}\n", flush=True)  # noqa: T201 - what the newcomer looks for
        await run(build(demo_settings(settings, url), Clock()))


def demo_settings(settings: Settings, url: str) -> Settings:
    """The settings, with the sandbox in the place of Telegram, of the group and of the admin."""
    return settings.model_copy(
        update={
            "bot_token": SecretStr(TOKEN),
            "sandbox_url": url,
            "admin_chat_id": GROUP_ID,
            "admin_ids": (ADMIN_ID,),
        }
    )


def serve(settings: Settings) -> None:
    asyncio.run(run_demo(settings))
