"""When first: a day, a start, a length, how many people, and what is free then."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from pydantic import Field

from bot.schemas.pages import page_within
from bot.schemas.resources import ResourceView
from bot.schemas.slots import FreeNow, FreePage
from bot.screens.book import MORNING, STARTS_PER_PAGE
from bot.screens.clocks import clock_line, twice_line
from bot.screens.screen import (
    DayNumber,
    DraftId,
    Id,
    Minutes,
    PageNumber,
    Row,
    Screen,
    UnixTime,
    button,
    in_rows,
    keyboard,
    lines,
    page_turns,
)
from bot.screens.start import FindFree, Home
from bot.texts import Texts

DAYS = 14
DAYS_PER_ROW = 4
STARTS_PER_ROW = 4
LENGTHS_PER_ROW = 3
SIZES = (1, 2, 4, 6, 10, 20)
"""How many people a room has to hold, at least."""

People = Annotated[int, Field(ge=1, le=999)]


class FreeNowButton(CallbackData, prefix="fn"):
    """What is free right now."""


class FreeNowOf(CallbackData, prefix="fr"):
    """How long one of them shall be taken."""

    resource_id: Id


class FreeDay(CallbackData, prefix="f1"):
    ordinal: DayNumber
    page: PageNumber | None = None
    """None: the page on which the morning begins."""


class FreeAt(CallbackData, prefix="f2"):
    at: UnixTime


class FreeFor(CallbackData, prefix="f3"):
    at: UnixTime
    minutes: Minutes


class FreeWith(CallbackData, prefix="f4"):
    at: UnixTime
    minutes: Minutes
    people: People
    page: PageNumber = 0


class BookFree(CallbackData, prefix="bf"):
    """One tap books it; the draft's id makes sure that two taps book once."""

    draft: DraftId
    resource_id: Id
    at: UnixTime
    minutes: Minutes


def day_screen(texts: Texts, today: date) -> Screen:
    near = [(today, "free-today"), (today + timedelta(days=1), "free-tomorrow")]
    later = [today + timedelta(days=number) for number in range(2, DAYS)]
    names = texts.weekdays()
    grid = [
        button(f"{names[day.weekday()]} {day.day}", FreeDay(ordinal=day.toordinal()))
        for day in later
    ]
    return Screen(
        texts.html("free-day-text"),
        keyboard(
            [
                [button(texts.plain("free-now"), FreeNowButton(), style="primary")],
                [button(texts.plain(key), FreeDay(ordinal=day.toordinal())) for day, key in near],
                *in_rows(grid, DAYS_PER_ROW),
                [button(texts.plain("button-home"), Home())],
            ]
        ),
    )


def start_screen(
    texts: Texts,
    day: date,
    starts: Sequence[datetime],
    zone: ZoneInfo,
    *,
    page: int | None = None,
) -> Screen:
    key = "free-start-text" if starts else "free-start-none"
    page = _page_of_morning(starts, zone) if page is None else page
    page, pages = page_within(page, len(starts), STARTS_PER_PAGE)
    shown = starts[page * STARTS_PER_PAGE : (page + 1) * STARTS_PER_PAGE]
    buttons = [
        button(texts.time(at, zone, short=True), FreeAt(at=int(at.timestamp()))) for at in shown
    ]
    turns = page_turns(page, pages, lambda to: FreeDay(ordinal=day.toordinal(), page=to))
    text = lines(
        texts.html(key, day=texts.day(day), place=texts.place(zone)),
        twice_line(texts, shown, zone),
    )
    rows = in_rows(buttons, STARTS_PER_ROW)
    return Screen(text, keyboard([*rows, turns, _back(texts, FindFree())]))


def _page_of_morning(starts: Sequence[datetime], zone: ZoneInfo) -> int:
    hours = [at.astimezone(zone).hour for at in starts]
    first = next((index for index, hour in enumerate(hours) if hour >= MORNING), 0)
    return first // STARTS_PER_PAGE


def when_screen(texts: Texts, starts: Sequence[datetime], zone: ZoneInfo) -> Screen:
    """Several times that a phrase may mean."""
    rows = [[button(texts.moment(at, zone), FreeAt(at=int(at.timestamp())))] for at in starts]
    return Screen(texts.html("phrase-when"), keyboard([*rows, _back(texts, FindFree())]))


