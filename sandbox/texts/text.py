"""Formatted text as Telegram reads it: parse, trim, find links and commands, count in UTF-16.

Sources: core.telegram.org/bots/api#formatting-options and #sendmessage; the wording of the errors
is that of Telegram's own parser.
"""

from dataclasses import dataclass

from aiogram.types import MessageEntity

from sandbox.errors import bad_request
from sandbox.texts.found import found_entities
from sandbox.texts.html import parse_html

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_ENTITIES = 100
LITERAL = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji", "date_time"})
"""Inside these Telegram finds no links of its own."""

BLANK = " \n"

_CLEAN = dict.fromkeys([*range(10), 11, 12, *range(14, 32)], " ") | {13: None}


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
    text = text.rstrip(BLANK)
    fitted = _fitted(marked, text)
    first = min((entity.offset for entity in fitted), default=len(text))
    cut = min(len(text) - len(text.lstrip(BLANK)), first)
    text = text[cut:]
    for entity in fitted if cut else ():
        entity.offset -= cut
    kept = fitted + _found_outside(text, fitted)
    kept.sort(key=lambda entity: (entity.offset, -entity.length))
    return Formatted(text, kept[:MAX_ENTITIES])


def _fitted(marked: list[MessageEntity], text: str) -> list[MessageEntity]:
    """Copies of the entities, cut to the text, without repetitions and those around blanks."""
    units, fitted = text.encode("utf-16-le"), {}
    for entity in marked:
        end = min(entity.offset + entity.length, len(units) // 2)
        inside = units[entity.offset * 2 : end * 2].decode("utf-16-le", "replace")
        if entity.offset < 0 or not inside or not (entity.type in LITERAL or inside.strip(BLANK)):
            continue
        place = (entity.type, entity.offset, end)
        fitted[place] = entity.model_copy(update={"length": end - entity.offset})
    return list(fitted.values())


def _found_outside(text: str, marked: list[MessageEntity]) -> list[MessageEntity]:
    taken = [(each.offset, each.offset + each.length) for each in marked if each.type in LITERAL]
    return [
        entity
        for entity in found_entities(text)
        if all(entity.offset >= end or entity.offset + entity.length <= at for at, end in taken)
    ]
