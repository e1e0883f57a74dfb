"""Who may read what, and who may change what: said once more, apart from the code that does it.

Marks (`scene.mark`) and odd minutes (`scene.own_minutes`) say whose a text is. Who else may read it
follows from the rows: a booking is its owner's, and the approvers' once they were asked.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageMedia,
    EditMessageText,
    SendDocument,
    SendMessage,
    SendPhoto,
)
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup

from sandbox.journal import Call
from tests.fuzz.scene import ADA, CAST, KYIV, MARK, own_minutes
from tests.plain import Plain

A_DAY = 24 * 60
"""Minutes: a larger number is an instant, in seconds."""
ACTIVE = ("pending", "approved")
CLOCK_TIME = re.compile(r"\b\d\d:(\d\d)\b")
OWNERS = {minute: person for person in CAST for minute in own_minutes(person)}
"""Minute of an hour -> whose bookings start or end at it."""
RUNS_IT = ("admin", "owner")
SHARED_BUTTONS = ("td", "tdw")
"""Of /today: approvers look at it in private, too."""
ADMINS_BUTTONS = (
    "any", "anyw", "anym", "anyc", "anyx",
    "ppl", "ppn", "pp", "ppt", "ppg", "ppa", "ppq", "ppo", "ppr", "ppb", "ppx", "ppu", "ppf",
    "cls", "clo", "cla", "clk", "clr", "cld", "clh", "clf", "clu", "cln", "clq", "cle", "clx",
    "imp", "imq", "imv", "imc", "ims",
)  # fmt: skip
OWN_BUTTONS = ("card", "cancel", "cancelled", "ext", "end", "move", "undo", "again", "why", "ics")
APPROVERS_BUTTONS = ("yes", "no", "no1", "no0", "no2")


class Person(NamedTuple):
    id: int
    telegram_id: int
    role: str
    tags: str
    reachable: bool
    quota: int | None
    block_reason: str | None
    names: tuple[object, ...]

    @property
    def runs_the_place(self) -> bool:
        """ADMIN_IDS names Ada, whatever her row says."""
        return self.role in RUNS_IT or self.telegram_id == ADA

    @property
    def is_owner(self) -> bool:
        return self.role == "owner" or self.telegram_id == ADA


class Booking(NamedTuple):
    id: int
    user_id: int
    status: str
    starts: int
    ends: int
    revision: int
    purpose: str | None
    request_key: str
    decided_by: int | None
    reason: str | None

    @property
    def as_asked(self) -> tuple[object, ...]:
        """What only makes another revision of it."""
        return self._replace(status="", decided_by=None, reason=None)

    @property
    def ever_same(self) -> tuple[object, ...]:
        """What nobody changes."""
        return (self.id, self.user_id, self.purpose, self.request_key)


class State(NamedTuple):
    """All that a database holds, by its keys."""

    people: dict[int, Person]
    bookings: dict[int, Booking]
    held: dict[tuple[int, int], list[tuple[int, int, int]]]
    """(booking, resource) -> (unit, from, until) of each allocation."""
    lines: dict[int, tuple[object, ...]]
    """(booking, actor, status) of each line of the ledger."""
    said: dict[int, tuple[str, str]]
    """(reason, rules set aside) of those lines."""
    cards: dict[int, set[str]]
    """Booking -> the kinds of its notifications."""
    dialogues: dict[str, tuple[object, ...]]
    group: int | None
    """The chat that is asked by default."""
    groups: frozenset[int]
    """Those that approve anything."""
    asked_in: dict[int, set[int]]
    """Booking -> the chats that have its card."""
    resources: dict[int, tuple[Any, ...]]
    """(quantity, requires approval, bookers)."""
    fixed: list[tuple[object, ...]]
    """What only the administrator changes from a chat."""
    public: str
    """What the administrator has typed for all to read."""
    offered: frozenset[int]
    """At which minutes of an hour a grid, a notice, hours or a closure are: no secret."""
    forgotten: Mapping[int, int] = MappingProxyType({})
    """Row of somebody who was forgotten -> who they were at Telegram: no row says it any more."""

    def remembering(self, old: "State") -> "State":
        """The same, with whoever was forgotten since."""
        since = {
            one.id: old.people[one.id].telegram_id
            for one in self.people.values()
            if one.telegram_id < 0 and old.people[one.id].telegram_id > 0
        }
        return self._replace(forgotten={**old.forgotten, **since})

    def whose(self, booking: Booking) -> int:
        """The Telegram id of who has booked; of the forgotten too, for it is still their secret."""
        return self.forgotten.get(booking.user_id, self.booker(booking))

    def booker(self, booking: Booking) -> int:
        """The Telegram id of who has booked."""
        return self.people[booking.user_id].telegram_id

    def person(self, telegram_id: int | None) -> Person | None:
        return next((one for one in self.people.values() if one.telegram_id == telegram_id), None)

    def runs_the_place(self, telegram_id: int | None) -> bool:
        person = self.person(telegram_id)
        return person is not None and person.runs_the_place

    def set_aside(self, booking_id: int) -> set[str]:
        """The rules that were set aside for a booking, ever."""
        return {
            code
            for line_id, (_, codes) in self.said.items()
            if self.lines[line_id][0] == booking_id
            for code in codes.split()
        }

    def were_asked(self, booking: Booking) -> bool:
        """Whether the approvers have been asked about it."""
        return "approval_card" in self.cards.get(booking.id, ())

    def drafts(self) -> dict[str, int]:
        """Open draft -> the Telegram id of whose it is."""
        return {data["id"]: owner for owner, data in self._drafts()}

    def asked_minutes(self, person: int) -> set[int]:
        """At which minutes of an hour this person's drafts begin and end: those may be forged."""
        return {
            (datetime.fromisoformat(data["starts_at"]) + timedelta(minutes=minutes)).minute
            for owner, data in self._drafts()
            if owner == person and data.get("starts_at")
            for minutes in (0, data.get("minutes", 0))
        }

    def _drafts(self) -> Iterator[tuple[int, dict[str, Any]]]:
        for key, (_, raw) in self.dialogues.items():
            if "id" in (data := json.loads(str(raw))):
                yield owner_of(key), data


