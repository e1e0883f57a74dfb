"""All resources, for those who run the place: the list, each one's card, and a new one."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from bot.schemas.approval_groups import GroupView
from bot.schemas.resources import ResourceList, ResourceView
from bot.screens.approval_groups import ChooseGroup, group_line, has_choice
from bot.screens.book import resource_text
from bot.screens.photos import photo_row
from bot.screens.rules import ResourceRules, rule_lines
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
from bot.screens.start import Admin
from bot.screens.weekly import ShowWeek, week_lines
from bot.texts import Texts
from db.enums import ResourceKind


class ListResources(CallbackData, prefix="res"):
    kind: ResourceKind = ResourceKind.ROOM
    page: PageNumber = 0


class ShowResource(CallbackData, prefix="resc"):
    resource_id: Id


class AddResource(CallbackData, prefix="resnew"):
    """Its kind is asked for, where it is left out."""

    kind: ResourceKind | None = None


class SetService(CallbackData, prefix="resin"):
    """Into service, or out of it."""

    resource_id: Id
    active: bool


class DuplicateResource(CallbackData, prefix="rescp"):
    resource_id: Id


class ShiftResource(CallbackData, prefix="resmv"):
    """One place up in the list, or down."""

    resource_id: Id
    up: bool


class EditResource(CallbackData, prefix="resed"):
    """Everything else about it: `screens.fields`."""

    resource_id: Id


def list_screen(texts: Texts, chosen: ResourceKind, listed: ResourceList) -> Screen:
    tabs = [
        button(
            ("• " if kind is chosen else "") + texts.plain(f"kind-{kind}"),
            ListResources(kind=kind),
        )
        for kind in ResourceKind
    ]
    rows: list[Row] = [
        [button(_label(texts, one), ShowResource(resource_id=one.id))] for one in listed.resources
    ]
    turns = page_turns(listed.page, listed.pages, lambda to: ListResources(kind=chosen, page=to))
    text = texts.html("resources-text" if rows else "resources-none")
    add = [button(texts.plain("resources-add"), AddResource())]
    return Screen(text, keyboard([tabs, *rows, turns, add, back_row(texts, Admin())]))


def _label(texts: Texts, resource: ResourceView) -> str:
    label = texts.plain(
        f"resource-button-{resource.kind}",
        icon=texts.plain("kind-icon", kind=resource.kind),
        name=resource.name,
        capacity=resource.capacity or 0,
        quantity=resource.quantity,
    )
    return label if resource.is_active else texts.plain("resources-out", label=label)


def card_screen(texts: Texts, resource: ResourceView, groups: Sequence[GroupView]) -> Screen:
    """All that is to know about it, and what can be done; the groups are all that are bound."""
    is_decided = resource.requires_approval or resource.approval_group_id is not None
    key = "resource-in-service" if resource.is_active else "resource-out-of-service"
    text = lines(
        resource_text(texts, resource),
        *about_lines(texts, resource),
        texts.html(key),
        "",
        texts.html("resource-hours", place=texts.place(resource.zone)),
        *week_lines(texts, resource),
        "",
        texts.html("resource-rules"),
        *rule_lines(texts, resource),
        group_line(texts, resource, groups) if is_decided else None,
    )
    group = [button(texts.plain("resource-group"), ChooseGroup(resource_id=resource.id))]
    rows = [*_card_rows(texts, resource), group if has_choice(resource, groups) else []]
    return Screen(text, keyboard([*rows, _back_to_list(texts, resource)]))


def about_lines(texts: Texts, resource: ResourceView) -> list[str | None]:
    """What it has, and for whom it is."""
    features, tags = sorted(resource.features), sorted(resource.bookers)
    return [
        texts.html("resource-features", features=", ".join(features)) if features else None,
        texts.html("resource-bookers", tags=", ".join(tags)) if tags else None,
    ]


def _card_rows(texts: Texts, resource: ResourceView) -> list[Row]:
    one = resource.id
    service = "resource-take-out" if resource.is_active else "resource-put-in"
    return [
        photo_row(texts, resource),
        [button(texts.plain(service), SetService(resource_id=one, active=not resource.is_active))],
        [
            button(texts.plain("resource-edit"), EditResource(resource_id=one)),
            button(texts.plain("resource-week"), ShowWeek(resource_id=one)),
        ],
        [
            button(texts.plain("resource-rules-button"), ResourceRules(resource_id=one)),
            button(texts.plain("resource-duplicate"), DuplicateResource(resource_id=one)),
        ],
        [
            button(texts.plain("resource-up"), ShiftResource(resource_id=one, up=True)),
            button(texts.plain("resource-down"), ShiftResource(resource_id=one, up=False)),
        ],
    ]


def kind_screen(texts: Texts) -> Screen:
    kinds = [
        button(texts.plain("kind-one", kind=kind), AddResource(kind=kind)) for kind in ResourceKind
    ]
    text = texts.html("resources-new-kind")
    return Screen(text, keyboard([kinds, back_row(texts, ListResources())]))


def name_screen(texts: Texts, kind: ResourceKind) -> Screen:
    """What is typed next is the name."""
    text = texts.html("resources-new-name", kind=kind)
    return Screen(text, keyboard([back_row(texts, AddResource())]))


def _back_to_list(texts: Texts, resource: ResourceView) -> Row:
    return back_row(texts, ListResources(kind=resource.kind))
