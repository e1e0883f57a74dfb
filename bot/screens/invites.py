"""Links that let people in: the list, the form of a new one, and the link itself."""

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton
from pydantic import Field

from bot.schemas.invites import InviteForm, InvitePage, InviteView
from bot.screens.access import ShowAccess, ShowInvites
from bot.screens.screen import (
    Id,
    PageNumber,
    Row,
    Screen,
    back_row,
    button,
    keyboard,
    lines,
    page_turns,
)
from bot.texts import Texts

USES = (1, 10, 0)
DAYS = (1, 7, 0)
"""0: without a limit."""


class TurnInvites(CallbackData, prefix="invpage"):
    page: PageNumber


class ShowInvite(CallbackData, prefix="invite"):
    invite_id: Id


class RevokeInvite(CallbackData, prefix="invoff"):
    invite_id: Id


class NewInvite(CallbackData, prefix="invnew"):
    """Begin one."""


class SetUses(CallbackData, prefix="invuses"):
    uses: Annotated[int, Field(ge=0, le=1000)]


class SetDays(CallbackData, prefix="invdays"):
    days: Annotated[int, Field(ge=0, le=365)]


class DropTags(CallbackData, prefix="invtags0"):
    """None of what was typed."""


class MakeInvite(CallbackData, prefix="invmake"):
    """As the form has it."""


def list_screen(texts: Texts, page: InvitePage, zone: ZoneInfo) -> Screen:
    rows: list[Row] = [
        [button(_label(texts, invite, zone), ShowInvite(invite_id=invite.id))]
        for invite in page.invites
    ]
    rows += [
        page_turns(page.page, page.pages, lambda number: TurnInvites(page=number)),
        [button(texts.plain("button-invite-new"), NewInvite(), style="primary")],
        back_row(texts, ShowAccess()),
    ]
    key = "invites-text" if page.invites else "invites-none"
    return Screen(lines(texts.html("invites-title"), "", texts.html(key)), keyboard(rows))


def _label(texts: Texts, invite: InviteView, zone: ZoneInfo) -> str:
    until = texts.day(invite.expires_at.astimezone(zone).date()) if invite.expires_at else "none"
    return texts.plain("invite-label", left=_left(invite), used=invite.uses, until=until)


def _left(invite: InviteView) -> int | str:
    return "none" if invite.max_uses is None else invite.max_uses - invite.uses


def form_screen(texts: Texts, form: InviteForm) -> Screen:
    """A new invite; tags are typed while it is shown."""
    text = lines(
        texts.html("invite-form-title"),
        "",
        texts.html("invite-form-uses", uses=form.uses),
        texts.html("invite-form-days", days=form.days),
        texts.html("invite-form-tags", tags=_tags(form.tags)),
        "",
        texts.html("invite-form-hint"),
    )
    rows = [
        [_use(texts, form, uses) for uses in USES],
        [_day(texts, form, days) for days in DAYS],
        [button(texts.plain("button-invite-no-tags"), DropTags())] if form.tags else [],
        [button(texts.plain("button-invite-make"), MakeInvite(), style="success")],
        back_row(texts, ShowInvites()),
    ]
    return Screen(text, keyboard(rows))


def _use(texts: Texts, form: InviteForm, uses: int) -> InlineKeyboardButton:
    label = texts.plain("invite-uses", uses=uses)
    return button(f"• {label}" if uses == form.uses else label, SetUses(uses=uses))


def _day(texts: Texts, form: InviteForm, days: int) -> InlineKeyboardButton:
    label = texts.plain("invite-days", days=days)
    return button(f"• {label}" if days == form.days else label, SetDays(days=days))


def _tags(tags: frozenset[str]) -> str:
    return ", ".join(sorted(tags)) or "none"


def invite_screen(texts: Texts, invite: InviteView, link: str, zone: ZoneInfo) -> Screen:
    """The link, to be sent on, and what it does."""
    text = lines(
        texts.html("invite-title"),
        "",
        f"<code>{link}</code>",
        "",
        texts.html("invite-uses-line", used=invite.uses, left=_left(invite)),
        texts.html("invite-until", until=_moment(texts, invite.expires_at, zone)),
        texts.html("invite-form-tags", tags=_tags(invite.tags)),
    )
    copy = InlineKeyboardButton(
        text=texts.plain("button-invite-copy"), copy_text=CopyTextButton(text=link)
    )
    off = RevokeInvite(invite_id=invite.id)
    rows = [
        [copy],
        [button(texts.plain("button-invite-revoke"), off, style="danger")],
        back_row(texts, ShowInvites()),
    ]
    return Screen(text, keyboard(rows))


def _moment(texts: Texts, at: datetime | None, zone: ZoneInfo) -> str:
    return texts.moment(at, zone) if at else "none"
