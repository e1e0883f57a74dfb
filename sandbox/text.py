"""Formatted text as Telegram reads it: parse, trim, find links and commands, count in UTF-16.

Sources: core.telegram.org/bots/api#formatting-options and #sendmessage; the wording of the errors
is that of Telegram's own parser.
"""

from dataclasses import dataclass

from aiogram.types import MessageEntity

from sandbox.errors import bad_request
from sandbox.found import found_entities
from sandbox.html import parse_html

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_ENTITIES = 100
LITERAL = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji", "date_time"})
"""Inside these Telegram finds no links of its own."""

_DROPPED = {code: None for code in [*range(9), *range(11, 32), 0x7F] if code != 10}
_CLEAN = _DROPPED | {9: " ", 11: " ", 12: " "}


@dataclass(frozen=True)
class Formatted:
    """A text and its entities; offsets and lengths in UTF-16 code units."""

    text: str
    entities: list[MessageEntity]

    @property
    def units(self) -> int:
        """The length Telegram's limits mean."""
        return utf16_length(self.text)


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units: an emoji beyond the basic plane counts two."""
    return len(text) + sum(char > "\uffff" for char in text)


def read_text(
    text: str | None, *, parse_mode: str | None, entities: list[MessageEntity] | None
) -> Formatted:
    """What a message with this text will say. Refused (400) where Telegram refuses the markup.

    The result may be empty; whether that is allowed, and how long it may be, depends on the method.
    """
    text = _checked_encoding(text or "")
    if parse_mode and parse_mode.lower() != "none":
        text, marked = _parsed(text, parse_mode)
    else:
        marked = list(entities or [])
    return _tidied(text, marked)


def _checked_encoding(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return text.translate(_CLEAN)


def _parsed(text: str, parse_mode: str) -> tuple[str, list[MessageEntity]]:
    if parse_mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    return parse_html(text)


def _tidied(text: str, marked: list[MessageEntity]) -> Formatted:
    """Trim as Telegram does: the end always, the beginning only up to the first entity."""
    marked = sorted(marked, key=lambda entity: (entity.offset, -entity.length))
    text = text.rstrip()
    length = utf16_length(text)
    first = min((entity.offset for entity in marked), default=length)
    cut = min(len(text) - len(text.lstrip()), first)
    kept = [fitted for entity in marked if (fitted := _fitted(entity, text, cut, length))]
    text = text[cut:]
    kept += _found_outside(text, kept)
    kept.sort(key=lambda entity: (entity.offset, -entity.length))
    return Formatted(text, kept[:MAX_ENTITIES])


def _fitted(entity: MessageEntity, text: str, cut: int, length: int) -> MessageEntity | None:
    """The entity within the trimmed text; None where nothing of it, or only blanks, remain."""
    end = min(entity.offset + entity.length, length)
    if entity.offset < 0 or end <= entity.offset:
        return None
    inside = text.encode("utf-16-le")[entity.offset * 2 : end * 2]
    if entity.type not in LITERAL and not inside.decode("utf-16-le", "replace").strip():
        return None
    if cut == 0 and end == entity.offset + entity.length:
        return entity
    return entity.model_copy(update={"offset": entity.offset - cut, "length": end - entity.offset})


def _found_outside(text: str, marked: list[MessageEntity]) -> list[MessageEntity]:
    taken = [(each.offset, each.offset + each.length) for each in marked if each.type in LITERAL]
    return [
        entity
        for entity in found_entities(text)
        if all(entity.offset >= end or entity.offset + entity.length <= at for at, end in taken)
    ]
