"""What the log says of people: their ids, and nothing that they wrote or are called."""

import json
import logging
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.logs import make_formatter, note, set_up_logs
from bot.settings import Settings
from db.engine import Database
from db.enums import BookingAction, BookingStatus
from db.models import BookingEvent
from sandbox.people.groups import Group
from sandbox.people.person import Person
from tests.builders import add_actor, add_resource, book, request
from tests.clocks import FrozenClock
from tests.handlers.world import World

TOKEN = "123456789:AAF-this_is_what_botfathers_tokens_look"
PURPOSE = "A talk about the layoffs"
USERNAME = "emma_clark"
LEVELS = ("INFO", "DEBUG")


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in ("bot", "db", "aiogram.event")}
    logging.getLogger("db.journal").setLevel(logging.NOTSET)  # a test that has seeded made it quiet
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, each in levels.items():
        logging.getLogger(name).setLevel(each)


def lines(said: str) -> list[dict[str, Any]]:
    """Every line is one event, in JSON."""
    return [json.loads(line) for line in said.splitlines()]


@pytest.mark.parametrize("level", LEVELS)
async def test_a_whole_booking_names_ids_alone(
    level: str,
    world: World,
    settings: Settings,
    emma: Person,
    olena: Person,
    admin: Person,
    group: Group,
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logs(settings.model_copy(update={"log_level": level, "log_format": "json"}))
    await add_resource(world.db, "Studio", requires_approval=True)
    await world.say(admin, "/bind", group)
    await world.start(emma)
    await world.taps(emma, "📅 Book", "Studio", "›", "15", "14:00", "1 h → ")
    await world.say(emma, PURPOSE)
    await world.taps(emma, "✅ Ask for approval")
    admin.tap("✅ Approve", group)
    olena.tap("✅ Approve", group)
    await world.settle()

    said = capsys.readouterr().err
    events = lines(said)
    approver = (await world.actor(admin)).user_id, (await world.actor(olena)).user_id
    changes = [one for one in events if one["message"].startswith("booking: ")]
    assert [one["message"] for one in changes] == ["booking: booked", "booking: approved"]
    assert changes[0]["actor"] == (await world.actor(emma)).user_id
    assert changes[1]["actor"] in approver
    (refused,) = [one for one in events if one["message"] == "refused: already-decided"]
    assert {changes[1]["actor"], refused["actor"]} == set(approver)
    assert changes[0]["booking"] == changes[1]["booking"] == refused["booking"]
    assert refused["update"] != changes[1]["update"] > changes[0]["update"]
    for kept_out in ("42:TEST", PURPOSE, "layoffs", "Emma", "Clark", "Олена", "Коваль", "Ada"):
        assert kept_out not in said


async def test_what_is_rolled_back_is_not_said(
    world: World, settings: Settings, clock: FrozenClock, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logs(settings)
    room, emma = await add_resource(world.db), await add_actor(world.db)
    asked = request(room, clock.now() + timedelta(hours=1))
    booked = await book(world.db, emma, asked, now=clock.now())
    line = BookingEvent(
        booking_id=booked.id,
        actor_id=emma.user_id,
        at=clock.now(),
        action=BookingAction.CANCELLED,
        to_status=BookingStatus.CANCELLED,
    )
    with pytest.raises(ZeroDivisionError):
        async with world.db.writing() as session:
            session.add(line)
            await session.flush()
            _ = 1 / 0
    said = [event["message"] for event in lines(capsys.readouterr().err)]
    assert said == ["booking: booked"]


def formatted(settings: Settings, **fields: Any) -> str:
    values = {"msg": "it broke", "exc_info": None, "args": None} | fields
    record = logging.makeLogRecord({"name": "bot", "levelname": "ERROR", **values})
    return make_formatter(settings).format(record)


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_secret_is_in_a_line_or_in_its_traceback(form: str) -> None:
    settings = Settings(
        _env_file=None,
        bot_token=SecretStr("42:SHORT"),
        database_url="postgresql+asyncpg://bronia:hunter2@db/bronia",
        log_format=form,
    )
    try:
        int(f"https://telegram.example/bot42:SHORT/getMe {TOKEN}")
    except ValueError:
        line = formatted(settings, msg="POST /bot%s: %s", args=("42:SHORT", settings.database_url),
                         exc_info=sys.exc_info())  # fmt: skip
    assert "ValueError" in line
    for secret in ("42:SHORT", TOKEN, "hunter2"):
        assert secret not in line


@pytest.mark.parametrize("form", ["text", "json"])
async def test_an_error_of_the_database_quotes_nobody(
    db: Database, settings: Settings, form: str
) -> None:
    await add_actor(db, 101, full_name="Emma Clark")
    broken = text("UPDATE users SET username = :name, role = 'king'")
    try:
        async with db.writing() as session:
            await session.execute(broken, {"name": USERNAME})
    except DBAPIError:
        line = formatted(settings.model_copy(update={"log_format": form}), exc_info=sys.exc_info())
    assert "DBAPIError" in line or "IntegrityError" in line
    assert USERNAME not in line
    assert "Emma Clark" not in line


def test_a_line_for_people_ends_with_the_ids(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logs(settings.model_copy(update={"log_format": "text"}))
    note(update=7, actor=5)
    logging.getLogger("bot").info("booked", extra={"booking": 3})
    note(update=8, actor=0)
    assert capsys.readouterr().err.rstrip().endswith("bot: booked [update=7 actor=5 booking=3]")


def test_a_pipe_gets_json_and_a_terminal_text(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert formatted(settings).endswith("ERROR   bot: it broke")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False, raising=False)
    assert json.loads(formatted(settings))["message"] == "it broke"
