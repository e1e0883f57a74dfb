"""The words of the bot's messages: formatted, measured, with the people they mention."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiogram.types import LinkPreviewOptions, MessageEntity

from sandbox.errors import bad_request
from sandbox.texts.text import MAX_CAPTION, MAX_TEXT, Formatted, read_text

if TYPE_CHECKING:
    from sandbox.telegram import Telegram

MAX_SOURCE = 1 << 15
"""Characters before parsing."""


def worded_text(telegram: Telegram, request: Any, *, too_long: str) -> dict[str, Any]:
    """`text` and `entities` of a sendMessage or editMessageText; Refused (400).

    `too_long` is the sentence for more than 4096 UTF-16 units after parsing.
    """
    if not request.text:
        raise bad_request("message text is empty")
    read = read_text(request.text, parse_mode=request.parse_mode, entities=request.entities)
    if not read.text:
        raise bad_request("text must be non-empty")
    if read.units > MAX_TEXT or len(request.text) > MAX_SOURCE:
        raise bad_request(too_long)
    return {
        "text": read.text,
        "entities": _with_people(telegram, read) or None,
        "link_preview_options": _preview(request),
    }


def worded_caption(telegram: Telegram, source: Any) -> dict[str, Any]:
    """`caption` and `caption_entities` of a file's message; both None for an empty caption.

    Refused (400) for more than 1024 UTF-16 units after parsing.
    """
    read = read_text(source.caption, parse_mode=source.parse_mode, entities=source.caption_entities)
    if read.units > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return {
        "caption": read.text or None,
        "caption_entities": _with_people(telegram, read) or None,
    }


def _with_people(telegram: Telegram, read: Formatted) -> list[MessageEntity]:
    """Text mentions get the person meant; a mention of somebody unknown is no entity at all."""
    kept = []
    for entity in read.entities:
        if entity.type != "text_mention":
            kept.append(entity)
        elif entity.user and (person := telegram.people.get(entity.user.id)):
            kept.append(entity.model_copy(update={"user": person.user}))
    return kept


def _preview(request: Any) -> LinkPreviewOptions | None:
    """The link preview asked for, every field given, so that no default can creep in later."""
    given = request.link_preview_options
    if given is None and not request.disable_web_page_preview:
        return None
    names = LinkPreviewOptions.model_fields
    chosen = {name: getattr(given, name, None) for name in names}
    chosen["is_disabled"] = chosen["is_disabled"] or request.disable_web_page_preview or None
    return LinkPreviewOptions(**chosen)
