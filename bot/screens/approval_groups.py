"""The groups that approve, for those who run the place."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from bot.schemas.approval_groups import GroupCard, GroupView
from bot.schemas.resources import ResourceView
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


class ChooseGroup(CallbackData, prefix="groupof"):
    """Which decides about a resource."""

    resource_id: Id


class SetGroup(CallbackData, prefix="groupto"):
    """None: whichever is the default one."""

    resource_id: Id
    group_id: Id | None = None


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


def choice_screen(
    texts: Texts, resource: ResourceView, groups: Sequence[GroupView], back: CallbackData
) -> Screen:
    """Which of them decides about a resource, and the others that could."""
    chosen: dict[int | None, str] = {None: texts.plain("group-choice-default")}
    chosen |= {group.id: _label(texts, group) for group in groups}
    rows: list[Row] = [
        [
            button(
                ("• " if group_id == resource.approval_group_id else "") + label,
                SetGroup(resource_id=resource.id, group_id=group_id),
            )
        ]
        for group_id, label in chosen.items()
    ]
    text = lines(
        texts.html("group-choice-text", name=resource.name),
        group_line(texts, resource, groups),
        "",
        texts.html("group-choice-hint"),
    )
    return Screen(text, keyboard([*rows, back_row(texts, back)]))


def has_choice(resource: ResourceView, groups: Sequence[GroupView]) -> bool:
    """Whether it matters which group it is."""
    return resource.requires_approval or len(groups) > 1


def group_line(texts: Texts, resource: ResourceView, groups: Sequence[GroupView]) -> str:
    """Which group decides about it."""
    named = resource.approval_group_id
    found = next(
        (one for one in groups if (one.is_default if named is None else one.id == named)), None
    )
    title = "none" if found is None else found.title or str(found.chat_id)
    return texts.html("group-of", title=title, default="yes" if named is None else "no")
