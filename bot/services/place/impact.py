"""A change that touches future bookings: which, where they could go, and then all of it at once.

What a booking has may have been allowed against a rule, or kept when an earlier change touched it:
only what the change itself would not allow any more is touched by it.
"""

from asyncio import sleep
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.actor import Actor
from bot.schemas.impact import Answer, Applied, Impact, Touched
from bot.schemas.periods import Period
from bot.schemas.resources import ResourceView
from bot.schemas.rules import RuleValues
from bot.services import lifecycle
from bot.services.booking import lock_unchanged
from bot.services.calendar.availability import Calendar
from bot.services.calendar.hours import ClosureView
from bot.services.calendar.rules import check_longest, check_place
from bot.services.calendar.stretches import closures_of, concerns
from bot.services.lifecycle import Act
from bot.services.place.relocation import Board, read_relocations
from bot.services.reasons import check_reason
from bot.services.refusals import Refusal
from bot.services.retries import retried
from bot.services.rights import check_admin
from bot.services.shares import Claim, find_shares
from bot.services.views import actor_view, booking_view, resource_view
from db.engine import Database
from db.enums import RULE_COLUMNS, BookingAction, BookingStatus, Rule
from db.repositories import allocations, bookings, resources, sites
from db.repositories.allocations import Planned
from db.repositories.resources import ClosureRow

BEYOND = timedelta(days=366)
"""Further ahead than the horizon nothing new is booked; what was booked before it shrank ends by
then."""
FELT = ("is_active", "timezone", "opening_hours", "max_minutes")
"""The fields of a resource that what is booked may stand against; the rest is asked of requests."""


@dataclass(frozen=True)
class Pending:
    """A change that is not made yet, and what would be different by it."""

    make: Callable[[AsyncSession], Awaitable[object]]
    """Makes it, within a transaction."""
    resources: Mapping[int, Mapping[str, object]] = field(default_factory=dict)
    """Resource id -> the fields of its view that would be others."""
    follows: Mapping[int, frozenset[Rule]] = field(default_factory=dict)
    """Resource id -> the rules that would be the site's again."""
    site: Mapping[Rule, object] = field(default_factory=dict)
    """The site's rules that would be others, for every resource that has none of its own."""
    closure: ClosureRow | None = None
    instead_of: int | None = None
    """The id of the closure that it would be."""
    reason: str | None = None
    """Why bookings move; where nothing else is said, why they are cancelled."""

    def resource(self, now: ResourceView) -> ResourceView:
        """As it would be."""
        followed = {
            RULE_COLUMNS[rule]: value
            for rule, value in self.site.items()
            if rule not in now.own_rules
        }
        return now.model_copy(update=followed | dict(self.resources.get(now.id, {})))

    def closures(self, now: Iterable[ClosureRow]) -> list[ClosureRow]:
        """Those that there would be."""
        left = [one for one in now if one.id != self.instead_of]
        return left if self.closure is None else [*left, self.closure]

    def touches(self, resource: ResourceView) -> bool:
        after = self.resource(resource)
        is_felt = any(getattr(after, name) != getattr(resource, name) for name in FELT)
        return is_felt or (self.closure is not None and concerns(self.closure, resource))

    def within(self, touched: Sequence[ResourceView], now: datetime) -> Period:
        """When it would be felt."""
        one = self.closure
        if one is not None and one.repeats is None and not self.resources:
            return Period(starts_at=max(one.starts_at, now), ends_at=max(one.ends_at, now))
        ahead = max((resource.horizon_days for resource in touched), default=0)
        return Period(starts_at=now, ends_at=now + timedelta(days=ahead) + BEYOND)

    @property
    def asks_the_site(self) -> bool:
        return bool(self.site or self.follows)

    def with_site(self, site: RuleValues) -> "Pending":
        """The same, with the values that would be followed again."""
        known = {one: dict(fields) for one, fields in self.resources.items()}
        for one, rules in self.follows.items():
            columns = (RULE_COLUMNS[rule] for rule in rules)
            known.setdefault(one, {}).update((name, getattr(site, name)) for name in columns)
        return replace(self, resources=known)


async def preview(db: Database, actor: Actor, pending: Pending, *, now: datetime) -> Impact:
    """What it would touch. Raises NotAdmin."""
    check_admin(actor)
    async with db.reading() as session:
        return await _read(session, pending, now=now)


@retried
async def apply(
    db: Database,
    actor: Actor,
    pending: Pending,
    answer: Answer,
    *,
    now: datetime,
    reminder_leads: Sequence[timedelta] = (),
) -> Applied | Impact:
    """Make a change and deal with what it touches, all in one transaction; whose bookings are moved
    or cancelled, are told.

    Where it touches others by now than were seen, or they would go elsewhere, nothing is changed,
    and this is what it would touch. Raises NotAdmin or ReasonTooLong, and what the change raises.
    """
    check_admin(actor)
    check_reason(answer.message)
    act = Act(actor.user_id, now, reminder_leads)
    async with db.writing() as session:
        if pending.asks_the_site:
            await sites.lock(session)  # which comes before any resource
        await resources.lock_all(session)
        impact = await _read(session, pending, now=now)
        if impact.mark(answer.fate) != answer.seen:
            return impact
        applied = await _settle(session, act, pending, impact, answer)
        await pending.make(session)
        return applied


