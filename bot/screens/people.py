"""People, for those who run the place: the list, a card each, and what can be set there."""

from collections.abc import Collection
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from pydantic import Field

from bot.schemas.people import PeoplePage, PersonLine, PersonView
from bot.screens.admin import AnyBooking, People, PersonCard
from bot.screens.held import NAMES_MAX, held_names
from bot.screens.screen import (
    Id,
    PageNumber,
    Row,
    Screen,
    back_row,
    button,
    in_rows,
    keyboard,
    lines,
    page_turns,
    shortened,
)
from bot.screens.start import Admin
from bot.texts import Texts
from db.enums import Role

ROLES = (Role.MEMBER, Role.ADMIN, Role.OWNER)
"""What owners make of somebody; to block is something else."""
QUOTAS = (1, 2, 3, 5, 10)
"""How many bookings ahead a person may be limited to, at a tap."""
TAGS_MAX = 24
"""Buttons; more tags than that are typed."""
NAME_MAX = 30
Quota = Annotated[int, Field(ge=0, le=10)]
"""0 lifts it."""
Tag = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")]


class PeopleTurn(CallbackData, prefix="ppn"):
    """Another page of those who were searched for."""

    page: PageNumber


class AskTags(CallbackData, prefix="ppt"):
    user_id: Id


class ToggleTag(CallbackData, prefix="ppg"):
    user_id: Id
    tag: Tag


class AskQuota(CallbackData, prefix="ppa"):
    user_id: Id


class SetQuota(CallbackData, prefix="ppq"):
    user_id: Id
    most: Quota


class AskRole(CallbackData, prefix="ppo"):
    user_id: Id


class SetRole(CallbackData, prefix="ppr"):
    user_id: Id
    role: Role


class AskBlock(CallbackData, prefix="ppb"):
    user_id: Id


class Block(CallbackData, prefix="ppx"):
    """With the reason that was typed, if one was; `cancels`: what lies ahead of them, too."""

    user_id: Id
    cancels: bool


class Unblock(CallbackData, prefix="ppu"):
    user_id: Id


class BookFor(CallbackData, prefix="ppf"):
    user_id: Id


def list_screen(texts: Texts, page: PeoplePage) -> Screen:
    found = None
    if page.search is not None:
        found = texts.html("people-found", search=page.search, count=page.count)
    everybody = button(texts.plain("button-everybody"), People())
    return Screen(
        lines(texts.html("people-text"), found or texts.html("people-count", count=page.count)),
        keyboard(
            [
                *([_line_button(texts, person)] for person in page.people),
                page_turns(page.page, page.pages, lambda to: PeopleTurn(page=to)),
                [everybody] if page.search is not None else [],
                back_row(texts, Admin()),
            ]
        ),
    )


def _line_button(texts: Texts, person: PersonLine) -> InlineKeyboardButton:
    name = shortened(person.full_name, NAME_MAX)
    label = texts.plain("person-button", name=name, mark=_mark(person))
    return button(label, PersonCard(user_id=person.id))


def _mark(person: PersonLine) -> str:
    """What is out of the ordinary about them; nothing about most."""
    if person.role is not Role.MEMBER:
        return person.role
    return "member" if person.reachable else "away"


def card_screen(texts: Texts, person: PersonView, *, may_set_roles: bool) -> Screen:
    """`may_set_roles`: an owner looks at it."""
    is_blocked = person.role is Role.BLOCKED
    user = {"user_id": person.id}
    return Screen(
        _card_text(texts, person),
        keyboard(
            [
                *([_booking_button(texts, person, at)] for at in range(len(person.bookings))),
                page_turns(
                    person.page, person.pages, lambda to: PersonCard(user_id=person.id, page=to)
                ),
                [] if is_blocked else [button(texts.plain("button-book-for"), BookFor(**user))],
                [
                    button(texts.plain("button-tags"), AskTags(**user)),
                    button(texts.plain("button-quota"), AskQuota(**user)),
                ],
                _standing_row(texts, person, may_set_roles=may_set_roles),
                back_row(texts, People()),
            ]
        ),
    )


