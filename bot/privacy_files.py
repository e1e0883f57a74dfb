"""What /privacy gives to somebody about themselves, as a file."""

import json
from collections.abc import Collection
from datetime import datetime

from bot.schemas.privacy import PersonalData


def data_file(data: PersonalData) -> bytes:
    """JSON, to be read by people too."""
    text = json.dumps(data.model_dump(), ensure_ascii=False, indent=2, default=_plain)
    return text.encode()


def _plain(value: object) -> object:
    """What JSON has no form for: moments, and sets of words."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Collection):
        return sorted(value)
    raise TypeError(type(value).__name__)
