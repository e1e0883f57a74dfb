"""Which notifications a change of a booking writes. Called in the transaction of the change."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import NotificationKind
from db.models import Booking
from db.repositories import approval_groups, notifications

ENDING_LEAD = timedelta(minutes=10)
"""How long before its end the booker is asked whether a booking shall go on."""


async def ask_approvers(session: AsyncSession, booking: Booking, *, now: datetime) -> None:
    """Post a card into the group that decides: the one that a resource names, or the default."""
    card = NotificationKind.APPROVAL_CARD
    group_id = await approval_groups.find_named(session, booking.id)
    await notifications.add(session, card, booking, user_id=None, due={"": now}, group_id=group_id)


async def remind(
    session: AsyncSession, booking: Booking, leads: Sequence[timedelta], *, now: datetime
) -> None:
    """Remind the booker, `leads` before the start, and shortly before the end of what may go on.

    What would have been due by now is left out.
    """
    await remind_all(session, [booking], leads, now=now)


async def remind_all(
    session: AsyncSession, bookings: Iterable[Booking], leads: Sequence[timedelta], *, now: datetime
) -> None:
    """The same for many bookings, in one statement."""
    rows = [
        row
        for one in bookings
        for row in notifications.rows_about(
            one, user_id=one.user_id, due=_reminders(one, leads, now=now)
        )
    ]
    await notifications.add_rows(session, rows)


def _reminders(
    booking: Booking, leads: Sequence[timedelta], *, now: datetime
) -> dict[tuple[NotificationKind, str], datetime]:
    """What tells each of them apart -> when it is due."""
    due = {
        (NotificationKind.REMINDER, str(int(lead.total_seconds()) // 60)): booking.starts_at - lead
        for lead in leads
    }
    ending_at = booking.ends_at - ENDING_LEAD
    if ending_at > booking.starts_at:
        due[NotificationKind.ENDING, ""] = ending_at
    return {what: at for what, at in due.items() if at > now}


async def tell_otherwise(
    session: AsyncSession, booking: Booking, *, revision: int, now: datetime
) -> None:
    """Tell the booker how it stands, if they heard of a decision about that revision."""
    decision = NotificationKind.DECISION
    if await notifications.was_told(session, booking.id, decision, revision=revision):
        await tell_booker(session, booking, decision, "otherwise", now=now)


async def tell_booker(
    session: AsyncSession,
    booking: Booking,
    kind: NotificationKind,
    detail: str = "",
    *,
    now: datetime,
) -> None:
    await notifications.add(session, kind, booking, user_id=booking.user_id, due={detail: now})


async def update_card(
    session: AsyncSession,
    booking: Booking,
    detail: str,
    *,
    now: datetime,
    undone_until: datetime | None = None,
) -> None:
    """Let the newest card that approvers see, if there is one, show how it went.

    What waits to be shown on an older one stays: that card has buttons until then. `undone_until`:
    until then it has a button that takes it back, and then it is shown without.
    """
    card = await notifications.find_shown_card(session, booking.id)
    if card is None:
        return
    outcome = NotificationKind.CARD_OUTCOME
    await notifications.drop_waiting(session, booking.id, outcome, revision=card.revision)
    due = {f"{booking.revision}:{detail}": now}
    if undone_until is not None:
        due[f"{booking.revision}:{detail}:final"] = undone_until
    await notifications.add(
        session,
        outcome,
        booking,
        user_id=None,
        due=due,
        revision=card.revision,
        group_id=card.group_id,
    )
