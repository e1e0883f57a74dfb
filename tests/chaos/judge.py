"""What is judged when all is over: plain SQL, and the messages that the sandbox saw."""

import logging
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from aiogram.types import Message

from bot.settings import LANGUAGES
from bot.texts import texts_of
from sandbox.callbacks import Answer
from sandbox.people.buttons import buttons_of
from tests.chaos.people import Told, parts_of
from tests.plain import Plain

log = logging.getLogger(__name__)

Key = tuple[int, int]
"""Of a message: its chat and its number."""

DIGESTS = frozenset(texts_of(language).html("digest-title") for language in LANGUAGES)
LEADS = (180, 60)
"""Minutes before a start at which people are reminded."""
SENDERS = 16
"""So many messages may be on their way at once."""
ACTIVE = "status IN ('pending', 'approved')"
OVERLAPS = f"""
SELECT count(*) FROM booking_resources a
JOIN booking_resources b ON b.resource_id = a.resource_id AND b.unit = a.unit
    AND b.booking_id > a.booking_id
    AND a.occupied_from < b.occupied_until AND b.occupied_from < a.occupied_until
WHERE a.booking_id IN (SELECT id FROM bookings WHERE {ACTIVE})
    AND b.booking_id IN (SELECT id FROM bookings WHERE {ACTIVE})
"""
HALF_WRITTEN = f"""
SELECT count(*) FROM bookings
WHERE NOT EXISTS (SELECT 1 FROM booking_resources WHERE booking_id = bookings.id)
OR EXISTS (SELECT 1 FROM booking_resources
    WHERE booking_id = bookings.id AND active <> ({ACTIVE}))
OR EXISTS (SELECT 1 FROM booking_events e WHERE e.booking_id = bookings.id
    AND NOT EXISTS (SELECT 1 FROM notifications n WHERE n.booking_id = bookings.id
        AND n.kind = CASE
            WHEN e.action = 'booked' AND e.to_status = 'pending' THEN 'approval_card'
            WHEN e.action IN ('approved', 'rejected') THEN 'decision'
            WHEN e.action = 'expired' THEN 'expiry'
            ELSE n.kind END)
    AND (e.action <> 'booked' OR e.to_status = 'pending') AND e.action <> 'cancelled')
"""
"""Without units, with units that do not know its status, or with a line of its ledger whose
notification was never written."""
LEDGER = """
SELECT count(*) FROM bookings LEFT JOIN (
    SELECT booking_id, from_status, to_status,
        lag(to_status) OVER (PARTITION BY booking_id ORDER BY id) AS before,
        row_number() OVER (PARTITION BY booking_id ORDER BY id) AS first,
        row_number() OVER (PARTITION BY booking_id ORDER BY id DESC) AS last
    FROM booking_events
) e ON e.booking_id = bookings.id
WHERE e.booking_id IS NULL
    OR (first = 1) <> (from_status IS NULL)
    OR (first > 1 AND from_status <> before)
    OR (last = 1 AND to_status <> bookings.status)
"""
"""Bookings whose ledger is missing, has a gap, or ends in another status."""
REQUEST_KEYS = """
SELECT u.telegram_id, b.request_key, u.id FROM users u LEFT JOIN bookings b ON b.user_id = u.id
"""
UNREMINDED = f"""
SELECT count(*) FROM bookings b
JOIN (SELECT booking_id, max(seconds(at)) AS at FROM booking_events GROUP BY booking_id) e
    ON e.booking_id = b.id
JOIN (SELECT {60 * LEADS[0]} AS lead UNION ALL SELECT {60 * LEADS[1]}) l ON true
WHERE b.status = 'approved' AND seconds(b.starts_at) > ? AND seconds(b.starts_at) - lead > e.at
    AND NOT EXISTS (SELECT 1 FROM notifications n WHERE n.booking_id = b.id
        AND n.kind = 'reminder' AND n.revision = b.revision
        AND seconds(n.due_at) = seconds(b.starts_at) - lead)
"""
"""Reminders that were still ahead when an approved booking last changed, and have no row; of those
that are yet to begin."""
OWNERS = "SELECT u.telegram_id, b.id FROM bookings b JOIN users u ON u.id = b.user_id"
ACTS = "SELECT action, booking_id FROM booking_events"
CANCELLATIONS = "SELECT count(*) FROM booking_events WHERE action = 'cancelled'"
"""Also those that were taken back: whether any is left is chance."""
STATUSES = "SELECT id, status, revision FROM bookings"
DUE = """
SELECT id, kind, booking_id, revision, seconds(due_at), state, chat_id, message_id
FROM notifications WHERE due_at <= moment(?) ORDER BY id
"""

