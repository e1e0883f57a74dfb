"""What a booking costs: against the same rows by hand, at two sizes, and for many at once."""

import asyncio
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.schemas.actor import Actor, Person
from bot.schemas.bookings import BookingRequest, BookingView, Wanted
from bot.schemas.periods import Period
from bot.services import booking
from db.engine import Database
from db.enums import Role
from tests.bench.by_hand import book_on_sqlite, open_sqlite
from tests.bench.filling import DAY, HOT, NOW
from tests.bench.timing import Measure, side_by_side
from tests.builders import LEADS

ROUNDS = 300
BOOKERS = 50
LENGTH = timedelta(minutes=10)
_free = count()
_drafts = count()


def free_slot() -> datetime:
    """A time after all that was filled in, and for each call another."""
    return DAY + timedelta(days=2) + next(_free) * LENGTH


def actor(user_id: int = 1) -> Actor:
    name = f"Person {user_id}"
    person = Person(telegram_id=1000 + user_id, username=None, full_name=name, language_code="en")
    return Actor(user_id=user_id, person=person, name=name, role=Role.MEMBER, language="en")


async def book(db: Database, at: datetime, user_id: int = 1) -> BookingView:
    request = BookingRequest(
        draft=f"bench{next(_drafts)}",
        wanted=(Wanted(resource_id=HOT),),
        period=Period(starts_at=at, ends_at=at + LENGTH),
    )
    return await booking.book(db, actor(user_id), request, now=NOW, reminder_leads=LEADS)


def open_database(path: Path) -> Database:
    return Database(f"sqlite+aiosqlite:///{path}", now=lambda: NOW)


async def against_hand(small: Path) -> Measure:
    db, connection = open_database(small), await open_sqlite(str(small))

    async def ours(_round: int) -> None:
        await book(db, free_slot())

    async def by_hand(number: int) -> None:
        at = free_slot()
        await book_on_sqlite(connection, HOT, at, at + LENGTH, f"hand{number}")

    seconds, base = await side_by_side(ours, by_hand, rounds=ROUNDS)
    await connection.close()
    await db.close()
    detail = f"{seconds * 1000:.2f} ms against {base * 1000:.2f} ms"
    return Measure("book, against the same rows by hand, p50", seconds / base, 6, detail=detail)


async def at_two_sizes(small: Path, large: Path) -> Measure:
    few, many = open_database(small), open_database(large)

    async def at_few(_round: int) -> None:
        await book(few, free_slot())

    async def at_many(_round: int) -> None:
        await book(many, free_slot())

    base, seconds = await side_by_side(at_few, at_many, rounds=ROUNDS)
    await few.close()
    await many.close()
    detail = f"{seconds * 1000:.2f} ms against {base * 1000:.2f} ms"
    return Measure("book, 1,000,000 bookings against 10,000", seconds / base, 1.3, detail=detail)


async def many_at_once(small: Path) -> Measure:
    """Bookings a second of fifty people at once against those of one, in turns."""
    db = open_database(small)
    alone, together = [], []
    for _ in range(7):
        begins = perf_counter()
        for _ in range(BOOKERS):
            await book(db, free_slot())
        alone.append(BOOKERS / (perf_counter() - begins))
        begins = perf_counter()
        await asyncio.gather(*(book(db, free_slot(), user_id) for user_id in range(1, BOOKERS + 1)))
        together.append(BOOKERS / (perf_counter() - begins))
    await db.close()
    value = median(together) / median(alone)
    detail = f"{median(together):.0f} against {median(alone):.0f} bookings/s"
    name = "50 concurrent bookers against one, bookings/s"
    return Measure(name, value, 0.8, at_least=True, detail=detail)
