"""Bookings from a file: by the rules and the guards that hold for all others."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.periods import Period
from bot.schemas.resources import ResourceView
from bot.schemas.tables import AnyLine, BookingLine, LineReport, Outcome
from bot.services import lifecycle, refusals
from bot.services.calendar.availability import occupied
from bot.services.calendar.calendars import read_closures, read_held
from bot.services.calendar.hours import ClosureView
from bot.services.calendar.overrides import RULES
from bot.services.calendar.rules import (
    check_active,
    check_history,
    check_may_book,
    check_open_bookings,
    check_person_quota,
    check_week_hours,
)
from bot.services.imports.claims import Claim, Problems, claim_of, group
from bot.services.imports.people import Known, read_known
from bot.services.imports.plans import Plan, Terms
from bot.services.imports.units import Units
from bot.services.imports.writing import NewBooking, write
from bot.services.refusals import Refusal
from bot.services.views import resource_view
from db.enums import BookingStatus
from db.repositories import imported, resources

MARGIN = timedelta(days=8)
"""A week, which a quota counts, and a day for the buffers."""


async def plan(session: AsyncSession, lines: Sequence[AnyLine], terms: Terms) -> Plan:
    asked = cast("Sequence[BookingLine]", lines)
    people = (line.person for line in asked if line.person)
    known = await _read_resources(session, asked)
    planning = _Planning(terms, known, await read_known(session, people))
    await asyncio.to_thread(planning.group, asked)
    await _read_calendars(session, planning)
    await asyncio.to_thread(planning.decide)
    return Plan(planning.reports, lambda writing: write(writing, planning.new, terms))


async def _read_resources(
    session: AsyncSession, lines: Sequence[BookingLine]
) -> dict[str, ResourceView]:
    names = {line.resource for line in lines}
    rows = await resources.list_all(session)
    return {view.name: view for view in map(resource_view, rows) if view.name in names}


async def _read_calendars(session: AsyncSession, planning: "_Planning") -> None:
    """What is held and closed in the time that the file is about."""
    claims = planning.claims
    if not claims:
        return
    begins = min(claim.period.starts_at for claim in claims) - MARGIN
    ends = max(claim.period.ends_at for claim in claims) + MARGIN
    wanted = list({one.id: one for claim in claims for one in claim.resources}.values())
    held = await read_held(session, wanted, begins, ends)
    planning.units = {one.id: Units(one.quantity, held[one.id]) for one in wanted}
    planning.closures = await read_closures(session, wanted, begins, ends)
    async for rows in imported.read_active_since(session, min(begins, planning.terms.now)):
        for booking_id, user_id, resource_id, starts_at, ends_at in rows:
            period = Period(starts_at=starts_at, ends_at=ends_at)
            planning.held[user_id, resource_id, period] += 1
            planning.own[user_id, resource_id].append(period)
            if ends_at > planning.terms.now:
                planning.ahead[user_id].add(booking_id)


@dataclass
class _Planning:
    terms: Terms
    known: Mapping[str, ResourceView]
    who: Known
    claims: list[Claim] = field(default_factory=list)
    units: Mapping[int, Units] = field(default_factory=dict)
    closures: Mapping[int, Sequence[ClosureView]] = field(default_factory=dict)
    held: Counter[tuple[int, int, Period]] = field(default_factory=Counter)
    """Who holds what, and when, already; and how often."""
    ahead: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    """By person, the bookings that have not ended; what the file adds has negative numbers."""
    own: dict[tuple[int, int], list[Period]] = field(default_factory=lambda: defaultdict(list))
    """By person and resource; what the file adds, too."""
    new: list[NewBooking] = field(default_factory=list)
    reports: list[LineReport] = field(default_factory=list)
    _said: dict[tuple[int, int, Period], BookingLine] = field(default_factory=dict)

    def group(self, lines: Sequence[BookingLine]) -> None:
        for each in group(lines):
            if any(line.person is None or not line.status.is_active for line in each):
                self._report(each, Outcome.LEFT_OUT)
                continue
            try:
                self.claims.append(claim_of(each, self.known, self.who))
            except Problems as problems:
                self._refuse(each, problems)

    def decide(self) -> None:
        """In the order of their starts, in which a pool is used best."""
        for claim in sorted(self.claims, key=lambda one: one.period.starts_at):
            try:
                self._report(claim.lines, self._decide(claim))
            except Problems as problems:
                self._refuse(claim.lines, problems)

    def _decide(self, claim: Claim) -> Outcome:
        if claim.status is BookingStatus.PENDING and claim.period.starts_at <= self.terms.now:
            return Outcome.LEFT_OUT  # nobody can answer that any more
        keys = [(claim.booker.user_id, one.id, claim.period) for one in claim.resources]
        if all(self.held[key] for key in keys):
            self.held.subtract(keys)
            self._said.update(zip(keys, claim.lines, strict=True))
            return Outcome.SAME
        problems, aside = Problems(), set[str]()
        held = []
        for line, resource, key in zip(claim.lines, claim.resources, keys, strict=True):
            try:
                self._check_said(key, line)
                aside |= self._check(claim, resource)
                held.append((resource, self._deal(claim, line, resource)))
            except Refusal as why:
                problems.why[line.number] = why
        if problems.why:
            raise problems
        self._take(claim, held, frozenset(aside))
        return Outcome.CREATED

    def _check_said(self, key: tuple[int, int, Period], line: BookingLine) -> None:
        """Whoever has two units of a pool in two bookings says so, by their words for them."""
        said = self._said.get(key)
        if said is not None and not (said.booking and line.booking):
            raise refusals.SaidBefore(said.number)

    def _check(self, claim: Claim, resource: ResourceView) -> set[str]:
        """The rules that were set aside. Of what is over, nobody asks whether they may have it."""
        check_active(resource)
        aside: set[str] = set()
        closures, period = self.closures[resource.id], claim.period
        near = [one for one in closures if one.period.overlaps(period)]
        own = self.own[claim.booker.user_id, resource.id] if resource.has_quotas else ()
        booker, now = claim.booker, self.terms.now
        rules: list[Callable[[], None]] = [
            *check_history(resource, period, closures=near),
            lambda: check_week_hours(resource, period, own),
        ]
        if period.ends_at > now:
            count = len(self.ahead[booker.user_id])
            rules += (
                lambda: check_may_book(resource, booker),
                lambda: check_open_bookings(resource, own, now=now),
                lambda: check_person_quota(booker, count),
            )
        for check in rules:
            try:
                check()
            except RULES as why:
                if not self.terms.sets_rules_aside:
                    raise
                aside.add(why.code)
        return aside

    def _deal(self, claim: Claim, line: BookingLine, resource: ResourceView) -> tuple[int, ...]:
        if line.units > resource.quantity:
            raise refusals.TooManyUnits(resource.quantity, line.units)
        stretch = occupied(claim.period, resource)
        units = self.units[resource.id].deal(stretch, line.units, line.numbers)
        if units is None:
            raise refusals.SlotTaken
        return units

    def _take(
        self,
        claim: Claim,
        held: Sequence[tuple[ResourceView, tuple[int, ...]]],
        aside: frozenset[str],
    ) -> None:
        for line, (resource, units) in zip(claim.lines, held, strict=True):
            self.units[resource.id].take(units, occupied(claim.period, resource))
            self.own[claim.booker.user_id, resource.id].append(claim.period)
            self._said[claim.booker.user_id, resource.id, claim.period] = line
        if claim.period.ends_at > self.terms.now:
            self.ahead[claim.booker.user_id].add(-claim.lines[0].number)
        self.new.append(self._new(claim, held, aside))

    def _new(
        self,
        claim: Claim,
        held: Sequence[tuple[ResourceView, tuple[int, ...]]],
        aside: frozenset[str],
    ) -> NewBooking:
        decide_by: datetime | None = None
        if claim.status is BookingStatus.PENDING:
            asked = [resource for resource, _ in held]
            decide_by = lifecycle.deadline(asked, claim.period, now=self.terms.now)
        return NewBooking(
            user_id=claim.booker.user_id,
            period=claim.period,
            status=BookingStatus.PENDING if decide_by else BookingStatus.APPROVED,
            decide_by=decide_by,
            purpose=claim.lines[0].purpose,
            held=tuple(held),
            aside=aside,
        )

    def _report(self, lines: Sequence[BookingLine], outcome: Outcome) -> None:
        self.reports += [LineReport(line.number, line.resource, outcome) for line in lines]

    def _refuse(self, lines: Sequence[BookingLine], problems: Problems) -> None:
        problems.with_traceback(None)  # it holds the frame that holds it, and all of this
        other = refusals.LineOfRefused(min(problems.why))
        for line in lines:
            why = problems.why.get(line.number, other)
            self.reports.append(LineReport.refused(line.number, line.resource, why))
