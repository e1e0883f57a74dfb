"""At the door: what somebody who scans its card is shown."""

from datetime import datetime

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.clock import local_day
from bot.schemas.slots import Door
from bot.screens.clocks import clock_line
from bot.screens.contacts import contact_links
from bot.screens.free import now_buttons
from bot.screens.photos import photo_row
from bot.screens.plans import PlanWeek
from bot.screens.screen import Id, Row, Screen, button, in_rows, keyboard, lines
from bot.screens.start import Home
from bot.texts import Texts

LENGTHS = 6
"""Buttons of lengths: at a door people want little."""


class DoorTimes(CallbackData, prefix="door"):
    """Another time of this resource."""

    resource_id: Id


class DoorCard(CallbackData, prefix="doorcard"):
    """The card to print, for admins."""

    resource_id: Id


def door_screen(texts: Texts, door: Door, draft: str, *, now: datetime, is_admin: bool) -> Screen:
    resource = door.resource
    text = lines(
        texts.html("door-title", name=resource.name),
        resource.location and texts.html("resource-location", location=resource.location),
        "",
        _state(texts, door, now=now),
        clock_line(texts, now, resource.zone),
        texts.html("door-ask", who=contact_links(door.admins)) if door.admins else None,
    )
    today = local_day(now, resource.zone)
    week = PlanWeek(resource_id=resource.id, ordinal=today.toordinal())
    rows: list[Row] = [
        *in_rows(_lengths(texts, door, draft), 2),
        [
            button(texts.plain("door-times"), DoorTimes(resource_id=resource.id)),
            button(texts.plain("door-week"), week),
        ],
        photo_row(texts, resource),
        [button(texts.plain("door-card"), DoorCard(resource_id=resource.id))] if is_admin else [],
        [button(texts.plain("button-home"), Home())],
    ]
    return Screen(text, keyboard(rows))


def _state(texts: Texts, door: Door, *, now: datetime) -> str:
    zone = door.resource.zone
    if door.free is not None:
        return texts.html("door-free", until=texts.until(door.free.until, now, zone))
    if door.next_at is not None:
        key = "door-next-approval" if door.resource.requires_approval else "door-next"
        return texts.html(key, at=texts.time(door.next_at, zone))
    return texts.html("door-none")


def _lengths(texts: Texts, door: Door, draft: str) -> list[InlineKeyboardButton]:
    return now_buttons(texts, door.free, draft)[:LENGTHS] if door.free else []
