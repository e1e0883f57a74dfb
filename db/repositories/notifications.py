"""Queries about the outbox."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Update,
    and_,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from db.engine import mark_outbox
from db.enums import NotificationKind, NotificationState
from db.models import Booking, Notification, User
from db.models.bookings import IS_PENDING as BOOKING_IS_PENDING
from db.models.notifications import IS_WAITING

_INSERT = insert(Notification.__table__)

Row = Mapping[str, Any]

LONGEST_PAUSE = timedelta(hours=1)
"""No failure puts the next try off for longer."""


async def add(
    session: AsyncSession,
    kind: NotificationKind,
    booking: Booking,
    *,
    user_id: int | None,
    due: Mapping[str, datetime],
    revision: int | None = None,
    group_id: int | None = None,
) -> None:
    """Put notifications of one kind in the outbox; the commit wakes the delivery.

    `due`: what tells each of them apart -> when it is due. They speak of the booking's present
    revision, if no other is given. `group_id`: without a recipient, the group; None: the default.
    """
    apart = {(kind, detail): due_at for detail, due_at in due.items()}
    await add_all(
        session, booking, user_id=user_id, due=apart, revision=revision, group_id=group_id
    )


async def add_all(
    session: AsyncSession,
    booking: Booking,
    *,
    user_id: int | None,
    due: Mapping[tuple[NotificationKind, str], datetime],
    revision: int | None = None,
    group_id: int | None = None,
) -> None:
    """The same for several kinds, in one statement."""
    rows = rows_about(booking, user_id=user_id, due=due, revision=revision, group_id=group_id)
    await add_rows(session, rows)


def rows_about(
    booking: Booking,
    *,
    user_id: int | None,
    due: Mapping[tuple[NotificationKind, str], datetime],
    revision: int | None = None,
    group_id: int | None = None,
) -> list[Row]:
    """What `add_all` adds."""
    revision = revision or booking.revision
    return [
        {
            "kind": kind,
            "booking_id": booking.id,
            "revision": revision,
            "user_id": user_id,
            "group_id": group_id,
            "due_at": due_at,
            "next_try_at": due_at,
            "dedup_key": f"{kind}:{revision}:{detail}",
        }
        for (kind, detail), due_at in due.items()
    ]


async def add_rows(session: AsyncSession, rows: Sequence[Row]) -> None:
    """Those of many bookings, in one statement."""
    if rows:
        await session.execute(_INSERT, rows)
        mark_outbox(session)


async def drop_waiting(
    session: AsyncSession,
    booking_id: int,
    *kinds: NotificationKind,
    revision: int | None = None,
) -> None:
    """Close the unsent notifications of these kinds about a booking, or about one revision of it:
    they are no longer so."""
    query = update(Notification).where(
        IS_WAITING, Notification.booking_id == booking_id, Notification.kind.in_(kinds)
    )
    if revision is not None:
        query = query.where(Notification.revision == revision)
    await session.execute(
        query.values(state=NotificationState.OBSOLETE).execution_options(synchronize_session=False)
    )


async def is_later_due(session: AsyncSession, row: Notification, *, now: datetime) -> bool:
    """Whether a waiting row of the same kind and booking has come due after this one."""
    query = select(Notification.id).where(
        IS_WAITING,
        Notification.booking_id == row.booking_id,
        Notification.kind == row.kind,
        Notification.due_at > row.due_at,
        Notification.due_at <= now,
    )
    return await session.scalar(query.limit(1)) is not None


async def drop_overdue(session: AsyncSession, *, now: datetime, but: NotificationKind) -> None:
    """Close what is due by now, except one kind."""
    await session.execute(
        update(Notification)
        .where(IS_WAITING, Notification.due_at <= now, Notification.kind != but)
        .values(state=NotificationState.OBSOLETE)
        .execution_options(synchronize_session=False)
    )


Recipient = tuple[int | None, int | None]
"""A person's id, or, without one, an approval group's; None of both is the default group."""


async def is_any_due(
    session: AsyncSession, *, now: datetime, busy: Collection[Recipient] = ()
) -> bool:
    """Whether `claim_due` would find anything."""
    lanes = (exists().where(lane) for lane in _lanes(now, busy))
    return bool(await session.scalar(select(or_(*lanes))))


def _lanes(now: datetime, busy: Collection[Recipient]) -> Iterator[ColumnElement[bool]]:
    """What is due, in the order of its haste: the groups', whose limit is the narrowest and for
    whose approvers somebody waits, and then people's.

    `busy`: those to whom something is being sent.
    """
    is_due = Notification.next_try_at <= now
    groups = {group_id for user_id, group_id in busy if user_id is None}
    yield and_(IS_WAITING, is_due, Notification.user_id.is_(None), *_others(groups))
    people = sorted(user_id for user_id, _ in busy if user_id is not None)
    to_people = and_(IS_WAITING, is_due, Notification.user_id.is_not(None))
    # "not in nothing" would be a subquery
    yield and_(to_people, Notification.user_id.not_in(people)) if people else to_people


def _others(groups: Collection[int | None]) -> Iterator[ColumnElement[bool]]:
    """Not to these groups."""
    named = sorted(one for one in groups if one is not None)
    if None in groups:
        yield Notification.group_id.is_not(None)
    if named:
        yield or_(Notification.group_id.is_(None), Notification.group_id.not_in(named))


async def count_due(session: AsyncSession, *, now: datetime, most: int) -> int:
    """How many wait to be sent and are due, counted up to `most`."""
    due = _due_by(now, tries_until=now + LONGEST_PAUSE).limit(most).subquery()
    return await session.scalar(select(func.count()).select_from(due)) or 0


async def list_undelivered(
    session: AsyncSession, *, now: datetime, among: int
) -> Sequence[tuple[int, NotificationKind, str | None, datetime]]:
    """(booking_id, kind, the recipient's name, due_at) of what could not be told about bookings
    that have not ended, the newest first; None is the approval group. `among` so many of the newest
    it is looked for."""
    newest = select(func.coalesce(func.max(Notification.id), 0)).scalar_subquery()
    query = (
        select(Notification.booking_id, Notification.kind, User.full_name, Notification.due_at)
        .join(Booking, Booking.id == Notification.booking_id)
        .outerjoin(User, User.id == Notification.user_id)
        .where(
            Notification.id > newest - among,
            Notification.state == NotificationState.UNDELIVERABLE,
            Booking.ends_at > now,
        )
        .order_by(Notification.id.desc())
    )
    return [(row[0], row[1], row[2], row[3]) for row in await session.execute(query)]


async def is_group_lost(session: AsyncSession, *, since: datetime, now: datetime) -> bool:
    """Whether a card that was tried has been due since before that, and is not posted yet."""
    query = select(Notification.id).where(
        IS_WAITING,
        Notification.next_try_at <= now + LONGEST_PAUSE,
        Notification.kind == NotificationKind.APPROVAL_CARD,
        Notification.due_at <= since,
        Notification.attempts > 0,
    )
    return await session.scalar(query.limit(1)) is not None


async def find_oldest_due(session: AsyncSession, *, now: datetime) -> datetime | None:
    """Since when the one that waits longest has been due; also one that was tried in vain."""
    due = _due_by(now, tries_until=now + LONGEST_PAUSE).subquery()
    oldest: datetime | None = await session.scalar(select(func.min(due.c.due_at)))
    return oldest


async def find_oldest_untried(session: AsyncSession, *, now: datetime) -> datetime | None:
    """Since when a try should have been made that nobody has made yet."""
    query = select(Notification.next_try_at).where(IS_WAITING, Notification.next_try_at <= now)
    oldest: datetime | None = await session.scalar(
        query.order_by(Notification.next_try_at).limit(1)
    )
    return oldest


def _due_by(now: datetime, *, tries_until: datetime) -> Select[datetime]:
    """The index is on the next try, which failures put off: so it bounds what is looked at."""
    return select(Notification.due_at).where(
        IS_WAITING, Notification.next_try_at <= tries_until, Notification.due_at <= now
    )


async def claim_due(
    session: AsyncSession,
    *,
    now: datetime,
    until: datetime,
    token: str,
    busy: Collection[Recipient],
) -> Notification | None:
    """Take a lease on what has been due longest, the groups' first; until it ends nobody else gets
    the row."""
    for lane in _lanes(now, busy):
        query = (
            select(Notification)
            .where(lane)
            .order_by(Notification.next_try_at, Notification.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        row: Notification | None = await session.scalar(query)
        if row is not None:
            _lease(row, until=until, token=token)
            return row
    return None


async def claim_overdue(
    session: AsyncSession,
    user_id: int,
    *,
    but: Collection[int],
    since: datetime,
    now: datetime,
    until: datetime,
    token: str,
    limit: int,
) -> None:
    """Take the same lease on what else this person should have been told by `since`, but for some
    of it."""
    query = (
        select(Notification)
        .where(
            IS_WAITING,
            Notification.user_id == user_id,
            Notification.due_at <= since,
            Notification.next_try_at <= now,
            *([Notification.id.not_in(sorted(but))] if but else []),
        )
        .order_by(Notification.due_at, Notification.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    for row in await session.scalars(query):
        _lease(row, until=until, token=token)


def _lease(row: Notification, *, until: datetime, token: str) -> None:
    row.attempts += 1
    row.lease_token = token
    row.lease_until = row.next_try_at = until


async def list_leased(session: AsyncSession, *, token: str) -> Sequence[Notification]:
    """The rows that are still under this lease, and still wait to be sent; longest due first."""
    query = select(Notification).where(IS_WAITING, Notification.lease_token == token)
    rows = await session.scalars(query.order_by(Notification.due_at, Notification.id))
    return rows.all()


async def hurry_group(session: AsyncSession, *, now: datetime) -> None:
    """Let what is due and waits for an approval group be tried at once."""
    await session.execute(
        update(Notification)
        .where(IS_WAITING, Notification.user_id.is_(None), Notification.lease_token.is_(None))
        .where(Notification.due_at <= now)
        .values(next_try_at=now)
        .execution_options(synchronize_session=False)
    )
    mark_outbox(session)


async def mark_sent(session: AsyncSession, token: str, **how: object) -> None:
    """What was under a lease is sent, even if it was dropped in that very moment; `how` are further
    columns."""
    await session.execute(
        update(Notification)
        .where(Notification.lease_token == token)
        .values(state=NotificationState.SENT, lease_token=None, lease_until=None, **how)
        .execution_options(synchronize_session=False)
    )


async def close(session: AsyncSession, token: str, state: NotificationState, **how: object) -> None:
    """Give up what is under a lease; `how` are further columns."""
    await session.execute(
        _leased(token)
        .values(state=state, lease_token=None, lease_until=None, **how)
        .execution_options(synchronize_session=False)
    )


async def postpone(session: AsyncSession, token: str, *, until: datetime, error: str) -> None:
    """Give back what is under a lease, to be tried again at `until`."""
    await session.execute(
        _leased(token)
        .values(next_try_at=until, last_error=error, lease_token=None, lease_until=None)
        .execution_options(synchronize_session=False)
    )


async def give_back(session: AsyncSession, token: str, *, until: datetime) -> None:
    """The same where nothing was tried, so it does not count as an attempt."""
    await session.execute(
        _leased(token)
        .values(
            next_try_at=until,
            attempts=Notification.attempts - 1,
            lease_token=None,
            lease_until=None,
        )
        .execution_options(synchronize_session=False)
    )


def _leased(token: str) -> Update:
    return update(Notification).where(IS_WAITING, Notification.lease_token == token)


async def revive(session: AsyncSession, user_id: int, error: str) -> None:
    """Let what was given up with this error be tried again."""
    await session.execute(
        update(Notification)
        .where(
            Notification.user_id == user_id,
            Notification.state == NotificationState.UNDELIVERABLE,
            Notification.last_error == error,
        )
        .values(state=NotificationState.WAITING, next_try_at=Notification.due_at, attempts=0)
        .execution_options(synchronize_session=False)
    )
    mark_outbox(session)


async def move_cards(
    session: AsyncSession, chat_id: int, new_chat_id: int, *, now: datetime
) -> None:
    """The group has another id, and its old messages are out of reach: what still waits for an
    answer is asked there anew."""
    is_card = and_(
        Notification.kind == NotificationKind.APPROVAL_CARD,
        Notification.state == NotificationState.SENT,
        Notification.chat_id == chat_id,
    )
    is_asked = (
        exists()
        .where(Booking.id == Notification.booking_id, Booking.revision == Notification.revision)
        .where(BOOKING_IS_PENDING)
    )
    again = {"state": NotificationState.WAITING, "next_try_at": now, "message_id": None}
    for query, values in (
        (update(Notification).where(is_card, is_asked), again),
        (update(Notification).where(is_card), {"chat_id": new_chat_id}),
    ):
        await session.execute(query.values(values).execution_options(synchronize_session=False))
    mark_outbox(session)


async def find_card(
    session: AsyncSession, booking_id: int, *, revision: int
) -> Notification | None:
    """The approval card of a booking's revision; sent or not."""
    query = _cards(booking_id).where(Notification.revision == revision)
    found: Notification | None = await session.scalar(query)
    return found


async def find_shown_card(session: AsyncSession, booking_id: int) -> Notification | None:
    """The newest approval card of a booking that is in the group, or on its way there."""
    is_on_its_way = and_(IS_WAITING, Notification.lease_token.is_not(None))
    query = _cards(booking_id).where(
        or_(Notification.state == NotificationState.SENT, is_on_its_way)
    )
    found: Notification | None = await session.scalar(
        query.order_by(Notification.revision.desc()).limit(1)
    )
    return found


async def was_told(
    session: AsyncSession, booking_id: int, kind: NotificationKind, *, revision: int
) -> bool:
    """Whether it was sent about that revision, or is being sent."""
    query = select(Notification.id).where(
        Notification.booking_id == booking_id,
        Notification.kind == kind,
        Notification.revision == revision,
        or_(Notification.state == NotificationState.SENT, Notification.lease_token.is_not(None)),
    )
    return await session.scalar(query.limit(1)) is not None


async def lose_card_message(session: AsyncSession, card_id: int) -> bool:
    """Forget the message of a card, so that the next outcome posts another; False the second
    time."""
    changed = await session.execute(
        update(Notification)
        .where(Notification.id == card_id, ~Notification.is_posted_anew)
        .values(message_id=None, is_posted_anew=True)
        .returning(Notification.id)
        .execution_options(synchronize_session=False)
    )
    return changed.scalar_one_or_none() is not None


async def set_card_message(session: AsyncSession, card_id: int, message_id: int) -> None:
    await session.execute(
        update(Notification)
        .where(Notification.id == card_id)
        .values(message_id=message_id)
        .execution_options(synchronize_session=False)
    )


def _cards(booking_id: int) -> Select[Notification]:
    return select(Notification).where(
        Notification.booking_id == booking_id,
        Notification.kind == NotificationKind.APPROVAL_CARD,
    )
