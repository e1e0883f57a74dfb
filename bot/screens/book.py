"""The steps of a booking: resource, day, start, duration, confirm, result."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from pydantic import Field

from bot.schemas.bookings import BookingRequest, BookingView
from bot.schemas.draft import Draft
from bot.schemas.resources import ResourceOption, ResourcePage, ResourceView
from bot.schemas.slots import (
    OUT_OF_RANGE,
    DayState,
    DayView,
    DurationView,
    MonthView,
    Slot,
    WantedView,
)
from bot.screens import changes, my, start
from bot.screens.clocks import clock_line, twice_line
from bot.screens.held import held_lines
from bot.screens.photos import photo_row
from bot.screens.plans import PlanWeek
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
    off,
    page_turns,
)
from bot.texts import Texts
from db.enums import ResourceKind

STARTS_PER_PAGE = 16
MORNING = 8
STARTS_PER_ROW = 4
DURATIONS_PER_ROW = 2
DAY_MARKS = {
    DayState.PAST: "·",
    DayState.TOO_FAR: "·",
    DayState.CLOSED: "–",
    DayState.FULL: "✕",
}

LEGEND = {
    DayState.CLOSED: "book-mark-closed",
    DayState.FULL: "book-mark-full",
    DayState.TOO_FAR: "book-mark-out",
    DayState.PAST: "book-mark-out",
}


IN_DIALOGUE = r"^b\w:"
"""How the data of every button of the dialogue begins."""


class PickKind(CallbackData, prefix="bk"):
    draft: DraftId
    kind: ResourceKind | None = None


class TurnPage(CallbackData, prefix="bp"):
    draft: DraftId
    page: PageNumber


class PickResource(CallbackData, prefix="b1"):
    draft: DraftId
    resource_id: Id


class TurnMonth(CallbackData, prefix="bm"):
    draft: DraftId
    year: Annotated[int, Field(ge=1970, le=2100)]
    month: Annotated[int, Field(ge=1, le=12)]


class PickDay(CallbackData, prefix="b2"):
    draft: DraftId
    ordinal: DayNumber
    page: PageNumber | None = None
    """None: the page on which the morning begins."""


class PickStart(CallbackData, prefix="b3"):
    draft: DraftId
    at: UnixTime
    """Unix time: of an hour that comes twice, one of the two."""


class PickDuration(CallbackData, prefix="b4"):
    draft: DraftId
    minutes: Minutes


class Confirm(CallbackData, prefix="b5"):
    draft: DraftId


class BookUnasked(CallbackData, prefix="ba"):
    """Without asking the approvers; an admin may."""

    draft: DraftId


class ShowExtras(CallbackData, prefix="bx"):
    """What could come with it."""

    draft: DraftId


class Back(CallbackData, prefix="bb"):
    """One step back from the step the draft is at."""

    draft: DraftId


class Quit(CallbackData, prefix="bq"):
    draft: DraftId


def resources_screen(texts: Texts, page: ResourcePage, draft: str) -> Screen:
    text = texts.html("book-resources-text")
    if not page.options:
        text = texts.html("book-resources-none", search=page.search or "none")
    elif page.search:
        text = texts.html("book-resources-search", search=page.search)
    return Screen(
        text,
        keyboard(
            [
                _kind_tabs(texts, page, draft),
                *([resource_button(texts, option, draft)] for option in page.options),
                _page_turns(page, draft),
                last_row(texts, draft),
            ]
        ),
    )


def _kind_tabs(texts: Texts, page: ResourcePage, draft: str) -> Row:
    tabs = [(None, "kind-all"), *((kind, f"kind-{kind}") for kind in ResourceKind)]
    return [
        button(
            ("• " if kind is page.kind and not page.search else "") + texts.plain(key),
            PickKind(draft=draft, kind=kind),
        )
        for kind, key in tabs
    ]


def resource_button(texts: Texts, option: ResourceOption, draft: str) -> InlineKeyboardButton:
    label = texts.plain(
        f"resource-button-{option.kind}",
        icon=texts.plain("kind-icon", kind=option.kind),
        name=option.name,
        capacity=option.capacity or 0,
        quantity=option.quantity,
    )
    lock = " 🔐" if option.requires_approval else ""
    return button(label + lock, PickResource(draft=draft, resource_id=option.id))


def _page_turns(page: ResourcePage, draft: str) -> Row:
    return page_turns(page.page, page.pages, lambda number: TurnPage(draft=draft, page=number))


def last_row(texts: Texts, draft: str) -> Row:
    """The way back and the way out, under every step."""
    return [
        button(texts.plain("button-back"), Back(draft=draft)),
        button(texts.plain("button-cancel"), Quit(draft=draft)),
    ]


def resource_text(texts: Texts, resource: ResourceView) -> str:
    """What there is to know about a resource, a line each."""
    is_pool = resource.quantity > 1
    return lines(
        texts.html(
            "resource-name",
            icon=texts.plain("kind-icon", kind=resource.kind),
            name=resource.name,
        ),
        resource.description and texts.html("resource-description", text=resource.description),
        resource.location and texts.html("resource-location", location=resource.location),
        texts.html("resource-capacity", capacity=resource.capacity) if resource.capacity else None,
        texts.html("resource-quantity", quantity=resource.quantity) if is_pool else None,
        texts.html("resource-approval") if resource.requires_approval else None,
    )


def month_screen(texts: Texts, view: MonthView, draft: str, *, is_move: bool = False) -> Screen:
    """A booking that is moved may move to another resource of the kind, too."""
    other = PickKind(draft=draft, kind=view.resource.kind)
    text = lines(
        resource_text(texts, view.resource),
        "",
        texts.html("book-day-text"),
        texts.html("book-day-month", month=texts.month(date(view.year, view.month, 1))),
        _legend(texts, view, draft) if view.is_reachable else texts.html("book-day-none"),
    )
    return Screen(
        text,
        keyboard(
            [
                [off(name) for name in texts.weekdays()],
                *_weeks(view, draft),
                _month_turns(texts, view, draft),
                [
                    button(texts.plain("button-week"), _week_of(view)),
                    *photo_row(texts, view.resource),
                ],
                [button(texts.plain(f"button-other-{view.resource.kind}"), other)]
                if is_move
                else [],
                last_row(texts, draft),
            ]
        ),
    )


def _week_of(view: MonthView) -> PlanWeek:
    """The first that can still be booked in, as a picture."""
    ahead = (day for day, state in view.days.items() if state not in OUT_OF_RANGE)
    day = next(ahead, min(view.days))
    return PlanWeek(resource_id=view.resource.id, ordinal=day.toordinal())


def _legend(texts: Texts, view: MonthView, draft: str) -> str | None:
    """What the marks mean that are there; free days need no word."""
    marks = {day.text for week in _weeks(view, draft) for day in week}
    keys = sorted({key for state, key in LEGEND.items() if DAY_MARKS[state] in marks})
    return "   ".join(texts.html(key) for key in keys) or None


def _month_turns(texts: Texts, view: MonthView, draft: str) -> Row:
    first = date(view.year, view.month, 1)
    before, after = first - timedelta(days=1), first + timedelta(days=31)
    turns = []
    if view.has_previous:
        label = f"‹ {texts.month_name(before)}"
        turns.append(button(label, TurnMonth(draft=draft, year=before.year, month=before.month)))
    if view.has_next:
        label = f"{texts.month_name(after)} ›"
        turns.append(button(label, TurnMonth(draft=draft, year=after.year, month=after.month)))
    return turns


def _weeks(view: MonthView, draft: str) -> list[Row]:
    """The weeks of the month, but for those that are wholly past or too far ahead."""
    blank_days = date(view.year, view.month, 1).weekday()
    blanks_after = -(blank_days + len(view.days)) % 7
    days = [_day_button(day, state, draft) for day, state in view.days.items()]
    weeks = in_rows([*[_blank()] * blank_days, *days, *[_blank()] * blanks_after], 7)
    reachable = [
        (blank_days + at) // 7
        for at, state in enumerate(view.days.values())
        if state not in OUT_OF_RANGE
    ]
    return weeks[reachable[0] : reachable[-1] + 1] if reachable else []


def _day_button(day: date, state: DayState, draft: str) -> InlineKeyboardButton:
    if state is DayState.FREE:
        return button(str(day.day), PickDay(draft=draft, ordinal=day.toordinal()))
    return off(DAY_MARKS[state])


def _blank() -> InlineKeyboardButton:
    return off(" ")


def start_screen(texts: Texts, view: DayView, draft: str, *, page: int | None = None) -> Screen:
    header = texts.html(
        "resource-name",
        icon=texts.plain("kind-icon", kind=view.resource.kind),
        name=view.resource.name,
    )
    if not view.slots:
        empty = texts.html("book-start-none", day=texts.day(view.day))
        return Screen(lines(header, empty), keyboard([last_row(texts, draft)]))
    zone = view.resource.zone
    page = _page_of_morning(view) if page is None else page
    page = min(page, (len(view.slots) - 1) // STARTS_PER_PAGE)
    shown = view.slots[page * STARTS_PER_PAGE : (page + 1) * STARTS_PER_PAGE]
    text = lines(
        header,
        texts.html("book-start-text", day=texts.day(view.day)),
        None if all(slot.is_free for slot in shown) else texts.html("book-mark-full"),
        clock_line(texts, shown[0].at, zone),
        twice_line(texts, [slot.at for slot in shown], zone),
    )
    labels = {slot.at: texts.time(slot.at, zone, short=True) for slot in view.slots}
    buttons = [_start_button(slot, labels[slot.at], draft) for slot in shown]
    rows = in_rows(buttons, STARTS_PER_ROW)
    if len(rows) > 1:
        rows[-1] += [_blank()] * (STARTS_PER_ROW - len(rows[-1]))
    turns = _start_turns(view, labels, draft, page)
    return Screen(text, keyboard([*rows, turns, last_row(texts, draft)]))


def _page_of_morning(view: DayView) -> int:
    """Where most people look first; nobody should turn pages to get past the night."""
    hours = [slot.at.astimezone(view.resource.zone).hour for slot in view.slots]
    first = next((index for index, hour in enumerate(hours) if hour >= MORNING), 0)
    return first // STARTS_PER_PAGE


def _start_button(slot: Slot, label: str, draft: str) -> InlineKeyboardButton:
    if not slot.is_free:
        return off(f"✕ {label}")
    return button(label, PickStart(draft=draft, at=int(slot.at.timestamp())))


def _start_turns(view: DayView, labels: dict[datetime, str], draft: str, page: int) -> Row:
    """To the earlier and the later starts, named after the first of each."""
    turns = []
    first, ordinal = page * STARTS_PER_PAGE, view.day.toordinal()
    if page > 0:
        label = f"‹ {labels[view.slots[first - STARTS_PER_PAGE].at]}"
        turns.append(button(label, PickDay(draft=draft, ordinal=ordinal, page=page - 1)))
    if first + STARTS_PER_PAGE < len(view.slots):
        label = f"{labels[view.slots[first + STARTS_PER_PAGE].at]} ›"
        turns.append(button(label, PickDay(draft=draft, ordinal=ordinal, page=page + 1)))
    return turns


def duration_screen(texts: Texts, view: DurationView, draft: str) -> Screen:
    zone = view.resource.zone
    text = lines(
        texts.html(
            "resource-name",
            icon=texts.plain("kind-icon", kind=view.resource.kind),
            name=view.resource.name,
        ),
        texts.html(
            "book-duration-text", moment=texts.moment(view.at, zone), away=texts.away(view.at, zone)
        ),
    )
    buttons = [
        button(
            texts.plain(
                "book-duration-button",
                duration=texts.duration(minutes, short=True),
                until=texts.until(view.at + timedelta(minutes=minutes), view.at, zone, short=True),
            ),
            PickDuration(draft=draft, minutes=minutes),
        )
        for minutes in view.minutes
    ]
    rows = in_rows(buttons, DURATIONS_PER_ROW)
    return Screen(text, keyboard([*rows, last_row(texts, draft)]))


def confirm_screen(
    texts: Texts,
    asked: BookingRequest,
    wanted: Sequence[WantedView],
    *,
    deadline: datetime | None,
    has_extras: bool,
    draft: Draft,
    is_admin: bool = False,
) -> Screen:
    """`deadline`: when a request that nobody answers will expire; None without approval.

    `has_extras`: there is equipment that could come with it. `is_admin`: who asks need not ask.
    """
    key = "button-confirm-ask" if deadline else "button-confirm"
    if asked.replaces is not None:
        key = "button-move-ask" if deadline else "button-move-yes"
    yes = button(texts.plain(key), Confirm(draft=asked.draft), style="success")
    more = button(texts.plain("button-extras"), ShowExtras(draft=asked.draft))
    unasked = button(texts.plain("button-unasked"), BookUnasked(draft=asked.draft))
    return Screen(
        lines(
            _confirm_text(texts, asked, wanted, deadline, draft.people),
            _reason_line(texts, draft),
        ),
        keyboard(
            [
                [yes],
                [unasked] if deadline and is_admin else [],
                [more] if has_extras else [],
                last_row(texts, asked.draft),
            ]
        ),
    )


def _reason_line(texts: Texts, draft: Draft) -> str | None:
    """Why somebody else's booking is moved: whose it is will read it."""
    if draft.for_user is None or draft.replaces is None:
        return None
    if draft.reason is None:
        return texts.html("any-reason-hint")
    return texts.html("my-card-reason", reason=draft.reason)


