"""The plan as a picture: of a day, or of one resource's week."""

from datetime import date, timedelta

from aiogram.filters.callback_data import CallbackData

from bot.schemas.plans import Plan
from bot.screens.screen import DayNumber, Id, PageNumber, Row, Screen, button, keyboard, page_turns
from bot.screens.start import Home, ShowPlan, StartBooking
from bot.texts import Texts

WEEK = timedelta(weeks=1)
CLOSEST, FURTHEST = date(1970, 1, 2).toordinal(), date(2099, 12, 30).toordinal()


class PlanDay(CallbackData, prefix="pd"):
    ordinal: DayNumber
    page: PageNumber = 0
    dark: bool = False


class PlanWeek(CallbackData, prefix="pw"):
    """The week of that day."""

    resource_id: Id
    ordinal: DayNumber
    dark: bool = False


def day_screen(texts: Texts, plan: Plan, picture: bytes, *, dark: bool) -> Screen:
    def to(days: int = 0, page: int = 0, *, is_dark: bool = dark) -> PlanDay:
        return PlanDay(ordinal=_within(plan.first_day, days), page=page, dark=is_dark)

    rows: list[Row] = [
        [
            button(f"‹ {texts.day(plan.first_day - timedelta(days=1))}", to(-1)),
            button(f"{texts.day(plan.first_day + timedelta(days=1))} ›", to(1)),
        ],
        page_turns(plan.page, plan.pages, lambda page: to(page=page)),
        [
            button(_other_theme(texts, dark=dark), to(page=plan.page, is_dark=not dark)),
            button(texts.plain("button-book"), StartBooking()),
        ],
        [button(texts.plain("button-home"), Home())],
    ]
    text = texts.html("plan-day-text", day=texts.day(plan.first_day))
    return Screen(text, keyboard(rows), picture=picture)


def week_screen(
    texts: Texts, plan: Plan, resource_id: int, picture: bytes, *, dark: bool
) -> Screen:
    def to(days: int = 0, *, is_dark: bool = dark) -> PlanWeek:
        ordinal = _within(plan.first_day, days)
        return PlanWeek(resource_id=resource_id, ordinal=ordinal, dark=is_dark)

    rows: list[Row] = [
        [
            button(f"‹ {texts.day(plan.first_day - WEEK)}", to(-7)),
            button(f"{texts.day(plan.first_day + WEEK)} ›", to(7)),
        ],
        [
            button(_other_theme(texts, dark=dark), to(is_dark=not dark)),
            button(texts.plain("button-plan"), ShowPlan()),
        ],
    ]
    text = texts.html("plan-week-text", name=plan.resource_name or "")
    return Screen(text, keyboard(rows), picture=picture)


def _within(day: date, days: int) -> int:
    """A button knows the days from 1970 until 2100."""
    return min(max(day.toordinal() + days, CLOSEST), FURTHEST)


def _other_theme(texts: Texts, *, dark: bool) -> str:
    return texts.plain("plan-light" if dark else "plan-dark")
