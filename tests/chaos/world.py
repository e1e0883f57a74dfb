"""An office in which twenty people book, approve and cancel, whatever happens to the bot."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import func, select

from bot.services import booking
from db.engine import Database
from db.enums import BookingStatus, ResourceKind
from db.models import Booking, Notification
from db.models.notifications import IS_WAITING
from sandbox.doors.server import start_server
from tests import plain
from tests.bot_process import TOKEN, BotProcess
from tests.builders import add_actor, add_resource, request
from tests.chaos.judge import LEADS, Judgement, Seen, judge
from tests.chaos.people import Told, Walker
from tests.chaos.unhurried import run_unhurried
from tests.chaos.watched import Trap, Watched

GROUP_ID = -1001
PEOPLE = 20
APPROVERS = 4
JUMP_MINUTES = 15
"""The clock never jumps further than that the bot could still remind in time."""
BACKOFF_IS_OVER = timedelta(minutes=8)
NEAR_HOURS = (1, 2, 3, 4)
"""From now on, so that reminders come due; there is somebody's booking at each of them."""
STEP = timedelta(minutes=50)
"""Shorter than the last reminder's lead: however late it is, it is still right."""
FIRST_BOOKINGS = 3
BUSY_REQUESTS = 200
TRAP_S = 10
"""A trap that nobody has walked into by then springs by itself."""
RESTARTS_AFTER = 4
"""Tenths of a storm, in which the bot has to start, too."""
SETTLE_S = 90
LOOK_S = 0.3


Step = Callable[[], Coroutine[Any, Any, None]]


