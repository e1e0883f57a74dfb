"""Words in buttons: features and tags, in whatever script."""

from typing import Annotated
from zlib import crc32

from pydantic import Field

Mark = Annotated[int, Field(ge=0, le=2**32 - 1)]
"""Stands for a word in a button, whose 64 bytes would not hold it."""


def mark_of(word: str) -> int:
    return crc32(word.encode())
