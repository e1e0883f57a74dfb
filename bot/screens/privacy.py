"""/privacy: what is known about a person, and how to be forgotten."""

from aiogram.filters.callback_data import CallbackData

from bot.screens.screen import Screen, back_row, button, keyboard
from bot.screens.start import Home
from bot.texts import Texts


class Privacy(CallbackData, prefix="priv"):
    """What is stored."""


class SendMyData(CallbackData, prefix="privd"):
    """All of it, as a file."""


class AskToForget(CallbackData, prefix="privf"):
    """It cannot be undone, so it is asked once more."""


class ForgetMe(CallbackData, prefix="privx"):
    pass


def privacy_screen(texts: Texts) -> Screen:
    return Screen(
        texts.html("privacy-text"),
        keyboard(
            [
                [button(texts.plain("privacy-data"), SendMyData())],
                [button(texts.plain("privacy-forget"), AskToForget())],
                [button(texts.plain("button-home"), Home())],
            ]
        ),
    )


def forget_screen(texts: Texts) -> Screen:
    return Screen(
        texts.html("privacy-forget-text"),
        keyboard(
            [
                [button(texts.plain("privacy-forget-yes"), ForgetMe(), style="danger")],
                back_row(texts, Privacy()),
            ]
        ),
    )


def forgotten_screen(texts: Texts, cancelled: int) -> Screen:
    """No button: whoever taps one is somebody new."""
    return Screen(texts.html("privacy-forgotten", cancelled=cancelled))
