"""What a message of the outbox says."""

from collections.abc import Sequence
from datetime import datetime

from bot.schemas.notices import Notice
from bot.screens import approval
from bot.screens import notices as screens
from bot.screens.screen import Screen
from bot.texts import Texts
from db.enums import NotificationKind


def render(told: Sequence[Notice], texts: Texts, *, now: datetime) -> Screen:
    """One notice; or several, a line each."""
    if len(told) > 1:
        return screens.digest_screen(texts, told, now=now)
    (notice,) = told
    if notice.is_superseded:
        return approval.superseded_screen(texts, notice.booking)
    return _render_one(notice, texts, now=now)


def _render_one(notice: Notice, texts: Texts, *, now: datetime) -> Screen:
    match notice.kind:
        case NotificationKind.APPROVAL_CARD | NotificationKind.CARD_OUTCOME:
            return approval.card_screen(texts, notice.booking, now=now)
        case NotificationKind.DECISION:
            return screens.decision_screen(texts, notice.booking)
        case NotificationKind.EXPIRY:
            return screens.expiry_screen(texts, notice.booking)
        case NotificationKind.REMINDER:
            return screens.reminder_screen(texts, notice.booking, now=now)
        case NotificationKind.BY_ADMIN:
            return screens.by_admin_screen(texts, notice)
        case NotificationKind.ENDING:
            return screens.ending_screen(texts, notice.booking, notice.extensions)
