"""When first: a day, a start, a length, how many people, and what is free then.

Of rooms, unless a button or a typed line asks for equipment; of that nobody is asked how many come.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from pydantic import Field

from bot.schemas.draft import Draft
from bot.schemas.pages import page_within
from bot.schemas.phrases import Start
from bot.schemas.resources import ResourceView
from bot.schemas.slots import FreeNow, FreeNowPage, FreePage
from bot.schemas.words import Mark, mark_of
from bot.screens.book import MORNING, STARTS_PER_PAGE, short_lines
from bot.screens.clocks import clock_line, twice_line
from bot.screens.held import held_lines
from bot.screens.screen import (
    DayNumber,
    DraftId,
    Id,
    Minutes,
    PageNumber,
    Row,
    Screen,
    UnixTime,
    back_row,
    button,
    in_rows,
    keyboard,
    lines,
    page_turns,
)
from bot.screens.start import Home
from bot.texts import Texts
from db.enums import ResourceKind

DAYS = 14
DAYS_PER_ROW = 4
STARTS_PER_ROW = 4
LENGTHS_PER_ROW = 3
SIZES = (1, 2, 4, 6, 10, 20)
"""How many people a room has to hold, at least."""
FEATURES = 3
"""Those of most, as a filter."""

People = Annotated[int, Field(ge=1, le=1000)]


class FreeNowButton(CallbackData, prefix="fn"):
    """What is free right now."""

    kind: ResourceKind
    page: PageNumber = 0


class FreeNowOf(CallbackData, prefix="fr"):
    """How long one of them shall be taken."""

    resource_id: Id
    kind: ResourceKind
    page: PageNumber = 0
    """Where Back leads."""


class FreeDays(CallbackData, prefix="f0"):
    """The first step, of a kind."""

    kind: ResourceKind


class FreeDay(CallbackData, prefix="f1"):
    kind: ResourceKind
    ordinal: DayNumber
    page: PageNumber | None = None
    """None: the page on which the morning begins."""


class FreeAt(CallbackData, prefix="f2"):
    kind: ResourceKind
    at: UnixTime


class FreeFor(CallbackData, prefix="f3"):
    kind: ResourceKind
    at: UnixTime
    minutes: Minutes


class FreeWith(CallbackData, prefix="f4"):
    kind: ResourceKind
    at: UnixTime
    minutes: Minutes
    people: People
    page: PageNumber = 0
    mark: Mark | None = None
    """Of a feature that it must have."""


class BookFree(CallbackData, prefix="bf"):
    """One tap books it; the draft's id makes sure that two taps book once."""

    draft: DraftId
    resource_id: Id
    at: UnixTime
    minutes: Minutes
    more: bool = False
    """The draft says more than this button: without it, that would be lost."""


def day_screen(texts: Texts, today: date, kind: ResourceKind, other: ResourceKind | None) -> Screen:
    near = [(today, "free-today"), (today + timedelta(days=1), "free-tomorrow")]
    later = [today + timedelta(days=number) for number in range(2, DAYS)]
    names = texts.weekdays()
    grid = [
        button(f"{names[day.weekday()]} {day.day}", FreeDay(kind=kind, ordinal=day.toordinal()))
        for day in later
    ]
    return Screen(
        texts.html("free-day-text", kind=kind),
        keyboard(
            [
                [button(texts.plain("free-now"), FreeNowButton(kind=kind), style="primary")],
                [
                    button(texts.plain(key), FreeDay(kind=kind, ordinal=day.toordinal()))
                    for day, key in near
                ],
                *in_rows(grid, DAYS_PER_ROW),
                _switch(texts, other, FreeDays(kind=other)) if other else [],
                [button(texts.plain("button-home"), Home())],
            ]
        ),
    )


def _switch(texts: Texts, other: ResourceKind, data: CallbackData) -> Row:
    """To the same of the other kind."""
    return [button(texts.plain("free-switch", kind=other), data)]


