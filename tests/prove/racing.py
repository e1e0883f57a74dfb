"""What rivals do all at once: some at random, some in each other's way on purpose."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random
from typing import Any

from pydantic import BaseModel

from bot.schemas.actor import Actor, Person
from bot.schemas.bookings import BookingRequest, Decision
from bot.schemas.periods import Period
from bot.services import approval, booking, changes, retries, undo
from bot.services.refusals import NotAll, Refusal, as_refusal
from db.engine import Database
from db.enums import Role
from tests.builders import LEADS, wanted

MINUTE = timedelta(minutes=1)
DEADLOCK = "40P01"


class Race(BaseModel):
    """One of the `RACES`, and what it is about; also what one process tells another."""

    url: str
    name: str
    tasks: int
    seed: int
    now: datetime
    users: list[int]
    resources: list[int]
    bookings: list[tuple[int, int]] = []
    """(booking, the number of the person whose it is)"""


class Rival:
    """One task of a race: a person who asks for something."""

    def __init__(self, db: Database, race: Race, number: int) -> None:
        self.db, self.race, self.number = db, race, number
        self.chance = Random(race.seed * 1000 + number)
        self.actor = self.person(number)
        self.draft = f"{race.seed}.{number}"
        self.did = ""

    def person(self, number: int) -> Actor:
        user_id = self.race.users[number % len(self.race.users)]
        name = f"Person {user_id}"
        telegram = Person(telegram_id=user_id, username=None, full_name=name, language_code="en")
        return Actor(user_id=user_id, person=telegram, name=name, role=Role.MEMBER, language="en")

    def tomorrow(self, minutes: int = 0) -> datetime:
        return self.race.now + timedelta(days=1) + minutes * MINUTE

    def some_period(self, *, days: int = 1) -> Period:
        day = 24 * 60 * self.chance.randrange(days)
        return Period.of(
            self.tomorrow(day + 30 * self.chance.randrange(8)), 30 * self.chance.randint(1, 4)
        )

    def some_units(self) -> dict[int, int]:
        """In whatever order."""
        ids = self.chance.sample(self.race.resources, self.chance.randint(1, 3))
        return {one: self.chance.choice([1, 1, 2]) for one in ids}

    async def book(self, units: dict[int, int], period: Period) -> int:
        request = BookingRequest(draft=self.draft, wanted=wanted(units), period=period)
        view = await booking.book(
            self.db, self.actor, request, now=self.race.now, reminder_leads=LEADS
        )
        return view.id

    @property
    def slot(self) -> Period:
        """An hour of the first resource."""
        return Period.of(self.tomorrow(), 60)

    async def book_slot(self) -> None:
        await self.book({self.race.resources[0]: 1}, self.slot)

    async def want_slot(self, change: Callable[[Actor, int], Coroutine[Any, Any, None]]) -> None:
        """By changing a booking that is there, as its owner; or by a new one."""
        if self.chance.random() < 0.5:
            booking_id, number = self.chance.choice(self.race.bookings)
            await change(self.person(number), booking_id)
        else:
            await self.book_slot()

    async def move_to_slot(self, owner: Actor, booking_id: int) -> None:
        await changes.move(
            self.db,
            owner,
            booking_id,
            period=self.slot,
            wanted=wanted({self.race.resources[0]: 1}),
            now=self.race.now,
            reminder_leads=LEADS,
        )

    async def extend_into_slot(self, owner: Actor, booking_id: int) -> None:
        await changes.extend(
            self.db, owner, booking_id, minutes=60, now=self.race.now, reminder_leads=LEADS
        )

    async def act(self) -> None:
        """Do something to a booking that is there, as its owner or as an approver."""
        booking_id, number = self.chance.choice(self.race.bookings)
        act = self.chance.choice([self.cancel, self.restore, self.move, self.extend, self.decide])
        self.did = act.__name__
        await act(self.person(number), booking_id)

    async def cancel(self, owner: Actor, booking_id: int) -> None:
        await booking.cancel(self.db, owner, booking_id, now=self.race.now)

    async def restore(self, owner: Actor, booking_id: int) -> None:
        await undo.undo_own(self.db, owner, booking_id, now=self.race.now, reminder_leads=LEADS)

    async def move(self, owner: Actor, booking_id: int) -> None:
        await changes.move(
            self.db,
            owner,
            booking_id,
            period=self.some_period(days=2),
            wanted=wanted(self.some_units()),
            now=self.race.now,
            reminder_leads=LEADS,
        )

    async def extend(self, owner: Actor, booking_id: int) -> None:
        await changes.extend(
            self.db, owner, booking_id, minutes=30, now=self.race.now, reminder_leads=LEADS
        )

    async def decide(self, owner: Actor, booking_id: int) -> None:
        seen = await booking.get_own(self.db, owner, booking_id)
        await approval.decide(
            self.db,
            self.actor.as_approver(),
            booking_id,
            self.chance.choice(list(Decision)),
            revision=seen.revision,
            now=self.race.now,
            reminder_leads=LEADS,
        )


async def one_slot(rival: Rival) -> None:
    await rival.book_slot()


async def one_draft(rival: Rival) -> None:
    """The same tap, over and over."""
    rival.draft, rival.actor = "the same", rival.person(0)
    await one_slot(rival)


async def two_at_once(rival: Rival) -> None:
    """The same two resources, in opposite orders."""
    ids = rival.race.resources[:2][:: 1 if rival.number % 2 else -1]
    await rival.book(dict.fromkeys(ids, 1), Period.of(rival.tomorrow(), 60))


async def one_quota(rival: Rival) -> None:
    """One person, each time another day."""
    rival.actor = rival.person(0)
    day = rival.number + 50 * (rival.race.seed % 10)
    await rival.book({rival.race.resources[0]: 1}, Period.of(rival.tomorrow(24 * 60 * day), 60))


async def move_or_book(rival: Rival) -> None:
    """Some want to move what they have elsewhere to the slot, the others to book it."""
    await rival.want_slot(rival.move_to_slot)


async def extend_or_book(rival: Rival) -> None:
    """Whoever has the hour before wants to stay."""
    await rival.want_slot(rival.extend_into_slot)


async def undo_or_book(rival: Rival) -> None:
    """Whoever has cancelled wants it back."""
    await rival.want_slot(rival.restore)


async def periods(rival: Rival) -> None:
    await rival.book(rival.some_units(), rival.some_period())


async def everything(rival: Rival) -> None:
    if rival.chance.random() < 0.3:
        await periods(rival)
    else:
        await rival.act()


RACES: dict[str, Callable[[Rival], Coroutine[Any, Any, None]]] = {
    race.__name__: race
    for race in (
        one_slot,
        one_draft,
        two_at_once,
        one_quota,
        move_or_book,
        extend_or_book,
        undo_or_book,
        periods,
        everything,
    )
}


async def run(db: Database, race: Race) -> Counter[str]:
    """All rivals at once: how often they got what, "done", a refusal's code or an error, behind the
    name of what they did to a booking that was there; and how often the database ended one of two
    that waited for each other, as "deadlock"."""
    rivals = [Rival(db, race, number) for number in range(race.tasks)]
    with watching_retries() as seen:
        outcomes = await asyncio.gather(*(_outcome(RACES[race.name], each) for each in rivals))
    told = [f"{each.did} {got}".strip() for each, got in zip(rivals, outcomes, strict=True)]
    return Counter([*told, *seen])


@contextmanager
def watching_retries() -> Iterator[list[str]]:
    """The deadlocks among all that was tried again."""
    seen: list[str] = []
    is_contention = retries.is_contention

    def watched(error: BaseException) -> bool:
        causes = (error, error.__cause__)
        codes = {getattr(getattr(each, "orig", None), "sqlstate", None) for each in causes}
        if DEADLOCK in codes:
            seen.append("deadlock")
        return is_contention(error)

    retries.is_contention = watched
    try:
        yield seen
    finally:
        retries.is_contention = is_contention


async def _outcome(act: Callable[[Rival], Coroutine[Any, Any, None]], rival: Rival) -> str:
    try:
        await act(rival)
    except NotAll as refusal:
        return " ".join(["not-all", *sorted({one.refusal.code for one in refusal.failed})])
    except Refusal as refusal:
        return refusal.code
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        refusal = as_refusal(error)
        return refusal.code if refusal else f"error: {error!r}"
    return "done"
