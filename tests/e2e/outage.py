"""What has to hold while the database is away, whatever took it, and afterwards."""

import asyncio
from collections.abc import Callable, Collection, Coroutine
from datetime import timedelta
from typing import Any

from bot.texts import texts_of
from db.engine import Database
from sandbox.telegram import Telegram
from tests.builders import add_resource, counts
from tests.e2e.tapper import PATIENCE_S, Tapper, bookings, fill_draft, move_clock_to

PEOPLE = 20
Step = Callable[[], Coroutine[Any, Any, None]]


async def live_through(
    telegram: Telegram, db: Database, codes: Collection[str], *, begin: Step, end: Step
) -> None:
    """Twenty people are about to book when the database goes away, and somebody new comes in.

    Each is told so with the sentence of one of these refusals, in their language, as long as
    Telegram waits for an answer. Nothing is half-written; and nobody has to restart anything.
    """
    await add_resource(db, "Desk", quantity=PEOPLE, kind="equipment")
    people = [telegram.add_person(100 + number, "Guest") for number in range(PEOPLE)]
    theirs = [Tapper(telegram, person) for person in people]
    await asyncio.gather(
        *(fill_draft(each, who, "Desk") for each, who in zip(theirs, people, strict=True))
    )
    olena = telegram.add_person(99, "Олена", language_code="uk")
    before = await counts(db)

    await telegram.until(lambda: not telegram.unanswered(), PATIENCE_S)

    await begin()
    olena.start()
    await asyncio.gather(*(each.tap("✅ Book") for each in theirs))
    english, ukrainian = sentences("en", codes), sentences("uk", codes)
    for person in people:
        await telegram.until(lambda who=person: who.answers[-1].text in english, PATIENCE_S)
    await telegram.until(lambda: olena.last().text in ukrainian, PATIENCE_S)
    assert await counts(db) == before

    await end()
    await asyncio.gather(*(each.tap("✅ Book") for each in theirs))
    await asyncio.gather(*(each.reads("Booked.") for each in theirs))
    olena.start()
    await telegram.until(lambda: "Олена" in (olena.last().text or ""), PATIENCE_S)
    await _is_reminded(telegram, db, theirs[0])


def sentences(language: str, codes: Collection[str]) -> set[str]:
    return {texts_of(language).plain(f"refusal-{code}") for code in codes}


async def _is_reminded(telegram: Telegram, db: Database, tapper: Tapper) -> None:
    """The delivery has come back too."""
    booked = await bookings(db)
    assert len(booked) == PEOPLE
    await move_clock_to(telegram, booked[0].starts_at - timedelta(hours=24))
    await tapper.reads("Your booking starts in")