async def _settle(
    session: AsyncSession, act: Act, pending: Pending, impact: Impact, answer: Answer
) -> Applied:
    counts: dict[str, int] = defaultdict(int)
    for one in sorted(impact.touched, key=_by_start):  # in the order in which it was planned
        if answer.fate.moves and one.relocation is not None:
            await _move(session, replace(act, reason=pending.reason), one)
            counts["moved"] += 1
        elif answer.fate.cancels:
            booking = await lock_unchanged(session, one.booking)
            await lifecycle.cancel_for(session, act, booking, answer.message or pending.reason)
            counts["cancelled"] += 1
        else:
            counts["kept"] += 1
    return Applied(**counts)


async def _move(session: AsyncSession, act: Act, one: Touched) -> None:
    """What was approved stays so: the place moves it, and nobody has asked for anything new."""
    view, to = one.booking, one.relocation
    if to is None:
        return
    booking = await lock_unchanged(session, view)
    kept = await allocations.kept_of(session, view.id)
    claim = Claim(view.user_id, to.wanted, to.period, act.now, booking_id=view.id, kept=kept)
    shares = await find_shares(session, claim, _as_planned, is_locked=True)
    needs_approval = any(share.resource.requires_approval for share in shares)
    status = view.status if needs_approval else BookingStatus.APPROVED
    await lifecycle.hold(session, act, booking, shares, BookingAction.MOVED, status)
    await lifecycle.tell_by_admin(session, act, booking, BookingAction.MOVED)


def _as_planned(_calendar: Calendar, _own: Sequence[Period]) -> None:
    """The rules were asked when it was planned, in this very transaction."""


async def list_touched(
    session: AsyncSession, pending: Pending, *, now: datetime
) -> Sequence[Touched]:
    """What it would touch, earliest first; where that could go is not looked for."""
    return (await _look(session, pending, now=now)).touched


async def _read(session: AsyncSession, pending: Pending, *, now: datetime) -> Impact:
    seen = await _look(session, pending, now=now)
    if not seen.touched:
        return Impact(touched=())
    board = Board(session, seen.after, seen.closures, now)
    placed = await read_relocations(board, seen.touched, seen.bookers)
    return Impact(touched=tuple(sorted(placed, key=_by_place)))


@dataclass(frozen=True)
class _Seen:
    """What a change touches, earliest first, and how things would be by then."""

    touched: Sequence[Touched] = ()
    bookers: Mapping[int, Actor] = field(default_factory=dict)
    after: Mapping[int, ResourceView] = field(default_factory=dict)
    closures: Sequence[ClosureRow] = ()


async def _look(session: AsyncSession, pending: Pending, *, now: datetime) -> _Seen:
    if pending.follows:
        pending = pending.with_site(RuleValues.model_validate(await sites.get(session)))
    shown = [resource_view(row) for row in await resources.list_active(session)]
    touching = [one for one in shown if pending.touches(one)]
    if not touching:
        return _Seen()
    within, ids = pending.within(touching, now), [one.id for one in shown]
    rows = await resources.closures_between(session, ids, now, within.ends_at + BEYOND)
    found = await _find_touched(session, pending, touching, rows, within, now=now)
    entities = await bookings.list_by_id(session, list(found))
    touched = [
        Touched(booking=booking_view(one), resource_ids=tuple(found[one.id])) for one in entities
    ]
    return _Seen(
        touched=sorted(touched, key=_by_start),
        bookers={one.user_id: actor_view(one.user) for one in entities},
        after={one.id: pending.resource(one) for one in shown},
        closures=pending.closures(rows),
    )


def _by_start(one: Touched) -> tuple[datetime, int]:
    return one.booking.period.starts_at, one.booking.id


def _by_place(one: Touched) -> tuple[str, datetime, int]:
    return one.about.name, one.booking.period.starts_at, one.booking.id


async def _find_touched(
    session: AsyncSession,
    pending: Pending,
    touching: Sequence[ResourceView],
    rows: Sequence[ClosureRow],
    within: Period,
    *,
    now: datetime,
) -> dict[int, list[int]]:
    """Booking id -> those of its resources that stand in its way after the change, and not yet."""
    ids = [one.id for one in touching]
    planned = await allocations.planned_between(session, ids, within.starts_at, within.ends_at)
    held: dict[int, list[Planned]] = defaultdict(list)
    for row in planned:
        if row.ends_at > now:
            held[row.resource_id].append(row)
    found: dict[int, list[int]] = defaultdict(list)
    for one in touching:
        await sleep(0)  # everybody else has their turn
        before = _State(one, closures_of(one, rows, within))
        changed = pending.resource(one)
        after = _State(changed, closures_of(changed, pending.closures(rows), within))
        for booking_id in _refused(held[one.id], before, after):
            found[booking_id].append(one.id)
    return found


@dataclass(frozen=True)
class _State:
    """A resource as it is, or would be."""

    resource: ResourceView
    closures: Sequence[ClosureView]

    def allows(self, period: Period) -> bool:
        try:
            check_place(self.resource, period, closures=self.closures)
            check_longest(self.resource, period)
        except Refusal:
            return False
        return True


def _refused(rows: Iterable[Planned], before: _State, after: _State) -> list[int]:
    periods = {one.booking_id: Period(starts_at=one.starts_at, ends_at=one.ends_at) for one in rows}
    return [
        booking_id
        for booking_id, period in periods.items()
        if not after.allows(period) and before.allows(period)
    ]
