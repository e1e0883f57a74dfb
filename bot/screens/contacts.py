"""Whom to ask, a tap away."""

from collections.abc import Sequence
from html import escape

from bot.schemas.actor import Contact
from bot.texts import Tagged

CONTACTS = 3


def contact_links(contacts: Sequence[Contact]) -> Tagged:
    """The first few of them, as links to their chats."""
    return Tagged(
        ", ".join(
            f'<a href="tg://user?id={one.telegram_id}">{escape(one.full_name, quote=False)}</a>'
            for one in contacts[:CONTACTS]
        )
    )
