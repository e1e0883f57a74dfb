"""How the bot gets its updates: by asking, or at a webhook.

Source: core.telegram.org/bots/api#setwebhook.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiogram.methods import DeleteWebhook, GetUpdates, GetWebhookInfo, SetWebhook
from aiogram.types import Update, WebhookInfo

from sandbox.errors import bad_request
from sandbox.updates import Webhook

if TYPE_CHECKING:
    from sandbox.telegram import Telegram

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
MAX_CONNECTIONS = 40
"""What Telegram opens at once unless told otherwise."""


def get_updates(telegram: Telegram, request: GetUpdates) -> Awaitable[list[Update]]:
    """The updates from an offset on, waiting for the first if there are none."""
    return telegram.updates.poll(request)


def set_webhook(telegram: Telegram, request: SetWebhook) -> bool:
    """Push from now on; an empty address removes the webhook.

    Beyond Telegram, plain HTTP is allowed to this machine itself.
    """
    updates = telegram.updates
    if request.drop_pending_updates:
        updates.drop()
    if not request.url:
        updates.webhook = None
        return True
    _check_webhook(request)
    updates.allow(request.allowed_updates)
    updates.webhook = Webhook(
        url=request.url,
        secret_token=request.secret_token,
        max_connections=request.max_connections or MAX_CONNECTIONS,
    )
    updates.end_poll("setWebhook request")
    return True


def delete_webhook(telegram: Telegram, request: DeleteWebhook) -> bool:
    """Back to getUpdates."""
    if request.drop_pending_updates:
        telegram.updates.drop()
    telegram.updates.webhook = None
    telegram.changes.touch(visible=False)
    return True


def get_webhook_info(telegram: Telegram, _: GetWebhookInfo) -> WebhookInfo:
    """Where updates are pushed, how many wait, what went wrong last."""
    updates, webhook = telegram.updates, telegram.updates.webhook
    return WebhookInfo(
        url=webhook.url if webhook else "",
        has_custom_certificate=False,
        pending_update_count=len(updates.queue),
        last_error_date=webhook.last_error_at if webhook else None,
        last_error_message=webhook.last_error if webhook else None,
        max_connections=webhook.max_connections if webhook else None,
        allowed_updates=sorted(updates.allowed) or None,
    )


def _check_webhook(request: SetWebhook) -> None:
    parts = urlsplit(request.url)
    is_local = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not is_local and (parts.scheme != "https" or not parts.hostname):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if request.secret_token is not None and not SECRET.fullmatch(request.secret_token):
        raise bad_request("secret token contains unallowed characters")
