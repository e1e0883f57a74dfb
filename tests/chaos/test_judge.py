"""The judge sees what is wrong: each wrong is done by hand, to an office where all is well."""

from collections.abc import Iterator

import pytest
from aiogram.types import Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message

from db.guards.rules import SLOT_OVERLAP
from sandbox.callbacks import Answer
from tests.chaos.judge import Judgement, Seen, judge
from tests.chaos.people import TOASTS, Told
from tests.db.rows import HOUR, NOON, booking, insert
from tests.plain import Plain, connect

USER = insert(
    "users", id=1, telegram_id=7, full_name="Ada", role="member", language="en",
    reachable=True, created_at=0, updated_at=0,
)  # fmt: skip
ROOM = insert("resources", id=1, kind="room", name="Blue room", timezone="Europe/Kyiv",
              created_at=0, updated_at=0)  # fmt: skip
PERIOD = {"occupied_from": NOON, "occupied_until": NOON + HOUR}
HOLD = insert("booking_resources", booking_id=1, resource_id=1, unit=1, active=True, **PERIOD)
LINE = insert("booking_events", booking_id=1, at=0, action="booked", to_status="pending")
OUTBOX = {"booking_id": 1, "due_at": 0, "next_try_at": 0}
SENT = {"state": "sent", "chat_id": -1, "message_id": 5, **OUTBOX}
CARD = insert("notifications", id=1, kind="approval_card", dedup_key="card", **SENT)


def message(number: int, *data: str) -> Message:
    buttons = [[InlineKeyboardButton(text="x", callback_data=each)] for each in data]
    return Message(
        message_id=number,
        date=0,
        chat=Chat(id=-1, type="supergroup"),
        text="x",
        reply_markup=InlineKeyboardMarkup(inline_keyboard=buttons),
    )


POSTED = message(5, "yes:1:1", "no:1:1")


@pytest.fixture
def plain(database_url: str) -> Iterator[Plain]:
    connection = connect(database_url)
    for statement in (USER, ROOM, booking(1, NOON), HOLD, LINE, CARD):
        connection.execute(statement)
    yield connection
    connection.close()


def judged(plain: Plain, **seen: object) -> Judgement:
    return judge(plain, Seen(**({"posted": [POSTED]} | seen)), until=NOON)  # type: ignore[arg-type]


def toast(prefix: str) -> tuple[Told, list[Answer]]:
    """Somebody was told, by a toast, that something was done to booking 1."""
    told, (text, *_) = Told(taps={"q": (prefix, 1)}), TOASTS[prefix][1]
    return told, [Answer("q", 7, text, show_alert=False, url=None)]


def test_where_all_is_well_nothing_is_found(plain: Plain) -> None:
    found = judged(plain, told=Told(cards={(7, 1)}), group=[POSTED])
    assert found.is_clean
    assert (found.bookings, found.cards, found.duplicates, found.strays) == (1, 1, 0, 0)
    assert not found.is_eventful  # nobody cancelled, decided, or was reminded


def test_an_overlap(plain: Plain) -> None:
    """A guard is away for as long as a transaction lasts: the schema belongs to all tests."""
    plain.execute("BEGIN")
    plain.drop("booking_resources_overlap_insert" if plain.backend == "sqlite" else SLOT_OVERLAP)
    plain.execute(booking(2, NOON))
    plain.execute(HOLD.replace("VALUES (1", "VALUES (2"))
    found = judged(plain)
    plain.execute("ROLLBACK")
    assert found.overlaps == 1


def test_a_booking_without_its_unit_or_its_ledger(plain: Plain) -> None:
    plain.execute(booking(2, NOON + HOUR))
    found = judged(plain)
    assert (found.half_written, found.ledger_errors) == (1, 1)


def test_a_line_of_the_ledger_that_nobody_was_to_be_told_of(plain: Plain) -> None:
    plain.execute("DELETE FROM notifications")
    assert judged(plain, posted=[]).half_written == 1


def test_a_ledger_that_ends_in_another_status(plain: Plain) -> None:
    plain.execute("UPDATE bookings SET status = 'cancelled'")
    assert judged(plain).ledger_errors == 1


@pytest.mark.parametrize(
    "told", [Told(drafts={(7, "gone")}), Told(cards={(7, 2)}), Told(cards={(8, 1)})]
)
def test_a_booking_that_somebody_was_told_of(plain: Plain, told: Told) -> None:
    assert judged(plain, told=told).told_but_missing == 1


@pytest.mark.parametrize("prefix", TOASTS)
def test_a_deed_that_somebody_was_told_of(plain: Plain, prefix: str) -> None:
    told, answers = toast(prefix)
    assert judged(plain, told=told, answers=answers).told_but_missing == 1
    assert judged(plain, told=told).told_but_missing == 0


@pytest.mark.parametrize(
    "change",
    [
        "state = 'waiting'",
        "state = 'undeliverable'",
        "state = 'obsolete'",
        "message_id = 6",
        "chat_id = NULL",
    ],
)
def test_a_notice_that_was_not_sent(plain: Plain, change: str) -> None:
    plain.execute(f"UPDATE notifications SET {change}")
    assert judged(plain).notices_lost == 1


def test_what_is_due_later_is_not_missed(plain: Plain) -> None:
    later = OUTBOX | {"due_at": NOON + 1, "next_try_at": NOON + 1}
    plain.execute(
        insert("notifications", id=2, kind="reminder", dedup_key="later", user_id=1, **later)
    )
    assert judged(plain).is_clean


def test_a_card_that_still_asks_though_there_is_an_answer(plain: Plain) -> None:
    plain.execute("UPDATE bookings SET status = 'expired'")
    assert judged(plain, group=[POSTED]).notices_lost == 1


def test_a_card_that_is_to_show_it_later(plain: Plain) -> None:
    plain.execute("UPDATE bookings SET status = 'expired'")
    later = OUTBOX | {"due_at": NOON + 1, "next_try_at": NOON + 1}
    plain.execute(insert("notifications", id=2, kind="card_outcome", dedup_key="b", **later))
    assert judged(plain, group=[POSTED]).notices_lost == 0


def test_a_message_that_was_sent_again(plain: Plain) -> None:
    again = message(4, "yes:1:1", "no:1:1")
    listed, chatted = message(3, "card:1:upcoming", "my:upcoming:0"), message(2, "home")
    found = judged(plain, posted=[chatted, listed, again, POSTED], group=[again])
    assert (found.duplicates, found.notices_lost) == (1, 0)


@pytest.mark.parametrize(
    ("kills", "strays"),
    [((), 2), ((1,), 1), ((0, 2), 0), ((1, 1), 0), ((2, 40), 1), ((38, 40), 2), ((1, 1, 1), 0)],
)
def test_each_kill_explains_one_duplicate_of_a_chat_close_to_it(
    plain: Plain, kills: tuple[int, ...], strays: int
) -> None:
    """Two were sent again; many others follow, which are known."""
    again = [message(number, "yes:1:1", "no:1:1") for number in (3, 4)]
    found = judged(plain, posted=[*again, *[POSTED] * 40], kills=kills)
    assert (found.duplicates, found.strays) == (2, strays)


def test_a_message_that_carries_several_notices(plain: Plain) -> None:
    plain.execute(insert("notifications", id=2, kind="decision", dedup_key="b", user_id=1, **SENT))
    assert judged(plain).is_clean
    assert judged(plain).duplicates == 0
