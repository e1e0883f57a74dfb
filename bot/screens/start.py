"""The menu, the help, the choice of a language, and the way from a group into a private chat."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.schemas.actor import Actor, QuietHours
from bot.screens.clocks import clock_face
from bot.screens.screen import Hour, Screen, button, keyboard, lines
from bot.texts import Texts

QUIET_CHOICES = tuple(
    QuietHours(60 * begins, 60 * ends) for begins, ends in ((22, 8), (21, 9), (23, 7), (0, 0))
)
LANGUAGE_NAMES = {"uk": "Українська", "en": "English"}


class Home(CallbackData, prefix="home"):
    """Back to the menu."""


class StartBooking(CallbackData, prefix="book"):
    """Begin a draft."""


class FindFree(CallbackData, prefix="free"):
    """When first, then what."""


class ShowPlan(CallbackData, prefix="plan"):
    """What is booked today, as a picture."""


class MyBookings(CallbackData, prefix="mine"):
    """The list of one's own bookings."""


class Admin(CallbackData, prefix="admin"):
    """What only those see who run the place."""


class Help(CallbackData, prefix="help"):
    pass


class ChooseLanguage(CallbackData, prefix="langs"):
    pass


class SetLanguage(CallbackData, prefix="lang"):
    language: str


class SetQuietHours(CallbackData, prefix="quiet"):
    begins: Hour
    ends: Hour


def home_screen(texts: Texts, actor: Actor) -> Screen:
    return Screen(
        texts.html("home-text", name=actor.person.full_name),
        keyboard(
            [
                [button(texts.plain("button-book"), StartBooking(), style="primary")],
                [
                    button(texts.plain("button-free"), FindFree()),
                    button(texts.plain("button-plan"), ShowPlan()),
                ],
                [button(texts.plain("button-my"), MyBookings())],
                [button(texts.plain("button-language"), ChooseLanguage())],
                [button(texts.plain("button-help"), Help())],
                [button(texts.plain("button-admin"), Admin())] if actor.is_admin else [],
            ]
        ),
    )


def help_screen(texts: Texts, actor: Actor) -> Screen:
    for_admins = texts.html("help-admin") if actor.is_admin else None
    text = lines(texts.html("help-text"), for_admins and f"\n{for_admins}")
    return Screen(text, keyboard([[button(texts.plain("button-home"), Home())]]))


def language_screen(texts: Texts) -> Screen:
    choices = [
        button(name, SetLanguage(language=language)) for language, name in LANGUAGE_NAMES.items()
    ]
    return Screen(
        texts.html("language-text"),
        keyboard([choices, [button(texts.plain("button-home"), Home())]]),
    )


def quiet_screen(texts: Texts, hours: QuietHours) -> Screen:
    begins, ends = (clock_face(minute) for minute in hours)
    text = texts.html("quiet-text", begins="never" if begins == ends else begins, ends=ends)
    choices = [
        [_quiet_choice(texts, choice, is_chosen=choice == hours)] for choice in QUIET_CHOICES
    ]
    return Screen(text, keyboard([*choices, [button(texts.plain("button-home"), Home())]]))


def _quiet_choice(texts: Texts, hours: QuietHours, *, is_chosen: bool) -> InlineKeyboardButton:
    begins, ends = (clock_face(minute) for minute in hours)
    key = "quiet-never" if begins == ends else "quiet-choice"
    label = texts.plain(key, begins=begins, ends=ends)
    data = SetQuietHours(begins=hours.begins // 60, ends=hours.ends // 60)
    return button(f"• {label}" if is_chosen else label, data)


def open_private_screen(texts: Texts, url: str) -> Screen:
    """In a group: `url` opens the private chat at the same place."""
    link = InlineKeyboardButton(text=texts.plain("button-open-private"), url=url)
    return Screen(texts.html("group-book-text"), keyboard([[link]]))
