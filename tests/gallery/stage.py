"""What every scene begins with: the seeded resources, three people, a group, a frozen clock."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace
from unittest.mock import patch
from zoneinfo import ZoneInfo

from aiogram.types import Message
from pydantic import SecretStr

from bot import seed
from bot.app import build
from bot.schemas.bookings import BookingView
from bot.schemas.resources import ResourceChange
from bot.services import approval
from bot.services.place import resources
from bot.settings import Settings
from bot.texts import Texts, texts_of
from sandbox.callbacks import Answer
from sandbox.clock import Clock
from sandbox.doors.session import SandboxSession
from sandbox.people.groups import Group
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.builders import add_actor, book, request
from tests.clocks import FrozenClock
from tests.handlers.pace import unhurried
from tests.handlers.world import World

TOKEN = "42:TEST"
GROUP_ID = -1001
IDS = (BOOKER, APPROVER, COLLEAGUE) = (101, 102, 103)
KYIV = ZoneInfo("Europe/Kyiv")
CAST = {
    "en": (("Emma", "Clark"), ("Max", "Novak"), ("Ada", "Reed")),
    "uk": (("Олена", "Коваль"), ("Андрій", "Мельник"), ("Ірина", "Бондар")),
}
GROUPS = {"en": "Approvals", "uk": "Схвалення"}
NAMES = {each.en[0]: each.uk[0] for each in seed.RESOURCES}
ERROR_ID = "7c1f03ab"
HOURS = re.compile(r"(\d+) h")


class Standing(Clock):
    """The sandbox's clock, at the time of the bot's."""

    def __init__(self, clock: FrozenClock) -> None:
        super().__init__(lambda: None)
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.now()


@dataclass(frozen=True)
class Press:
    """The tap with which a scene ends: its answer is a part of the picture."""

    by: Person
    chat_id: int
    label: str


@dataclass
class Stage:
    """People act, in one language; then `shown` is the picture.

    A word for a button is a key of `bot/locales` ("button-book"), an English name of the seed, a
    whole number of hours ("1 h"), or the label itself.
    """

    language: str
    world: World
    clock: FrozenClock
    booker: Person
    approver: Person
    """The administrator too, and a member of the group like the colleague."""
    colleague: Person
    group: Group
    pressed: Press | None = None
    looks_at: Group | None = None
    """None: the booker's private chat."""
    newest: int = 1
    _rivals: "count[int]" = field(default_factory=lambda: count(7001))

    @property
    def telegram(self) -> Telegram:
        return self.world.telegram

    @property
    def texts(self) -> Texts:
        return texts_of(self.language)

    @property
    def chat_id(self) -> int:
        return self.booker.id if self.looks_at is None else self.looks_at.id

    def either(self, english: str, ukrainian: str) -> str:
        return {"en": english, "uk": ukrainian}[self.language]

    def word(self, word: str) -> str:
        """What it is called in the language of the scene."""
        if hours := HOURS.fullmatch(word):
            return f"{self.texts.duration(60 * int(hours[1]), short=True)} →"
        if self.language == "uk":
            for english, ukrainian in NAMES.items():
                word = word.replace(english, ukrainian)
        try:
            return self.texts.plain(word)
        except KeyError:
            return word

    def look_at(self, chat: Group | None = None, *, newest: int = 1) -> None:
        """What the picture shows: so many of the bot's newest messages of a chat."""
        self.looks_at, self.newest = chat, newest

    async def say(
        self, text: str, *, by: Person | None = None, reply_to: Message | None = None
    ) -> None:
        (by or self.booker).say(text, self.looks_at, reply_to)
        await self.settle()

    async def tap(self, *words: str, by: Person | None = None, chat: Group | None = None) -> None:
        for word in words:
            (by or self.booker).tap(self.word(word), chat or self.looks_at)
            await self.settle()

    async def open(self, name: str) -> None:
        """The booker follows the link to a resource."""
        self.booker.start(f"book_{await self.resource(name)}")
        await self.settle()

    async def settle(self) -> None:
        """The bot handles what happened; the delivery is there where a commit has woken it."""
        await self.world.handle()
        if self.world.app.delivery._woken.is_set():
            await self.world.app.delivery.sweep()

    def press(self, word: str, *, by: Person | None = None) -> None:
        """The last tap of the scene: on the page itself, where there is one."""
        self.pressed = Press(by or self.booker, self.chat_id, self.word(word))

    async def finish(self) -> Answer | None:
        """Press without a page; gives what the person who pressed was shown."""
        if self.pressed is None:
            return None
        await self.tap(self.pressed.label, by=self.pressed.by)
        return self.pressed.by.answers[-1]

    async def later(self, **delta: float) -> None:
        """Time passes, and everything that was due is done."""
        self.clock.advance(**delta)
        await approval.expire_due(self.world.db, now=self.clock.now())
        await self.world.settle()

    async def resource(self, name: str) -> int:
        """The id of a resource, by its English name."""
        views = await resources.list_views(self.world.db)
        return next(view.id for view in views if view.name == self.word(name))

    async def change(self, name: str, **rules: object) -> None:
        """The administrator changes the rules of a resource."""
        admin, change = await self.world.actor(self.approver), ResourceChange.model_validate(rules)
        resource_id, now = await self.resource(name), self.clock.now()
        await resources.edit(self.world.db, admin, resource_id, change, now=now)

    async def have(
        self, name: str, day: int = 5, hour: float = 14, *, hours: int = 1, **extras: int
    ) -> BookingView:
        """The booker has booked it, in March; extras by their English names."""
        units = {await self.resource(extra): count for extra, count in extras.items()}
        asked = request(await self.resource(name), at(day, hour), minutes=60 * hours, extras=units)
        booker = await self.world.actor(self.booker)
        booked = await book(self.world.db, booker, asked, now=self.clock.now())
        await self.settle()
        return booked

    async def rival_takes(
        self, name: str, day: int, hour: float, *, hours: float = 1, units: int = 1
    ) -> BookingView:
        """Somebody else books it, in March."""
        rival = await add_actor(self.world.db, next(self._rivals))
        asked = request(
            await self.resource(name), at(day, hour), minutes=round(60 * hours), units=units
        )
        return await book(self.world.db, rival, asked, now=self.clock.now())

    def shown(self) -> list[Message]:
        """The messages of the picture, oldest first."""
        seen = self.booker.messages() if self.looks_at is None else self._seen_in_group()
        by_bot = [each for each in seen if each.from_user and each.from_user.is_bot]
        return by_bot[-self.newest :]

    def _seen_in_group(self) -> list[Message]:
        return self.approver.messages(self.looks_at)


