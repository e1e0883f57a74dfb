"""Initial data, through the services: resources, and for a demo also people and bookings."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import local_day, wall_boundary
from bot.schemas.actor import Actor, Person
from bot.schemas.bookings import BookingRequest, Decision
from bot.schemas.periods import Period
from bot.schemas.resources import NewResource, OpeningSpan
from bot.services import approval, booking, notices, resources
from bot.services.refusals import Refusal
from bot.services.users import Actors
from bot.settings import LANGUAGES, Settings
from db.engine import Database
from db.enums import BookingStatus, ResourceKind

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
    Seed(ROOM, ("Синя кімната", "2 поверх"), ("Blue room", "2nd floor"),
         {"capacity": 6, "opening_hours": WEEKDAYS, **QUARTERS}),
    Seed(ROOM, ("Зелена кімната", "2 поверх"), ("Green room", "2nd floor"),
         {"capacity": 8, "opening_hours": WEEKDAYS, **QUARTERS}),
    Seed(ROOM, ("Бібліотека", "1 поверх"), ("Library", "1st floor"),
         {"capacity": 12, "opening_hours": EVERY_DAY}),
    Seed(ROOM, ("Конференц-зал", "3 поверх"), ("Conference hall", "3rd floor"),
         {"capacity": 40, "opening_hours": WEEKDAYS, "requires_approval": True,
          "min_minutes": 60, "max_minutes": 480, "buffer_minutes": 30}),
    Seed(ROOM, ("Студія подкастів", "Підвал"), ("Podcast studio", "Basement"),
         {"capacity": 4, "opening_hours": EVERY_DAY, "requires_approval": True,
          "approval_minutes": 240}),
    Seed(ROOM, ("Телефонна будка", "1 поверх"), ("Phone booth", "1st floor"),
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

DECISIONS = (Decision.APPROVE, None, Decision.REJECT, None)
"""What becomes of a request, in turn; None is left alone: pending ahead, expired behind."""

DAYS = range(-4, 8)
PER_DAY = 4


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
    """Resources, people, and bookings around today in every status; returns how many were asked.

    Every booking has a draft of its own name, so that a second run books nothing again.
    """
    await seed_resources(db, settings)
    actors = Actors(db, admin_ids=(), languages=LANGUAGES, default_language="en")
    people = [await actors.resolve(person) for person in PEOPLE]
    rooms = await resources.list_views(db)
    zone = ZoneInfo(settings.timezone)
    today = local_day(now, zone)
    asked = 0
    for offset in DAYS:
        for number in range(PER_DAY):
            index = (offset - DAYS.start) * PER_DAY + number
            resource = rooms[(index * 5 + number) % len(rooms)]
            request = BookingRequest(
                draft=f"seed{index}",
                resource_id=resource.id,
                period=_period(today + timedelta(days=offset), number, zone),
                purpose=PURPOSES[settings.default_language][index % 5],
            )
            await _book(db, people, request, index, now=now)
            asked += 1
    await approval.expire_due(db, now=now)
    await notices.forget_overdue(db, now=now)
    return asked


def _period(day: date, number: int, zone: ZoneInfo) -> Period:
    return Period.of(wall_boundary(day, (9 + 3 * number) * 60, zone), 60)


async def _book(
    db: Database, people: Sequence[Actor], request: BookingRequest, index: int, *, now: datetime
) -> None:
    """Book some days ago what lies behind, and let it be decided, cancelled, or forgotten."""
    booker = people[index % len(people)]
    asked_at = min(now, request.period.starts_at - timedelta(days=1, hours=index % 5))
    if await booking.find_by_draft(db, booker, request.draft) is not None:
        return
    try:
        view = await booking.book(db, booker, request, now=asked_at, reminder_leads=())
    except Refusal:
        return  # closed on that day, say
    decision = DECISIONS[index // PER_DAY % len(DECISIONS)]
    if view.status is BookingStatus.PENDING and decision is not None:
        approver = people[0].as_approver()
        view = await approval.decide(db, approver, view.id, decision, now=asked_at)
    if view.status is BookingStatus.APPROVED and index % 7 == 3:
        await booking.cancel(db, booker, view.id, now=asked_at)
