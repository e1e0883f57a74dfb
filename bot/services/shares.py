"""What each resource gives to a booking: rules checked, units dealt, all or nothing.

Called in the transaction that books, changes or restores.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.bookings import Wanted
from bot.schemas.periods import Period
from bot.schemas.resources import ResourceView
from bot.services import refusals
from bot.services.calendar.availability import Calendar
from bot.services.calendar.calendars import look_at, read_held
from bot.services.calendar.pools import (
    Deal,
    Held,
    best_fit,
    deal_anew,
    full_stretches,
    overlaps,
    stays_on,
)
from bot.services.calendar.rules import week_of
from bot.services.refusals import Failure, Refusal
from db.repositories import allocations, resources
from db.repositories.allocations import Kept

Check = Callable[[Calendar, Sequence[Period]], None]
"""Raises the refusal that stands against a resource. The periods are the person's other active
bookings of it, where it has quotas."""

LOOK_AHEAD = timedelta(days=7)
"""How far what follows is read when units are dealt anew; twice as far if that is not enough."""


@dataclass(frozen=True)
class Claim:
    """What a person wants to hold, and which booking of theirs it replaces."""

    user_id: int
    wanted: Sequence[Wanted]
    period: Period
    now: datetime
    booking_id: int | None = None
    has_begun: bool = False
    """Whether that is under way, and would be: what it has is in somebody's hands."""
    kept: Mapping[int, Kept] = field(default_factory=dict)
    """By resource, what that booking has: kept if it can be, and once it has begun."""
    is_elsewhen: bool = False
    """Whether it is to be at quite another time: then nothing is as near as it was."""

    def kept_units(self, resource_id: int) -> tuple[int, ...]:
        return self.kept.get(resource_id, Kept()).units


@dataclass(frozen=True)
class Share:
    """One resource's part in a booking, and what moves to make room for it."""

    resource: ResourceView
    """With the buffer that holds for this booking."""
    period: Period
    deal: Deal
    is_kept: bool = False
    """Whether the booking has as many of it already."""

    @property
    def wanted(self) -> Wanted:
        return Wanted(resource_id=self.resource.id, units=len(self.deal.units))

    @property
    def places(self) -> list[allocations.Place]:
        occupied = self.period.padded(self.resource.buffer)
        return [
            (self.resource.id, unit, occupied.starts_at, occupied.ends_at)
            for unit in self.deal.units
        ]


async def find_shares(
    session: AsyncSession, claim: Claim, check: Check, *, is_locked: bool = False
) -> list[Share]:
    """Lock what is wanted, check it, and deal; in the order of the resources' ids.

    `is_locked`: it is already, or nobody minds that others may be faster.

    Raises ResourceMissing, the refusal of the one resource that is wanted, or NotAll, which has
    one for each resource that failed.
    """
    units = {wanted.resource_id: wanted.units for wanted in claim.wanted}
    if not is_locked:
        await resources.lock(session, units)
    begins, ends = claim.period.starts_at, claim.period.ends_at
    calendars = await look_at(session, units, begins, ends, now=claim.now)
    if len(calendars) < len(units):
        raise refusals.ResourceMissing
    calendars = [_as_held(calendar, claim) for calendar in calendars]
    own = await own_periods(session, claim, [one.resource for one in calendars])
    shares, failures = [], []
    for calendar in calendars:
        try:
            check(calendar, own.get(calendar.resource.id, ()))
            shares.append(await _find_share(session, claim, calendar))
        except Refusal as refusal:
            resource = calendar.resource
            failures.append(Failure(resource.id, resource.kind, resource.name, refusal))
    _raise_any(failures, count=len(calendars))
    return shares


def _as_held(calendar: Calendar, claim: Claim) -> Calendar:
    """What a booking has keeps the buffer it was taken with, unless that is shorter by now."""
    resource = calendar.resource
    if claim.is_elsewhen or not _is_kept(resource, claim, calendar.units):
        return calendar
    buffer = claim.kept[resource.id].buffer_minutes
    if buffer >= resource.buffer_minutes:
        return calendar
    kept = resource.model_copy(update={"buffer_minutes": buffer})
    return replace(calendar, resource=kept)


def _is_kept(resource: ResourceView, claim: Claim, units: int) -> bool:
    return units <= len(claim.kept_units(resource.id))


def _raise_any(failures: Sequence[Failure], *, count: int) -> None:
    if failures and count == 1:
        raise failures[0].refusal
    if failures:
        raise refusals.NotAll(tuple(failures))


async def own_periods(
    session: AsyncSession, claim: Claim, wanted: Sequence[ResourceView]
) -> dict[int, list[Period]]:
    """The person's other active bookings of those resources that have quotas, by resource; from
    the week on in which the claim begins."""
    limited = [resource for resource in wanted if resource.has_quotas]
    if not limited:
        return {}
    weeks = [week_of(resource, claim.period).starts_at for resource in limited]
    rows = await allocations.held_by_user(
        session,
        claim.user_id,
        [resource.id for resource in limited],
        since=min(claim.now, *weeks),
    )
    own: dict[int, list[Period]] = {resource.id: [] for resource in limited}
    for resource_id, booking_id, starts_at, ends_at in rows:
        if booking_id != claim.booking_id:
            own[resource_id].append(Period(starts_at=starts_at, ends_at=ends_at))
    return own


async def _find_share(session: AsyncSession, claim: Claim, calendar: Calendar) -> Share:
    """Raises TooManyUnits, or SlotTaken where the pool is full at some instant."""
    resource, units = calendar.resource, calendar.units
    if units > resource.quantity:
        raise refusals.TooManyUnits(resource.quantity, units)
    wanted = calendar.occupied(claim.period)
    held = [one for one in calendar.held if one.booking_id != claim.booking_id]
    if overlaps(full_stretches(held, resource.quantity - units), *wanted):
        raise refusals.SlotTaken
    kept = claim.kept_units(resource.id)
    deal = best_fit(held, resource.quantity, wanted, units, kept=kept)
    if deal is None or (claim.has_begun and not stays_on(deal.units, kept)):
        deal = await _deal_anew(session, claim, calendar)
    return Share(resource, claim.period, deal, _is_kept(resource, claim, units))


async def _deal_anew(session: AsyncSession, claim: Claim, calendar: Calendar) -> Deal:
    resource = calendar.resource
    kept = claim.kept_units(resource.id) if claim.has_begun else ()
    wanted = calendar.occupied(claim.period)
    ahead = LOOK_AHEAD
    while True:
        until = claim.period.ends_at + ahead
        rows = await read_held(session, [resource], claim.period.starts_at, until)
        held = map(Held._make, rows[resource.id])
        deal = deal_anew(
            [one for one in held if one.booking_id != claim.booking_id],
            resource.quantity,
            wanted,
            calendar.units,
            now=int(claim.now.timestamp()),
            kept=kept,
        )
        if deal is None:
            raise refusals.SlotTaken
        if deal.settled_at <= until.timestamp():
            return deal
        ahead *= 2


async def make_room(session: AsyncSession, shares: Sequence[Share]) -> None:
    """Move what the shares need moved."""
    for share in shares:
        if share.deal.moves:
            await allocations.deal_anew(session, share.resource.id, share.deal.moves)
