"""The menu, the help, the choice of a language, and the way from a group into a private chat."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.schemas.actor import Actor
from bot.screens.screen import Screen, button, keyboard, lines
from bot.texts import Texts

LANGUAGE_NAMES = {"uk": "Українська", "en": "English"}


class Home(CallbackData, prefix="home"):
    """Back to the menu."""


class StartBooking(CallbackData, prefix="book"):
    """Begin a draft."""


class MyBookings(CallbackData, prefix="mine"):
    """The list of one's own bookings."""


class Help(CallbackData, prefix="help"):
    pass


class ChooseLanguage(CallbackData, prefix="langs"):
    pass


class SetLanguage(CallbackData, prefix="lang"):
    language: str


def home_screen(texts: Texts, actor: Actor) -> Screen:
    return Screen(
        texts.html("home-text", name=actor.person.full_name),
        keyboard(
            [
                [button(texts.plain("button-book"), StartBooking(), style="primary")],
                [button(texts.plain("button-my"), MyBookings())],
                [button(texts.plain("button-language"), ChooseLanguage())],
                [button(texts.plain("button-help"), Help())],
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


def open_private_screen(texts: Texts, url: str) -> Screen:
    """In a group: `url` opens the private chat at the same place."""
    link = InlineKeyboardButton(text=texts.plain("button-open-private"), url=url)
    return Screen(texts.html("group-book-text"), keyboard([[link]]))