class World:
    """The office, its people, and the bot, which may be there or not."""

    def __init__(self, url: str, telegram: Watched, bot: BotProcess, chance: Random) -> None:
        self.url = url
        self.telegram = telegram
        self.bot = bot
        self.chance = chance
        self.told = Told()
        self.kills: list[int] = []
        self.db = Database(url, now=telegram.clock.second)
        self.group = telegram.groups[GROUP_ID]
        self.walkers = [
            Walker(
                telegram,
                person,
                self.told,
                Random(chance.random()),
                self.group if number < APPROVERS else None,
            )
            for number, person in enumerate(telegram.people.values())
        ]

    async def survive(self, kills: int) -> None:
        """Let a bot be born and killed so many times while people are busy."""
        await self._begin()
        for number in range(kills):
            if number:
                await self.bot.start()
            self.pass_time()
            await self._trapped(Trap.at_random(self.chance))
            await self.bot.stopped()

    async def weather(self, rate: float, requests: int) -> None:
        """Let this share of so many requests to Telegram fail."""
        await self._begin()
        self.telegram.faults.storm(rate, self.chance)
        for part in range(10):
            self.pass_time()
            await self._requests(requests // 10)
            if part == RESTARTS_AFTER:
                await self.bot.stop()
                await self.bot.start()
        self.telegram.faults.storm(0, self.chance)
        assert not self.bot.has_ended, "the bot has ended by itself"

    async def miss_database(self, begin: Step, end: Step, seconds: float) -> None:
        """Let the database be away for a while, in the middle of everything."""
        await self._begin()
        self.pass_time()
        await begin()
        await self.telegram.changes.wait_until(lambda: False, seconds)
        await end()
        await self._requests(BUSY_REQUESTS)
        assert not self.bot.has_ended, "the bot has ended by itself"

    async def _start(self) -> None:
        """Until it is there to be stopped in good order."""
        before = len(self.telegram.journal)
        await self.bot.start()
        await self.telegram.until(lambda: self.telegram.journal[before:], SETTLE_S)

    async def _begin(self) -> None:
        """In a calm, until there is something to lose."""
        await self.bot.start()
        await self.telegram.until(self._has_begun, SETTLE_S)

    def _has_begun(self) -> bool:
        """Something was booked, something was given up, and something decided."""
        done = {deed for deed, _ in self.told.acts(self.telegram.answers)}
        is_lively = "cancelled" in done and bool(done & {"approved", "rejected"})
        return is_lively and len(self.told.drafts) >= FIRST_BOOKINGS

    async def _requests(self, count: int) -> None:
        enough = len(self.telegram.journal) + count
        await self.telegram.changes.wait_until(lambda: len(self.telegram.journal) >= enough, TRAP_S)

    def pass_time(self) -> None:
        minutes = self.chance.randint(0, JUMP_MINUTES)
        self.telegram.clock.advance(timedelta(minutes=minutes))

    async def settle(self) -> datetime:
        """Let the bot do all that is due; returns by when. It is stopped then, in good order."""
        if not self.bot.is_running:
            await self._start()
        await self.telegram.until(lambda: not self.telegram.updates.queue, SETTLE_S)
        await self.bot.stop()  # what was still being handled is done then
        await self._start()
        self.telegram.clock.advance(BACKOFF_IS_OVER)
        until = await self._all_told()
        for _ in NEAR_HOURS:
            self.telegram.clock.advance(STEP)
            until = await self._all_told()
        await self.bot.stop()
        return until

    async def _all_told(self) -> datetime:
        """Wait until nothing is due that is due by now."""
        until = self.telegram.clock.second()
        async with asyncio.timeout(SETTLE_S):
            while await self._is_anything_due(until):
                await self.telegram.changes.wait_until(lambda: False, LOOK_S)
                await self._skip_to_next_try(until)
        return until

    async def _skip_to_next_try(self, until: datetime) -> None:
        """Move the clock, but only where everything that is due has been put off: however slow the
        machine is, nothing else comes due, or too late, because of it."""
        put_off = select(Notification.next_try_at, Notification.lease_token).where(
            IS_WAITING, Notification.due_at <= until
        )
        async with self.db.reading() as session:
            tries = (await session.execute(put_off)).all()
        now = self.telegram.clock.now()
        if tries and all(at > now and lease is None for at, lease in tries):
            self.telegram.clock.advance(min(at for at, _ in tries) - now)

    async def judged(self, until: datetime) -> Judgement:
        """Now that the bot is stopped."""
        for walker in self.walkers:
            walker.look()
        seen = Seen(
            posted=self.telegram.posted,
            answers=self.telegram.answers,
            told=self.told,
            kills=self.kills,
            group=self.telegram.room_of(GROUP_ID, self.group.creator).messages.values(),
        )
        return await asyncio.to_thread(_judged, self.url, seen, int(until.timestamp()))

    async def _trapped(self, trap: Trap) -> None:
        is_sprung = asyncio.Event()

        def spring(delay_s: float) -> None:
            asyncio.get_running_loop().call_later(delay_s, kill) if delay_s else kill()

        def kill() -> None:
            self.bot.kill()
            self.kills.append(len(self.telegram.posted))
            is_sprung.set()

        self.telegram.set_trap(trap, spring)
        try:
            async with asyncio.timeout(TRAP_S):
                await is_sprung.wait()
        except TimeoutError:
            self.telegram.set_trap(Trap(None, 1, trap.moment), spring)
            await is_sprung.wait()

    async def _is_anything_due(self, until: datetime) -> bool:
        waiting = select(func.count()).where(IS_WAITING, Notification.due_at <= until)
        undecided = select(func.count()).where(
            Booking.status == BookingStatus.PENDING, Booking.decide_by <= until
        )
        async with self.db.reading() as session:
            return bool(await session.scalar(waiting) or await session.scalar(undecided))


def _judged(url: str, seen: Seen, until: int) -> Judgement:
    connection = plain.connect(url)
    try:
        return judge(connection, seen, until=until)
    finally:
        connection.close()


@asynccontextmanager
async def office(
    url: str, folder: Path, chance: Random, *, way: str | None = None
) -> AsyncIterator[World]:
    """A sandbox with its people, and a database with a few resources for them to fight over.

    `way`: the URL by which the bot reaches the database, where that is another.
    """
    telegram = Watched()
    _invite(telegram)
    async with start_server(telegram) as sandbox_url:
        settings = {
            "BOT_TOKEN": TOKEN,
            "SANDBOX_URL": sandbox_url,
            "DATABASE_URL": way or url,
            "ADMIN_CHAT_ID": str(GROUP_ID),
            "REMINDER_MINUTES": ",".join(map(str, LEADS)),
        }
        world = World(url, telegram, BotProcess(settings, folder, run_unhurried), chance)
        rooms = await _furnish(world.db)
        await _book_near(world, rooms)
        try:
            yield world
        finally:
            world.bot.kill()
            await world.bot.stopped()
            await world.db.close()


@asynccontextmanager
async def busy(world: World) -> AsyncIterator[None]:
    """Everybody is there while the block lasts."""
    lives = [asyncio.create_task(walker.live()) for walker in world.walkers]
    try:
        yield
    finally:
        for walker in world.walkers:
            walker.go_home()
        await asyncio.gather(*lives)


def _invite(telegram: Watched) -> None:
    languages = ("en", "uk")
    people = [
        telegram.add_person(1 + number, f"Person {number}", language_code=languages[number % 2])
        for number in range(PEOPLE)
    ]
    telegram.add_group(GROUP_ID, "Approvals", members=people[1:APPROVERS], creator=people[0])


async def _book_near(world: World, rooms: Sequence[int]) -> None:
    """Bookings that begin soon, of the first people there."""
    now = world.telegram.clock.second()
    hour = now.replace(minute=0, second=0)
    for number, hours in enumerate(NEAR_HOURS, 1):
        actor = await add_actor(world.db, number, full_name=f"Person {number}")
        for room in rooms:
            await booking.book(
                world.db,
                actor,
                request(room, hour + timedelta(hours=1 + hours)),
                now=now,
                reminder_leads=[timedelta(minutes=lead) for lead in LEADS],
            )


async def _furnish(db: Database) -> list[int]:
    """Returns the rooms that need no approval."""
    add = partial(add_resource, db, horizon_days=2, grid_minutes=60, min_minutes=60)
    rooms = [await add("Blue room"), await add("Quiet room")]
    await add("Red room", buffer_minutes=30)
    await add("Studio", requires_approval=True, approval_minutes=60)
    await add("Hall", requires_approval=True)
    await add("Projector", kind=ResourceKind.EQUIPMENT, quantity=3)
    await add("Camera", kind=ResourceKind.EQUIPMENT, quantity=2, requires_approval=True)
    return rooms