def take(plain: Plain) -> State:
    """The database as it is now."""
    rows = plain.execute
    people = rows(
        "SELECT id, telegram_id, role, tags, reachable, max_open_bookings, block_reason, username,"
        " full_name, language,"
        " language_code, quiet_from_minute, quiet_until_minute FROM users"
    )
    held: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
    for booking, resource, *place in rows(
        "SELECT booking_id, resource_id, unit, seconds(occupied_from), seconds(occupied_until)"
        " FROM booking_resources ORDER BY 1, 2, 3"
    ):
        held.setdefault((booking, resource), []).append(tuple(place))
    cards: dict[int, set[str]] = {}
    for booking, kind in rows("SELECT DISTINCT booking_id, kind FROM notifications"):
        cards.setdefault(booking, set()).add(kind)
    bound = rows("SELECT chat_id, is_default FROM approval_groups")
    asked_in: dict[int, set[int]] = {}
    for booking, chat in rows(
        "SELECT booking_id, chat_id FROM notifications"
        " WHERE kind = 'approval_card' AND chat_id IS NOT NULL"
    ):
        asked_in.setdefault(booking, set()).add(chat)
    return State(
        people={row[0]: Person(*row[:7], row[7:]) for row in people},
        bookings={
            row[0]: Booking(*row)
            for row in rows(
                "SELECT id, user_id, status, seconds(starts_at), seconds(ends_at), revision,"
                " purpose, request_key, decided_by, decision_reason FROM bookings"
            )
        },
        held=held,
        lines=_by_id(rows("SELECT id, booking_id, actor_id, to_status FROM booking_events")),
        said=_by_id(rows("SELECT id, coalesce(reason, ''), overrides FROM booking_events")),
        cards=cards,
        dialogues=_by_id(rows("SELECT key, state, data FROM fsm_states")),
        group=next((chat for chat, is_default in bound if is_default), None),
        groups=frozenset(chat for chat, _ in bound),
        asked_in=asked_in,
        resources=_by_id(rows("SELECT id, quantity, requires_approval, bookers FROM resources")),
        fixed=[
            row
            for table in ("site", "resources", "opening_hours", "closures")
            for row in rows(f"SELECT * FROM {table} ORDER BY id")
        ],
        public=str(
            rows("SELECT name, description, location, features, bookers FROM resources")
            + rows("SELECT reason FROM closures")
        ),
        offered=_offered(plain),
    )


