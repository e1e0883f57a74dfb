"""Random histories: whatever is asked for, in whatever order, the services do what the model says.

`make prove` tries new ones for ten minutes. What failed is made small and printed, with a line that
plays it again.
"""

import asyncio
import warnings
from collections.abc import Coroutine, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, event, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete
from sqlalchemy.exc import SAWarning

from bot.schemas.actor import Actor
from bot.schemas.actor import Person as Telegram
from bot.schemas.bookings import BookingRequest, BookingView, Decision
from bot.schemas.periods import Period
from bot.schemas.resources import OpeningSpan, RuleChange
from bot.services import approval, booking, changes, resources
from bot.services.refusals import NotAll, Refusal
from db.engine import Database
from db.enums import ResourceKind, Role
from db.models import Closure, OpeningHours, Resource, User
from tests import plain
from tests.builders import wanted
from tests.clocks import FrozenClock
from tests.prove import model as promised
from tests.prove import snapshot
from tests.prove import strategies as some
from tests.prove.databases import Databases
from tests.prove.model import LEADS, MINUTE, Answer, Booking, Model, Stretch
from tests.prove.runs import RUNS

STEPS = 30
PEOPLE = 3
REMINDER_LEADS = tuple(timedelta(seconds=lead) for lead in LEADS)

SETTINGS = settings(
    max_examples=RUNS,
    stateful_step_count=STEPS,
    deadline=None,
    database=None,
    derandomize=False,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
    phases=[phase for phase in Phase if phase is not Phase.explain],
)

picks = st.integers(0, 9)
seldom = some.mostly(False, True)  # noqa: FBT003



