"""The outbox's other end, with a database, or a row, that fails: nothing else is lost by it."""

import sqlite3
from typing import Any

import pytest
from asyncpg.exceptions import QueryCanceledError
from sqlalchemy.exc import OperationalError

from bot.logs import add_subjects
from bot.schemas.notices import Notice
from bot.screens import notices as screens
from bot.screens.screen import Screen
from sandbox.people.groups import Group
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.clocks import FrozenClock
from tests.handlers.failing import failing
from tests.handlers.outbox import forgive, reminders, rows, states
from tests.handlers.world import World


def sqlite_error(name: str) -> OperationalError:
    error = sqlite3.OperationalError("it failed")
    error.sqlite_errorname = name
    return OperationalError("SELECT", None, error)


TROUBLES = {
    "SQLITE_IOERR": sqlite_error("SQLITE_IOERR"),
    "SQLITE_FULL": sqlite_error("SQLITE_FULL"),
    "57014": OperationalError("SELECT", None, QueryCanceledError()),
}


@pytest.mark.parametrize("name", TROUBLES)
@pytest.mark.parametrize("words", ["FROM bookings", "lease_token ="])
async def test_a_database_that_fails_costs_a_try_and_no_reminder(
    booked: World, emma: Person, clock: FrozenClock, name: str, words: str
) -> None:
    """In a statement about the booking, or about what was claimed."""
    clock.advance(days=1)
    with failing(booked.db, TROUBLES[name], words=words, most=1):
        await booked.settle()
    assert reminders(emma) == []
    assert (await states(booked))[0] == ("waiting", 1)
    assert (await rows(booked))[0].last_error == f"OperationalError: {name}"
    clock.advance(seconds=2)
    await booked.settle()
    assert len(reminders(emma)) == 1
    assert (await states(booked))[0] == ("sent", 2)


def stumble(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """What cannot be rendered is what is about Room 1."""
    whole = getattr(screens, name)

    def fail(texts: Any, notice: Any, **rest: Any) -> Any:
        booking = notice.booking if isinstance(notice, Notice) else notice
        if booking.held[0].name == "Room 1":
            raise ZeroDivisionError("Emma's own words")
        return whole(texts, notice, **rest)

    monkeypatch.setattr(screens, name, fail)


async def test_one_of_three_that_cannot_be_rendered_costs_the_others_nothing(
    three_overdue: World, emma: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    stumble(monkeypatch, "_digest_line")
    stumble(monkeypatch, "reminder_screen")
    await three_overdue.settle()
    told = [row for row in await rows(three_overdue) if row.attempts]
    assert [row.state.value for row in told] == ["sent", "undeliverable", "sent"]
    assert told[1].last_error == "ZeroDivisionError"  # and nothing of what it quotes
    assert [text.split("\n")[1] for text in reminders(emma)] == ["🚪 Room 0", "🚪 Room 2"]


async def test_a_digest_that_cannot_be_rendered_comes_as_single_messages(
    three_overdue: World, emma: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    stumble(monkeypatch, "_digest_line")
    await three_overdue.settle()
    assert len(reminders(emma)) == 3
    assert [row.state.value for row in await rows(three_overdue) if row.attempts] == ["sent"] * 3


async def test_a_digest_that_telegram_refuses_comes_as_single_messages(
    three_overdue: World, emma: Person, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_rest: object) -> Screen:
        return Screen("<b>")

    monkeypatch.setattr(screens, "digest_screen", broken)
    await three_overdue.settle()
    assert len(reminders(emma)) == 3
    forgive(telegram, "can't parse entities")


async def test_a_row_that_cannot_be_rendered_is_parked_with_its_error(
    booked: World, emma: Person, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_rest: object) -> None:
        raise ZeroDivisionError("Emma's own words")

    with monkeypatch.context() as patch:
        patch.setattr(screens, "reminder_screen", fail)
        clock.advance(days=1)
        await booked.settle()
    (parked, later) = await rows(booked)
    assert (parked.state.value, parked.last_error) == ("undeliverable", "ZeroDivisionError")
    assert later.state.value == "waiting"
    clock.advance(hours=23, minutes=30)
    await booked.settle()
    assert len(reminders(emma)) == 1


async def test_a_chat_that_is_not_found_is_a_person_who_is_away(
    booked: World, emma: Person, clock: FrozenClock, telegram: Telegram
) -> None:
    del telegram.people[emma.id]
    clock.advance(days=1)
    await booked.settle()
    assert (await states(booked))[0] == ("undeliverable", 1)
    forgive(telegram, "chat not found")
    telegram.people[emma.id] = emma
    await booked.say(emma, "Here I am")
    assert len(reminders(emma)) == 1


async def test_the_log_names_the_booking_and_who_is_told(
    booked: World, emma: Person, clock: FrozenClock, caplog: pytest.LogCaptureFixture
) -> None:
    booked.telegram.inject("sendMessage", error_code=500)
    clock.advance(days=1)
    caplog.handler.addFilter(add_subjects)
    await booked.settle()
    caplog.handler.removeFilter(add_subjects)
    (line,) = [vars(one) for one in caplog.records if "is tried again" in one.message]
    assert (line["booking"], line["actor"]) == (1, (await booked.actor(emma)).user_id)


async def test_a_group_that_says_it_has_moved_is_followed_at_once(
    pending: World, emma: Person, admin: Person, group: Group
) -> None:
    """Nothing has to fail first: what still waits for an answer is asked there anew."""
    group.migrate(-1009)
    await pending.handle()
    assert await pending.app.groups.get_chat_id() == -1009
