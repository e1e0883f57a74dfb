"""What a phrase leaves open to several readings: each is a button."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from bot.schemas.phrases import Start
from bot.schemas.resources import ResourceOption
from bot.screens.book import PickDay, PickStart, last_row, resource_button
from bot.screens.screen import Screen, button, in_rows, keyboard
from bot.texts import Texts


def which_screen(texts: Texts, named: Sequence[ResourceOption], draft: str) -> Screen:
    """Several resources fit what was said."""
    rows = [[resource_button(texts, one, draft)] for one in named]
    return Screen(texts.html("phrase-which"), keyboard([*rows, last_row(texts, draft)]))


def when_screen(texts: Texts, starts: Sequence[Start], zone: ZoneInfo, draft: str) -> Screen:
    """Several times fit it: "at 3", or a weekday said on that weekday."""
    buttons = [
        button(texts.moment(one.at, zone), PickStart(draft=draft, at=int(one.at.timestamp())))
        for one in starts
    ]
    rows = in_rows(buttons, 1 if len(buttons) <= 4 else 2)
    return Screen(texts.html("phrase-when"), keyboard([*rows, last_row(texts, draft)]))


def which_day_screen(texts: Texts, days: Sequence[date], draft: str) -> Screen:
    buttons = [
        button(texts.day(day), PickDay(draft=draft, ordinal=day.toordinal())) for day in days
    ]
    return Screen(
        texts.html("phrase-when"), keyboard([*in_rows(buttons, 2), last_row(texts, draft)])
    )