def _offered(plain: Plain) -> frozenset[int]:
    steps = plain.execute(
        "SELECT grid_minutes, notice_minutes FROM resources"
        " UNION SELECT grid_minutes, notice_minutes FROM site"
    )
    hours = plain.execute(
        "SELECT opens_minute, closes_minute FROM opening_hours"
        " UNION SELECT seconds(starts_at) / 60, seconds(ends_at) / 60 FROM closures"
    )
    return frozenset(
        minute % 60
        for minute in (
            *(at for span in hours for at in span),
            *(at for grid, _ in steps for at in range(0, A_DAY, grid)),
            *(at - notice for grid, notice in steps for at in range(0, A_DAY, grid)),
        )
    )


def _by_id(rows: list[tuple[object, ...]]) -> dict[Any, tuple[Any, ...]]:
    return {row[0]: row[1:] for row in rows}


def owner_of(key: str) -> int:
    """Of a dialogue's key, `fsm:<chat>:<person>:<destiny>`, the person."""
    return int(key.split(":")[2])


@dataclass(frozen=True)
class Acting:
    """Who has sent an update, and from where; nobody where Telegram names no person."""

    person: int | None
    chat: int | None
    is_member: bool
    """Of the group in which it happened."""
    data: str | None
    """What the button said."""

    def minutes(self) -> set[int]:
        """At which minutes of an hour the period begins and ends that the button speaks of."""
        numbers = [int(one) for one in re.findall(r"\d{1,10}", self.data or "")]
        starts = [0, *(one // 60 for one in numbers if one > A_DAY)]  # 0: of the first of all hours
        lengths = [0, *(one for one in numbers if one <= A_DAY)]
        return {(start + length) % 60 for start in starts for length in lengths}

    @property
    def is_private(self) -> bool:
        return self.chat == self.person

    def approves(self, state: State, booking: Booking | None = None) -> bool:
        """Whether they act in a group that approves; and that was asked about a booking."""
        is_asked = booking is None or self.chat in state.asked_in.get(booking.id, {self.chat})
        return self.is_member and self.chat in state.groups and is_asked


# -- what was shown --------------------------------------------------------------------------------


SHOWING = (SendMessage, EditMessageText, SendPhoto, EditMessageMedia, SendDocument)


class Shown(NamedTuple):
    """One request of the bot that people see; `readers` are chats, any of which may know it."""

    readers: set[int]
    text: str
    buttons: list[str]


def shown_by(call: Call, acting: Acting, state: State) -> Shown | None:
    request = call.request
    if isinstance(request, AnswerCallbackQuery):
        group = {acting.chat} if acting.approves(state) else set()
        return Shown({acting.person or 0, *(group - {None})}, request.text or "", [])
    if not isinstance(request, SHOWING) or not isinstance(request.chat_id, int):
        return None
    markup = request.reply_markup
    rows = markup.inline_keyboard if isinstance(markup, InlineKeyboardMarkup) else []
    buttons = [button for row in rows for button in row]
    labels = [button.text for button in buttons]
    data = [button.callback_data for button in buttons if button.callback_data]
    return Shown({request.chat_id}, "\n".join([*_words_of(request), *labels]), data)


def _words_of(request: Any) -> Iterator[str]:
    """The text, the caption, the name of a file, and what is in it where that is text."""
    media = getattr(request, "media", request)
    yield getattr(request, "text", None) or getattr(media, "caption", None) or ""
    file = getattr(request, "document", None)
    if isinstance(file, BufferedInputFile):
        yield file.filename
        if file.filename.endswith(".ics"):
            yield file.data.decode().replace("\r\n ", "")


@dataclass(frozen=True)
class Readers:
    """Who may read what, as the rows stand; `asked` are the groups that were ever bound."""

    state: State
    asked: frozenset[int]
    approvers: frozenset[int]
    said: frozenset[int] = frozenset()
    """The minutes that a person's own button has named."""

    def leaks(self, shown: Shown) -> Iterator[str]:
        """What these readers should not have been shown."""
        for found in MARK.finditer(shown.text):
            if not any(self._may_read(one, found[0], int(found[1])) for one in shown.readers):
                yield f"{found[0]} was shown to {shown.readers}: {shown.text!r}"
        for found in CLOCK_TIME.finditer(shown.text):
            owner = OWNERS.get(int(found[1]))
            if owner and not any(
                self._may_know_time(one, found[0], owner) for one in shown.readers
            ):
                yield f"{found[0]}, of {owner}, was shown to {shown.readers}: {shown.text!r}"
        for data in shown.buttons:
            if not any(self._may_have(one, data) for one in shown.readers):
                yield f"the button {data} was given to {shown.readers}"

    def _may_read(self, reader: int, mark: str, owner: int) -> bool:
        if reader == owner or mark in self.state.public:
            return True
        if mark.endswith("-name"):
            if owner == ADA:  # everybody is told whom to ask
                return True
            is_known = reader in self.asked and owner in self._known_to_approvers()
            is_run = self.state.runs_the_place(reader)
            return is_known or is_run or self._has_acted_for(reader, owner)
        if self._is_said_to(reader, mark):
            return True
        return any(
            (mark in (booking.reason or "") and self._is_reason_for(reader, booking))
            or (mark in (booking.purpose or "") and self._is_asked(reader, booking, owner))
            for booking in self.state.bookings.values()
        )

    def _known_to_approvers(self) -> set[int]:
        asking = filter(self.state.were_asked, self.state.bookings.values())
        return {*self.approvers, *map(self.state.whose, asking)}

    def _has_acted_for(self, reader: int, owner: int) -> bool:
        """Whether that person's name is in the ledger of a booking that these may read of."""
        return any(
            self.state.people[actor_id].telegram_id == owner
            and self._is_reason_for(reader, self.state.bookings[booking_id])
            for booking_id, actor_id, _ in self.state.lines.values()
            if actor_id is not None
        )

    def _is_said_to(self, reader: int, mark: str) -> bool:
        """A reason in a ledger, or of a block; and whoever runs the place reads all that is said of
        bookings and people, but no drafts."""
        if any(
            mark in reason
            and self._is_reason_for(reader, self.state.bookings[self.state.lines[line_id][0]])
            for line_id, (reason, _) in self.state.said.items()
        ):
            return True
        runs_it = self.state.runs_the_place(reader)
        if any(
            mark in (person.block_reason or "") and (runs_it or person.telegram_id == reader)
            for person in self.state.people.values()
        ):
            return True
        told = [
            *(one.purpose or "" for one in self.state.bookings.values()),
            *(one.reason or "" for one in self.state.bookings.values()),
            *(reason for reason, _ in self.state.said.values()),
        ]
        return runs_it and any(mark in one for one in told)

    def _is_reason_for(self, reader: int, booking: Booking) -> bool:
        return reader == self.state.booker(booking) or reader in self.asked

    def _is_asked(self, reader: int, booking: Booking, owner: int) -> bool:
        is_owners = self.state.whose(booking) == owner
        return is_owners and reader in self.asked and self.state.were_asked(booking)

    def _may_know_time(self, reader: int, time: str, owner: int) -> bool:
        named = self.said | self.state.asked_minutes(reader) | self.state.offered
        if reader == owner or int(time[-2:]) in named or self.state.runs_the_place(reader):
            return True
        return any(
            time in _times(booking)
            and (
                reader == self.state.booker(booking)  # theirs, ended at another's odd minute
                or self._is_asked(reader, booking, owner)
                or (reader in self.approvers and self.state.were_asked(booking))  # /today
            )
            for booking in self.state.bookings.values()
        )

    def _may_have(self, reader: int, data: str) -> bool:
        kind, _, rest = data.partition(":")
        first = rest.partition(":")[0]
        if kind in OWN_BUTTONS:
            booking = self.state.bookings[int(first)]
            return reader == self.state.booker(booking)
        if kind in ADMINS_BUTTONS:
            return self.state.runs_the_place(reader)
        if kind in SHARED_BUTTONS:
            return reader in self.approvers or self.state.runs_the_place(reader)
        if kind in APPROVERS_BUTTONS:
            return reader in self.asked and self.state.were_asked(self.state.bookings[int(first)])
        return self.state.drafts().get(first, reader) == reader


def _times(booking: Booking) -> set[str]:
    moments = (datetime.fromtimestamp(at, UTC) for at in (booking.starts, booking.ends))
    return {f"{moment.astimezone(KYIV):%H:%M}" for moment in moments}


def wrongly_removed(call: Call, acting: Acting, state: State) -> Iterator[str]:
    """In private it is one's own chat; in a group only the approvers' questions go."""
    request = call.request
    if not isinstance(request, DeleteMessage):
        return
    is_private = request.chat_id == acting.chat == acting.person
    if not is_private and not (request.chat_id == acting.chat and acting.approves(state)):
        yield f"message {request.message_id} of {request.chat_id} was removed"


# -- what was changed ------------------------------------------------------------------------------


def _leaving(old: State, new: State, acting: Acting) -> Person | None:
    """Who has asked to be forgotten, by their own button in private, and is."""
    person = old.person(acting.person)
    is_asked = acting.is_private and acting.data == "privx"
    is_done = person is not None and new.people[person.id].telegram_id == -person.id
    return person if is_asked and is_done else None


def _wrong_leaving(old: State, new: State, person: Person) -> Iterator[str]:
    """Nothing but what they had and wrote goes; what they hold is cancelled in their own name."""
    nobody = person._replace(
        telegram_id=-person.id, role="member", tags="", reachable=False, quota=None,
        block_reason=None, names=(None, "—", person.names[2], None, *person.names[4:]),
    )  # fmt: skip
    if new.people != {**old.people, person.id: nobody}:
        yield f"{person} became {new.people[person.id]}, or others have changed"
    for one, before in old.bookings.items():
        is_theirs, after = before.user_id == person.id, new.bookings[one]
        wordless = before._replace(
            purpose=None if is_theirs else before.purpose,
            reason=None if before.decided_by == person.id else before.reason,
        )
        cancelled = wordless._replace(status="cancelled")
        if after != wordless and not (is_theirs and before.status in ACTIVE and after == cancelled):
            yield f"{before} became {after}, as {person} was forgotten"
    kept = {key: row for key, row in old.dialogues.items() if owner_of(key) != person.telegram_id}
    if new.dialogues != kept:
        yield f"dialogues were {old.dialogues}, now {new.dialogues}"
    same = ("fixed", "group", "groups", "held", "resources")
    yield from (f"{one} was changed" for one in same if getattr(old, one) != getattr(new, one))
    if old.lines.items() - new.lines.items():
        yield "the ledger was changed"
    for line_id in new.lines.keys() - old.lines.keys():
        booking_id, actor_id, status = new.lines[line_id]
        if (actor_id, status) != (person.id, "cancelled") or booking_id not in old.bookings:
            yield f"booking {booking_id} became {status} by {actor_id}"


def _is_adas_change(old: State, new: State, acting: Acting) -> bool:
    """In private she runs everything; in a group, /members makes its members those who may come."""
    if acting.person != ADA or acting.chat == ADA:
        return acting.person == ADA
    (_, *others), (site, *others_now) = old.fixed, new.fixed
    return others == others_now and acting.chat in site


def wrong_changes(old: State, new: State, acting: Acting, away: frozenset[int]) -> Iterator[str]:
    """What the person had no right to change; `away` are those whom the bot cannot reach."""
    leaving = _leaving(old, new, acting)
    if leaving is not None:
        yield from _wrong_leaving(old, new, leaving)
        return
    if old.fixed != new.fixed and not _is_adas_change(old, new, acting):
        yield "the site, resources, hours or closures were changed"
    yield from _wrong_people(old, new, acting, away)
    yield from _wrong_dialogues(old, new, acting)
    if (old.group, old.groups) != (new.group, new.groups) and acting.person != ADA:
        yield f"the approval groups became {new.groups}, by default {new.group}"
    for booking_id in old.bookings.keys() | new.bookings.keys():
        before, after = old.bookings.get(booking_id), new.bookings.get(booking_id)
        if after is None:
            yield f"booking {booking_id} is gone"
        elif before is None:
            yield from _wrong_booking(after, new, acting)
        elif before != after:
            yield from _wrong_step(before, after, old, acting)
    yield from _wrong_places(old, new)
    yield from _wrong_lines(old, new, acting)


def _wrong_people(old: State, new: State, acting: Acting, away: frozenset[int]) -> Iterator[str]:
    for person_id in old.people.keys() | new.people.keys():
        before, after = old.people.get(person_id), new.people.get(person_id)
        if after is None:
            yield f"person {person_id} is gone"
        elif before is None:
            if (after.telegram_id, after.role, after.tags) != (acting.person, "member", ""):
                yield f"{after} was made"
        elif before != after:
            by = old.person(acting.person) if acting.is_private else None
            yield from _wrong_person(before, after, acting, by, away)


def _wrong_person(
    before: Person, after: Person, acting: Acting, by: Person | None, away: frozenset[int]
) -> Iterator[str]:
    """`by`: who acts, where that is in private."""
    is_own = after.telegram_id == acting.person
    if (before.id, before.telegram_id) != (after.id, after.telegram_id):
        yield f"{before} became {after}"
    if before[2:4] + before[5:7] != after[2:4] + after[5:7] and not _may_set(before, after, by):
        yield f"{before} became {after}, by {by}"
    if before.names != after.names and not is_own:
        yield f"{before} was renamed: {after}"
    is_known_to_be_away = after.telegram_id in away and not after.reachable
    if before.reachable != after.reachable and not (is_own or is_known_to_be_away):
        yield f"{before} became {after}"


def _may_set(before: Person, after: Person, by: Person | None) -> bool:
    """Admins set tags and quotas, and block members; owners say who else runs the place."""
    if by is None or not by.runs_the_place or by.role == "blocked":
        return False
    if before.role == after.role:
        return before.block_reason == after.block_reason
    if before.telegram_id == ADA:
        return False
    if after.role == "blocked":
        return before.role == "member"
    return by.is_owner or (before.role, after.role) == ("blocked", "member")


def _wrong_dialogues(old: State, new: State, acting: Acting) -> Iterator[str]:
    for key in old.dialogues.keys() | new.dialogues.keys():
        if old.dialogues.get(key) != new.dialogues.get(key) and owner_of(key) != acting.person:
            yield f"the dialogue {key} was changed: {new.dialogues.get(key)}"


def _is_blocked(state: State, acting: Acting) -> bool:
    return any(
        person.telegram_id == acting.person and person.role == "blocked"
        for person in state.people.values()
    )


def _wrong_booking(booking: Booking, state: State, acting: Acting) -> Iterator[str]:
    """A new one."""
    booker = state.people[booking.user_id]
    held = [state.resources[resource] for one, resource in state.held if one == booking.id]
    may_act_for = acting.is_private and state.runs_the_place(acting.person)
    is_theirs = booker.telegram_id == acting.person
    if not (is_theirs or may_act_for) or booker.role == "blocked":
        yield f"{booking} was made"
    aside = state.set_aside(booking.id)
    if aside and not may_act_for:
        yield f"{booking} was made against {aside}"
    is_asked = any(asks for _, asks, _ in held) and "needs-approval" not in aside
    if (booking.status == "pending") != is_asked:
        yield f"{booking} holds {held}"
    for _, _, bookers in held:
        is_for = not bookers or set(bookers.split()) & set(booker.tags.split())
        if not is_for and "not-for-you" not in aside:
            yield f"{booking} holds what is for {bookers}"


def _wrong_step(before: Booking, after: Booking, state: State, acting: Acting) -> Iterator[str]:
    """Its owner may change it, and who runs the place; an approver may decide about the request
    that the button showed, and take that back."""
    is_own = state.booker(before) == acting.person and not _is_blocked(state, acting)
    is_own |= acting.is_private and state.runs_the_place(acting.person)  # as good as their own
    if before.revision != after.revision:
        is_decider = acting.approves(state, before) and _has_rejected(before, state, acting)
        if before.ever_same != after.ever_same or not (is_own or is_decider):
            yield f"{before} became {after} by {acting}"
    elif before.as_asked != after.as_asked:
        yield f"{before} became {after}"
    elif (before.status in ACTIVE, after.status) == (True, "cancelled"):
        if not is_own:
            yield f"{before} was cancelled by {acting}"
    elif before.status != "pending" or after.status not in ("approved", "rejected"):
        yield f"{before} became {after}"
    elif not acting.approves(state, before) or _is_blocked(state, acting):
        yield f"{before} was decided by {acting}"
    elif state.people[after.decided_by or 0].telegram_id != acting.person:
        yield f"{after} was decided by {acting}"
    elif acting.data and _numbers(acting.data) != [before.id, before.revision]:
        yield f"{before} was decided by the button {acting.data}"


def _has_rejected(booking: Booking, state: State, acting: Acting) -> bool:
    decider = state.people.get(booking.decided_by or 0)
    return (
        booking.status == "rejected"
        and decider is not None
        and (decider.telegram_id == acting.person)
    )


def _numbers(data: str) -> list[int]:
    return [int(field) for field in data.split(":")[1:]]


def _wrong_places(old: State, new: State) -> Iterator[str]:
    """What is held stays held, but by another revision; of a pool, which units may change."""
    changed = {
        one for one, row in old.bookings.items() if row.revision != new.bookings[one].revision
    }
    for (booking, resource), before in old.held.items():
        if booking in changed:
            continue
        after = new.held.get((booking, resource), [])
        is_pool = old.resources[resource][0] > 1
        kept = [sorted(place[is_pool:] for place in places) for places in (before, after)]
        if kept[0] != kept[1]:
            yield f"booking {booking} held {before} of {resource}, now {after}"
    for booking, resource in new.held.keys() - old.held.keys():
        if booking in old.bookings.keys() - changed:
            yield f"booking {booking} holds {resource} besides"


def _wrong_lines(old: State, new: State, acting: Acting) -> Iterator[str]:
    """The ledger only grows, by what this person has done."""
    if old.lines.items() - new.lines.items():
        yield "the ledger was changed"
    for line_id in new.lines.keys() - old.lines.keys():
        booking_id, actor_id, status = new.lines[line_id]
        by = new.people[actor_id].telegram_id if actor_id in new.people else None
        if by != acting.person or new.bookings[booking_id].status != status:
            yield f"booking {booking_id} became {status} by {by}, with {acting}"
        if old.bookings.get(booking_id) == new.bookings[booking_id]:
            yield f"booking {booking_id} has another line, and yet is the same"


def quiet(old: State, new: State) -> Iterator[str]:
    """Whoever did nothing about bookings is told nothing: no notification of another's booking."""
    for booking_id, kinds in new.cards.items():
        if kinds != old.cards.get(booking_id, set()) and (
            old.bookings.get(booking_id) == new.bookings[booking_id]
        ):
            yield f"of booking {booking_id} there is something to tell: {kinds}"


def members(groups: Mapping[int, Any], chat: int | None) -> frozenset[int]:
    """Who belongs to a group; nobody to what is none."""
    group = groups.get(chat or 0)
    return frozenset(group.members) if group else frozenset()
