"""Short ways to put a world into a database, and to ask it what it holds."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import func, select

from bot.schemas.actor import Actor, Person
from bot.schemas.bookings import BookingRequest, BookingView, Wanted
from bot.schemas.impact import Answer, Applied, Fate
from bot.schemas.periods import Period
from bot.schemas.rules import RuleChanges
from bot.services import booking
from bot.services.place import impact, site
from db.engine import Database
from db.enums import ResourceKind, Role
from db.models import Allocation, Booking, BookingEvent, Notification, Resource, User
from tests.clocks import MONDAY_NINE

LEADS = (timedelta(hours=24), timedelta(minutes=30))
_drafts = count(1)


async def add_actor(db: Database, telegram_id: int = 101, **fields: Any) -> Actor:
    """A person of the database, as the one who acts."""
    is_approver = fields.pop("is_approver", False)
    values = {"full_name": f"Person {telegram_id}", "language": "en", "role": Role.MEMBER} | fields
    async with db.writing() as session:
        user = User(telegram_id=telegram_id, **values)
        session.add(user)
        await session.flush()
        user_id = user.id
    name = values["full_name"]
    return Actor(
        user_id=user_id,
        person=Person(telegram_id=telegram_id, username=None, full_name=name, language_code="en"),
        name=name,
        role=values["role"],
        language=values["language"],
        tags=values.get("tags", frozenset()),
        is_approver=is_approver,
    )


async def add_resource(db: Database, name: str = "Blue room", **fields: Any) -> int:
    values = {"kind": ResourceKind.ROOM, "timezone": "Europe/Kyiv"} | fields
    async with db.writing() as session:
        resource = Resource(name=name, **values)
        session.add(resource)
        await session.flush()
        return resource.id


def request(
    resource_id: int, starts_at: datetime, *, minutes: int = 60, units: int = 1, **fields: Any
) -> BookingRequest:
    """For one resource; `extras` are those that come with it: resource id -> units."""
    extras = fields.pop("extras", {})
    values = {"draft": f"draft{next(_drafts)}"} | fields
    return BookingRequest(
        wanted=wanted({resource_id: units, **extras}),
        period=Period.of(starts_at, minutes),
        **values,
    )


def wanted(units: Mapping[int, int]) -> tuple[Wanted, ...]:
    return tuple(Wanted(resource_id=one, units=count) for one, count in units.items())


async def book(db: Database, actor: Actor, asked: BookingRequest, *, now: datetime) -> BookingView:
    return await booking.book(db, actor, asked, now=now, reminder_leads=LEADS)


async def change_rules(
    db: Database, admin: Actor, changed: RuleChanges, *, now: datetime = MONDAY_NINE
) -> None:
    """The site's rules, whatever that touches: what is booked stays."""
    pending = site.pending(changed)
    seen = await impact.preview(db, admin, pending, now=now)
    answer = Answer(fate=Fate.KEEP, seen=seen.mark(Fate.KEEP))
    assert isinstance(await impact.apply(db, admin, pending, answer, now=now), Applied)


async def count_rows(db: Database, model: type[Any]) -> int:
    async with db.reading() as session:
        return await session.scalar(select(func.count()).select_from(model)) or 0


async def counts(db: Database) -> dict[str, int]:
    """How many rows there are of all that a booking writes: to show that a refusal wrote none."""
    models = (Booking, Allocation, BookingEvent, Notification)
    return {model.__tablename__: await count_rows(db, model) for model in models}
