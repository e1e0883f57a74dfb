"""When a resource is open: its week, one of its days, and whose hours it may have."""

from collections.abc import Sequence
from itertools import groupby
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from pydantic import Field

from bot.schemas.resources import ResourceList, ResourceView
from bot.schemas.weekly import ALL_DAY, DAY, Day, week_of
from bot.screens.clocks import hours_span
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
)
from bot.texts import Texts

Weekday = Annotated[int, Field(ge=0, le=6)]
DayMinute = Annotated[int, Field(ge=0, le=2 * DAY)]

CHOICES = ((8 * 60, 20 * 60), (9 * 60, 18 * 60), (9 * 60, 21 * 60), (10 * 60, 22 * 60))
SPANS_SHOWN = 2
"""On a button."""


class ShowWeek(CallbackData, prefix="wk"):
    resource_id: Id


class OpenAlways(CallbackData, prefix="wka"):
    resource_id: Id


class ShowDay(CallbackData, prefix="wkd"):
    resource_id: Id
    weekday: Weekday


class SetDay(CallbackData, prefix="wks"):
    """One span; from and until the same are none."""

    resource_id: Id
    weekday: Weekday
    opens: DayMinute
    closes: DayMinute


class CopyDay(CallbackData, prefix="wkc"):
    """Its hours to Monday to Friday, or to all days."""

    resource_id: Id
    weekday: Weekday
    everywhere: bool


class ChooseHours(CallbackData, prefix="wkf"):
    """Whose hours it shall have."""

    resource_id: Id
    page: PageNumber = 0


class TakeHours(CallbackData, prefix="wkt"):
    resource_id: Id
    source_id: Id


def week_screen(texts: Texts, resource: ResourceView, back: CallbackData) -> Screen:
    names, week = texts.weekdays(), week_of(resource.opening_hours)
    days = [
        [
            button(
                texts.plain("week-day-button", day=names[day], hours=_short(texts, spans)),
                ShowDay(resource_id=resource.id, weekday=day),
            )
        ]
        for day, spans in enumerate(week)
    ]
    ways = [
        button(texts.plain("week-always"), OpenAlways(resource_id=resource.id)),
        button(texts.plain("week-copy"), ChooseHours(resource_id=resource.id)),
    ]
    text = lines(
        texts.html("week-text", name=resource.name, place=texts.place(resource.zone)),
        "",
        *week_lines(texts, resource),
    )
    return Screen(text, keyboard([*days, ways, back_row(texts, back)]))


def week_lines(texts: Texts, resource: ResourceView) -> list[str]:
    """The days that are alike together, a line each."""
    if not resource.opening_hours:
        return [texts.html("week-line-always")]
    names, told = texts.weekdays(), []
    for spans, alike in groupby(enumerate(week_of(resource.opening_hours)), key=lambda day: day[1]):
        days = [names[day] for day, _ in alike]
        said = days[0] if len(days) == 1 else f"{days[0]}–{days[-1]}"
        told.append(texts.html("week-line", days=said, hours=hours_text(texts, spans)))
    return told


def hours_text(texts: Texts, spans: Day) -> str:
    """Such as "09:00–13:00, 22:00–02:00", as it can be typed, too."""
    if not spans:
        return texts.plain("week-closed")
    if spans == ALL_DAY:
        return texts.plain("week-all-day")
    return ", ".join(hours_span(*span) for span in spans)


def _short(texts: Texts, spans: Day) -> str:
    more = "" if len(spans) <= SPANS_SHOWN else " …"
    return hours_text(texts, spans[:SPANS_SHOWN]) + more


def day_screen(texts: Texts, resource: ResourceView, weekday: int) -> Screen:
    spans = week_of(resource.opening_hours)[weekday]
    text = lines(
        texts.html("week-day-text", name=resource.name, day=texts.weekdays()[weekday]),
        texts.html("week-now", hours=hours_text(texts, spans)),
        "",
        texts.html("week-day-hint"),
    )
    copies = [
        button(texts.plain(key), CopyDay(resource_id=resource.id, weekday=weekday, everywhere=all_))
        for key, all_ in (("week-copy-workdays", False), ("week-copy-all", True))
    ]
    back = back_row(texts, ShowWeek(resource_id=resource.id))
    choices = in_rows(_choices(texts, resource, weekday), 2)
    return Screen(text, keyboard([*choices, copies, back]))


def _choices(texts: Texts, resource: ResourceView, weekday: int) -> list[InlineKeyboardButton]:
    labels = {span: hours_span(*span) for span in CHOICES}
    labels |= {(0, 0): texts.plain("week-closed"), (0, DAY): texts.plain("week-all-day")}
    return [
        button(
            label,
            SetDay(resource_id=resource.id, weekday=weekday, opens=opens, closes=closes),
        )
        for (opens, closes), label in labels.items()
    ]


def sources_screen(texts: Texts, resource: ResourceView, others: ResourceList) -> Screen:
    rows: list[Row] = [
        [
            button(
                texts.plain("week-source", name=one.name, hours=_summary(texts, one)),
                TakeHours(resource_id=resource.id, source_id=one.id),
            )
        ]
        for one in others.resources
    ]
    turns = page_turns(
        others.page, others.pages, lambda to: ChooseHours(resource_id=resource.id, page=to)
    )
    text = texts.html("week-sources" if rows else "week-sources-none", name=resource.name)
    back = back_row(texts, ShowWeek(resource_id=resource.id))
    return Screen(text, keyboard([*rows, turns, back]))


def _summary(texts: Texts, resource: ResourceView) -> str:
    """Of most days."""
    if not resource.opening_hours:
        return texts.plain("week-all-day")
    week: Sequence[Day] = [spans for spans in week_of(resource.opening_hours) if spans]
    return _short(texts, max(week, key=week.count))
