"""Which screens were made while a scene ran, and which of them are in its picture."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from inspect import getmembers, isfunction
from pkgutil import iter_modules
from unittest.mock import patch

from aiogram.types import Message

from bot import screens
from bot.screens.screen import Screen
from sandbox.people.buttons import labels_of
from sandbox.texts.html import parse_html

Make = Callable[..., Screen]


@dataclass(frozen=True)
class Made:
    """A screen, and the name of the function that made it, such as `my.card_screen`."""

    name: str
    screen: Screen

    def is_shown_by(self, message: Message) -> bool:
        """Whether the message has its very text and its buttons."""
        text, _ = parse_html(self.screen.text)
        rows = self.screen.keyboard.inline_keyboard if self.screen.keyboard else []
        labels = [button.text for row in rows for button in row]
        return (message.text or message.caption) == text.strip() and labels_of(message) == labels


def screen_functions() -> dict[str, Make]:
    """The public functions of `bot/screens` that end in `_screen`, by their names."""
    modules = [
        import_module(f"{screens.__name__}.{one.name}") for one in iter_modules(screens.__path__)
    ]
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}": function
        for module in modules
        for name, function in getmembers(module, isfunction)
        if name.endswith("_screen") and name[0] != "_" and function.__module__ == module.__name__
    }


@contextmanager
def recording() -> Iterator[list[Made]]:
    """Every screen that the bot makes while the block lasts, wherever its function was imported."""
    made: list[Made] = []
    found = {
        function: _recorded(name, function, made) for name, function in screen_functions().items()
    }
    modules = [module for name, module in sys.modules.items() if name.startswith("bot.")]
    patches = [
        patch.object(module, name, found[value])
        for module in modules
        for name, value in vars(module).items()
        if isfunction(value) and value in found
    ]
    for each in patches:
        each.start()
    try:
        yield made
    finally:
        for each in patches:
            each.stop()


def _recorded(name: str, function: Make, made: list[Made]) -> Make:
    @wraps(function)
    def record(*args: object, **figures: object) -> Screen:
        screen = function(*args, **figures)
        made.append(Made(name, screen))
        return screen

    return record