def start_screen(
    texts: Texts,
    kind: ResourceKind,
    day: date,
    starts: Sequence[datetime],
    zone: ZoneInfo,
    *,
    minutes: int | None = None,
    page: int | None = None,
) -> Screen:
    """`minutes`: how long it shall be, where that was typed."""
    key = "free-start-text" if starts else "free-start-none"
    page = _page_of_morning(starts, zone) if page is None else page
    page, pages = page_within(page, len(starts), STARTS_PER_PAGE)
    shown = starts[page * STARTS_PER_PAGE : (page + 1) * STARTS_PER_PAGE]
    buttons = [_at_button(texts.time(at, zone, short=True), kind, Start(at)) for at in shown]
    ordinal = day.toordinal()
    turns = page_turns(page, pages, lambda to: FreeDay(kind=kind, ordinal=ordinal, page=to))
    duration = texts.duration(minutes) if minutes else "none"
    text = lines(
        texts.html(key, day=texts.day(day), place=texts.place(zone), duration=duration),
        twice_line(texts, shown, zone),
    )
    rows = in_rows(buttons, STARTS_PER_ROW)
    return Screen(text, keyboard([*rows, turns, back_row(texts, FreeDays(kind=kind))]))


def _at_button(label: str, kind: ResourceKind, start: Start) -> InlineKeyboardButton:
    at = int(start.at.timestamp())
    if start.minutes is None:
        return button(label, FreeAt(kind=kind, at=at))
    return button(label, FreeFor(kind=kind, at=at, minutes=start.minutes))


def _page_of_morning(starts: Sequence[datetime], zone: ZoneInfo) -> int:
    hours = [at.astimezone(zone).hour for at in starts]
    first = next((index for index, hour in enumerate(hours) if hour >= MORNING), 0)
    return first // STARTS_PER_PAGE


def when_screen(
    texts: Texts, kind: ResourceKind, starts: Sequence[Start], zone: ZoneInfo
) -> Screen:
    """Several times that a phrase may mean."""
    rows = [[_at_button(texts.moment(one.at, zone), kind, one)] for one in starts]
    return Screen(
        texts.html("phrase-when"), keyboard([*rows, back_row(texts, FreeDays(kind=kind))])
    )


def length_screen(
    texts: Texts, kind: ResourceKind, at: datetime, lengths: Sequence[int], zone: ZoneInfo
) -> Screen:
    buttons = [
        button(
            texts.duration(minutes, short=True),
            FreeFor(kind=kind, at=int(at.timestamp()), minutes=minutes),
        )
        for minutes in lengths
    ]
    key = "free-length-text" if lengths else "free-length-none"
    text = texts.html(key, moment=texts.moment(at, zone))
    back = back_row(texts, day_of(kind, at, zone))
    return Screen(text, keyboard([*in_rows(buttons, LENGTHS_PER_ROW), back]))


def day_of(kind: ResourceKind, at: datetime, zone: ZoneInfo) -> FreeDay:
    """Back to the starts of its day."""
    return FreeDay(kind=kind, ordinal=at.astimezone(zone).toordinal())


def people_screen(
    texts: Texts, asked: FreeFor, zone: ZoneInfo, at: datetime, back: CallbackData
) -> Screen:
    buttons = [
        button(
            texts.plain("free-people-button", people=people),
            FreeWith(kind=asked.kind, at=asked.at, minutes=asked.minutes, people=people),
        )
        for people in SIZES
    ]
    text = texts.html(
        "free-people-text",
        moment=texts.moment(at, zone),
        duration=texts.duration(asked.minutes),
    )
    return Screen(text, keyboard([*in_rows(buttons, LENGTHS_PER_ROW), back_row(texts, back)]))


def found_screen(
    texts: Texts, found: FreePage, zone: ZoneInfo, draft: Draft, back: CallbackData
) -> Screen:
    """`draft` is what each button books, with what was typed."""
    at, minutes = int(found.period.starts_at.timestamp()), found.period.minutes

    mark = None if found.feature is None else mark_of(found.feature)
    asked = FreeWith(
        kind=found.kind, at=at, minutes=minutes, people=found.people, page=found.page, mark=mark
    )

    rows = [[_found_button(texts, one, draft, at, minutes)] for one in found.resources]
    turns = page_turns(found.page, found.pages, lambda to: asked.model_copy(update={"page": to}))
    anew = asked.model_copy(update={"page": 0, "mark": None})
    switch = []
    if found.other:
        switch = _switch(texts, found.other, anew.model_copy(update={"kind": found.other}))
    text = _found_text(texts, found, zone, draft)
    features = _features(texts, found, anew)
    return Screen(text, keyboard([*rows, turns, features, switch, back_row(texts, back)]))


