"""The whole bot in this process: what its layers add to an update, and how long it blocks."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import aclosing, contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, thread_time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from aiogram import Bot, Dispatcher, Router
from aiogram.client.default import DefaultBotProperties
from aiogram.enums import ParseMode
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, Update
from pydantic import SecretStr

from bot.app import App, build
from bot.clock import local_day
from bot.export_files import Batches, write_export
from bot.fsm import DatabaseStorage
from bot.handlers.states import Booking
from bot.schemas.draft import Draft
from bot.schemas.slots import Sought
from bot.screens import book as screens
from bot.services import approval, housekeeping
from bot.services.finding import finder, slots
from bot.services.place import exports
from bot.settings import Settings
from bot.texts import texts_of
from db.engine import Database
from db.enums import ResourceKind
from sandbox.doors.session import SandboxSession
from sandbox.people.groups import Group
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.bench.booking import open_database
from tests.bench.filling import HOT, NOW, USERS, ZONE
from tests.bench.timing import WARM_UP, Measure
from tests.builders import add_resource
from tests.clocks import FrozenClock
from tests.handlers.pace import unhurried
from tests.handlers.world import World

TOKEN = "42:TEST"
ROUNDS = 150
EMMA, ADA = 5001, 5009
GROUP_ID = -1001
JOURNEYS = 5
TAPS = ("4", "Back")
"""To the starts of a day, and back to the month: what is measured, over and over."""


def make_app(path: Path, telegram: Telegram, *, admin_ids: tuple[int, ...] = ()) -> App:
    settings = Settings(
        _env_file=None,
        bot_token=SecretStr(TOKEN),
        database_url=f"sqlite+aiosqlite:///{path}",
        admin_ids=admin_ids,
    )
    clock = FrozenClock(NOW)
    return build(settings, clock, session=SandboxSession(telegram), **unhurried(clock))


def make_bare(db: Database) -> Dispatcher:
    """The same two steps on aiogram as it comes, with the same statements and screens."""
    router, texts = Router(), texts_of("en")

    @router.message()
    @router.callback_query(screens.Back.filter())
    async def show_month(event: Message | CallbackQuery, state: FSMContext) -> None:
        draft = Draft.model_validate(await state.get_data() or {"resource_id": HOT})
        resource = await slots.get_resource(db, HOT)
        month = await slots.get_month(db, HOT, local_day(NOW, resource.zone), now=NOW)
        await _show(event, screens.month_screen(texts, month, draft.id), draft, state)

    @router.callback_query(screens.PickDay.filter())
    async def show_starts(
        tap: CallbackQuery, callback_data: screens.PickDay, state: FSMContext
    ) -> None:
        draft = Draft.model_validate(await state.get_data())
        day = NOW.date().fromordinal(callback_data.ordinal)
        view = await slots.get_day(db, HOT, day, now=NOW)
        await _show(tap, screens.start_screen(texts, view, draft.id), draft, state)

    async def _show(
        event: Message | CallbackQuery, screen: Any, draft: Draft, state: FSMContext
    ) -> None:
        if isinstance(event, Message):
            await event.answer(screen.text, reply_markup=screen.keyboard)
        else:
            assert isinstance(event.message, Message)
            await event.message.edit_text(screen.text, reply_markup=screen.keyboard)
            await event.answer()
        await state.set_state(Booking.start)
        await state.set_data(draft.model_dump(mode="json", exclude_none=True))

    dispatcher = Dispatcher(storage=DatabaseStorage(db))
    dispatcher.include_router(router)
    return dispatcher


async def _handle(dispatcher: Dispatcher, bot: Bot, updates: list[Update]) -> float:
    begins = perf_counter()
    for update in updates:
        await dispatcher.feed_update(bot, update)
    return perf_counter() - begins


async def through_the_dispatcher(small: Path) -> Measure:
    """Two people in two Telegrams do the same, one with the whole bot, one with the bare one."""
    ours, bare = Telegram(token=TOKEN), Telegram(token=TOKEN)
    app, db = make_app(small, ours), open_database(small)
    bot = Bot(
        TOKEN,
        session=SandboxSession(bare),
        default=DefaultBotProperties(parse_mode=ParseMode.HTML),
    )
    sides = [(ours, app.dispatcher, app.bot), (bare, make_bare(db), bot)]
    people = [
        telegram.add_person(EMMA + index, "Emma", language_code="en")
        for index, (telegram, _, _) in enumerate(sides)
    ]
    for (telegram, dispatcher, one), person in zip(sides, people, strict=True):
        person.start(f"book_{HOT}")
        await _handle(dispatcher, one, telegram.take_updates())
    seconds: list[list[float]] = [[], []]
    for number in range(WARM_UP + ROUNDS):
        for index in (0, 1) if number % 2 else (1, 0):
            telegram, dispatcher, one = sides[index]
            people[index].tap(TAPS[number % 2])
            took = await _handle(dispatcher, one, telegram.take_updates())
            if number >= WARM_UP:
                seconds[index].append(took)
    await app.db.close()
    await db.close()
    value, base = (median(each) for each in seconds)
    name = "an update through the dispatcher against bare aiogram, p50"
    detail = f"{1000 * value:.2f} ms against {1000 * base:.2f} ms"
    return Measure(name, value / base, 2, detail=detail)


class Blocks:
    """How long the event loop ran at a stretch without giving way, for each thing that was done: in
    processor time of its thread, for what other processes take is not its own doing."""

    def __init__(self) -> None:
        self.longest: dict[str, float] = defaultdict(float)

    @contextmanager
    def during(self, what: str) -> Iterator[None]:
        handle, longest = asyncio.events.Handle, 0.0
        run = handle._run

        def timed(step: asyncio.Handle) -> None:
            nonlocal longest
            begins = thread_time()
            run(step)
            longest = max(longest, thread_time() - begins)

        handle._run = timed  # type: ignore[method-assign]
        try:
            yield
        finally:
            handle._run = run  # type: ignore[method-assign]
            self.longest[what] = max(self.longest[what], longest)

    def worst(self) -> tuple[str, float]:
        """What blocked the longest, and for how many seconds."""
        return max(self.longest.items(), key=lambda each: each[1])


JOURNEY = (
    "Book",
    "All",
    "Equipment",
    "Rooms",
    "🚪 Room 1",
    "April",
    "March",
    "4",
    "10:00",
    "1 h → ",
    "Add equipment",
    "Camera 51",
    "Done",
    "✅ Book",
    "My bookings",
    "Wed",
    "Move it",
    "5",
    "10:00",
    "1 h → ",
    "Move it",
    "My bookings",
    "Thu",
    "Cancel",
    "Yes",
)
LINES, BATCHES = 2000, 300
"""Of a file that comes in, and of those that go out."""
HALF_AN_HOUR = timedelta(minutes=30)
LOOKS = ("/stats", "A year", "/today", "/admin")
"""What those see who run the place."""


async def longest_block(large: Path) -> Measure:
    """Everything a person taps on the way to a booking and back, what approvers and those who run
    the place do meanwhile, and every tick, several times."""
    telegram = Telegram(token=TOKEN)
    app = make_app(large, telegram, admin_ids=(ADA,))
    cast = await _cast(World(app, telegram))
    await _journey(cast, Blocks())  # what is made once is made
    blocks = Blocks()
    for _ in range(JOURNEYS):
        await _journey(cast, blocks)
    await app.db.close()
    what, seconds = blocks.worst()
    name = "the longest block of the event loop, 1,000,000 bookings"
    return Measure(name, 1000 * seconds, 20, unit=" ms", detail=f"at {what!r}")


class Cast(NamedTuple):
    """Emma books, and Ada says yes, in the group. The booth is free now."""

    world: World
    emma: Person
    ada: Person
    group: Group
    booth: int


async def _cast(world: World) -> Cast:
    telegram = world.telegram
    emma = telegram.add_person(EMMA, "Emma", language_code="en")
    ada = telegram.add_person(ADA, "Ada", language_code="en")
    group = telegram.add_group(GROUP_ID, "Approvals", creator=ada)
    await world.start(ada)
    await world.say(ada, "/bind", group)
    await add_resource(world.db, "Studio", requires_approval=True)
    booth = await add_resource(world.db, "Booth")
    return Cast(world, emma, ada, group, booth)


async def _journey(cast: Cast, blocks: Blocks) -> None:
    world, emma = cast.world, cast.emma
    with blocks.during("/start"):
        await world.start(emma)
    for label in JOURNEY:
        with blocks.during(label):
            await world.tap(emma, label)
    for command in ("/free", "/plan", "/my", "book room 2 tomorrow 14-15"):
        with blocks.during(command):
            await world.say(emma, command)
        if command == "/free":
            for label in ("Tomorrow", "13:30"):
                with blocks.during(f"/free, {label}"):
                    await world.tap(emma, label)
    await _stay(cast, blocks)
    await _approve(cast, blocks)
    await _run_the_place(cast, blocks)
    await _move_files(cast, blocks)
    await _tick(cast, blocks)


async def _stay(cast: Cast, blocks: Blocks) -> None:
    """From a door into a room, for longer than was meant."""
    world, emma = cast.world, cast.emma
    with blocks.during("a door that is taken"):
        await world.start(emma, "door_2")
    with blocks.during("the door"):
        await world.start(emma, f"door_{cast.booth}")
    for label in ("30 min", "My bookings", "Booth", "+30", "Cancel", "Yes"):
        with blocks.during(f"in the booth, {label}"):
            await world.tap(emma, label)


async def _approve(cast: Cast, blocks: Blocks) -> None:
    """Emma asks, Ada says yes, and Emma gives it back."""
    world, emma, ada, group, _ = cast
    await world.say(emma, "book studio wed 14-15")
    await world.tap(emma, "✅ Ask")
    with blocks.during("the approval"):
        card = await world.tap(ada, "Approve", group)
    assert card.text.startswith("✅ Approved by Ada")
    for label in ("My bookings", "Studio", "Cancel", "Yes"):
        await world.tap(emma, label)


async def _run_the_place(cast: Cast, blocks: Blocks) -> None:
    for look in LOOKS:
        with blocks.during(look):
            step = cast.world.say if look.startswith("/") else cast.world.tap
            await step(cast.ada, look)


async def _move_files(cast: Cast, blocks: Blocks) -> None:
    """A file of bookings is looked through, and everything goes out: as much of it as a second or
    two can take."""
    starts = [NOW + timedelta(days=1, minutes=30 * number) for number in range(LINES)]
    rows = [
        f"Booth,{1001 + number % USERS},{at.isoformat()},{(at + HALF_AN_HOUR).isoformat()}"
        for number, at in enumerate(starts)
    ]
    file = "\n".join(["resource,person,start,end", *rows]).encode()
    cast.ada.send_document(file, "bookings.csv")
    with blocks.during("a file that comes in"):
        await cast.world.settle()
    assert f"new: {LINES:,}" in cast.ada.last().text
    with blocks.during("everything that goes out"), TemporaryDirectory() as folder:
        await write_export(Path(folder), _some(exports.read_everything(cast.world.db, None)))


async def _some(batches: Batches) -> Batches:
    async with aclosing(batches):
        for _ in range(BATCHES):
            yield await anext(batches)


async def _tick(cast: Cast, blocks: Blocks) -> None:
    db = cast.world.db
    with blocks.during("the starts of every room"):
        zone, day = ZoneInfo(ZONE), (NOW + timedelta(days=1)).date()
        sought, actor = Sought(ResourceKind.ROOM), await cast.world.actor(cast.emma)
        await finder.list_starts(db, actor, sought, day=day, zone=zone, now=NOW)
    with blocks.during("the delivery's tick"):
        await cast.world.app.delivery.sweep()
    with blocks.during("the expiry's tick"):
        await approval.expire_due(db, now=NOW)
    with blocks.during("the tidying tick"):
        await housekeeping.forget_old_drafts(db, now=NOW)
