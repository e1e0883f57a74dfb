"""Tags, as people type them."""

from bot.services import refusals
from bot.typed.words import tags_of
from db.base import TAG, TAGS_MAX

TAG_SHOWN = 40
"""Characters of what is no tag, in the answer that says so."""


def parse_tags(typed: str) -> frozenset[str]:
    """Tags with spaces or commas between them, and a # before each or not; at least one.

    Raises NotATag or TooManyTags.
    """
    return checked(tags_of(typed.replace("#", " ")) or frozenset({""}))


def checked(tags: frozenset[str]) -> frozenset[str]:
    """The same tags. Raises NotATag or TooManyTags."""
    wrong = sorted(tag for tag in tags if not TAG.fullmatch(tag))
    if wrong:
        raise refusals.NotATag(wrong[0][:TAG_SHOWN])
    length = len(" ".join(tags))
    if length > TAGS_MAX:
        raise refusals.TooManyTags(TAGS_MAX, length)
    return tags