def at(day: int, hour: float) -> datetime:
    """An hour of the wall clock in Kyiv, of a day in March 2026."""
    midnight = datetime(2026, 3, day, tzinfo=KYIV)
    return (midnight + timedelta(hours=hour)).astimezone(UTC)


def settings_of(url: str, language: str) -> Settings:
    return Settings(
        _env_file=None,
        bot_token=SecretStr(TOKEN),
        database_url=url,
        default_language=language,
        admin_ids=(APPROVER,),
    )


@asynccontextmanager
async def open_stage(url: str, language: str) -> AsyncIterator[Stage]:
    """The bot on a seeded database; the booker has said /start.

    Afterwards: every tap answered exactly once, and no request of the bot refused.
    """
    clock, telegram = FrozenClock(), Telegram(token=TOKEN)
    telegram.clock = Standing(clock)
    booker, approver, colleague = (
        telegram.add_person(number, first, last_name=last, language_code=language)
        for number, (first, last) in zip(IDS, CAST[language], strict=True)
    )
    settings = settings_of(url, language)
    group = telegram.add_group(GROUP_ID, GROUPS[language], members=[colleague], creator=approver)
    app = build(settings, clock, session=SandboxSession(telegram), **unhurried(clock))
    try:
        world = World(app, telegram)
        with patch("bot.handlers.errors.secrets", SimpleNamespace(token_hex=lambda _: ERROR_ID)):
            await world.start(booker)
            yield Stage(language, world, clock, booker, approver, colleague, group)
    finally:
        await app.db.close()
    _check(telegram)


def _check(telegram: Telegram) -> None:
    assert telegram.unanswered() == []
    assert telegram.answered_twice() == []
    assert [(call.method, call.description) for call in telegram.refused()] == []