def _features(texts: Texts, found: FreePage, anew: FreeWith) -> Row:
    """Only what has one of them; a second tap takes that back."""
    chosen = [] if found.feature is None else [found.feature]
    return [
        button(texts.plain("field-word-on", word=word), anew)
        if word == found.feature
        else button(word, anew.model_copy(update={"mark": mark_of(word)}))
        for word in dict.fromkeys([*chosen, *found.features[:FEATURES]])
    ]


def _found_text(texts: Texts, found: FreePage, zone: ZoneInfo, draft: Draft) -> str:
    key = "free-found-text" if found.resources else "free-found-none"
    period, place = texts.period(found.period, zone), texts.place(zone)
    people = found.people if found.kind is ResourceKind.ROOM else 1
    extras = held_lines(texts, [one.held for one in found.extras])
    return lines(
        texts.html(key, period=period, place=place, people=people),
        texts.html("free-found-extras", extras=extras) if extras else None,
        *short_lines(texts, found.extras),
        texts.html("book-confirm-purpose", purpose=draft.purpose) if draft.purpose else None,
    )


def _found_button(
    texts: Texts, resource: ResourceView, draft: Draft, at: int, minutes: int
) -> InlineKeyboardButton:
    lock = " 🔐" if resource.requires_approval else ""
    data = BookFree(
        draft=draft.id, resource_id=resource.id, at=at, minutes=minutes, more=draft.says_more
    )
    return button(_name(texts, resource) + lock, data)


def _name(texts: Texts, resource: ResourceView) -> str:
    return texts.plain(
        f"resource-button-{resource.kind}",
        icon=texts.plain("kind-icon", kind=resource.kind),
        name=resource.name,
        capacity=resource.capacity or 0,
        quantity=resource.quantity,
    )


def now_screen(texts: Texts, page: FreeNowPage) -> Screen:
    """What can be taken at once, and until when at most."""
    kind, other = page.kind, page.other
    rows = [[_now_button(texts, one, page)] for one in page.free]
    turns = page_turns(page.page, page.pages, lambda to: FreeNowButton(kind=kind, page=to))
    switch = _switch(texts, other, FreeNowButton(kind=other)) if other else []
    text = texts.html("free-now-text" if page.free else "free-now-none")
    return Screen(text, keyboard([*rows, turns, switch, back_row(texts, FreeDays(kind=kind))]))


def _now_button(texts: Texts, free: FreeNow, page: FreeNowPage) -> InlineKeyboardButton:
    label = texts.plain(
        "free-now-button",
        name=_name(texts, free.resource),
        until=texts.until(free.until, free.at, free.resource.zone, short=True),
    )
    data = FreeNowOf(resource_id=free.resource.id, kind=page.kind, page=page.page)
    return button(label, data)


def now_length_screen(texts: Texts, free: FreeNow, draft: Draft, back: FreeNowButton) -> Screen:
    """One more tap books it."""
    text = lines(
        texts.html("free-now-length-text", name=free.resource.name),
        free.resource.location and texts.html("resource-location", location=free.resource.location),
        clock_line(texts, free.at, free.resource.zone),
        texts.html("book-confirm-purpose", purpose=draft.purpose) if draft.purpose else None,
    )
    rows = in_rows(now_buttons(texts, free, draft.id, more=draft.says_more), 2)
    return Screen(text, keyboard([*rows, back_row(texts, back)]))


def now_buttons(
    texts: Texts, free: FreeNow, draft: str, *, more: bool = False
) -> list[InlineKeyboardButton]:
    """A booking from now on for each length."""
    at, zone = int(free.at.timestamp()), free.resource.zone
    return [
        button(
            texts.plain(
                "book-duration-button",
                duration=texts.duration(minutes, short=True),
                until=texts.until(free.at + timedelta(minutes=minutes), free.at, zone, short=True),
            ),
            BookFree(draft=draft, resource_id=free.resource.id, at=at, minutes=minutes, more=more),
        )
        for minutes in free.minutes
    ]
