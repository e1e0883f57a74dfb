"""A world in which everybody has something to lose: who is in it, and what nobody else may read.

Whatever is a person's own carries a mark that names them (`mark`), and every booking has a start
and an end that no grid offers, so that its times name it too.
"""

import logging
import re
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

from aiogram.types import Update
from pydantic import SecretStr
from sqlalchemy import update

from bot.app import App, build
from bot.schemas.bookings import BookingView, Decision
from bot.schemas.periods import Period
from bot.services import approval, booking, changes
from bot.settings import Settings
from db.enums import ResourceKind, Role
from db.models import Resource, User
from sandbox.doors.session import SandboxSession
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.builders import add_resource, wanted
from tests.builders import request as asking
from tests.clocks import FrozenClock
from tests.fuzz.walk import Walk
from tests.handlers.pace import unhurried
from tests.handlers.world import World

TOKEN = "42:TEST"
EMMA, OLENA, MALLORY, PETRO, TARAS, VIKTOR, NADIA, ADA = range(1, 9)
HUGE = 2**52 - 1
"""Telegram's ids have up to 52 significant bits; core.telegram.org/bots/api#user"""
CAST = {
    EMMA: ("Emma <b>&amp;", "en"),
    OLENA: ("Олена", "uk"),
    MALLORY: ("Mallory", "en"),
    PETRO: ("Петро", "uk"),
    TARAS: ("Тарас </a>", "uk"),
    VIKTOR: ("Viktor", "en"),
    NADIA: ("Надія", "uk"),
    ADA: ("Ada", "en"),
    HUGE: ("H" * 64, "de"),
}
"""Two owners; a stranger; an owner who has blocked the bot; an approver; an owner whom the bot has
blocked; somebody who has never talked to it; the administrator; the largest of ids."""
APPROVALS, ELSEWHERE, LEFT = -1001, -1002, -1003
"""The approval group; one that has nothing to do with it; one that the bot was thrown out of."""
TOPIC = 7
GROUPS = (APPROVALS, ELSEWHERE, LEFT)
EQUIPMENT = ResourceKind.EQUIPMENT

KYIV = ZoneInfo("Europe/Kyiv")
LENGTH = 46
"""Minutes of each booking that is there from the beginning."""
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (640).to_bytes(4, "big") * 2
RUNNING = (
    "/admin", "press stats", "press statsf", "/admin",
    "press site", "press rule:horizon", "press ruleto:horizon:60", "60", "press site",
    "press admin", "press res", "press resnew", "press resnew:room", "Attic",
    "press resin", "press resin", "press rescp", "press resmv",
    "press rules", "press rule:grid", "press ruleto:grid:30",
    "press follow", "press rules", "press rule:approval", "press ruleto:approval:1",
    "press rules", "press resc", "press groupof", "press groupto", "press resc",
    "press rules", "press rule:approval", "press follow", "press rules", "press resc",
    "press wk", "press wkd", "press wks", "9-18", "press wkc", "press wkf", "press wkt",
    "press wka", "press resc",
    "press resed", "press resf", "Loft", "press resed", "press resf:9:capacity", "press resv",
    "press resed", "press resf:9:features", "whiteboard", "press resw", "press resed",
    "press resf:9:photo_id",
)  # fmt: skip
"""What Ada says and presses, by how the button's data begins; 9 is the copy of the attic."""
MARK = re.compile(r"secret-(\d+)-\w+")


def mark(person_id: int, what: str) -> str:
    """A word that says whose secret it is."""
    return f"secret-{person_id}-{what}"


TABLES = {
    b"name,kind\nAttic,boat\n": ("impf", "impx"),
    b"name,kind\nCellar,room\n": ("imp",),
    b"resource,person,start,end\nCellar,8,2026-03-10 03:00,2026-03-10 03:10\n": ("impr", "impx"),
}
"""What is sent to be imported, and the buttons that follow."""


