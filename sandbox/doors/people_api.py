"""The people's side of the HTTP door: what the page and other programs do as a person.

JSON in, JSON out; whatever cannot be done is a 4xx with {"error": "..."}.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from sandbox.doors.state import state_of
from sandbox.doors.wire import dumped
from sandbox.errors import Impossible, Refused
from sandbox.people.person import Person
from sandbox.people.transcript import line_of
from sandbox.telegram import Telegram

Json = dict[str, Any]

LONGEST_POLL = 60.0
"""Seconds."""

FAULT_FIELDS = {
    "error_code": int,
    "retry_after": int,
    "timeout": bool,
    "times": int,
    "after": bool,
}

STATUSES = {LookupError: 404, Impossible: 409, Refused: 400, TypeError: 400, ValueError: 400}


class PeopleApi:
    """Handlers that act on one sandbox."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

    def routes(self) -> list[web.RouteDef]:
        """Where they are found."""
        person = "/sandbox/people/{id}"
        return [
            web.get("/sandbox/state", self.state),
            web.post(f"{person}/say", self.say),
            web.post(f"{person}/tap", self.tap),
            web.post(f"{person}/start", self.start),
            web.post(f"{person}/block", self.block),
            web.get(f"{person}/transcript", self.transcript),
            web.get("/sandbox/clock", self.clock),
            web.post("/sandbox/clock", self.advance),
            web.post("/sandbox/faults", self.faults),
            web.post("/sandbox/limits", self.limits),
            web.get("/sandbox/journal", self.journal),
            web.get("/sandbox/files/{file_id}", self.file),
        ]

    async def state(self, request: web.Request) -> web.Response:
        """Everything, as soon as the version is greater than `after`."""
        after, changes = int(_query(request, "after", -1)), self._telegram.changes
        await changes.wait_until(lambda: changes.version > after, _patience(request))
        return _json(state_of(self._telegram))

    async def say(self, request: web.Request) -> web.Response:
        """A person writes; answers with the message."""
        body, person = await _body(request), self._person(request)
        text = _given(body, "text", str)
        message = person.say(text, body.get("chat_id"), body.get("reply_to_message_id"))
        return _json({"message": dumped(message)})

    async def tap(self, request: web.Request) -> web.Response:
        """A person taps a button by its label, or sends any data at all."""
        body, person = await _body(request), self._person(request)
        chat, message = body.get("chat_id"), body.get("message_id")
        if "data" in body:
            number = _given(body, "message_id", int)
            query_id = person.tap_data(_given(body, "data", str), number, chat)
        else:
            query_id = person.tap(_given(body, "label", str), chat, message)
        return _json({"callback_query_id": query_id})

    async def start(self, request: web.Request) -> web.Response:
        """A person presses Start."""
        body = await _body(request)
        message = self._person(request).start(body.get("payload"))
        return _json({"message": dumped(message)})

    async def block(self, request: web.Request) -> web.Response:
        """A person blocks or unblocks the bot."""
        person, blocked = self._person(request), _given(await _body(request), "blocked", bool)
        if blocked:
            person.block()
        else:
            person.unblock()
        return _json({"blocked": person.blocked})

    async def transcript(self, request: web.Request) -> web.Response:
        """A chat as plain lines."""
        chat_id = request.query.get("chat_id")
        seen = self._person(request).messages(int(chat_id) if chat_id else None)
        return _json([line_of(message) for message in seen])

    async def clock(self, request: web.Request) -> web.Response:
        """The time, as soon as the offset is not the one the caller knows."""
        clock = self._telegram.clock
        if "offset" in request.query:
            known = timedelta(seconds=_query(request, "offset", 0))
            await self._telegram.changes.wait_until(
                lambda: clock.offset != known, _patience(request)
            )
        return _json(self._time())

    async def advance(self, request: web.Request) -> web.Response:
        """Move the time forwards."""
        seconds = _given(await _body(request), "advance", int, float)
        self._telegram.clock.advance(timedelta(seconds=seconds))
        return _json(self._time())

    async def faults(self, request: web.Request) -> web.Response:
        """Ask for failures to come."""
        body = await _body(request)
        method = _given(body, "method", str)
        chosen = {
            name: _given(body, name, kind)
            for name, kind in FAULT_FIELDS.items()
            if body.get(name) is not None
        }
        self._telegram.inject(method, **chosen)
        return _json({})

    async def limits(self, request: web.Request) -> web.Response:
        """Switch the flood limits on or off."""
        self._telegram.limits = _given(await _body(request), "enabled", bool)
        return _json({"enabled": self._telegram.limits})

    async def journal(self, request: web.Request) -> web.Response:
        """The bot's requests with a number greater than `after`."""
        after = _query(request, "after", 0)
        calls = [call.as_json() for call in self._telegram.journal if call.number > after]
        return _json({"calls": calls})

    async def file(self, request: web.Request) -> web.Response:
        """The bytes of a file, for the page, which has no token."""
        stored = self._telegram.files.find(request.match_info["file_id"])
        if stored is None:
            raise LookupError("There is no such file.")
        return web.Response(body=stored.data, content_type=stored.mime_type)

    def _person(self, request: web.Request) -> Person:
        person_id = request.match_info["id"]
        person = self._telegram.people.get(int(person_id) if person_id.isdecimal() else 0)
        if person is None:
            raise LookupError(f"There is no person {person_id}.")
        return person

    def _time(self) -> Json:
        clock = self._telegram.clock
        return {"now": clock.now().timestamp(), "offset": clock.offset.total_seconds()}


@web.middleware
async def errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """404 for what is not there, 409 for what a person cannot do, 400 for what makes no sense.

    403 for another site's page that acts through the browser of whoever runs the sandbox. The Bot
    API has its own way to refuse.
    """
    if request.path.startswith(("/bot", "/file/")):
        return await handler(request)
    origin = request.headers.get("Origin")
    if origin and urlsplit(origin).netloc != request.host:
        return _json({"error": "Only the sandbox's own page may do that."}, status=403)
    try:
        return await handler(request)
    except (LookupError, Impossible, Refused, TypeError, ValueError) as error:
        kinds = [status for kind, status in STATUSES.items() if isinstance(error, kind)]
        return _json({"error": str(error.args[0])}, status=kinds[0])


async def _body(request: web.Request) -> Json:
    text = await request.text()
    try:
        body = json.loads(text or "{}")
    except ValueError:
        raise ValueError("The body is not JSON.") from None
    if not isinstance(body, dict):
        raise TypeError("The body is not a JSON object.")
    return body


def _given(body: Json, name: str, *kinds: type) -> Any:
    """A field that must be there and of one of these kinds."""
    value = body.get(name)
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise ValueError(f'"{name}" must be given, as {" or ".join(k.__name__ for k in kinds)}.')
    return value


def _query(request: web.Request, name: str, default: float) -> float:
    return float(request.query.get(name, default))


def _patience(request: web.Request) -> float:
    return min(_query(request, "timeout", 25), LONGEST_POLL)


def _json(body: Any, *, status: int = 200) -> web.Response:
    return web.json_response(
        body, status=status, dumps=lambda value: json.dumps(value, ensure_ascii=False)
    )
