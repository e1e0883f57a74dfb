"""The groups that approve, for those who run the place."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from bot.schemas.approval_groups import GroupCard, GroupView
from bot.screens.screen import Id, Row, Screen, back_row, button, keyboard, lines
from bot.screens.start import Admin
from bot.texts import Texts

NAMES = 10
"""Of the resources that name a group."""


class ShowGroups(CallbackData, prefix="groups"):
    pass


class ShowGroup(CallbackData, prefix="group"):
    group_id: Id


class MakeDefault(CallbackData, prefix="groupdef"):
    group_id: Id


class Unbind(CallbackData, prefix="groupoff"):
    group_id: Id


def list_screen(texts: Texts, groups: Sequence[GroupView]) -> Screen:
    rows: list[Row] = [
        [button(_label(texts, group), ShowGroup(group_id=group.id))] for group in groups
    ]
    text = lines(
        texts.html("groups-title"),
        "",
        None if groups else texts.html("groups-none"),
        texts.html("groups-hint"),
    )
    back = back_row(texts, Admin())
    return Screen(text, keyboard([*rows, back]))


def _label(texts: Texts, group: GroupView) -> str:
    key = "group-label-default" if group.is_default else "group-label"
    return texts.plain(key, title=group.title or str(group.chat_id))


def group_screen(texts: Texts, card: GroupCard) -> Screen:
    """One group: what it is for, and what can be done about it."""
    group, more = card.group, len(card.resources) - NAMES
    text = lines(
        texts.html("group-title", title=group.title or str(group.chat_id)),
        "",
        texts.html("group-is-default") if group.is_default else None,
        texts.html("group-resources", names=", ".join(card.resources[:NAMES]), more=max(more, 0))
        if card.resources
        else texts.html("group-no-resources"),
        texts.html("group-waiting", count=card.waiting),
    )
    default = button(texts.plain("button-group-default"), MakeDefault(group_id=group.id))
    rows: list[Row] = [
        [] if group.is_default else [default],
        [button(texts.plain("button-group-unbind"), Unbind(group_id=group.id), style="danger")],
        back_row(texts, ShowGroups()),
    ]
    return Screen(text, keyboard(rows))
