"""Imported bookings as rows: the booking, what it holds, its ledger, its reminders."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.periods import Period
from bot.schemas.resources import ResourceView
from bot.services import outbox, refusals
from bot.services.imports.plans import Terms
from db.enums import BookingAction, BookingStatus
from db.errors import SlotOverlap, translated
from db.models import Booking
from db.repositories import imported


@dataclass(frozen=True)
class NewBooking:
    user_id: int
    period: Period
    status: BookingStatus
    decide_by: datetime | None
    purpose: str | None
    held: tuple[tuple[ResourceView, tuple[int, ...]], ...]
    """Each resource with its units."""
    aside: frozenset[str]
    """The rules, by the codes of their refusals, that stood against it."""


async def write(session: AsyncSession, new: Sequence[NewBooking], terms: Terms) -> None:
    """Batch by batch: everybody else on the loop has their turn. Raises SlotTaken where the guards
    know better than the plan."""
    for some in imported.batches(new):
        await _write_batch(session, some, terms)


async def _write_batch(session: AsyncSession, new: Sequence[NewBooking], terms: Terms) -> None:
    added = await imported.add_bookings(session, [_booking(one, terms) for one in new])
    made = list(zip(added, new, strict=True))
    held = [row for booking, one in made for row in _allocations(booking.id, one)]
    try:
        with translated():
            await imported.add_allocations(session, held)
    except SlotOverlap as overlap:
        raise refusals.SlotTaken from overlap
    await imported.add_events(session, [_event(booking.id, one, terms) for booking, one in made])
    await _tell(session, [one for one in added if one.ends_at > terms.now], terms)


async def _tell(session: AsyncSession, ahead: Sequence[Booking], terms: Terms) -> None:
    """History is no news; what is ahead is asked about and reminded of as any booking is."""
    for booking in ahead:
        if booking.status is BookingStatus.PENDING:
            await outbox.ask_approvers(session, booking, now=terms.now)
    settled = [one for one in ahead if one.status is not BookingStatus.PENDING]
    await outbox.remind_all(session, settled, terms.reminder_leads, now=terms.now)


def _booking(new: NewBooking, terms: Terms) -> dict[str, Any]:
    return {
        "user_id": new.user_id,
        "starts_at": new.period.starts_at,
        "ends_at": new.period.ends_at,
        "status": new.status,
        "decide_by": new.decide_by,
        "purpose": new.purpose,
        "request_key": f"import:{token_hex(12)}",
        "created_at": terms.now,
        "updated_at": terms.now,
    }


def _allocations(booking_id: int, new: NewBooking) -> Iterator[dict[str, Any]]:
    for resource, units in new.held:
        occupied = new.period.padded(resource.buffer)
        for unit in units:
            yield {
                "booking_id": booking_id,
                "resource_id": resource.id,
                "unit": unit,
                "occupied_from": occupied.starts_at,
                "occupied_until": occupied.ends_at,
                "active": True,
            }


def _event(booking_id: int, new: NewBooking, terms: Terms) -> dict[str, Any]:
    return {
        "booking_id": booking_id,
        "actor_id": terms.actor_id,
        "at": terms.now,
        "action": BookingAction.BOOKED,
        "to_status": new.status,
        "overrides": new.aside,
        "holds": {
            "starts_at": int(new.period.starts_at.timestamp()),
            "ends_at": int(new.period.ends_at.timestamp()),
            "units": [[resource.id, len(units)] for resource, units in new.held],
        },
    }