def with_banner(texts: Texts, screen: Screen, name: str, *, is_move: bool) -> Screen:
    """A step of a dialogue that an admin has for somebody else."""
    banner = texts.html("banner-move" if is_move else "banner-for", name=name)
    return replace(screen, text=lines(banner, "", screen.text))


def _confirm_text(
    texts: Texts,
    asked: BookingRequest,
    wanted: Sequence[WantedView],
    deadline: datetime | None,
    people: int | None,
) -> str:
    zone = wanted[0].resource.zone
    hint = texts.html("book-confirm-purpose-hint") if asked.replaces is None else None
    return lines(
        texts.html(
            "book-confirm-text" if asked.replaces is None else "book-move-text",
            held=held_lines(texts, [one.held for one in wanted]),
            period=texts.period(asked.period, zone),
            place=texts.clock(asked.period.starts_at, zone),
            duration=texts.duration(asked.period.minutes),
        ),
        _too_small(texts, wanted[0].resource, people),
        *short_lines(texts, wanted),
        texts.html("book-confirm-purpose", purpose=asked.purpose) if asked.purpose else hint,
        texts.html(
            "book-confirm-approval",
            deadline=texts.moment(deadline, zone),
            place=texts.clock(deadline, zone),
        )
        if deadline
        else None,
    )


