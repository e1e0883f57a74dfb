"""Which keyboards Telegram accepts under a message.

Sources: core.telegram.org/bots/api#inlinekeyboardbutton (exactly one action, callback data of 1-64
bytes, the three styles), #copytextbutton (1-256 characters); 100 buttons and 8 in a row.
"""

import re
from urllib.parse import urlsplit

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup

from sandbox.errors import bad_request

MAX_BUTTONS = 100
MAX_IN_A_ROW = 8
MAX_DATA_BYTES = 64
MAX_COPIED = 256
STYLES = frozenset({"danger", "success", "primary"})
ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)
HOST = re.compile(r"(?:[\w-]+\.)+[\w-]{2,}|(?:\d{1,3}\.){3}\d{1,3}")


def checked_inline(
    markup: InlineKeyboardMarkup, *, is_private: bool
) -> InlineKeyboardMarkup | None:
    """The keyboard as the message keeps it: a copy, None where it has no buttons; Refused (400)."""
    rows = [row for row in markup.inline_keyboard if row]
    if not rows:
        return None
    if sum(map(len, rows)) > MAX_BUTTONS or max(map(len, rows)) > MAX_IN_A_ROW:
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            _check_button(button, is_private=is_private)
    kept = [[button.model_copy() for button in row] for row in rows]
    return markup.model_copy(update={"inline_keyboard": kept})


def check_reply_keyboard(markup: ReplyKeyboardMarkup, *, is_private: bool) -> None:
    """Refused (400) for a keyboard under the input field that Telegram would not show."""
    buttons = [button for row in markup.keyboard for button in row]
    if not buttons:
        raise bad_request("reply keyboard must be non-empty")
    for button in buttons:
        if not button.text:
            raise bad_request("keyboard button text must be non-empty")
        _check_style(button.style)
        asks = (button.request_contact, button.request_location, button.request_poll)
        if any(asks) and not is_private:
            raise bad_request("phone number can be requested in private chats only")


def _check_button(button: InlineKeyboardButton, *, is_private: bool) -> None:
    if not button.text:  # a space is let through: the blank cells of calendars rely on it
        raise bad_request("BUTTON_TEXT_INVALID")
    _check_style(button.style)
    actions = [name for name in ACTIONS if getattr(button, name) is not None]
    if not actions:
        raise bad_request("text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one action must be given")
    _check_action(button, is_private=is_private)


def _check_style(style: str | None) -> None:
    if style is not None and style not in STYLES:
        raise bad_request("can't parse inline keyboard button: invalid button style specified")


def _check_action(button: InlineKeyboardButton, *, is_private: bool) -> None:
    data = button.callback_data
    if data is not None and not 1 <= len(data.encode()) <= MAX_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if button.url is not None:
        _check_url(button.url)
    if button.copy_text and not 1 <= len(button.copy_text.text) <= MAX_COPIED:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if button.web_app:
        _check_web_app(button.web_app.url, is_private=is_private)
    if button.pay or button.callback_game:
        raise bad_request("BUTTON_TYPE_INVALID")


def _check_url(url: str) -> None:
    """HTTP addresses with a full host name, and tg:// links."""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme == "tg" and parts.netloc:
        return
    if not url or parts.scheme not in {"http", "https"}:
        raise _invalid_url("URL", url, "Unsupported URL protocol")
    if not HOST.fullmatch(parts.hostname or ""):
        raise _invalid_url("URL", url, "Wrong HTTP URL")


def _check_web_app(url: str, *, is_private: bool) -> None:
    if not is_private:
        raise bad_request("BUTTON_TYPE_INVALID")
    if not url.startswith("https://"):
        raise _invalid_url("Web App URL", url, "Only HTTPS links are allowed")


def _invalid_url(kind: str, url: str, reason: str) -> Exception:
    return bad_request(f"inline keyboard button {kind} '{url}' is invalid: {reason}")
