"""What Telegram finds in a text by itself: commands, mentions, hashtags, links, addresses."""

import re
from itertools import pairwise

from aiogram.types import MessageEntity

PATTERNS = {
    "url": re.compile(
        r"(?<![\w@])(?:https?://[^\s<>\"]+|(?:[a-z0-9-]+\.)+(?:com|org|net|ua|me|io|dev|app)\b(?:/[^\s<>\"]*)?)",
        re.IGNORECASE,
    ),
    "email": re.compile(r"(?<![\w.+-])[a-z0-9.+_-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+\b", re.IGNORECASE),
    "bot_command": re.compile(
        r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@])"
    ),
    "mention": re.compile(r"(?<![\w@/.])@[A-Za-z0-9_]{3,32}(?!\w)"),
    "hashtag": re.compile(r"(?<![\w#/&])#(?=\d*[^\W\d])\w{1,256}"),
}
TRAILING = ".,:;!?\"')]}"


def found_entities(text: str) -> list[MessageEntity]:
    """Entities that need no markup, none over another, offsets and lengths in UTF-16 code units."""
    if not any(sign in text for sign in "/@#."):
        return []
    found = [
        (match.start(), match.start() + len(_trimmed(kind, match.group())), kind)
        for kind, pattern in PATTERNS.items()
        for match in pattern.finditer(text)
    ]
    found.sort(key=lambda each: (each[0], -each[1]))
    return [_entity(text, *each) for each in _apart(found)]


def _trimmed(kind: str, matched: str) -> str:
    return matched.rstrip(TRAILING) if kind == "url" else matched


def _apart(found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    clear = found[:1]
    for _, after in pairwise(found):
        if after[0] >= clear[-1][1]:
            clear.append(after)
    return clear


def _entity(text: str, start: int, end: int, kind: str) -> MessageEntity:
    offset, length = _units(text[:start]), _units(text[start:end])
    return MessageEntity(type=kind, offset=offset, length=length)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