def length_screen(texts: Texts, at: datetime, lengths: Sequence[int], zone: ZoneInfo) -> Screen:
    day = at.astimezone(zone).date()
    buttons = [
        button(
            texts.duration(minutes, short=True),
            FreeFor(at=int(at.timestamp()), minutes=minutes),
        )
        for minutes in lengths
    ]
    key = "free-length-text" if lengths else "free-length-none"
    text = texts.html(key, moment=texts.moment(at, zone))
    back = _back(texts, FreeDay(ordinal=day.toordinal()))
    return Screen(text, keyboard([*in_rows(buttons, LENGTHS_PER_ROW), back]))


def people_screen(texts: Texts, asked: FreeFor, zone: ZoneInfo, at: datetime) -> Screen:
    buttons = [
        button(
            texts.plain("free-people-button", people=people),
            FreeWith(at=asked.at, minutes=asked.minutes, people=people),
        )
        for people in SIZES
    ]
    text = texts.html(
        "free-people-text",
        moment=texts.moment(at, zone),
        duration=texts.duration(asked.minutes),
    )
    back = _back(texts, FreeAt(at=asked.at))
    return Screen(text, keyboard([*in_rows(buttons, LENGTHS_PER_ROW), back]))


def found_screen(texts: Texts, found: FreePage, zone: ZoneInfo, draft: str) -> Screen:
    at, minutes = int(found.period.starts_at.timestamp()), found.period.minutes
    key = "free-found-text" if found.resources else "free-found-none"
    text = texts.html(
        key, period=texts.period(found.period, zone), place=texts.place(zone), people=found.people
    )
    buttons = [_found_button(texts, one, draft, at, minutes) for one in found.resources]
    turns = page_turns(
        found.page,
        found.pages,
        lambda to: FreeWith(at=at, minutes=minutes, people=found.people, page=to),
    )
    back = _back(texts, FreeFor(at=at, minutes=minutes))
    return Screen(text, keyboard([*([one] for one in buttons), turns, back]))


def _found_button(
    texts: Texts, resource: ResourceView, draft: str, at: int, minutes: int
) -> InlineKeyboardButton:
    lock = " 🔐" if resource.requires_approval else ""
    data = BookFree(draft=draft, resource_id=resource.id, at=at, minutes=minutes)
    return button(_name(texts, resource) + lock, data)


def _name(texts: Texts, resource: ResourceView) -> str:
    return texts.plain(
        f"resource-button-{resource.kind}",
        icon=texts.plain("kind-icon", kind=resource.kind),
        name=resource.name,
        capacity=resource.capacity or 0,
        quantity=resource.quantity,
    )


def now_screen(texts: Texts, free: Sequence[FreeNow]) -> Screen:
    """What can be taken at once, and until when at most."""
    rows: list[Row] = [
        [
            button(
                texts.plain(
                    "free-now-button",
                    name=_name(texts, one.resource),
                    until=texts.until(one.until, one.at, one.resource.zone),
                ),
                FreeNowOf(resource_id=one.resource.id),
            )
        ]
        for one in free
    ]
    text = texts.html("free-now-text" if free else "free-now-none")
    return Screen(text, keyboard([*rows, _back(texts, FindFree())]))


def now_length_screen(texts: Texts, free: FreeNow, draft: str) -> Screen:
    """One more tap books it."""
    text = lines(
        texts.html("free-now-length-text", name=free.resource.name),
        free.resource.location and texts.html("resource-location", location=free.resource.location),
        clock_line(texts, free.at, free.resource.zone),
    )
    rows = in_rows(now_buttons(texts, free, draft), 2)
    return Screen(text, keyboard([*rows, _back(texts, FreeNowButton())]))


def now_buttons(texts: Texts, free: FreeNow, draft: str) -> list[InlineKeyboardButton]:
    """A booking from now on for each length."""
    at, zone = int(free.at.timestamp()), free.resource.zone
    return [
        button(
            texts.plain(
                "book-duration-button",
                duration=texts.duration(minutes, short=True),
                until=texts.until(free.at + timedelta(minutes=minutes), free.at, zone),
            ),
            BookFree(draft=draft, resource_id=free.resource.id, at=at, minutes=minutes),
        )
        for minutes in free.minutes
    ]


def _back(texts: Texts, data: CallbackData) -> Row:
    return [button(texts.plain("button-back"), data)]