def short_lines(texts: Texts, wanted: Sequence[WantedView]) -> list[str]:
    """A warning for each of which there is not enough."""
    return [
        texts.html("book-confirm-short", name=one.resource.name, free=one.free)
        for one in wanted
        if not one.can_be_had
    ]


def _too_small(texts: Texts, resource: ResourceView, people: int | None) -> str | None:
    """A warning, no refusal: people may stand."""
    if resource.capacity is None or people is None or people <= resource.capacity:
        return None
    return texts.html(
        "book-confirm-small", name=resource.name, capacity=resource.capacity, people=people
    )


def done_screen(texts: Texts, booking: BookingView) -> Screen:
    """The result; it also tells how a booking stands that was made by an earlier tap."""
    figures = my.figures(texts, booking)
    if booking.status.is_active:
        text = texts.html(f"book-done-{booking.status}", **figures)
    else:
        icon = texts.plain("status-icon", status=booking.status)
        status = texts.plain("status-name", status=booking.status)
        text = texts.html("book-done-over", icon=icon, status=status, **figures)
    return Screen(
        text,
        keyboard(
            [
                [button(texts.plain("button-my"), start.MyBookings())],
                [button(texts.plain("button-book-another"), start.StartBooking())],
            ]
        ),
    )


def moved_screen(texts: Texts, booking: BookingView) -> Screen:
    text = texts.html(f"book-moved-{booking.status}", **my.figures(texts, booking))
    return Screen(
        text,
        keyboard(
            [
                changes.undo_row(texts, booking),
                [button(texts.plain("button-my"), start.MyBookings())],
            ]
        ),
    )


def quit_screen(texts: Texts) -> Screen:
    return _nothing_open(texts, "book-cancelled-text")


def over_screen(texts: Texts) -> Screen:
    """In place of a dialogue that is finished or was replaced."""
    return _nothing_open(texts, "refusal-draft-over")


def _nothing_open(texts: Texts, key: str) -> Screen:
    return Screen(
        texts.html(key),
        keyboard(
            [
                [button(texts.plain("button-book"), start.StartBooking())],
                [button(texts.plain("button-my"), start.MyBookings())],
            ]
        ),
    )
