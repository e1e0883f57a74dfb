"""Who may use the bot, for those who run the place."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.schemas.access import AccessRule
from bot.screens.screen import Row, Screen, back_row, button, keyboard, lines
from bot.screens.start import Admin
from bot.texts import Texts
from db.enums import Access


class ShowAccess(CallbackData, prefix="access"):
    pass


class SetAccess(CallbackData, prefix="access1"):
    access: Access


class ShowInvites(CallbackData, prefix="invites"):
    """Those that are open, from the newest on."""


def access_screen(texts: Texts, rule: AccessRule) -> Screen:
    text = lines(
        texts.html("access-title"),
        "",
        texts.html("access-rule", access=rule.access, group=rule.title or "—"),
        "",
        texts.html("access-hint", group=rule.title or "none"),
    )
    rows: list[Row] = [[_choice(texts, rule, access)] for access in Access]
    rows += [
        [button(texts.plain("button-invites"), ShowInvites())],
        back_row(texts, Admin()),
    ]
    return Screen(text, keyboard(rows))


def _choice(texts: Texts, rule: AccessRule, access: Access) -> InlineKeyboardButton:
    label = texts.plain("access-choice", access=access)
    is_chosen = access is rule.access
    return button(f"• {label}" if is_chosen else label, SetAccess(access=access))


def members_bound_screen(texts: Texts) -> Screen:
    """In the group whose members may use the bot from now on."""
    return Screen(texts.html("members-bound-text"))
