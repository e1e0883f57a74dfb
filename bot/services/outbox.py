"""Which notifications a change of a booking writes. Called in the transaction of the change."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import NotificationKind
from db.models import Booking
from db.repositories import notifications


async def ask_approvers(session: AsyncSession, booking: Booking, *, now: datetime) -> None:
    """Post a card into the approval group."""
    card = NotificationKind.APPROVAL_CARD
    await notifications.add(session, card, booking, user_id=None, due={"": now})


async def remind(
    session: AsyncSession, booking: Booking, leads: Sequence[timedelta], *, now: datetime
) -> None:
    """Remind the booker, `leads` before the start; a lead that has already passed is left out."""
    due = {str(int(lead.total_seconds()) // 60): booking.starts_at - lead for lead in leads}
    await notifications.add(
        session,
        NotificationKind.REMINDER,
        booking,
        user_id=booking.user_id,
        due={minutes: due_at for minutes, due_at in due.items() if due_at > now},
    )


async def tell_booker(
    session: AsyncSession, booking: Booking, kind: NotificationKind, *, now: datetime
) -> None:
    await notifications.add(session, kind, booking, user_id=booking.user_id, due={"": now})


async def update_card(
    session: AsyncSession, booking: Booking, detail: str, *, now: datetime
) -> None:
    """Let the newest card in the approval group, if there is one, show how it went.

    What waits to be shown on an older one stays: that card has buttons until then.
    """
    card = await notifications.find_card(session, booking.id)
    if card is None:
        return
    outcome = NotificationKind.CARD_OUTCOME
    await notifications.drop_waiting(session, booking.id, outcome, revision=card.revision)
    due = {f"{booking.revision}:{detail}": now}
    await notifications.add(
        session, outcome, booking, user_id=None, due=due, revision=card.revision
    )
