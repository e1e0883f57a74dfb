"""People act, then the bot handles everything that came of it."""

import asyncio
from typing import NamedTuple
from zoneinfo import ZoneInfo

from aiogram.types import Message
from sqlalchemy import select

from bot.app import App
from bot.schemas.actor import Actor
from bot.schemas.actor import Person as TelegramPerson
from bot.services.access.users import Actors
from db.models import Allocation, Booking, Resource
from sandbox.people.groups import Group
from sandbox.people.person import Person
from sandbox.telegram import Telegram

KYIV = ZoneInfo("Europe/Kyiv")


class Booked(NamedTuple):
    """A booking as it is in the database; the start is that on the clocks of Kyiv."""

    names: tuple[str, ...]
    """What it holds, a name for each unit, in order."""
    starts_at: str
    minutes: int
    purpose: str | None


class World:
    """Each step of a person is followed by all that the bot does about it."""

    def __init__(self, app: App, telegram: Telegram) -> None:
        self.app = app
        self.db = app.db
        self.telegram = telegram

    async def settle(self) -> None:
        """Handle every update, then send what is due."""
        await self.handle()
        await self.app.delivery.sweep()

    async def handle(self) -> None:
        """Every update at once, as polling does."""
        while updates := self.telegram.take_updates():
            await asyncio.gather(
                *(self.app.dispatcher.feed_update(self.app.bot, update) for update in updates)
            )

    async def actor(self, person: Person) -> Actor:
        """The person as the services know them."""
        user = person.user
        actors: Actors = self.app.dispatcher["actors"]
        return await actors.resolve(
            TelegramPerson(
                telegram_id=user.id,
                username=user.username,
                full_name=user.full_name,
                language_code=user.language_code,
            )
        )

    async def booked(self) -> list[Booked]:
        """Every booking there is, oldest first."""
        async with self.db.reading() as session:
            rows = (await session.scalars(select(Booking).order_by(Booking.id))).all()
            held = (
                await session.execute(
                    select(Allocation.booking_id, Resource.name)
                    .join(Resource, Resource.id == Allocation.resource_id)
                    .order_by(Resource.name)
                )
            ).all()
        return [
            Booked(
                names=tuple(name for booking_id, name in held if booking_id == row.id),
                starts_at=f"{row.starts_at.astimezone(KYIV):%m-%d %H:%M}",
                minutes=(row.ends_at - row.starts_at).seconds // 60,
                purpose=row.purpose,
            )
            for row in rows
        ]

    def tapped(self, person: Person) -> int:
        """How many callback queries this person's taps have sent so far."""
        taps = self.telegram.callbacks.taps.values()
        return sum(tap.user_id == person.id for tap in taps)

    def labels(self, person: Person) -> list[str]:
        """Those under the bot's newest message to them; not the empty ones, which fill a row."""
        return [label for label in self.telegram.labels(person.last()) if label.strip()]

    async def start(self, person: Person, payload: str | None = None) -> Message:
        person.start(payload)
        await self.settle()
        return person.last()

    async def say(
        self, person: Person, text: str, chat: Group | None = None, reply_to: Message | None = None
    ) -> Message:
        person.say(text, chat, reply_to)
        await self.settle()
        return person.last(chat)

    async def tap(self, person: Person, label: str, chat: Group | None = None) -> Message:
        """Tap a button; gives the bot's newest message of that chat afterwards."""
        person.tap(label, chat)
        await self.settle()
        return person.last(chat)

    async def taps(self, person: Person, *labels: str) -> Message:
        for label in labels:
            await self.tap(person, label)
        return person.last()
