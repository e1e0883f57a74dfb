"""Between aiogram's objects and the JSON that goes over the wire."""

from typing import Any

from aiogram.types import InputFile, TelegramObject
from pydantic import BaseModel
from pydantic_core import to_jsonable_python


def dumped(value: Any) -> Any:
    """Bot API JSON of a result: absent fields left out, dates in unix seconds."""
    if isinstance(value, TelegramObject):
        return value.model_dump(mode="json", by_alias=True, exclude_none=True)
    if isinstance(value, list):
        return [dumped(item) for item in value]
    return value


def readable(request: BaseModel) -> dict[str, Any]:
    """A request for people to read: an uploaded file is its name, what was not given is absent."""
    given = request.model_dump(by_alias=True, exclude_none=True, exclude_unset=True, warnings=False)
    shown: dict[str, Any] = to_jsonable_python(given, fallback=_name_of)
    return shown


def _name_of(value: Any) -> str:
    if isinstance(value, InputFile):
        return f"attach://{value.filename}"
    return str(value)
