"""A history: each step is asked of the model first, then of the services, and they must agree."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import event, note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import delete

from bot.schemas.actor import Actor
from bot.schemas.actor import Person as Telegram
from bot.schemas.bookings import BookingRequest, BookingView, Decision
from bot.schemas.periods import Period
from bot.schemas.resources import ResourceChange
from bot.services import approval, booking, changes, undo
from bot.services.place import resources
from bot.services.refusals import NotAll, Refusal
from db.engine import Database
from db.enums import ResourceKind, Role
from db.models import ApprovalGroup, Closure, OpeningHours, Resource, User
from tests import plain
from tests.builders import wanted
from tests.clocks import FrozenClock
from tests.prove import model as promised
from tests.prove import snapshot
from tests.prove import strategies as some
from tests.prove.databases import Databases
from tests.prove.model import LEADS, MINUTE, Answer, Booking, Model, Stretch
from tests.prove.telling import Told, tell

PEOPLE = 3
REMINDER_LEADS = tuple(timedelta(seconds=lead) for lead in LEADS)

picks = st.integers(0, 9)
latest = st.sampled_from([0, 0, 0, 1, 0, 0, 2, 1, 0, 3, 5])
"""Which of the bookings, the latest first: what is done to one booking has to meet."""
seldom = st.integers(0, 9).map(lambda number: number == 9)


Apt = Callable[[Booking, int], bool]
"""Whether a step can work on a booking now."""


def is_pending(one: Booking, _now: int) -> bool:
    return one.status == "pending"


def is_ahead(one: Booking, now: int) -> bool:
    return one.is_active and now < one.starts


def is_lasting(one: Booking, now: int) -> bool:
    return one.is_active and now < one.ends


def is_running(one: Booking, now: int) -> bool:
    return one.status == "approved" and one.starts <= now < one.ends


def is_just_changed(one: Booking, now: int) -> bool:
    _, at, step, *_ = one.lines[-1]
    return step in promised.OWN_STEPS and now <= at + promised.UNDO_WINDOW


def is_just_rejected(one: Booking, now: int) -> bool:
    return one.status == "rejected" and now <= one.lines[-1][1] + promised.UNDO_WINDOW


def is_there(_one: Booking, _now: int) -> bool:
    return True


def with_some(apt: Apt) -> Callable[[Any], Any]:
    """The step has something to work on."""
    return precondition(
        lambda self: any(apt(one, self.model.now) for one in self.model.bookings.values())
    )


class History(RuleBasedStateMachine):
    def __init__(self, databases: Databases, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._databases, self._loop = databases, loop
        self._url = databases.make()
        self._clock = FrozenClock()
        self._db = Database(self._url, now=self._clock.now)
        self._plain = plain.connect(self._url)
        self._told = Told()
        self._drafts = 0
        self.model = Model(0)

    def teardown(self) -> None:
        self._run(self._db.close())
        self._plain.close()
        self._databases.drop(self._url)

    def _run(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        return self._loop.run_until_complete(coroutine)

    # -- the world ---------------------------------------------------------------------------

    @initialize(rules=some.resources, at=st.sampled_from(some.MOMENTS))
    def begin(self, *, rules: list[dict[str, Any]], at: datetime) -> None:
        self._clock.at = at
        self.model.now = int(at.timestamp())
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
                opening_hours=[OpeningHours(**span) for span in spans(each)],
                **{name: value for name, value in each.items() if name != "opening_hours"},
            )
            for number, each in enumerate(rules)
        ]
        group = ApprovalGroup(chat_id=-1, title="Approvers", is_default=True)
        async with self._db.writing() as session:
            session.add_all([*people, *rows, group])
            await session.flush()
            ids, users = [row.id for row in rows], [person.id for person in people]
        for resource_id, each in zip(ids, rules, strict=True):
            self.model.resources[resource_id] = promised.Resource(id=resource_id, **each)
        self.model.people = {user_id: promised.Person(user_id) for user_id in users}

    def _actor(self, person: promised.Person, *, is_approver: bool = False) -> Actor:
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
            is_approver=is_approver,
        )

    # -- asking ------------------------------------------------------------------------------

    @property
    def _now(self) -> datetime:
        return self._clock.at

    @property
    def _seats(self) -> promised.Seats:
        return self._seen.seats(self.model.now)

    def _ask(self, what: str, answer: Answer, service: Coroutine[Any, Any, Any]) -> Any:
        """What the service did, or None where it refused; both as the model expects it."""
        try:
            done = self._run(service)
        except Refusal as said:
            note(f"{what}: {said!r}")
            event(f"{what.split(maxsplit=1)[0]}: {codes(said)}")
            refusal = said
        else:
            note(f"{what}: done")
            event(f"{what.split(maxsplit=1)[0]}: done")
            assert answer.is_yes, f"{what}: done in spite of {answer}"
            return done
        assert answer.allows(refusal), f"{what}: {refusal!r}, not {answer}"
        assert snapshot.take(self._plain) == self._seen, f"{what}: refused, but not unchanged"
        return None

    def _person(self, pick: int) -> promised.Person:
        people = list(self.model.people.values())
        return people[pick % len(people)]

    def _resource(self, pick: int) -> promised.Resource:
        found = list(self.model.resources.values())
        return found[pick % len(found)]

    def _booking(self, pick: int, apt: Apt, *, at_random: bool) -> Booking:
        """One that is apt, the latest first; any at all where it is `at_random`."""
        every = list(self.model.bookings.values())
        found = [one for one in every if at_random or apt(one, self.model.now)]
        return found[-1 - pick % len(found)]

    def _owner(self, one: Booking, *, is_other: bool) -> promised.Person:
        return self._person(one.user_id + is_other - min(self.model.people))

    def _start(self, when: some.When) -> int:
        base = self.model.now - self.model.now % (30 * MINUTE) + 30 * MINUTE
        if when.near is not None and self.model.bookings:
            ahead = [one for one in self.model.bookings.values() if one.starts > self.model.now]
            base = ahead[when.near % len(ahead)].starts if ahead else base
        return base + (when.halves * 30 + when.days * some.DAY) * MINUTE + when.seconds

    def _units(self, picked: Mapping[int, int]) -> dict[int, int]:
        """Resource -> units, in the order in which they were picked."""
        units = {}
        for pick, count in picked.items():
            resource = self._resource(pick)
            most = 9 if count == some.TOO_MANY else resource.quantity
            units[resource.id] = min(count, most)
        return units

    def _agree(self, view: BookingView, one: Booking) -> None:
        """What was answered is what the model has."""
        seen = (view.id, view.user_id, view.status, view.revision, view.period)
        assert seen == (one.id, one.user_id, one.status, one.revision, period_of(one.period))
        assert {held.id: held.units for held in view.held} == one.units
        assert view.decide_by == (one.decide_by and instant(one.decide_by))

    # -- booking -----------------------------------------------------------------------------

    @rule(pick=picks, which=picks, count=some.counts, near=st.none() | picks,
          halves=st.integers(-1, 3), minutes=some.minutes)  # fmt: skip
    def book_one(
        self, *, pick: int, which: int, count: int, near: int | None, halves: int, minutes: int
    ) -> None:
        """A resource, perhaps at about the time of a booking that is there."""
        when = some.When(max(halves, 0) if near is None else halves, near)
        self._book_anew(self._person(pick), {which: count}, when, minutes)

    @rule(pick=picks, units=some.wanted, when=some.whens, minutes=some.minutes, again=seldom)
    def book(
        self,
        *,
        pick: int,
        units: dict[int, int],
        when: some.When,
        minutes: int,
        again: bool,
    ) -> None:
        """Anything; seldom as a draft that was booked already, or that somebody else has."""
        if again and self.model.bookings:
            one = self._booking(pick, is_there, at_random=True)
            person = self._owner(one, is_other=when.halves == 0)
            self._book(person, one.draft, units, self._start(when), minutes)
        else:
            self._book_anew(self._person(pick), units, when, minutes)

    def _book_anew(
        self,
        person: promised.Person,
        units: Mapping[int, int],
        when: some.When,
        minutes: int,
    ) -> None:
        self._drafts += 1
        self._book(person, f"d{self._drafts}", units, self._start(when), minutes)

    def _book(
        self,
        person: promised.Person,
        draft: str,
        picked: Mapping[int, int],
        starts: int,
        minutes: int,
    ) -> None:
        units, period = self._units(picked), (starts, starts + minutes * MINUTE)
        known = self.model.find_draft(person, draft)
        answer = self.model.asked_to_book(person, units, period, self._seats)
        view = self._ask(
            f"book {units} from {start_and_end(period)}, by {person.id}",
            Answer() if known else answer,
            booking.book(
                self._db,
                self._actor(person),
                BookingRequest(draft=draft, wanted=wanted(units), period=period_of(period)),
                now=self._now,
                reminder_leads=REMINDER_LEADS,
            ),
        )
        if view is not None:
            self._agree(view, known or self.model.book(view.id, person, draft, units, period))

    # -- changes -----------------------------------------------------------------------------

    @with_some(is_ahead)
    @rule(pick=latest, is_other=seldom, at_random=seldom, halves=st.integers(-3, 5),
          minutes=st.none() | some.minutes)  # fmt: skip
    def move(
        self, *, pick: int, is_other: bool, at_random: bool, halves: int, minutes: int | None
    ) -> None:
        """To another time, perhaps for longer."""
        one = self._booking(pick, is_ahead, at_random=at_random)
        starts = one.starts + halves * 30 * MINUTE
        length = minutes * MINUTE if minutes else one.ends - one.starts
        self._move(one, self._owner(one, is_other=is_other), (starts, starts + length), None)

    @with_some(is_ahead)
    @rule(pick=latest, units=some.wanted | some.growth, halves=st.none() | st.integers(-1, 2),
          minutes=some.minutes)  # fmt: skip
    def move_elsewhere(
        self, *, pick: int, units: dict[int, int] | int, halves: int | None, minutes: int
    ) -> None:
        """To other resources, or to more or fewer units of the same, perhaps at another time."""
        one = self._booking(pick, is_ahead, at_random=False)
        starts = one.starts + (halves or 0) * 30 * MINUTE
        period = None if halves is None else (starts, starts + minutes * MINUTE)
        if isinstance(units, int):
            new_units = {held: max(count + units, 1) for held, count in one.units.items()}
        else:
            new_units = self._units(units)
        self._move(one, self._owner(one, is_other=False), period, new_units)

    def _move(
        self,
        one: Booking,
        person: promised.Person,
        new_period: Stretch | None,
        new_units: dict[int, int] | None,
    ) -> None:
        period, units = new_period or one.period, new_units or one.units
        view = self._ask(
            f"move {one.id} to {units} from {start_and_end(period)}, by {person.id}",
            self.model.asked_to_move(one, person, units, period, self._seats),
            changes.move(
                self._db,
                self._actor(person),
                one.id,
                period=new_period and period_of(new_period),
                wanted=wanted(new_units or {}),
                now=self._now,
                reminder_leads=REMINDER_LEADS,
            ),
        )
        if view is not None:
            status = self.model.status_after(one, units, period)
            self.model.hold(one, "moved", status, units, period)
            self._agree(view, one)

    @with_some(is_lasting)
    @rule(pick=latest, is_other=seldom, at_random=seldom, minutes=some.minutes)
    def extend(self, *, pick: int, is_other: bool, at_random: bool, minutes: int) -> None:
        one = self._booking(pick, is_lasting, at_random=at_random)
        person = self._owner(one, is_other=is_other)
        view = self._ask(
            f"extend {one.id} by {minutes} minutes, by {person.id}",
            self.model.asked_to_extend(one, person, minutes, self._seats),
            changes.extend(
                self._db,
                self._actor(person),
                one.id,
                minutes=minutes,
                now=self._now,
                reminder_leads=REMINDER_LEADS,
            ),
        )
        if view is not None:
            longer = one.starts, one.ends + minutes * MINUTE
            status = self.model.status_after(one, one.units, longer)
            self.model.hold(one, "extended", status, one.units, longer)
            self._agree(view, one)

    @with_some(is_running)
    @rule(pick=latest, is_other=seldom, at_random=seldom)
    def end_early(self, *, pick: int, is_other: bool, at_random: bool) -> None:
        one = self._booking(pick, is_running, at_random=at_random)
        person = self._owner(one, is_other=is_other)
        service = changes.end_early(self._db, self._actor(person), one.id, now=self._now)
        answer = self.model.asked_to_end_early(one, person)
        view = self._ask(f"end {one.id} early, by {person.id}", answer, service)
        if view is not None:
            self.model.end_early(one)
            self._agree(view, one)

    @with_some(is_lasting)
    @rule(pick=latest, is_other=seldom, at_random=seldom)
    def cancel(self, *, pick: int, is_other: bool, at_random: bool) -> None:
        one = self._booking(pick, is_lasting, at_random=at_random)
        self._cancel(one, self._owner(one, is_other=is_other))

    @with_some(is_just_changed)
    @rule(pick=latest, is_other=seldom, at_random=seldom)
    def undo(self, *, pick: int, is_other: bool, at_random: bool) -> None:
        one = self._booking(pick, is_just_changed, at_random=at_random)
        self._undo(one, self._owner(one, is_other=is_other))

    @with_some(is_just_rejected)
    @rule(pick=latest, by=picks, at_random=seldom, is_other=seldom, is_stranger=seldom)
    def undo_rejection(
        self, *, pick: int, by: int, at_random: bool, is_other: bool, is_stranger: bool
    ) -> None:
        one = self._booking(pick, is_just_rejected, at_random=at_random)
        person = self._person(by)
        if one.decided_by is not None and not is_other:
            person = self.model.people[one.decided_by]
        view = self._ask(
            f"unreject {one.id}, by {person.id}",
            self.model.asked_to_undo_rejection(
                one, person, self._seats, is_approver=not is_stranger
            ),
            undo.undo_rejection(
                self._db,
                self._actor(person, is_approver=not is_stranger),
                one.id,
                now=self._now,
                reminder_leads=REMINDER_LEADS,
            ),
        )
        if view is not None:
            self.model.undo(one, person.id)
            self._agree(view, one)

    @with_some(is_lasting)
    @rule(pick=latest, by=picks, halves=st.integers(-1, 3), then=some.wanted | some.changes)
    def cancel_and_regret(
        self, *, pick: int, by: int, halves: int, then: dict[int, int] | some.Change
    ) -> None:
        """In between somebody books at about that time, or a rule is changed."""
        one = self._booking(pick, is_lasting, at_random=False)
        owner = self._owner(one, is_other=False)
        self._cancel(one, owner)
        self.everything_is_as_promised()
        if isinstance(then, dict):
            at, length = one.starts + halves * 30 * MINUTE, (one.ends - one.starts) // MINUTE
            self._drafts += 1
            self._book(self._person(by), f"d{self._drafts}", then, at, length)
        else:
            self.change(pick=by, changed=then)
        self.everything_is_as_promised()
        self._undo(one, owner)

    def _cancel(self, one: Booking, person: promised.Person) -> None:
        service = booking.cancel(self._db, self._actor(person), one.id, now=self._now)
        answer = self.model.asked_to_cancel(one, person)
        view = self._ask(f"cancel {one.id}, by {person.id}", answer, service)
        if view is not None:
            self.model.change_status(one, "cancelled", person.id)
            self._agree(view, one)

    def _undo(self, one: Booking, person: promised.Person) -> None:
        service = undo.undo_own(
            self._db, self._actor(person), one.id, now=self._now, reminder_leads=REMINDER_LEADS
        )
        answer = self.model.asked_to_undo(one, person, self._seats)
        view = self._ask(f"undo {one.id}, by {person.id}", answer, service)
        if view is not None:
            self.model.undo(one, person.id)
            self._agree(view, one)

    # -- decisions ---------------------------------------------------------------------------

    @with_some(is_pending)
    @rule(pick=latest, by=picks, decision=st.sampled_from(Decision), at_random=seldom,
          is_stale=seldom, is_stranger=seldom)  # fmt: skip
    def decide(
        self,
        *,
        pick: int,
        by: int,
        decision: Decision,
        at_random: bool,
        is_stale: bool,
        is_stranger: bool,
    ) -> None:
        one = self._booking(pick, is_pending, at_random=at_random)
        person, revision = self._person(by), one.revision - is_stale
        view = self._ask(
            f"{decision} {one.id} as of {revision}",
            self.model.asked_to_decide(one, revision, is_approver=not is_stranger),
            approval.decide(
                self._db,
                self._actor(person, is_approver=not is_stranger),
                one.id,
                decision,
                revision=revision,
                now=self._now,
                reminder_leads=REMINDER_LEADS,
            ),
        )
        if view is not None:
            self.model.change_status(one, approval.OUTCOMES[decision], person.id)
            self._agree(view, one)

    # -- time passes, and rules change -------------------------------------------------------

    @with_some(is_there)
    @rule(minutes=some.waits, seconds=some.seconds, then=st.sets(st.sampled_from("et")))
    def wait(self, *, minutes: int, seconds: int, then: set[str]) -> None:
        """Perhaps the ticks come then, and perhaps they are late."""
        self._wait_until(self.model.now + minutes * MINUTE + seconds, then)

    @with_some(is_there)
    @rule(pick=latest, edge=some.edges, off=some.around, then=st.sets(st.sampled_from("et")))
    def wait_until(self, *, pick: int, edge: str, off: int, then: set[str]) -> None:
        """To where something changes for a booking, or a little before or after."""
        one = self._booking(pick, is_there, at_random=True)
        at = {
            "starts": one.starts,
            "ends": one.ends,
            "decide_by": one.decide_by or one.starts,
            "undo": one.lines[-1][1] + promised.UNDO_WINDOW,
            "grace": max(one.starts, one.created) + promised.CANCEL_GRACE,
            "buffer": min(begins for begins, _ in one.occupied.values()),
        }[edge]
        self._wait_until(max(self.model.now, at + off), then)

    def _wait_until(self, at: int, then: set[str]) -> None:
        self._clock.at, self.model.now = instant(at), at
        if "e" in then:
            expected = self.model.expire()
            expired = self._run(approval.expire_due(self._db, now=self._now))
            assert expired == expected, f"{expired} have expired, not {expected}"
        if "t" in then:
            self._run(tell(self._db, self._told, now=self._now))
            expected_told = sorted(self.model.deliver(self._seats))
            told = sorted(self._told.take())
            assert told == expected_told, f"people were told {told}, not {expected_told}"
            problems = self._told.problems(self.model)
            assert not problems, "\n".join(problems)

    @with_some(is_there)
    @rule(pick=picks, changed=some.changes)
    def change(self, *, pick: int, changed: some.Change) -> None:
        """The office closes something, learns who somebody is, or changes a rule, and likes to do
        so where it matters."""
        what, value = changed
        if pick < 5 and self.model.bookings:
            pick = self._picked_last(what)
        if what == "closure":
            self._close(pick, *value)
        elif what == "person":
            self._change_person(self._person(pick), *value)
        else:
            name, value = value if what == "limit" else changed
            self._change_rule(self._resource(pick), name, value)

    def _picked_last(self, what: str) -> int:
        """The person, or a resource, of the latest booking."""
        one = list(self.model.bookings.values())[-1]
        if what == "person":
            return list(self.model.people).index(one.user_id)
        return list(self.model.resources).index(max(one.units))

    def _change_rule(self, one: promised.Resource, name: str, value: Any) -> None:
        answer = Answer()
        if name == "quantity":
            answer = self.model.asked_for_quantity(one, value, self._seats)
        admin = self._actor(promised.Person(min(self.model.people), role="admin"))
        given = spans({name: value}) if name == "opening_hours" else value
        change = ResourceChange.model_validate({name: given})
        service = resources.edit(self._db, admin, one.id, change, now=self._now)
        if self._ask(f"change {name} of {one.id} to {value}", answer, service) is not None:
            setattr(one, name, value)

    def _change_person(self, one: promised.Person, role: str, tags: frozenset[str]) -> None:
        one.role, one.tags = role, tags
        self._run(self._write_person(one))

    async def _write_person(self, one: promised.Person) -> None:
        """Who asks is told to a service; whose booking it is, it reads."""
        async with self._db.writing() as session:
            user = await session.get_one(User, one.id)
            user.role, user.tags = Role(one.role), one.tags

    def _close(self, pick: int, when: some.When, minutes: int) -> None:
        """A resource, or all of them; what was closed before is open again."""
        begins = self._start(when) // MINUTE * MINUTE
        resource_id = None if pick == 0 else self._resource(pick).id
        self.model.closures = [(resource_id, begins, begins + minutes * MINUTE)]
        self._run(self._replace_closures())

    async def _replace_closures(self) -> None:
        async with self._db.writing() as session:
            await session.execute(delete(Closure))
            session.add_all(
                Closure(resource_id=one, starts_at=instant(begins), ends_at=instant(ends))
                for one, begins, ends in self.model.closures
            )

    # -- after each step ---------------------------------------------------------------------

    @invariant()
    def everything_is_as_promised(self) -> None:
        before, self._seen = self._seen, snapshot.take(self._plain)
        found = snapshot.problems(self._seen, self.model)
        found += snapshot.unseated(before, self._seen, self.model.now)
        assert not found, "\n".join(found)


def codes(refusal: Refusal) -> str:
    each = refusal.failed if isinstance(refusal, NotAll) else ()
    return " ".join([refusal.code, *sorted({one.refusal.code for one in each})])


def spans(rules: Mapping[str, Any]) -> list[dict[str, int]]:
    names = ("weekday", "opens_minute", "closes_minute")
    return [dict(zip(names, span, strict=True)) for span in rules["opening_hours"]]


def instant(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def period_of(stretch: Stretch) -> Period:
    return Period(starts_at=instant(stretch[0]), ends_at=instant(stretch[1]))


def start_and_end(stretch: Stretch) -> str:
    return " to ".join(f"{instant(at):%d %H:%M:%S}" for at in stretch)
