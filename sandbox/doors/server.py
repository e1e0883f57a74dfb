"""The HTTP door: the Bot API for the bot, /sandbox/ and a page for people, in one server."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from sandbox.doors.bot_api import BotApi
from sandbox.doors.people_api import PeopleApi, errors_as_json
from sandbox.doors.webhook import pushing
from sandbox.files import MAX_FILE_BYTES
from sandbox.telegram import Telegram

PAGE = Path(__file__).parents[1] / "page"
ROOM_FOR_FIELDS = 1024 * 1024


@contextlib.asynccontextmanager
async def start_server(
    telegram: Telegram, host: str = "127.0.0.1", port: int = 0
) -> AsyncIterator[str]:
    """Serve a sandbox while the block lasts; gives the address ("http://127.0.0.1:40123").

    Port 0 is any free one. Webhooks are pushed meanwhile. Leaving the block cancels the long polls.
    """
    polls = OpenRequests()
    runner = web.AppRunner(
        _application(telegram, polls),
        access_log=None,
        shutdown_timeout=1,
        handler_cancellation=True,
    )
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        bound = runner.addresses[0][1]
        async with pushing(telegram):
            yield f"http://{f'[{host}]' if ':' in host else host}:{bound}"
    finally:
        polls.cancel()
        await runner.cleanup()


def _application(telegram: Telegram, polls: OpenRequests) -> web.Application:
    # No access log: the paths of the Bot API carry the token.
    app = web.Application(
        client_max_size=MAX_FILE_BYTES + ROOM_FOR_FIELDS,
        middlewares=[_watching(polls), errors_as_json],
    )
    app.add_routes(BotApi(telegram).routes())
    app.add_routes(PeopleApi(telegram).routes())
    app.add_routes([web.get("/", _index), web.get("/page/{path:.+}", _page)])
    return app


class OpenRequests:
    """The requests being answered, so that the server need not wait for a long poll to end."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[web.StreamResponse]] = set()
        self._closing = False

    def cancel(self) -> None:
        """End them all; each is answered with 503."""
        self._closing = True
        for task in self._tasks:
            task.cancel()

    async def watched(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """The handler's answer, or 503 once the server closes."""
        task = asyncio.ensure_future(handler(request))
        self._tasks.add(task)
        try:
            return await task
        except asyncio.CancelledError:
            if not self._closing:
                task.cancel()
                raise
            return web.json_response({"error": "The sandbox is closing."}, status=503)
        finally:
            self._tasks.discard(task)


def _watching(polls: OpenRequests) -> Middleware:
    @web.middleware
    async def watch(request: web.Request, handler: Handler) -> web.StreamResponse:
        return await polls.watched(request, handler)

    return watch


async def _index(_: web.Request) -> web.StreamResponse:
    return _served("index.html")


async def _page(request: web.Request) -> web.StreamResponse:
    return _served(request.match_info["path"])


def _served(name: str) -> web.StreamResponse:
    """A file of the page; LookupError for what is not there or outside its folder."""
    path = (PAGE / name).resolve()
    if not path.is_relative_to(PAGE.resolve()) or not path.is_file():
        raise LookupError(f"The page has no {name}.")
    return web.FileResponse(path, headers={"Cache-Control": "no-cache"})