def _standing_row(texts: Texts, person: PersonView, *, may_set_roles: bool) -> Row:
    """Blocked or not; and what else they are."""
    row = []
    if person.role is Role.BLOCKED:
        row.append(button(texts.plain("button-unblock"), Unblock(user_id=person.id)))
    elif not person.runs_the_place:
        block = AskBlock(user_id=person.id)
        row.append(button(texts.plain("button-block"), block, style="danger"))
    if may_set_roles and not person.is_fixed_owner and person.role is not Role.BLOCKED:
        row.append(button(texts.plain("button-role"), AskRole(user_id=person.id)))
    return row


def _booking_button(texts: Texts, person: PersonView, at: int) -> InlineKeyboardButton:
    booking = person.bookings[at]
    label = texts.plain(
        "my-button",
        icon=texts.plain("status-icon", status=booking.status),
        moment=texts.moment(booking.period.starts_at, booking.zone),
        names=held_names(texts, booking.held, most=NAMES_MAX),
    )
    return button(label, AnyBooking(booking_id=booking.id))


def _card_text(texts: Texts, person: PersonView) -> str:
    most = person.max_open_bookings
    return lines(
        texts.html("person-who", who=person.full_name, who_id=str(person.telegram_id)),
        texts.html("person-username", username=person.username) if person.username else None,
        texts.html("person-id", id=str(person.telegram_id)),
        texts.html("person-role", role=person.role),
        person.block_reason and texts.html("my-card-reason", reason=person.block_reason),
        None if person.reachable else texts.html("person-away"),
        texts.html("person-tags", tags=", ".join(sorted(person.tags))) if person.tags else None,
        texts.html("person-quota", most=most) if most else None,
        "",
        texts.html("person-counts", ahead=person.ahead, others=person.others),
    )


def tags_screen(texts: Texts, person: PersonView, in_use: Collection[str]) -> Screen:
    """Those in use, each given or taken away at a tap; others are typed."""
    offered = sorted(person.tags) + sorted(frozenset(in_use) - person.tags)
    toggles = [
        button(f"✓ {tag}" if tag in person.tags else tag, ToggleTag(user_id=person.id, tag=tag))
        for tag in offered[:TAGS_MAX]
    ]
    text = texts.html("person-tags-text", name=person.full_name)
    return Screen(text, keyboard([*in_rows(toggles, 2), _back_row(texts, person)]))


def quota_screen(texts: Texts, person: PersonView) -> Screen:
    choices = [
        button(
            f"• {most}" if most == person.max_open_bookings else str(most),
            SetQuota(user_id=person.id, most=most),
        )
        for most in QUOTAS
    ]
    none = button(texts.plain("button-no-quota"), SetQuota(user_id=person.id, most=0))
    text = texts.html("person-quota-text", name=person.full_name)
    return Screen(text, keyboard([choices, [none], _back_row(texts, person)]))


def role_screen(texts: Texts, person: PersonView) -> Screen:
    choices = [
        button(
            ("• " if role is person.role else "") + texts.plain("role-name", role=role),
            SetRole(user_id=person.id, role=role),
        )
        for role in ROLES
    ]
    text = texts.html("person-role-text", name=person.full_name)
    return Screen(text, keyboard([*([choice] for choice in choices), _back_row(texts, person)]))


def block_screen(texts: Texts, person: PersonView, reason: str | None) -> Screen:
    """What becomes of what lies ahead of them is asked with it."""

    def choice(key: str, *, cancels: bool) -> Row:
        data = Block(user_id=person.id, cancels=cancels)
        return [button(texts.plain(key, count=person.ahead), data, style="danger")]

    rows = [choice("button-block-yes", cancels=False)]
    if person.ahead:
        rows = [
            choice("button-block-cancel", cancels=True),
            choice("button-block-keep", cancels=False),
        ]
    text = lines(
        texts.html("person-block-text", name=person.full_name, count=person.ahead),
        texts.html("my-card-reason", reason=reason) if reason else texts.html("person-block-hint"),
    )
    return Screen(text, keyboard([*rows, _back_row(texts, person)]))


def _back_row(texts: Texts, person: PersonView) -> Row:
    return back_row(texts, PersonCard(user_id=person.id))
