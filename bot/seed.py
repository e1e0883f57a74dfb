"""Initial data, through the services: resources, and for a demo also people and bookings."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import local_day, wall_boundary
from bot.schemas.actor import Actor, Person
from bot.schemas.bookings import BookingRequest, BookingView, Decision, Wanted
from bot.schemas.periods import Period
from bot.schemas.resources import NewResource, OpeningSpan, ResourceView
from bot.services import approval, booking, notices
from bot.services.access.users import Actors
from bot.services.place import resources
from bot.services.refusals import Refusal
from bot.settings import LANGUAGES, Settings
from db.engine import Database
from db.enums import ResourceKind

WEEKDAYS = tuple(
    OpeningSpan(weekday=weekday, opens_minute=8 * 60, closes_minute=20 * 60) for weekday in range(5)
)
EVERY_DAY = tuple(
    OpeningSpan(weekday=weekday, opens_minute=9 * 60, closes_minute=21 * 60) for weekday in range(7)
)


@dataclass(frozen=True)
class Seed:
    """A resource with its names in each language; `rules` are fields of NewResource."""

    kind: ResourceKind
    uk: tuple[str, str]
    en: tuple[str, str]
    rules: dict[str, object] = field(default_factory=dict)


ROOM, EQUIPMENT = ResourceKind.ROOM, ResourceKind.EQUIPMENT
QUARTERS = {"grid_minutes": 15, "min_minutes": 15}

RESOURCES = (
    Seed(ROOM, ("Синя кімната", "2-й поверх"), ("Blue room", "2nd floor"),
         {"capacity": 6, "opening_hours": WEEKDAYS, **QUARTERS}),
    Seed(ROOM, ("Зелена кімната", "2-й поверх"), ("Green room", "2nd floor"),
         {"capacity": 8, "opening_hours": WEEKDAYS, **QUARTERS}),
    Seed(ROOM, ("Бібліотека", "1-й поверх"), ("Library", "1st floor"),
         {"capacity": 12, "opening_hours": EVERY_DAY}),
    Seed(ROOM, ("Конференц-зал", "3-й поверх"), ("Conference hall", "3rd floor"),
         {"capacity": 40, "opening_hours": WEEKDAYS, "requires_approval": True,
          "min_minutes": 60, "max_minutes": 480, "buffer_minutes": 30}),
    Seed(ROOM, ("Студія подкастів", "Підвал"), ("Podcast studio", "Basement"),
         {"capacity": 4, "opening_hours": EVERY_DAY, "requires_approval": True,
          "approval_minutes": 240}),
    Seed(ROOM, ("Телефонна будка", "1-й поверх"), ("Phone booth", "1st floor"),
         {"capacity": 1, "max_minutes": 60, **QUARTERS}),
    Seed(ROOM, ("Майстерня", "Двір"), ("Workshop", "Courtyard"),
         {"capacity": 10, "opening_hours": EVERY_DAY, "notice_minutes": 120}),
    Seed(EQUIPMENT, ("Проєктор", "Склад"), ("Projector", "Storage"),
         {"quantity": 3, "opening_hours": WEEKDAYS}),
    Seed(EQUIPMENT, ("Ноутбук", "Склад"), ("Laptop", "Storage"),
         {"quantity": 8, "opening_hours": WEEKDAYS, "max_minutes": 720}),
    Seed(EQUIPMENT, ("Камера", "Студія"), ("Camera", "Studio"),
         {"quantity": 2, "requires_approval": True, "max_minutes": 720}),
    Seed(EQUIPMENT, ("3D-принтер", "Майстерня"), ("3D printer", "Workshop"),
         {"quantity": 2, "opening_hours": EVERY_DAY, "min_minutes": 60, "max_minutes": 600,
          "grid_minutes": 60}),
    Seed(EQUIPMENT, ("Велосипед", "Двір"), ("Bicycle", "Courtyard"),
         {"quantity": 4, "max_minutes": 600}),
)  # fmt: skip

PEOPLE = (
    Person(telegram_id=101, username="olena", full_name="Олена Коваль", language_code="uk"),
    Person(telegram_id=102, username="andrii", full_name="Андрій Мельник", language_code="uk"),
    Person(telegram_id=103, username="emma", full_name="Emma Clark", language_code="en"),
    Person(telegram_id=104, username=None, full_name="Ірина Бондар", language_code="uk"),
    Person(telegram_id=105, username=None, full_name="Max Novak", language_code="en"),
)

PURPOSES = {
    "uk": ("Планування", "Співбесіда", "Урок", "Репетиція", None),
    "en": ("Planning", "Interview", "Lesson", "Rehearsal", None),
}

DAYS = range(-4, 8)
PER_DAY = 3

STUDIO, CAMERA = 4, 9
REQUESTS = (
    (CAMERA, -3, None),
    (CAMERA, -2, Decision.REJECT),
    (STUDIO, -1, Decision.APPROVE),
    (STUDIO, 1, None),
    (CAMERA, 2, None),
    (STUDIO, 3, Decision.REJECT),
    (CAMERA, 4, Decision.APPROVE),
)
"""What needs approval, on which day from today, and the answer: None ahead is still pending,
None behind has expired."""


async def seed_resources(db: Database, settings: Settings) -> int:
    """Add the resources to a database that has none; returns how many were added."""
    if await resources.count(db):
        return 0
    for seed in RESOURCES:
        name, location = seed.uk if settings.default_language == "uk" else seed.en
        fields: dict[str, object] = {"timezone": settings.timezone, **seed.rules}
        await resources.add(db, NewResource(kind=seed.kind, name=name, location=location, **fields))
    return len(RESOURCES)


async def seed_everything(db: Database, settings: Settings, *, now: datetime) -> int:
    """Resources, people, and bookings around today in every status, into an empty database.

    A database that has resources is somebody's, and is left as it is. Returns how many resources
    were added.
    """
    added = await seed_resources(db, settings)
    if not added:
        return 0
    office = Office(db, settings, await resources.list_views(db), await _meet(db), now)
    for day in DAYS:
        for number in range(PER_DAY):
            await office.book(day, number)
    for index, day, decision in REQUESTS:
        await office.request(index, day, decision)
    await approval.expire_due(db, now=now)
    await notices.forget_overdue(db, now=now)
    return added


async def _meet(db: Database) -> list[Actor]:
    actors = Actors(db, admin_ids=(), languages=LANGUAGES, default_language="en")
    return [await actors.resolve(person) for person in PEOPLE]


@dataclass(frozen=True)
class Office:
    """An invented office around `now`; what lies behind was booked in time, days ago."""

    db: Database
    settings: Settings
    resources: Sequence[ResourceView]
    people: Sequence[Actor]
    now: datetime

    async def book(self, day: int, number: int) -> None:
        """An ordinary booking; some of them are cancelled again."""
        free = [resource for resource in self.resources if not resource.requires_approval]
        index = (day - DAYS.start) * PER_DAY + number
        resource = free[index * 5 % len(free)]
        view = await self._book(index, resource, self._period(day, 9 + 3 * number))
        if view is not None and index % 7 == 3:
            booker, at = self._booker(index), self._asked_at(view.period)
            await booking.cancel(self.db, booker, view.id, now=at)

    async def request(self, index: int, day: int, decision: Decision | None) -> None:
        """A booking that needs approval, and its answer."""
        period = self._period(day, 13)
        view = await self._book(100 + day, self.resources[index], period)
        if view is not None and decision is not None:
            approver, at = self.people[0].as_approver(), self._asked_at(period)
            await approval.decide(
                self.db, approver, view.id, decision, revision=view.revision, now=at
            )

    async def _book(self, index: int, resource: ResourceView, period: Period) -> BookingView | None:
        purposes = PURPOSES[self.settings.default_language]
        request = BookingRequest(
            draft=f"seed{index}",
            wanted=(Wanted(resource_id=resource.id),),
            period=period,
            purpose=purposes[index % len(purposes)],
        )
        try:
            return await booking.book(
                self.db,
                self._booker(index),
                request,
                now=self._asked_at(period),
                reminder_leads=self.settings.reminder_leads,
            )
        except Refusal:
            return None  # closed on that day, say

    def _booker(self, index: int) -> Actor:
        return self.people[index % len(self.people)]

    def _period(self, day: int, hour: int) -> Period:
        zone = ZoneInfo(self.settings.timezone)
        date_ = local_day(self.now, zone) + timedelta(days=day)
        return Period.of(wall_boundary(date_, hour * 60, zone), 60)

    def _asked_at(self, period: Period) -> datetime:
        return min(self.now, period.starts_at - timedelta(days=1))
