"""People who tap whatever is on their screens, and remember what they were told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from aiogram.types import InlineKeyboardButton, Message

from bot.settings import LANGUAGES
from bot.texts import texts_of
from sandbox.callbacks import Answer
from sandbox.people.buttons import buttons_of
from sandbox.people.groups import Group
from sandbox.people.person import Person
from sandbox.telegram import Telegram

PATIENCE_S = 2
"""After so long without an answer people tap again."""
SEEN = 4
"""How many of the newest messages they look at in their own chat; in the group they see more."""
SEEN_IN_GROUP = 20

INTERESTS = {
    "b5": 90, "b6": 60, "bw": 60, "b4": 60, "b3": 60, "b2": 60, "b1": 60, "b9": 30, "b7": 5,
    "bx": 3, "b8": 1, "bk": 1, "bb": 1, "bq": 1,
    "book": 20, "mine": 5, "card": 10, "my": 1, "cancel": 20, "cancelled": 60,
    "plan": 3, "pd": 3, "pw": 1, "free": 1, "f1": 1, "f2": 1, "f3": 1, "bf": 5, "ics": 3, "why": 1,
    "ext": 5, "end": 3, "move": 3, "undo": 5, "again": 3,
    "home": 1, "lang": 1, "langs": 0.1, "help": 0.1,
    "yes": 30, "no": 10, "no1": 30, "no0": 2,
}  # fmt: skip
"""Prefix of a button -> how much it attracts, beside what else is under the same message."""
BOOKS = ("b5", "b6", "bw")
"""Buttons that book, or may; a draft's id follows."""
TYPED = ("/book", "/my", "/start", "For the team", "/help")

Words = frozenset[str]


def in_all_languages(key: str) -> Words:
    return frozenset(texts_of(language).plain(key) for language in LANGUAGES)


IS_BOOKED = in_all_languages("button-book-another")
"""Only what tells of a booking that was made has this button."""
TOASTS = {
    "yes": ("approved", in_all_languages("toast-approved")),
    "no1": ("rejected", in_all_languages("toast-rejected")),
    "cancelled": ("cancelled", in_all_languages("my-cancelled")),
}
"""Prefix of a button -> what its toast says was done."""


@dataclass
class Told:
    """What people may rely on from now on."""

    drafts: set[tuple[int, str]] = field(default_factory=set)
    """(telegram id, draft): that it was booked."""
    cards: set[tuple[int, int]] = field(default_factory=set)
    """(telegram id, booking): that it is theirs."""
    taps: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Callback query -> prefix of its button and the booking, where a toast says what was done."""

    def acts(self, answers: Sequence[Answer]) -> set[tuple[str, int]]:
        """(what was done, booking), as the toasts said."""
        said = ((self.taps.get(each.callback_query_id), each.text) for each in answers)
        return {
            (TOASTS[tap[0]][0], tap[1]) for tap, text in said if tap and text in TOASTS[tap[0]][1]
        }


class Walker:
    """One person: acts, waits for an answer or loses patience, and acts again."""

    def __init__(
        self, telegram: Telegram, person: Person, told: Told, chance: Random, group: Group | None
    ) -> None:
        self._telegram = telegram
        self._person = person
        self._told = told
        self._chance = chance
        self._group = group
        self._confirming: dict[int, str] = {}
        self._is_over = False

    def go_home(self) -> None:
        """Start nothing new."""
        self._is_over = True

    async def live(self) -> None:
        """Until it is time to go home."""
        self._person.start()
        while not self._is_over:
            is_answered = self._act()
            await self._telegram.changes.wait_until(is_answered, PATIENCE_S)
            self.look()

    def look(self) -> None:
        """Read the own chat: what was booked, and which bookings are there."""
        for message in self._person.messages()[-SEEN:]:
            buttons = buttons_of(message)
            draft = self._confirming.get(message.message_id)
            if draft and IS_BOOKED & {each.text for each in buttons}:
                self._told.drafts.add((self._person.id, draft))
            for prefix, *rest in (parts_of(each) for each in buttons):
                if prefix == "card":
                    self._told.cards.add((self._person.id, int(rest[0])))

    def _act(self) -> Callable[[], bool]:
        """Tap or type something; returns what tells whether it was answered."""
        choices = self._choices()
        if not choices or self._chance.random() < 0.03:
            return self._type()
        message, button = self._chance.choices(*zip(*choices, strict=True))[0]
        return self._tap(message, button)

    def _type(self) -> Callable[[], bool]:
        said = self._person.say(self._chance.choice(TYPED))
        return lambda: self._person.messages()[-1].message_id != said.message_id

    def _tap(self, message: Message, button: InlineKeyboardButton) -> Callable[[], bool]:
        prefix, *rest = parts_of(button)
        if prefix in BOOKS:
            self._confirming[message.message_id] = rest[0]
        query = self._person.tap_data(button.callback_data or "", message)
        if prefix in TOASTS:
            self._told.taps[query] = prefix, int(rest[0])
        tap = self._telegram.callbacks.taps[query]
        return lambda: bool(tap.tries)

    def _choices(self) -> list[tuple[tuple[Message, InlineKeyboardButton], float]]:
        """Buttons they see, each with its attraction: one of each kind, the newest message most."""
        found = []
        for age, message in enumerate(reversed(self._seen())):
            kinds: dict[str, list[InlineKeyboardButton]] = {}
            for button in buttons_of(message):
                if button.callback_data is not None:
                    kinds.setdefault(parts_of(button)[0], []).append(button)
            for prefix, buttons in kinds.items():
                attraction = INTERESTS.get(prefix, 0) / (age + 1)
                found.append(((message, self._chance.choice(buttons)), attraction))
        return [each for each in found if each[1]]

    def _seen(self) -> Sequence[Message]:
        if self._group is not None and self._chance.random() < 0.4:
            of_group = self._person.messages(self._group)[-SEEN_IN_GROUP:]
            if any(map(buttons_of, of_group)):
                return of_group
        return self._person.messages()[-SEEN:]


def parts_of(button: InlineKeyboardButton) -> list[str]:
    """The prefix of a button's data, and its fields."""
    return (button.callback_data or "").split(":")
