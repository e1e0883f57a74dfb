"""Closures, for those who run the place: the list, a card each, and the questions about one."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from pydantic import Field

from bot.schemas.closures import ClosureDraft, ClosurePage, ClosureStep, ClosureView, NewClosure
from bot.schemas.resources import ResourcePage
from bot.screens.clocks import hours_span
from bot.screens.screen import (
    DayNumber,
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
from db.enums import Repeat, ResourceKind

DAYS_SHOWN = 8
NAME_MAX = 20
HOURS = ((9 * 60, 13 * 60), (12 * 60, 13 * 60), (13 * 60, 18 * 60), (18 * 60, 24 * 60))
DayMinute = Annotated[int, Field(ge=0, le=24 * 60)]


class ListClosures(CallbackData, prefix="cls"):
    page: PageNumber = 0


class ShowClosure(CallbackData, prefix="clo"):
    closure_id: Id


class AddClosure(CallbackData, prefix="cla"):
    """For what; `page` is that of the resources."""

    page: PageNumber = 0


class CloseKind(CallbackData, prefix="clk"):
    """Those of a kind, or all."""

    kind: ResourceKind | None = None


class CloseOne(CallbackData, prefix="clr"):
    resource_id: Id


class CloseOn(CallbackData, prefix="cld"):
    ordinal: DayNumber


class CloseFor(CallbackData, prefix="clh"):
    """Hours of that day; none: all of it."""

    opens: DayMinute = 0
    closes: DayMinute = 0


class RepeatClosure(CallbackData, prefix="clf"):
    repeats: Repeat | None = None


class RepeatForever(CallbackData, prefix="clu"):
    """No last day."""


class NoReason(CallbackData, prefix="cln"):
    pass


class AskClosure(CallbackData, prefix="clq"):
    """Back to a question, about the draft that is open."""

    step: ClosureStep


class EditClosure(CallbackData, prefix="cle"):
    """Answer one question anew."""

    closure_id: Id
    step: ClosureStep


class DeleteClosure(CallbackData, prefix="clx"):
    closure_id: Id
    sure: bool = False


def list_screen(texts: Texts, page: ClosurePage) -> Screen:
    return Screen(
        texts.html("closures-text" if page.closures else "closures-none"),
        keyboard(
            [
                *([_list_button(texts, one)] for one in page.closures),
                page_turns(page.page, page.pages, lambda to: ListClosures(page=to)),
                [button(texts.plain("button-closure-add"), AddClosure())],
                back_row(texts, Admin()),
            ]
        ),
    )


def _list_button(texts: Texts, view: ClosureView) -> InlineKeyboardButton:
    closure = view.closure
    label = texts.plain(
        "closure-button",
        day=texts.day(view.comes.starts_at.astimezone(closure.zone).date()),
        what=what_text(texts, closure.kind, view.name and shortened(view.name, NAME_MAX)),
        again="yes" if closure.repeats else "no",
    )
    return button(label, ShowClosure(closure_id=view.id))


def what_text(texts: Texts, kind: ResourceKind | None, name: str | None) -> str:
    """For whom it is: a resource by its name, a kind, or everything."""
    return name if name is not None else texts.plain("closure-what", kind=kind or "all")


def when_text(texts: Texts, closure: NewClosure) -> str:
    """Such as "Thu, 24 Dec 2026 – Sat, 2 Jan 2027" or "Wed, 4 Mar 2026, 12:00–13:00"."""
    if closure.opens is not None:
        hours = texts.hours(closure.period, closure.zone)
        return f"{texts.dated(closure.first)}, {hours}"
    if closure.first == closure.last:
        return texts.dated(closure.first)
    return f"{texts.dated(closure.first)} – {texts.dated(closure.last)}"


def closure_lines(texts: Texts, closure: NewClosure, name: str | None) -> list[str | None]:
    """For whom, when, how it repeats and why."""
    until = texts.dated(closure.until) if closure.until else "none"
    again = texts.html("closure-again", repeats=closure.repeats or "once", until=until)
    away = texts.away(closure.period.starts_at, closure.zone)
    return [
        texts.html("closure-title", what=what_text(texts, closure.kind, name)),
        texts.html("closure-when", when=when_text(texts, closure), away=away),
        again if closure.repeats else None,
        closure.reason and texts.html("closure-reason", reason=closure.reason),
    ]


def card_screen(texts: Texts, view: ClosureView) -> Screen:
    closure = view.closure
    comes = texts.moment(view.comes.starts_at, closure.zone)
    next_line = texts.html("closure-next", moment=comes) if closure.repeats else None
    steps = (ClosureStep.DAY, ClosureStep.REPEATS, ClosureStep.REASON)
    edits = [
        button(texts.plain("button-closure-edit", step=step), EditClosure(
            closure_id=view.id, step=step
        ))
        for step in steps
    ]  # fmt: skip
    delete = texts.plain("button-closure-delete")
    edits.append(button(delete, DeleteClosure(closure_id=view.id), style="danger"))
    back = back_row(texts, ListClosures())
    text = lines(*closure_lines(texts, closure, view.name), next_line)
    return Screen(text, keyboard([*in_rows(edits, 2), back]))


def delete_screen(texts: Texts, view: ClosureView) -> Screen:
    sure = DeleteClosure(closure_id=view.id, sure=True)
    text = lines(
        *closure_lines(texts, view.closure, view.name), "", texts.html("closure-delete-text")
    )
    return Screen(
        text,
        keyboard(
            [
                [button(texts.plain("button-closure-delete"), sure, style="danger")],
                back_row(texts, ShowClosure(closure_id=view.id)),
            ]
        ),
    )


def what_screen(texts: Texts, page: ResourcePage) -> Screen:
    kinds: tuple[ResourceKind | None, ...] = (ResourceKind.ROOM, ResourceKind.EQUIPMENT)
    ones = [
        [button(one.name, CloseOne(resource_id=one.id))]
        for one in page.options
    ]  # fmt: skip
    return Screen(
        lines(texts.html("closure-new"), texts.html("closure-ask-what")),
        keyboard(
            [
                [button(what_text(texts, None, None), CloseKind())],
                [button(what_text(texts, kind, None), CloseKind(kind=kind)) for kind in kinds],
                *ones,
                page_turns(page.page, page.pages, lambda to: AddClosure(page=to)),
                back_row(texts, ListClosures()),
            ]
        ),
    )


def days_screen(texts: Texts, draft: ClosureDraft, today: date) -> Screen:
    days = [today + timedelta(days=later) for later in range(DAYS_SHOWN)]
    choices = [button(texts.day(day), CloseOn(ordinal=day.toordinal())) for day in days]
    back = AddClosure() if draft.closure_id is None else None
    return _question(texts, draft, "closure-ask-days", in_rows(choices, 2), back)


def hours_screen(texts: Texts, draft: ClosureDraft) -> Screen:
    choices = [
        button(hours_span(opens, closes), CloseFor(opens=opens, closes=closes))
        for opens, closes in HOURS
    ]
    whole = button(texts.plain("button-closure-whole"), CloseFor())
    rows = [[whole], *in_rows(choices, 2)]
    back = AskClosure(step=ClosureStep.DAY)
    return _question(texts, draft, "closure-ask-hours", rows, back)


def repeats_screen(texts: Texts, draft: ClosureDraft) -> Screen:
    rows = [
        [button(texts.plain("button-closure-repeats", repeats=one or "once"), RepeatClosure(
            repeats=one
        ))]
        for one in (None, Repeat.WEEKLY, Repeat.YEARLY)
    ]  # fmt: skip
    back = AskClosure(step=ClosureStep.DAY) if draft.closure_id is None else None
    return _question(texts, draft, "closure-ask-repeats", rows, back)


def until_screen(texts: Texts, draft: ClosureDraft) -> Screen:
    rows = [[button(texts.plain("button-closure-forever"), RepeatForever())]]
    back = AskClosure(step=ClosureStep.REPEATS)
    return _question(texts, draft, "closure-ask-until", rows, back)


def reason_screen(texts: Texts, draft: ClosureDraft) -> Screen:
    rows = [[button(texts.plain("button-closure-no-reason"), NoReason())]]
    back = AskClosure(step=ClosureStep.REPEATS) if draft.closure_id is None else None
    return _question(texts, draft, "closure-ask-reason", rows, back)


def _question(
    texts: Texts, draft: ClosureDraft, key: str, rows: Sequence[Row], back: CallbackData | None
) -> Screen:
    """What was said so far, and what is asked; what is changed leads back to its card."""
    closure = draft.closure
    said = [texts.html("closure-title", what=what_text(texts, draft.kind, draft.name))]
    known = closure_lines(texts, closure, draft.name) if closure is not None else said
    if back is None and draft.closure_id is not None:
        back = ShowClosure(closure_id=draft.closure_id)
    last = back_row(texts, back or ListClosures())
    return Screen(lines(*known, "", texts.html(key)), keyboard([*rows, last]))


def back_to_question(draft: ClosureDraft) -> CallbackData:
    """The last question; of what is changed, its card."""
    if draft.closure_id is not None:
        return ShowClosure(closure_id=draft.closure_id)
    return AskClosure(step=ClosureStep.REASON)


def done_rows(texts: Texts) -> list[Row]:
    """What can be done next."""
    more = [
        button(texts.plain("button-closure-add"), AddClosure()),
        button(texts.plain("button-closures"), ListClosures()),
    ]
    return [more, back_row(texts, Admin())]