class History(RuleBasedStateMachine):
    """Each step is asked of the model first, then of the services, and then they must agree."""

    def __init__(self, databases: Databases, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._databases, self._loop = databases, loop
        self._url = databases.make()
        self._clock = FrozenClock()
        self._db = Database(self._url, now=self._clock.now)
        self._plain = plain.connect(self._url)
        self._model = Model(0)
        self._actors: dict[int, Actor] = {}
        self._drafts = 0

    def teardown(self) -> None:
        self._run(self._db.close())
        self._plain.close()
        self._databases.drop(self._url)

    def _run(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        return self._loop.run_until_complete(coroutine)

    # -- the world ---------------------------------------------------------------------------

    @initialize(rules=some.resources, at=st.sampled_from(some.MOMENTS))
    def begin(self, rules: list[dict[str, Any]], at: datetime) -> None:
        self._clock.at = at
        self._model.now = int(at.timestamp())
        self._run(self._add_all(rules))
        self._seen = snapshot.take(self._plain)

    async def _add_all(self, rules: list[dict[str, Any]]) -> None:
        people = [
            User(telegram_id=number, full_name=f"Person {number}", language="en")
            for number in range(1, PEOPLE + 1)
        ]
        rows = [
            Resource(
                kind=ResourceKind.EQUIPMENT if number else ResourceKind.ROOM,
                name=f"Resource {number}",
                opening_hours=[OpeningHours(**span.model_dump()) for span in spans(each)],
                **{name: value for name, value in each.items() if name != "opening_hours"},
            )
            for number, each in enumerate(rules)
        ]
        async with self._db.writing() as session:
            session.add_all([*people, *rows])
            await session.flush()
            ids = [row.id for row in rows]
            users = [person.id for person in people]
        for resource_id, each in zip(ids, rules, strict=True):
            self._model.resources[resource_id] = promised.Resource(id=resource_id, **each)
        for user_id in users:
            self._model.people[user_id] = promised.Person(user_id)

    def _actor(self, person: promised.Person, **fields: Any) -> Actor:
        name = f"Person {person.id}"
        return Actor(
            user_id=person.id,
            person=Telegram(
                telegram_id=person.id, username=None, full_name=name, language_code="en"
            ),
            name=name,
            role=Role(person.role),
            language="en",
            tags=person.tags,
            **fields,
        )

    # -- asking ------------------------------------------------------------------------------

    @property
    def _now(self) -> datetime:
        return self._clock.at

    @property
    def _seats(self) -> dict[tuple[int, int], list[int]]:
        return self._seen.seats(self._model.now)

    def _ask(self, what: str, answer: Answer, service: Coroutine[Any, Any, Any]) -> Any:
        """What the service did, or None where it refused; both as the model expects it."""
        try:
            done = self._run(service)
        except Refusal as refusal:
            note(f"{what}: {refusal!r}")
            event(f"{what}: {named(refusal)}")
            assert answer.allows(refusal), f"{what}: {refusal!r}, not {answer}"
            assert snapshot.take(self._plain) == self._seen, f"{what}: refused, but not unchanged"
            return None
        note(f"{what}: done")
        event(f"{what}: done")
        assert answer.is_yes, f"{what}: done in spite of {answer}"
        return done

    def _person(self, pick: int) -> promised.Person:
        people = list(self._model.people.values())
        return people[pick % len(people)]

    def _resource(self, pick: int) -> promised.Resource:
        found = list(self._model.resources.values())
        return found[pick % len(found)]

    def _booking(self, pick: int, *statuses: str, at_random: bool) -> Booking:
        """One of those statuses, if there is one, and unless `at_random`."""
        every = list(self._model.bookings.values())
        apt = [one for one in every if one.status in statuses and not at_random]
        return (apt or every)[-1 - pick % len(apt or every)]

    def _owner(self, one: Booking, *, is_other: bool) -> promised.Person:
        return self._person(one.user_id + is_other - min(self._model.people))

    def _start(self, when: some.When) -> int:
        base = self._model.now - self._model.now % (30 * MINUTE)
        if when.near is not None and self._model.bookings:
            base = self._booking(when.near, at_random=True).starts
        return base + when.halves * 30 * MINUTE + when.days * some.DAY * MINUTE + when.seconds

    def _units(self, picked: Mapping[int, int]) -> dict[int, int]:
        """Resource -> units, in the order in which they were picked."""
        ids = list(self._model.resources)
        return {ids[pick % len(ids)]: count for pick, count in picked.items()}

    def _agree(self, view: BookingView, one: Booking) -> None:
        """What was answered is what the model has."""
        assert view.id == one.id
        assert (view.status, view.revision, view.user_id) == (
            one.status,
            one.revision,
            one.user_id,
        )
        assert view.period == period_of(one.period)
        assert {held.id: held.units for held in view.held} == one.units
        assert view.decide_by == (one.decide_by and instant(one.decide_by))

    # -- steps -------------------------------------------------------------------------------

    @rule(pick=picks, units=some.wanted, when=some.whens, minutes=some.minutes)
    def book(self, pick: int, units: dict[int, int], when: some.When, minutes: int) -> None:
        self._drafts += 1
        self._book(self._person(pick), f"d{self._drafts}", units, self._start(when), minutes)

    @rule(pick=picks, which=picks, count=some.counts, halves=st.integers(0, 6),
          minutes=some.minutes)  # fmt: skip
    def book_one(self, pick: int, which: int, count: int, halves: int, minutes: int) -> None:
        self._drafts += 1
        at = self._start(some.When(halves))
        self._book(self._person(pick), f"d{self._drafts}", {which: count}, at, minutes)

    @precondition(lambda self: self._model.bookings)
    @rule(pick=picks, is_other=seldom, units=some.wanted, when=some.whens)
    def book_the_draft_again(
        self,
        pick: int,
        is_other: bool,
        units: dict[int, int],
        when: some.When,
    ) -> None:
        one = self._booking(pick, at_random=True)
        person = self._owner(one, is_other=is_other)
        self._book(person, one.draft, units, self._start(when), 60)

    def _book(
        self,
        person: promised.Person,
        draft: str,
        picked: Mapping[int, int],
        starts: int,
        minutes: int,
    ) -> None:
        units = self._units(picked)
        period = starts, starts + minutes * MINUTE
        known = self._model.find_draft(person, draft)
        answer = self._model.asked_to_book(person, units, period, self._seats)
        request = BookingRequest(draft=draft, wanted=wanted(units), period=period_of(period))
        service = booking.book(
            self._db,
            self._actor(person),
            request,
            now=self._now,
            reminder_leads=REMINDER_LEADS,
        )
        what = f"book {units} of {start_and_end(period)} by {person.id}"
        view = self._ask(what, Answer() if known else answer, service)
        if view is not None:
            one = known or self._model.book(view.id, person, draft, units, period)
            self._agree(view, one)

    @precondition(lambda self: self._model.bookings)
    @rule(
        pick=picks,
        is_other=seldom,
        at_random=seldom,
        halves=st.none() | st.integers(-3, 5),
        minutes=st.none() | some.minutes,
        units=st.none() | some.wanted,
    )
    def move(
        self,
        pick: int,
        is_other: bool,
        at_random: bool,
        halves: int | None,
        minutes: int | None,
        units: dict[int, int] | None,
    ) -> None:
        one = self._booking(pick, *promised.ACTIVE, at_random=at_random)
        person = self._owner(one, is_other=is_other)
        starts = one.starts + (halves or 0) * 30 * MINUTE
        length = minutes * MINUTE if minutes else one.ends - one.starts
        period = starts, starts + length
        new_units = one.units if units is None else self._units(units)
        answer = self._model.asked_to_move(one, person, new_units, period, self._seats)
        service = changes.move(
            self._db,
            self._actor(person),
            one.id,
            period=None if halves is None and minutes is None else period_of(period),
            wanted=() if units is None else wanted(new_units),
            now=self._now,
            reminder_leads=REMINDER_LEADS,
        )
        what = f"move {one.id} to {new_units} of {start_and_end(period)} by {person.id}"
        view = self._ask(what, answer, service)
        if view is not None:
            status = self._model.status_after(one, new_units, period)
            self._model.hold(one, "moved", status, new_units, period)
            self._agree(view, one)

    @precondition(lambda self: self._model.bookings)
    @rule(pick=picks, is_other=seldom, at_random=seldom, minutes=some.minutes)
    def extend(self, pick: int, is_other: bool, at_random: bool, minutes: int) -> None:
        one = self._booking(pick, *promised.ACTIVE, at_random=at_random)
        person = self._owner(one, is_other=is_other)
        answer = self._model.asked_to_extend(one, person, minutes, self._seats)
        service = changes.extend(
            self._db,
            self._actor(person),
            one.id,
            minutes=minutes,
            now=self._now,
            reminder_leads=REMINDER_LEADS,
        )
        view = self._ask(f"extend {one.id} by {minutes} minutes by {person.id}", answer, service)
        if view is not None:
            longer = one.starts, one.ends + minutes * MINUTE
            status = self._model.status_after(one, one.units, longer)
            self._model.hold(one, "extended", status, one.units, longer)
            self._agree(view, one)

    @precondition(lambda self: self._model.bookings)
    @rule(pick=picks, is_other=seldom, at_random=seldom)
    def end_early(self, pick: int, is_other: bool, at_random: bool) -> None:
        one = self._booking(pick, "approved", at_random=at_random)
        person = self._owner(one, is_other=is_other)
        answer = self._model.asked_to_end_early(one, person)
        service = changes.end_early(
            self._db, self._actor(person), one.id, now=self._now, reminder_leads=REMINDER_LEADS
        )
        view = self._ask(f"end {one.id} early by {person.id}", answer, service)
        if view is not None:
            self._model.end_early(one)
            self._agree(view, one)

    @precondition(lambda self: self._model.bookings)
    @rule(pick=picks, is_other=seldom, at_random=seldom)
    def cancel(self, pick: int, is_other: bool, at_random: bool) -> None:
        one = self._booking(pick, *promised.ACTIVE, at_random=at_random)
        person = self._owner(one, is_other=is_other)
        answer = self._model.asked_to_cancel(one, person)
        service = booking.cancel(self._db, self._actor(person), one.id, now=self._now)
        view = self._ask(f"cancel {one.id} by {person.id}", answer, service)
        if view is not None:
            self._model.change_status(one, "cancelled", person.id)
            self._agree(view, one)

    @precondition(lambda self: self._model.bookings)
    @rule(pick=picks, is_other=seldom, at_random=seldom)
    def undo_cancel(self, pick: int, is_other: bool, at_random: bool) -> None:
        one = self._booking(pick, "cancelled", at_random=at_random)
        person = self._owner(one, is_other=is_other)
        answer = self._model.asked_to_undo(one, person, self._seats)
        service = changes.undo_cancel(
            self._db, self._actor(person), one.id, now=self._now, reminder_leads=REMINDER_LEADS
        )
        view = self._ask(f"undo the cancellation of {one.id} by {person.id}", answer, service)
        if view is not None:
            status = self._model.status_undone(one)
            self._model.hold(one, "restored", status, one.units, one.period)
            self._agree(view, one)

    @precondition(lambda self: self._model.bookings)
    @rule(pick=picks, by=picks, decision=st.sampled_from(Decision), at_random=seldom,
          is_stale=seldom, is_stranger=seldom)  # fmt: skip
    def decide(
        self,
        pick: int,
        by: int,
        decision: Decision,
        at_random: bool,
        is_stale: bool,
        is_stranger: bool,
    ) -> None:
        one = self._booking(pick, "pending", at_random=at_random)
        person = self._person(by)
        revision = one.revision - is_stale
        answer = self._model.asked_to_decide(one, revision, is_approver=not is_stranger)
        service = approval.decide(
            self._db,
            self._actor(person, is_approver=not is_stranger),
            one.id,
            decision,
            revision=revision,
            now=self._now,
            reminder_leads=REMINDER_LEADS,
        )
        view = self._ask(f"{decision} {one.id} as of {revision}", answer, service)
        if view is not None:
            self._model.change_status(one, approval.OUTCOMES[decision], person.id)
            self._agree(view, one)

    @rule()
    def expire(self) -> None:
        assert self._run(approval.expire_due(self._db, now=self._now)) == self._model.expire()

    @rule(minutes=some.waits, seconds=some.seconds)
    def wait(self, minutes: int, seconds: int) -> None:
        self._clock.advance(minutes=minutes, seconds=seconds)
        self._model.now = int(self._now.timestamp())

    @rule(pick=picks, changed=some.rule_changes)
    def change_a_rule(self, pick: int, changed: tuple[str, Any]) -> None:
        one, (name, value) = self._resource(pick), changed
        answer = Answer()
        if name == "quantity":
            answer = self._model.asked_for_quantity(one, value, self._seats)
        admin = self._actor(promised.Person(min(self._model.people), role="admin"))
        given = spans({name: value}) if name == "opening_hours" else value
        service = resources.change(
            self._db, admin, one.id, RuleChange(**{name: given}), now=self._now
        )
        if self._ask(f"change {name} of {one.id} to {value}", answer, service) is not None:
            setattr(one, name, value)

    @rule(pick=st.none() | picks, when=some.whens, minutes=some.minutes)
    def close(self, pick: int | None, when: some.When, minutes: int) -> None:
        begins = self._start(when) // MINUTE * MINUTE
        resource_id = None if pick is None else self._resource(pick).id
        closure = resource_id, begins, begins + minutes * MINUTE
        self._model.closures.append(closure)
        self._run(self._add_closure(*closure))

    async def _add_closure(self, resource_id: int | None, begins: int, ends: int) -> None:
        async with self._db.writing() as session:
            session.add(
                Closure(resource_id=resource_id, starts_at=instant(begins), ends_at=instant(ends))
            )

    @precondition(lambda self: self._model.closures)
    @rule()
    def open_again(self) -> None:
        self._model.closures.clear()
        self._run(self._drop_closures())

    async def _drop_closures(self) -> None:
        async with self._db.writing() as session:
            await session.execute(delete(Closure))

    @rule(pick=picks, is_blocked=seldom, tags=st.sets(st.sampled_from(["staff", "guest"])))
    def know(self, pick: int, is_blocked: bool, tags: set[str]) -> None:
        """A person is blocked, or gets other tags."""
        person = self._person(pick)
        person.role, person.tags = "blocked" if is_blocked else "member", frozenset(tags)

    # -- after each step ---------------------------------------------------------------------

    @invariant()
    def everything_is_as_promised(self) -> None:
        before, self._seen = self._seen, snapshot.take(self._plain)
        found = snapshot.problems(self._seen, self._model)
        assert not found, "\n".join(found)
        seats = self._seats
        stayed = {place for place in before.seats(self._model.now) if place in seats}
        moved = [place for place in stayed if before.seats(self._model.now)[place] != seats[place]]
        for booking_id, resource_id in moved:
            starts = self._model.bookings[booking_id].starts
            assert starts > self._model.now, f"{booking_id} lost its unit of {resource_id}"


def named(refusal: Refusal) -> str:
    each = (
        sorted({one.refusal.code for one in refusal.failed}) if isinstance(refusal, NotAll) else ()
    )
    return f"{refusal.code} {' '.join(each)}"


def spans(rules: Mapping[str, Any]) -> tuple[OpeningSpan, ...]:
    names = ("weekday", "opens_minute", "closes_minute")
    return tuple(
        OpeningSpan(**dict(zip(names, span, strict=True))) for span in rules["opening_hours"]
    )


def instant(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def period_of(stretch: Stretch) -> Period:
    return Period(starts_at=instant(stretch[0]), ends_at=instant(stretch[1]))


def start_and_end(stretch: Stretch) -> str:
    return " to ".join(f"{instant(at):%d %H:%M:%S}" for at in stretch)


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """One for all histories."""
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


@pytest.mark.timeout(60 + 3 * RUNS)
def test_services_and_model_agree_on_every_history(
    databases: Databases, loop: asyncio.AbstractEventLoop
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", SAWarning)
        run_state_machine_as_test(lambda: History(databases, loop), settings=SETTINGS)
