"""The judge of the fuzzer sees what it is there for: each wrong, made by hand."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram.methods import EditMessageMedia, SendDocument, SendPhoto, TelegramMethod
from aiogram.types import BufferedInputFile, InputMediaPhoto

from sandbox.journal import Call
from tests import plain
from tests.fuzz.rights import (
    ACTIVE,
    Acting,
    Booking,
    Person,
    Readers,
    Shown,
    State,
    owner_of,
    shown_by,
    take,
    wrong_changes,
)
from tests.fuzz.scene import ADA, APPROVALS, ELSEWHERE, EMMA, MALLORY, OLENA, TARAS, VIKTOR, mark
from tests.fuzz.worlds import Worlds
from tests.test_house_rules import ALL_CALLBACKS

NOBODY: frozenset[int] = frozenset()


@pytest.fixture
def state(worlds: Worlds) -> Iterator[State]:
    url = worlds.open()
    connection = plain.connect(url)
    yield take(connection)
    connection.close()
    worlds.close(url)


@pytest.fixture
def readers(state: State) -> Readers:
    return Readers(state, frozenset({APPROVALS}), frozenset({ADA, TARAS}))


def of(state: State, person: int, status: str) -> Booking:
    """The last booking of a person that has this status."""
    own = [one for one in state.bookings.values() if state.booker(one) == person]
    return [one for one in own if one.status == status][-1]


OF_EMMA = [f"For {mark(EMMA, 'purpose')}", mark(EMMA, "name"), mark(EMMA, "draft"), "at 14:01"]


@pytest.mark.parametrize("reader", [MALLORY, OLENA, TARAS, ELSEWHERE])
@pytest.mark.parametrize("text", OF_EMMA[:3])
def test_what_is_emmas_is_not_for_others(readers: Readers, reader: int, text: str) -> None:
    assert list(readers.leaks(Shown({reader}, text, [])))
    assert not list(readers.leaks(Shown({EMMA}, text, [])))


def test_the_times_of_what_was_asked_are_approvers_in_private_too(readers: Readers) -> None:
    for reader in (MALLORY, OLENA, ELSEWHERE):
        assert list(readers.leaks(Shown({reader}, OF_EMMA[3], [])))
    for reader in (EMMA, TARAS, ADA):
        assert not list(readers.leaks(Shown({reader}, OF_EMMA[3], [])))


def test_an_admin_reads_of_bookings_and_people_and_no_drafts(readers: Readers) -> None:
    for text in OF_EMMA:
        assert bool(list(readers.leaks(Shown({ADA}, text, [])))) == ("draft" in text)


def test_the_buttons_of_admins_are_theirs(readers: Readers) -> None:
    for data in ("any:1", "ppl", "ppx:1:1", "td:counts:0"):
        assert list(readers.leaks(Shown({MALLORY}, "", [data])))
        assert not list(readers.leaks(Shown({ADA}, "", [data])))


def test_approvers_read_what_they_were_asked_and_no_drafts(readers: Readers, state: State) -> None:
    asked = of(state, EMMA, "pending")
    for text in (asked.purpose or "", mark(EMMA, "name")):
        assert not list(readers.leaks(Shown({APPROVALS}, text, [f"yes:{asked.id}:1"])))
    for text in (mark(EMMA, "draft"), mark(MALLORY, "name"), "at 14:06"):
        assert list(readers.leaks(Shown({APPROVALS}, text, [])))


def test_a_button_about_a_booking_is_its_owners(readers: Readers, state: State) -> None:
    booking = of(state, EMMA, "approved")
    draft = next(draft for draft, owner in state.drafts().items() if owner == EMMA)
    for data in (f"cancelled:{booking.id}", f"card:{booking.id}:past", f"b5:{draft}"):
        assert list(readers.leaks(Shown({MALLORY}, "", [data])))
        assert not list(readers.leaks(Shown({EMMA}, "", [data])))
    assert list(readers.leaks(Shown({EMMA}, "", [f"yes:{booking.id}:1"])))


SECRET = mark(EMMA, "purpose")
PNG = BufferedInputFile(b"\x89PNG\xff", "door.png")
SHOWING = [
    SendPhoto(chat_id=MALLORY, photo=PNG, caption=SECRET),
    EditMessageMedia(
        chat_id=MALLORY, message_id=1, media=InputMediaPhoto(media=PNG, caption=SECRET)
    ),
    SendDocument(chat_id=MALLORY, document=PNG, caption=SECRET),
    SendDocument(chat_id=MALLORY, document=BufferedInputFile(PNG.data, f"{SECRET}.png")),
    SendDocument(
        chat_id=MALLORY,
        document=BufferedInputFile(f"A:{SECRET[:9]}\r\n {SECRET[9:]}".encode(), "b.ics"),
    ),
]


@pytest.mark.parametrize("request_", SHOWING, ids=lambda one: one.__api_method__)
def test_captions_and_files_are_read_too(
    readers: Readers, state: State, request_: TelegramMethod[Any]
) -> None:
    call = Call(1, request_.__api_method__, datetime.now(UTC), request_)
    shown = shown_by(call, by(MALLORY), state)
    assert shown is not None
    assert list(readers.leaks(shown))


def by(person: int, chat: int | None = None, data: str | None = None) -> Acting:
    return Acting(person, chat or person, is_member=chat == APPROVALS, data=data)


def after(state: State, old: Booking, status: str, decider: int | None = None) -> State:
    """The state in which a booking has become something else, and its ledger says who did it."""
    ids = {person.telegram_id: person.id for person in state.people.values()}
    decided_by = ids.get(decider or 0)
    new = old._replace(status=status, decided_by=decided_by)
    line = (old.id, decided_by or old.user_id, status)
    return state._replace(
        bookings={**state.bookings, old.id: new}, lines={**state.lines, 999_999: line}
    )


def test_a_booking_is_cancelled_by_its_owner_and_by_an_admin_in_private(state: State) -> None:
    booking = of(state, EMMA, "approved")
    cancelled = after(state, booking, "cancelled")
    assert not list(wrong_changes(state, cancelled, by(EMMA), NOBODY))
    for other in (by(OLENA), by(ADA, APPROVALS), by(TARAS, APPROVALS)):
        assert list(wrong_changes(state, cancelled, other, NOBODY))
    ada = next(one.id for one in state.people.values() if one.telegram_id == ADA)
    lines = {**state.lines, 999_999: (booking.id, ada, "cancelled")}
    assert not list(wrong_changes(state, cancelled._replace(lines=lines), by(ADA), NOBODY))
    blocked = of(state, VIKTOR, "approved")
    assert list(wrong_changes(state, after(state, blocked, "cancelled"), by(VIKTOR), NOBODY))


def test_a_booking_is_changed_by_its_owner_and_by_an_admin_in_private(state: State) -> None:
    booking = of(state, EMMA, "approved")
    new = booking._replace(revision=booking.revision + 1, ends=booking.ends + 900)
    longer = state._replace(bookings={**state.bookings, booking.id: new})
    for one in (by(EMMA), by(ADA)):
        assert not list(wrong_changes(state, longer, one, NOBODY))
    for other in (by(OLENA), by(ADA, APPROVALS), by(TARAS, APPROVALS)):
        assert list(wrong_changes(state, longer, other, NOBODY))
    given = state._replace(bookings={**state.bookings, booking.id: new._replace(user_id=99)})
    assert list(wrong_changes(state, given, by(EMMA), NOBODY))


def test_people_are_set_by_an_admin_in_private_but_for_who_runs_the_place(state: State) -> None:
    emma, ada = (
        next(one for one in state.people.values() if one.telegram_id == number)
        for number in (EMMA, ADA)
    )

    def set_to(person: Person, **values: object) -> State:
        return state._replace(people={**state.people, person.id: person._replace(**values)})

    for values in ({"role": "blocked", "block_reason": "x"}, {"tags": "staff"}, {"quota": 2}):
        changed = set_to(emma, **values)
        assert not list(wrong_changes(state, changed, by(ADA), NOBODY))
        for other in (by(OLENA), by(EMMA), by(TARAS), by(ADA, APPROVALS)):
            assert list(wrong_changes(state, changed, other, NOBODY))
    assert list(wrong_changes(state, set_to(ada, role="blocked"), by(ADA), NOBODY))


def without(state: State, telegram_id: int) -> State:
    """Somebody was forgotten; of what they had nothing was active."""
    person = next(one for one in state.people.values() if one.telegram_id == telegram_id)
    names = (None, "—", person.names[2], None, *person.names[4:])
    nobody = person._replace(
        telegram_id=-person.id, role="member", tags="", reachable=False, names=names
    )
    return state._replace(
        people={**state.people, person.id: nobody},
        bookings={
            one: row._replace(purpose=None, status="cancelled")
            if row.user_id == person.id and row.status in ACTIVE
            else row._replace(purpose=None if row.user_id == person.id else row.purpose)
            for one, row in state.bookings.items()
        },
        dialogues={key: it for key, it in state.dialogues.items() if owner_of(key) != telegram_id},
    )


def test_somebody_is_forgotten_by_their_own_button_and_takes_nobody_along(state: State) -> None:
    gone = without(state, EMMA)
    assert not list(wrong_changes(state, gone, by(EMMA, data="privx"), NOBODY))
    for other in (by(MALLORY, data="privx"), by(EMMA), by(EMMA, ELSEWHERE, "privx"), by(ADA)):
        assert list(wrong_changes(state, gone, other, NOBODY))
    others = of(state, OLENA, "approved")
    for more in (
        without(gone, OLENA),
        gone._replace(bookings={**gone.bookings, others.id: others._replace(purpose="x")}),
        gone._replace(dialogues={}),
        gone._replace(fixed=gone.fixed[1:]),
    ):
        assert list(wrong_changes(state, more, by(EMMA, data="privx"), NOBODY))


def test_whose_secret_it_was_is_remembered(state: State) -> None:
    gone = without(state, EMMA).remembering(state)
    booking = of(state, EMMA, "approved")
    assert gone.booker(booking) < 0
    assert gone.whose(booking) == EMMA


def test_a_rejection_is_taken_back_by_who_has_rejected(state: State) -> None:
    rejected = of(after(state, of(state, EMMA, "pending"), "rejected", TARAS), EMMA, "rejected")
    state = state._replace(bookings={**state.bookings, rejected.id: rejected})
    new = rejected._replace(status="pending", revision=rejected.revision + 1, decided_by=None)
    asked = state._replace(bookings={**state.bookings, rejected.id: new})
    assert not list(wrong_changes(state, asked, by(TARAS, APPROVALS), NOBODY))
    for other in (by(TARAS), by(ADA, APPROVALS), by(OLENA)):
        assert list(wrong_changes(state, asked, other, NOBODY))


def test_a_request_is_decided_by_an_approver_in_the_group_about_what_the_button_said(
    state: State,
) -> None:
    booking = of(state, EMMA, "pending")
    approved = after(state, booking, "approved", TARAS)
    said, other_said = (f"yes:{booking.id}:{booking.revision + more}" for more in (0, 1))
    assert not list(wrong_changes(state, approved, by(TARAS, APPROVALS, said), NOBODY))
    for other in (
        by(TARAS), by(TARAS, ELSEWHERE, said), by(ADA, APPROVALS, said),
        by(TARAS, APPROVALS, other_said), by(TARAS, APPROVALS, "yes:1:1"),
    ):  # fmt: skip
        assert list(wrong_changes(state, approved, other, NOBODY))


def test_dialogues_people_resources_and_the_group_have_their_guards(state: State) -> None:
    key = next(key for key in state.dialogues if key.endswith(f":{EMMA}:default"))
    emma = next(one for one in state.people.values() if one.telegram_id == EMMA)
    for changed in (
        state._replace(dialogues={one: it for one, it in state.dialogues.items() if one != key}),
        state._replace(people={**state.people, emma.id: emma._replace(names=("x",))}),
        state._replace(people={**state.people, emma.id: emma._replace(role="admin")}),
        state._replace(group=ELSEWHERE),
        state._replace(fixed=state.fixed[1:]),
        state._replace(held=dict(list(state.held.items())[1:])),
        state._replace(lines=dict(list(state.lines.items())[1:])),
    ):
        assert list(wrong_changes(state, changed, by(MALLORY), NOBODY))


def test_the_recorded_journeys_press_every_button(worlds: Worlds) -> None:
    """But for those of a conflict, and of pages: nobody was in the way, and all is on one page. And
    nobody is forgotten."""
    said = [one.get("callback_query", {}).get("data", "") for one in worlds.filled.recorded]
    missing = {data.__prefix__ for data in ALL_CALLBACKS} - {
        data.partition(":")[0] for data in said
    }
    assert missing <= {"b6", "bw", "bp", "be", "ppn", "invpage", "groupdef", "privx"}