NOT_YET_SHOWN = """
SELECT DISTINCT booking_id FROM notifications
WHERE kind = 'card_outcome' AND state = 'waiting' AND due_at > moment(?)
"""


@dataclass(frozen=True)
class Row:
    """A notification that was due."""

    id: int
    kind: str
    booking_id: int
    revision: int
    due_at: int
    state: str
    chat_id: int | None
    message_id: int | None

    @property
    def message(self) -> Key | None:
        is_known = self.chat_id is not None and self.message_id is not None
        return (self.chat_id, self.message_id) if is_known else None


@dataclass
class Seen:
    """What the sandbox saw: messages of the bot as it posted them, answers to taps, what people
    were told, and the group as it looks at the end."""

    posted: Sequence[Message] = ()
    answers: Sequence[Answer] = ()
    told: Told = field(default_factory=Told)
    group: Iterable[Message] = ()
    kills: Sequence[int] = ()
    """After how many messages the bot was killed, each time."""


@dataclass(frozen=True)
class Judgement:
    """How many of each there are; what is wrong must be none, and what happened must not.

    `strays`: duplicates that no kill explains.
    """

    bookings: int
    cancelled: int
    cards: int
    decisions: int
    reminders: int
    overlaps: int
    half_written: int
    ledger_errors: int
    unreminded: int
    told_but_missing: int
    notices_lost: int
    duplicates: int
    strays: int

    @property
    def is_clean(self) -> bool:
        wrong = self.overlaps + self.half_written + self.ledger_errors + self.unreminded
        return not wrong + self.told_but_missing + self.notices_lost

    @property
    def is_eventful(self) -> bool:
        """Whether everything that may get lost has happened at all."""
        return all((self.bookings, self.cancelled, self.cards, self.decisions, self.reminders))


def judge(plain: Plain, seen: Seen, *, until: int) -> Judgement:
    """`until`: what was due by then, in Unix seconds, must have been sent."""
    due = [Row(*row) for row in plain.execute(DUE, until)]  # type: ignore[arg-type]
    bookings = {int(one): (status, rev) for one, status, rev in plain.execute(STATUSES)}
    repeated = _repeated(seen.posted, due)
    asking = _asking(seen.group, repeated) - {one for (one,) in plain.execute(NOT_YET_SHOWN, until)}
    sent = Counter(row.kind for row in due if row.state == "sent")
    return Judgement(
        bookings=len(bookings),
        cancelled=_count(plain, CANCELLATIONS),
        cards=sent["approval_card"],
        decisions=sent["decision"],
        reminders=sent["reminder"],
        overlaps=_count(plain, OVERLAPS),
        half_written=_count(plain, HALF_WRITTEN),
        ledger_errors=_count(plain, LEDGER),
        unreminded=_count(plain, UNREMINDED, until),
        told_but_missing=_missing(plain, seen),
        notices_lost=_lost(due, bookings, {key_of(each) for each in seen.posted})
        + sum(bookings[one][0] != "pending" for one in asking),
        duplicates=len(repeated),
        strays=_strays(seen, repeated),
    )


def key_of(message: Message) -> Key:
    return message.chat.id, message.message_id


def _count(plain: Plain, query: str, *values: object) -> int:
    ((count,),) = plain.execute(query, *values)
    return int(str(count))


