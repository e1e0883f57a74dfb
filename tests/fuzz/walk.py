"""People who press every button there is, and a record of the updates that came of it."""

from collections import Counter
from typing import Any

from aiogram.types import InlineKeyboardButton, Message

from bot.commands import SCOPES
from sandbox.doors.wire import dumped
from sandbox.people import buttons
from sandbox.people.groups import Group
from sandbox.people.person import Person
from tests.handlers.world import World

COMMANDS = (
    *(f"/{name}" for name in sorted({name for _, names in SCOPES for name in names})),
    "/start book",
    "/start book_1",
    "/start door_1",
    "hello",
)
"""Whatever the menu has, and what only links and people say."""
TAPS = 75
"""Enough for every button of every flow to be pressed."""
FOR_GOOD = {"privx"}
"""Whoever presses it is forgotten, and plays no part any more."""
IN_SIGHT = 40
"""Messages of a chat that are looked at for buttons."""


class Walk:
    """Journeys through the bot; `recorded` is each update as Telegram sends it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.recorded: list[dict[str, Any]] = []
        self._pressed: Counter[tuple[int, str]] = Counter()

    async def say(
        self, person: Person, text: str, chat: Group | None = None, reply_to: Message | None = None
    ) -> None:
        person.say(text, chat, reply_to)
        await self._settle()

    async def everywhere(
        self, person: Person, word: str, chat: Group | None = None, *, taps: int = TAPS
    ) -> None:
        """Send each command, then press what was pressed least so far, and type now and then."""
        for command in COMMANDS:
            await self.say(person, command, chat)
        for number in range(taps):
            if number % 5 == 4:
                await self._type(person, f"{word}{number}", chat)
            if not await self._press(person, chat):
                break

    async def half_way(self, person: Person, word: str, steps: int) -> None:
        """A draft that was begun, and is left open at one of its steps."""
        await self.say(person, "/book")
        for number in range(steps):
            choices = [each for each in buttons_of(person.last()) if is_forward(each)]
            if not choices:
                break
            await self._tap(person, person.last(), choices[(steps + number) % len(choices)])
        await self.say(person, word)

    async def press(self, person: Person, *wanted: str) -> None:
        """One after the other, the first button among the newest messages whose data begins with
        these parts: "kind", or "kind:part"."""
        for parts in wanted:
            message, button = next(
                (message, each)
                for message in reversed(person.messages())
                for each in buttons_of(message)
                if f"{each.callback_data}:".startswith(f"{parts}:")
            )
            await self._tap(person, message, button)

    async def send_document(self, person: Person, table: bytes) -> None:
        person.send_document(table, "table.csv")
        await self._settle()

    async def send_photo(self, person: Person, picture: bytes) -> None:
        person.send_photo(picture)
        await self._settle()

    async def _press(self, person: Person, chat: Group | None) -> bool:
        """False where there is no button in sight."""
        seen = [
            (message, button)
            for message in person.messages(chat)[-IN_SIGHT:]
            for button in buttons_of(message)
            if kind_of(button) not in FOR_GOOD
        ]
        if not seen:
            return False
        message, button = min(seen, key=lambda pair: self._pressed[person.id, kind_of(pair[1])])
        self._pressed[person.id, kind_of(button)] += 1
        await self._tap(person, message, button, chat)
        return True

    async def _tap(
        self,
        person: Person,
        message: Message,
        button: InlineKeyboardButton,
        chat: Group | None = None,
    ) -> None:
        person.tap_data(str(button.callback_data), message, chat)
        await self._settle()

    async def _type(self, person: Person, text: str, chat: Group | None) -> None:
        """In a group, as an answer to what the bot asked last."""
        asked = None if chat is None else person.last(chat)
        await self.say(person, text, chat, asked)

    async def _settle(self) -> None:
        self.recorded += [dumped(update) for update in self.world.telegram.pending_updates()]
        await self.world.settle()


def buttons_of(message: Message) -> list[InlineKeyboardButton]:
    """Those that send something."""
    return [button for button in buttons.buttons_of(message) if button.callback_data]


def kind_of(button: InlineKeyboardButton) -> str:
    """The prefix of its data."""
    return str(button.callback_data).partition(":")[0]


def is_forward(button: InlineKeyboardButton) -> bool:
    """One that picks a resource, a day, a start or a duration."""
    return kind_of(button) in {"b1", "b2", "b3", "b4"}
