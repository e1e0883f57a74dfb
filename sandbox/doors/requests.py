"""Reading Bot API requests as they come over HTTP, into aiogram's own method models.

Source: core.telegram.org/bots/api#making-requests: values come as a query, a form, JSON or
multipart; what is not a plain value is JSON in a string; `attach://name` is an uploaded part.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from aiogram.types import BufferedInputFile
from pydantic import BaseModel, ValidationError

from sandbox.errors import Refused, bad_request
from sandbox.methods.table import method_named

PLAIN = frozenset(
    {
        "action",
        "callback_query_id",
        "caption",
        "description",
        "file_id",
        "inline_message_id",
        "language_code",
        "parse_mode",
        "secret_token",
        "short_description",
        "text",
        "url",
    }
)
"""Fields that are text and nothing else."""

FILES = frozenset({"photo", "document", "thumbnail", "certificate"})
MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "user_id": "invalid user_id specified",
    "file_id": "file_id not specified",
    "action": "wrong parameter action in request",
}
MARKUP = {"reply_markup": "reply keyboard markup", "entities": "entities", "commands": "commands"}

Uploads = Mapping[str, BufferedInputFile]


def read_request(name: str, fields: Mapping[str, Any], uploads: Uploads) -> TelegramMethod[Any]:
    """The request as aiogram's model, without defaults of a client; Refused (400, 404)."""
    model = method_named(name)
    values = {
        key: _value(key, value, uploads)
        for key, value in fields.items()
        if key in model.model_fields and value is not None and value != ""
    }
    values |= {key: file for key, file in uploads.items() if key in FILES}
    try:
        request: TelegramMethod[Any] = without_defaults(model.model_validate(values))
    except ValidationError as error:
        raise _refusal(error) from None
    return request


def without_defaults(model: Any) -> Any:
    """The same model where a client's default, which a server cannot know, is nothing."""
    nothing: dict[str, Any] = {}
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, Default):
            nothing[name] = None
        elif isinstance(value, BaseModel) and name != "reply_markup":
            nothing[name] = without_defaults(value)
    return model.model_copy(update=nothing) if nothing else model


def _value(key: str, value: Any, uploads: Uploads) -> Any:
    if isinstance(value, str) and key not in PLAIN:
        value = _read(key, value, uploads)
    return _with_uploads(value, uploads) if isinstance(value, dict) else value


def _read(key: str, value: str, uploads: Uploads) -> Any:
    """A string that stands for a number, an object, a list, or an uploaded part."""
    if key in FILES:
        return _upload(value, uploads)
    if not re.match(r"\s*[\[{]|-?\d+$|true$|false$", value, re.IGNORECASE):
        return value
    try:
        return json.loads(value.lower() if value[:1] in "tTfF" else value)
    except ValueError:
        raise bad_request(f"can't parse {MARKUP.get(key, key)} JSON object") from None


def _with_uploads(value: dict[str, Any], uploads: Uploads) -> dict[str, Any]:
    return {
        key: _upload(each, uploads) if isinstance(each, str) and key == "media" else each
        for key, each in value.items()
    }


def _upload(value: str, uploads: Uploads) -> Any:
    name = value.removeprefix("attach://")
    if name == value:
        return value
    if name in uploads:
        return uploads[name]
    raise bad_request("wrong file identifier/HTTP URL specified")


def _refusal(error: ValidationError) -> Refused:
    """The first fault in Telegram's words, as far as it has words for it."""
    first = error.errors()[0]
    place = [str(each) for each in first["loc"]]
    field = place[0] if place else "request"
    if first["type"] == "missing" and len(place) == 1:
        return bad_request(MISSING.get(field, f"{field} is not specified"))
    return bad_request(f"can't parse {MARKUP.get(field, field)}: wrong {'.'.join(place)}")
