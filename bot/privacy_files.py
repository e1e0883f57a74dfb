"""What /privacy gives to somebody about themselves, as a file."""

from bot.schemas.privacy import PersonalData
from bot.tables.writing import json_text


def data_file(data: PersonalData) -> bytes:
    return json_text(data.model_dump(), indent=2).encode()
