"""What each HTML tag means as an entity, and which attributes it must have.

Source: core.telegram.org/bots/api#html-style and #date-time-entity-formatting.
"""

import re
from typing import Any

from aiogram.types import User

SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
}
TAGS = frozenset(SIMPLE) | {"a", "code", "pre", "blockquote", "tg-emoji", "tg-time"}
TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")
LINK = re.compile(
    r"(?:(?:https?|ftp|tg|ton|tonsite)://\S+|mailto:\S+|[^\s/:]+\.[^\s/:.]{2,}(?:[/:]\S*)?)",
    re.IGNORECASE,
)
USER_LINK = re.compile(r"tg:(?://)?user\?id=([0-9]{1,18})", re.IGNORECASE)
MAX_UNIX_TIME = 2**31 - 1


def wrong_attribute(tag: str, attributes: dict[str, str]) -> str | None:
    """Why Telegram refuses this start tag; None where it does not."""
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        return 'Tag "span" must have class "tg-spoiler"'
    if tag == "tg-emoji" and not attributes.get("emoji-id", "").isdecimal():
        return "Invalid custom emoji identifier specified"
    if tag == "tg-time" and not _is_unix_time(attributes.get("unix", "")):
        return 'Tag "tg-time" must have a valid attribute "unix"'
    if tag == "tg-time" and not TIME_FORMAT.fullmatch(attributes.get("format", "")):
        return 'Tag "tg-time" has an invalid attribute "format"'
    return None


def entity_of(tag: str, attributes: dict[str, str], content: str) -> dict[str, Any] | None:
    """Type and own fields of a tag's entity; None for a link that leads nowhere.

    `code` carries its language, which only a `pre` around or inside it can show.
    """
    if tag in SIMPLE:
        return {"type": SIMPLE[tag]}
    if tag == "a":
        return _link(attributes.get("href") or content)
    if tag == "code":
        language = attributes.get("class", "").partition("language-")[2]
        return {"type": "code", "language": language or None}
    if tag == "tg-emoji":
        return {"type": "custom_emoji", "custom_emoji_id": attributes["emoji-id"]}
    if tag == "tg-time":
        shown = {"date_time_format": attributes["format"]} if attributes.get("format") else {}
        return {"type": "date_time", "unix_time": int(attributes["unix"])} | shown
    expandable = tag == "blockquote" and "expandable" in attributes
    return {"type": "expandable_blockquote" if expandable else tag}


def _link(url: str) -> dict[str, Any] | None:
    """A mention for `tg://user?id=`, a link for what looks like an address, else nothing."""
    if user := USER_LINK.fullmatch(url):
        # The reader of the text fills in who that is; an unknown person makes no entity.
        return {"type": "text_mention", "user": User(id=int(user[1]), is_bot=False, first_name="")}
    if not LINK.fullmatch(url):
        return None
    if "://" in url or url.lower().startswith("mailto:"):
        with_path = url if "/" in url.partition("://")[2] else f"{url}/"
        return {"type": "text_link", "url": with_path if url[:4].lower() == "http" else url}
    return {"type": "text_link", "url": f"http://{url}" + ("" if "/" in url else "/")}


def _is_unix_time(value: str) -> bool:
    return value.isdecimal() and 0 < int(value) <= MAX_UNIX_TIME
