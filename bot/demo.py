"""Without a token: the sandbox stands in for Telegram, in this process, and Bronia talks to it.

The only place in `bot` that knows the sandbox.
"""

import asyncio
import errno
from contextlib import AbstractAsyncContextManager, AsyncExitStack, nullcontext
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import make_url

from bot.app import build, run
from bot.clock import Clock
from bot.settings import Settings
from db.engine import is_sqlite
from sandbox.cast import GROUP_ID, default_cast
from sandbox.doors.server import start_server
from sandbox.memory import remembering
from sandbox.telegram import Telegram

TOKEN = "42:SANDBOX"  # noqa: S105 - the sandbox's, of use nowhere else


async def run_demo(settings: Settings) -> None:
    """Serve the sandbox and run the bot against it until SIGTERM or SIGINT."""
    telegram = Telegram(TOKEN)
    default_cast(telegram)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(_memory(telegram, settings))
        server = start_server(telegram, port=settings.sandbox_port)
        url = await stack.enter_async_context(server)
        print(f"\n  Bronia is at {url}\n", flush=True)  # noqa: T201 - what the newcomer looks for
        await run(build(demo_settings(settings, url), Clock()), on_claim=telegram.offer)


def _memory(telegram: Telegram, settings: Settings) -> AbstractAsyncContextManager[None]:
    """The chats are kept beside the database file, and belong to that very file.

    Beside a PostgreSQL server they are not kept.
    """
    if not is_sqlite(settings.database_url):
        return nullcontext()
    file = Path(make_url(settings.database_url).database or "")
    if not file.is_file():
        return nullcontext()
    return remembering(telegram, file.with_suffix(".sandbox.json"), of=str(file.stat().st_ino))


def demo_settings(settings: Settings, url: str) -> Settings:
    """The settings, with the sandbox in the place of Telegram and of the group."""
    return settings.model_copy(
        update={
            "bot_token": SecretStr(TOKEN),
            "sandbox_url": url,
            "admin_chat_id": GROUP_ID,
        }
    )


def serve(settings: Settings) -> None:
    """Run the demo; SystemExit with a clear word when its port is taken."""
    try:
        asyncio.run(run_demo(settings))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise SystemExit(
            f"Port {settings.sandbox_port} is taken. Is Bronia running already?"
            " Else choose another one: SANDBOX_PORT=8082 make run"
        ) from error
