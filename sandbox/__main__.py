"""`python -m sandbox`: a Telegram with three people and a group, until interrupted."""

import argparse
import asyncio
import signal
import sys

from sandbox.cast import default_cast
from sandbox.doors.server import start_server
from sandbox.telegram import Telegram


def main() -> None:
    """Read the command line and serve."""
    options = _options()
    telegram = Telegram(options.token, username=options.username)
    default_cast(telegram)
    asyncio.run(_serve(telegram, options.host, options.port))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sandbox", description="A Telegram on your own machine.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default="42:SANDBOX", help="the only token that is let in")
    parser.add_argument("--username", default="bronia_bot", help="the bot's, without @")
    return parser.parse_args()


async def _serve(telegram: Telegram, host: str, port: int) -> None:
    async with start_server(telegram, host, port) as url:
        sys.stdout.write(f"The sandbox is at {url}\n")
        sys.stdout.flush()
        await _interrupted()


async def _interrupted() -> None:
    """Return at Ctrl+C or a polite kill."""
    over, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, over.set)
    await over.wait()


if __name__ == "__main__":
    main()