def _missing(plain: Plain, seen: Seen) -> int:
    """Bookings, and deeds, that somebody was told of and that are not there."""
    told, rows = seen.told, plain.execute(REQUEST_KEYS)
    drafts = {(who, str(key).removeprefix(f"{user}:")) for who, key, user in rows}
    owned = set(plain.execute(OWNERS))
    done = set(plain.execute(ACTS))
    missing = (told.drafts - drafts, told.cards - owned, told.acts(seen.answers) - done)
    return sum(map(len, missing))


def _repeated(posted: Iterable[Message], due: Iterable[Row]) -> set[Key]:
    """Messages of the outbox that no notification knows: they were sent, and then sent again.

    A message that carries several notifications is known to each of them.
    """
    known = {row.message for row in due if row.state == "sent"}
    return {key_of(each) for each in posted if _is_notice(each)} - known


def _strays(seen: Seen, repeated: Collection[Key]) -> int:
    """Duplicates but for those that a kill explains: sent close to it, one of each chat.

    Close is counted in notices: what people are answered meanwhile has nothing to do with them.
    What was on its way arrives when the bot is dead already.
    """
    notices = list(accumulate(map(_is_notice, seen.posted), initial=0))
    sent: dict[int, list[int]] = defaultdict(list)
    for number, message in enumerate(seen.posted):
        if key_of(message) in repeated:
            sent[message.chat.id].append(notices[number])
    kills = sorted(notices[kill] for kill in seen.kills)
    return sum(_unexplained(each, kills) for each in sent.values())


def _unexplained(sent: Iterable[int], kills: Iterable[int]) -> int:
    """How many of one chat are left where each, in order, takes the first kill that is close."""
    left, count = list(kills), 0
    for one in sent:
        close = next((kill for kill in left if abs(kill - one) <= SENDERS), None)
        if close is None:
            count += 1
        else:
            left.remove(close)
    return count


def _is_notice(message: Message) -> bool:
    """Whether it came by the outbox: several notices in one have a title; a single one leads to a
    booking, or asks for an answer, and is neither a list of bookings nor a card of one, which lead
    back to the list."""
    prefixes = {parts_of(each)[0] for each in buttons_of(message)}
    is_single = bool(prefixes & {"card", "yes"}) and "my" not in prefixes
    return is_single or (message.html_text.partition("\n")[0] in DIGESTS)


def _lost(
    due: Sequence[Row], bookings: dict[int, tuple[object, object]], posted: Collection[Key]
) -> int:
    """Notifications that were neither sent nor overtaken by what happened since."""
    lost = [row for row in due if not _is_settled(row, due, *bookings[row.booking_id], posted)]
    for row in lost:
        log.error("lost, of a booking that is now %s: %s", bookings[row.booking_id], row)
    return len(lost)


def _is_settled(
    row: Row, due: Sequence[Row], status: object, revision: object, posted: Collection[Key]
) -> bool:
    if row.state == "sent":
        return row.message in posted
    if row.state != "obsolete" or row.kind == "expiry":
        return False
    if row.kind == "ending":  # somebody has the next hour, or it has ended
        return True
    same = [
        each
        for each in due
        if (each.booking_id, each.revision) == (row.booking_id, row.revision) and each is not row
    ]
    if row.kind == "card_outcome":
        has_card = any(each.kind == "approval_card" and each.state == "sent" for each in same)
        return not has_card or any(each.kind == row.kind and each.id > row.id for each in same)
    if row.kind == "reminder" and any(
        each.kind == row.kind and each.due_at > row.due_at for each in same
    ):
        return True
    holds_for = {"approval_card": ("pending",), "reminder": ("approved",)}
    return status not in holds_for.get(row.kind, ("approved", "rejected")) or (
        row.revision != revision
    )


def _asking(group: Iterable[Message], repeated: Collection[Key]) -> set[int]:
    """The bookings whose cards ask for an answer; where there is one, they must not."""
    return {
        int(parts_of(button)[1])
        for message in group
        if key_of(message) not in repeated
        for button in buttons_of(message)
        if parts_of(button)[0] == "yes"
    }
