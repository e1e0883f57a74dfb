"""The bot's side of the HTTP door: /bot<token>/<method> and /file/bot<token>/<path>."""

from __future__ import annotations

import json
from typing import Any

from aiogram.types import BufferedInputFile
from aiohttp import web
from aiohttp.web_request import FileField

from sandbox.doors.requests import read_request
from sandbox.doors.wire import dumped
from sandbox.errors import Garbled, NoAnswer, Refused
from sandbox.faults import GARBAGE
from sandbox.telegram import Telegram

Received = tuple[dict[str, Any], dict[str, BufferedInputFile]]


class BotApi:
    """Handlers for one bot's requests."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

    def routes(self) -> list[web.RouteDef]:
        """Where they are found."""
        return [
            web.route("*", "/bot{token}/{method}", self.call),
            web.get("/file/bot{token}/{path:.+}", self.file),
        ]

    async def call(self, request: web.Request) -> web.StreamResponse:
        """One method: `{"ok": true, "result": ...}` or Telegram's refusal, with its status."""
        name = request.match_info["method"]
        try:
            fields, uploads = await _received(request)
            result = await self._telegram.call(
                request.match_info["token"], name, lambda: read_request(name, fields, uploads)
            )
        except NoAnswer:
            return _hung_up(request)
        except Garbled:
            return web.Response(text=GARBAGE, content_type="text/html")
        except Refused as refusal:
            return _json(refusal.as_json(), status=refusal.error_code)
        return _json({"ok": True, "result": dumped(result)})

    async def file(self, request: web.Request) -> web.Response:
        """The bytes of an uploaded file."""
        stored = self._telegram.files.find_path(request.match_info["path"])
        if request.match_info["token"] != self._telegram.token:
            return _json(Refused(401, "Unauthorized").as_json(), status=401)
        if stored is None:
            return _json(Refused(404, "Not Found").as_json(), status=404)
        return web.Response(body=stored.data, content_type=stored.mime_type)


async def _received(request: web.Request) -> Received:
    """Fields and uploads of a query, a form, JSON or multipart, together."""
    fields: dict[str, Any] = dict(request.query)
    uploads: dict[str, BufferedInputFile] = {}
    if request.content_type == "application/json":
        fields |= _object(await request.text())
        return fields, uploads
    for key, value in (await request.post()).items():
        if isinstance(value, FileField):
            uploads[key] = BufferedInputFile(value.file.read(), filename=value.filename)
        else:
            fields[key] = value
    return fields, uploads


def _object(body: str) -> dict[str, Any]:
    try:
        read = json.loads(body or "{}")
    except ValueError:
        read = None
    if not isinstance(read, dict):
        raise Refused(400, "Bad Request: can't parse JSON object in the request body")
    return read


def _hung_up(request: web.Request) -> web.Response:
    """No answer: the connection is closed under the client's feet."""
    if request.transport:
        request.transport.abort()
    return web.Response(status=504)


def _json(body: dict[str, Any], *, status: int = 200) -> web.Response:
    return web.json_response(
        body, status=status, dumps=lambda value: json.dumps(value, ensure_ascii=False)
    )