class Errors(logging.Handler):
    """Everything that is logged as an error, in its own words."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(logging.Formatter().format(record))


@dataclass
class Scene:
    """The bot, the people around it, and who alone may read the times of a booking."""

    app: App
    telegram: Telegram
    clock: FrozenClock
    errors: Errors = field(default_factory=Errors)

    def __post_init__(self) -> None:
        logging.getLogger().addHandler(self.errors)

    async def handle(self, happened: Update) -> None:
        """One update, then whatever is due."""
        await self.app.dispatcher.feed_update(self.app.bot, happened)
        await self.app.delivery.sweep()

    async def close(self) -> None:
        logging.getLogger().removeHandler(self.errors)
        await self.app.db.close()


def open_scene(url: str, telegram: Telegram, at: datetime) -> Scene:
    """The bot on a database, in front of a Telegram, at a moment."""
    settings = Settings(
        _env_file=None, bot_token=SecretStr(TOKEN), database_url=url, admin_ids=(ADA,)
    )
    clock = FrozenClock(at)
    app = build(settings, clock, session=SandboxSession(telegram), **unhurried(clock))
    return Scene(app, telegram, clock)


@dataclass(frozen=True)
class Filled:
    """What a filled world leaves behind: its Telegram, its hour, and the updates it came by."""

    telegram: Telegram
    at: datetime
    recorded: list[dict[str, Any]]

    def open_telegram(self) -> Telegram:
        """A copy of it; the messages are the same, for those are replaced and never changed."""
        groups = [group.room for group in self.telegram.groups.values()]
        rooms = [*groups, *(person.room for person in self.telegram.people.values())]
        kept = {id(one): one for room in rooms for one in room.messages.values()}
        return deepcopy(self.telegram, kept)


async def fill(url: str) -> Filled:
    """Fill an empty database by journeys through the bot, in both languages."""
    scene = open_scene(url, Telegram(token=TOKEN), FrozenClock().at)
    try:
        walk = Walk(World(scene.app, scene.telegram))
        await _Filling(scene, walk).run()
    finally:
        await scene.close()
    assert not scene.errors.seen, scene.errors.seen
    scene.telegram.journal.clear()
    scene.telegram.callbacks.answers.clear()
    scene.telegram.callbacks.taps.clear()
    return Filled(scene.telegram, scene.clock.at, walk.recorded)


class _Filling:
    """The steps that fill it."""

    def __init__(self, scene: Scene, walk: Walk) -> None:
        self._scene, self._walk, self._db = scene, walk, scene.app.db
        self._telegram, self._clock = scene.telegram, scene.clock
        self._people: dict[int, Person] = {}

    async def run(self) -> None:
        self._meet()
        resources = await self._add_resources()
        for person in (self._people[one] for one in CAST if one != NADIA):
            await self._walk.say(person, "/start")
        await self._walk.say(self._people[ADA], "/bind", self._telegram.groups[APPROVALS])
        await self._set(OLENA, tags=frozenset({"staff"}))
        await self._ask_for_the_studio(resources["Studio"])
        await self._take_today(resources["Lab"])
        await self._run_the_place(self._people[ADA])
        await self._look_at_today(self._people[TARAS])
        await self._journeys()
        await self._close_the_annex(self._people[ADA])
        await self._book_all(resources)
        await self._leave_something_open()
        self._people[PETRO].blocked = True
        self._telegram.groups[LEFT].bot_status = "kicked"
        await self._set(VIKTOR, role=Role.BLOCKED)

    def _meet(self) -> None:
        for number, (name, language) in CAST.items():
            self._people[number] = self._telegram.add_person(
                number, name, last_name=mark(number, "name"), language_code=language
            )
        ada, taras = self._people[ADA], self._people[TARAS]
        self._telegram.add_group(APPROVALS, "Approvals", members=[taras], creator=ada)
        for group in (ELSEWHERE, LEFT):
            everybody = list(self._people.values())
            self._telegram.add_group(group, "Elsewhere", members=everybody, creator=ada)
        for group in GROUPS:
            self._telegram.groups[group].room.topics.add(TOPIC)

    async def _add_resources(self) -> dict[str, int]:
        return {
            name: await add_resource(self._db, name, **rules)
            for name, rules in {
                "Blue room": {"location": "2nd floor", "capacity": 6},
                "Studio": {"requires_approval": True},
                "Lab": {"buffer_minutes": 15, "max_open_bookings": 3},
                "Laptop": {"kind": EQUIPMENT, "quantity": 3},
                "Projector": {"kind": EQUIPMENT, "location": "Storage"},
                "Drone": {"kind": EQUIPMENT, "requires_approval": True, "quantity": 2},
                "Safe": {"kind": EQUIPMENT, "bookers": frozenset({"staff"})},
            }.items()
        }

    async def _set(self, person_id: int, **values: object) -> None:
        async with self._db.writing() as session:
            await session.execute(
                update(User).where(User.telegram_id == person_id).values(**values)
            )
        self._scene.app.dispatcher["actors"].forget(person_id)

    async def _ask_for_the_studio(self, studio: int) -> None:
        """So that there is something to decide."""
        await self._set_grid(1)
        for person_id, days in product((EMMA, OLENA), range(6, 10)):
            await self._book(person_id, {studio: 1}, days)
        await self._set_grid(30)
        await self._walk.world.settle()

    async def _take_today(self, lab: int) -> None:
        """What will be past; before anybody takes what is free right now."""
        await self._set_grid(1)
        await self._book(EMMA, {lab: 1}, 0)
        await self._set_grid(30)

    async def _set_grid(self, minutes: int) -> None:
        """A minute: bookings may have times of their own. Half an hour: these are not offered."""
        async with self._db.writing() as session:
            values = {"grid_minutes": minutes, "min_minutes": minutes}
            await session.execute(update(Resource).values(values))

    async def _book_all(self, resources: dict[str, int]) -> None:
        """What each has when it begins: upcoming, waiting, refused, dropped and past."""
        await self._set_grid(1)
        blue, studio, lab = resources["Blue room"], resources["Studio"], resources["Lab"]
        laptop, drone, safe = resources["Laptop"], resources["Drone"], resources["Safe"]
        await self._book(EMMA, {blue: 1, laptop: 2}, 2)
        moved = await self._book(EMMA, {studio: 1}, 3)
        await self._book(OLENA, {safe: 1, laptop: 1}, 2)
        await self._book(OLENA, {studio: 1, drone: 1}, 4)
        await self._book(PETRO, {blue: 1}, 3)
        await self._book(VIKTOR, {lab: 1}, 3)
        await self._book(TARAS, {studio: 1}, 5)
        await self._walk.world.settle()
        refused = await self._book(OLENA, {drone: 1}, 5)
        dropped = await self._book(EMMA, {blue: 1}, 4)
        await self._walk.world.settle()
        await self._reject(refused)
        emma = await self._walk.world.actor(self._people[EMMA])
        later = Period.of(moved.period.starts_at + timedelta(hours=2), LENGTH)
        await changes.move(self._db, emma, moved.id, period=later, now=self._clock.now())
        await booking.cancel(self._db, emma, dropped.id, now=self._clock.now())
        await self._set_grid(30)
        self._clock.advance(hours=3)
        await self._walk.world.settle()

    async def _book(self, person_id: int, units: dict[int, int], days: int) -> BookingView:
        actor = await self._walk.world.actor(self._people[person_id])
        starts_at = own_start(self._clock.at, person_id, days)
        request = asking(
            1, starts_at, minutes=LENGTH, purpose=f"<i>{mark(person_id, 'purpose')}</i>"
        )
        request = request.model_copy(update={"wanted": wanted(units)})
        return await booking.book(
            self._db, actor, request, now=self._clock.now(), reminder_leads=()
        )

    async def _reject(self, refused: BookingView) -> None:
        taras = await self._walk.world.actor(self._people[TARAS])
        await approval.decide(
            self._db,
            taras.as_approver(belongs=True),
            refused.id,
            Decision.REJECT,
            revision=1,
            now=self._clock.now(),
            reason=mark(TARAS, "reason"),
        )

    async def _journeys(self) -> None:
        """Every button of every flow, in English and in Ukrainian."""
        group = self._telegram.groups[APPROVALS]
        for owner, approver in ((EMMA, ADA), (OLENA, TARAS)):
            await self._walk.everywhere(self._people[owner], mark(owner, "typed"))
            await self._walk.everywhere(self._people[approver], mark(approver, "reason"), group)
            await self._walk.say(self._people[owner], "/book Blue room 20 march 10:00-11:00")
            await self._walk.press(self._people[owner], "bx", "b7", "b8", "b9")
        await self._walk.say(self._people[ADA], "/start door_1")
        await self._walk.press(self._people[ADA], "doorcard")
        await self._open_the_place(self._people[ADA])
        await self._set_things_up(self._people[ADA])
        await self._take_in_and_give_out(self._people[ADA])

    async def _take_in_and_give_out(self, ada: Person) -> None:
        """Files of tables, and what is stored about a person; nobody asks to be forgotten."""
        await self._walk.say(ada, "/privacy")
        await self._walk.press(ada, "privd", "privf", "priv")
        await self._walk.say(ada, "/admin")
        await self._walk.press(ada, "inout", "expt")
        for table, kinds in TABLES.items():
            await self._walk.send_document(ada, table)
            await self._walk.press(ada, *kinds)

    async def _open_the_place(self, ada: Person) -> None:
        """The buttons of those who run the place: who approves, who may use it, how it is used."""
        await self._walk.say(ada, "/admin")
        for kind in ("groups", "group", "groupoff", "admin", "stats", "statsf"):
            await self._walk.press(ada, kind)
        await self._walk.say(ada, "/bind", self._telegram.groups[APPROVALS])
        await self._walk.say(ada, "/admin")
        for kind in ("access", "access1", "invites", "invnew", "invuses", "invdays"):
            await self._walk.press(ada, kind)
        await self._walk.say(ada, "staff")
        for kind in ("invtags0", "invmake", "invites", "invite", "invoff"):
            await self._walk.press(ada, kind)

    async def _set_things_up(self, ada: Person) -> None:
        """Every button of what is run from the chat, about a room of its own."""
        for step in RUNNING:
            if step.startswith("press "):
                await self._walk.press(ada, step.removeprefix("press "))
            else:
                await self._walk.say(ada, step)
        await self._walk.send_photo(ada, PNG)
        await self._walk.press(ada, "photo")

    async def _run_the_place(self, ada: Person) -> None:
        """What only an admin may: nobody's bookings are changed who plays a part, but for one."""
        await self._walk.say(ada, "/start")
        await self._walk.press(ada, "admin", "stats", "statsf")
        await self._walk.say(ada, "/admin")
        await self._walk.press(ada, "ppl")
        await self._walk.say(ada, str(HUGE))
        await self._walk.press(ada, "pp", "ppt")
        await self._walk.say(ada, "guests")
        await self._walk.press(ada, "ppg", "pp", "ppa", "ppq", "ppo", "ppr", "ppb")
        await self._walk.say(ada, mark(ADA, "reason"))
        await self._walk.press(ada, "ppx", "ppu", "ppf", "bq")
        await self._walk.say(ada, "/today")
        await self._walk.press(ada, "td", "any", "anyw", "any", "anym", "bq", "pp", "any", "anyc")
        await self._walk.say(ada, mark(ADA, "reason"))
        await self._walk.press(ada, "anyx")
        await self._walk.say(ada, "/book Blue room tomorrow 10:00-20:00")
        await self._walk.press(ada, "bo")
        await self._walk.say(ada, "/book Studio 20 march 10:00-11:00")
        await self._walk.press(ada, "ba")

    async def _look_at_today(self, approver: Person) -> None:
        await self._walk.say(approver, "/today")
        await self._walk.press(approver, "td", "tdw")

    async def _close_the_annex(self, ada: Person) -> None:
        """Each way; Ada's own bookings are moved and cancelled, and in the end all is open."""
        annex = await add_resource(self._db, "Annex")
        press, say = self._walk.press, self._walk.say
        await self._set_grid(1)
        for days in (20, 21):
            await self._book(ADA, {annex: 1}, days)
            day = f"{self._clock.at + timedelta(days=days):%d.%m.%Y}"
            await say(ada, "/admin")
            await press(ada, "cls", "cla", "clr")
            await say(ada, day)
            await press(ada, "clh", "clf:", "cln", "imv" if days == 20 else "imc", "imq")
            if days == 20:
                await press(ada, "imv", "ims")
            else:
                await press(ada, "imc")
                await say(ada, mark(ADA, "reason"))
                await press(ada, "ims")
        await press(
            ada, "cls", "clo", "cle", "cld", "clh", "ims", "cls", "cla", "clk", "cld", "clq"
        )
        await press(ada, "cld", "clh", "clf:weekly", "clu")
        await say(ada, mark(ADA, "reason"))
        for _ in range(2):
            await say(ada, "/admin")
            await press(ada, "cls", "clo", "clx", "clx")
        await self._set_grid(30)

    async def _leave_something_open(self) -> None:
        """Drafts half-way, and a question in the group."""
        for number, steps in ((EMMA, 6), (OLENA, 4), (TARAS, 5), (PETRO, 3), (VIKTOR, 6)):
            await self._walk.half_way(self._people[number], mark(number, "draft"), steps)


def own_start(at: datetime, person_id: int, days: int) -> datetime:
    """A start at minutes that only this person's bookings have; `days` from a day."""
    return at.replace(minute=own_minutes(person_id)[0]) + timedelta(days=days, hours=person_id % 3)


def own_minutes(person_id: int) -> tuple[int, int]:
    """At which minutes of an hour this person's bookings start and end."""
    return person_id, person_id + LENGTH
