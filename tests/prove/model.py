"""What the services promise, written once more and plainly: by counting, minute by minute.

It knows rules, people and bookings, but no units, no index and no transaction. Times are Unix
seconds. Each `asked_to_...` says what may be answered; each method named for a deed does it.

Units matter in one case only: what has begun keeps its unit, so a request that reaches back to now
needs units that are free of it, and a booking under way needs its own. For this the model is told
who sits where (`Seats`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from bot.services import refusals
from bot.services.refusals import NotAll, Refusal

MINUTE = 60
CANCEL_GRACE = 15 * MINUTE
UNDO_WINDOW = 5 * MINUTE
ENDING_LEAD = 10 * MINUTE
"""How long before its end the owner is asked whether it shall go on."""
EXTENSIONS = (15, 30, 60)
"""Minutes: who could have some of them is asked, where nobody else has the longest."""
OWN_STEPS = ("cancelled", "moved", "extended", "ended_early")
LEADS = (24 * 60 * MINUTE, 30 * MINUTE)
"""How long before its start the owner of a booking is reminded."""

ACTIVE = ("pending", "approved")

Stretch = tuple[int, int]
"""From, until."""
Seats = Mapping[tuple[int, int], Sequence[int]]
"""(booking, resource) -> its units, for what has begun."""
Line = tuple[int | None, int, str, str | None, str]
"""Of the ledger: who, when, what, from which status, to which."""


@dataclass
class Person:
    id: int
    role: str = "member"
    tags: frozenset[str] = frozenset()


@dataclass
class Resource:
    """The rules, in the words of the table."""

    id: int
    timezone: str
    quantity: int
    grid_minutes: int
    min_minutes: int
    max_minutes: int
    notice_minutes: int
    horizon_days: int
    buffer_minutes: int
    requires_approval: bool
    approval_minutes: int
    max_open_bookings: int | None = None
    max_week_minutes: int | None = None
    bookers: frozenset[str] = frozenset()
    is_active: bool = True
    opening_hours: Sequence[tuple[int, int, int]] = ()
    """Weekday, from and until which minute of the day."""

    def local(self, at: int) -> datetime:
        return datetime.fromtimestamp(at, ZoneInfo(self.timezone))

    def week(self, at: int) -> date:
        """The Monday of its week."""
        day = self.local(at).date()
        return day - timedelta(days=day.weekday())

    def occupied(self, period: Stretch) -> Stretch:
        buffer = self.buffer_minutes * MINUTE
        return period[0] - buffer, period[1] + buffer

    def is_open(self, at: int) -> bool:
        today = self.local(at).date()
        days = [today + timedelta(days=offset) for offset in (-1, 0, 1)]
        return not self.opening_hours or any(
            first_at(self.timezone, day, opens) <= at < first_at(self.timezone, day, closes)
            for day in days
            for weekday, opens, closes in self.opening_hours
            if day.weekday() == weekday
        )


@cache
def first_at(timezone: str, day: date, minute: int) -> int:
    """The first instant at which the wall clock shows that minute of that day, or a later one."""
    wanted = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001
    at = int(wanted.replace(tzinfo=UTC).timestamp()) - 15 * 60 * MINUTE
    zone = ZoneInfo(timezone)
    while datetime.fromtimestamp(at, zone).replace(tzinfo=None) < wanted:
        at += MINUTE
    return at


@dataclass
class Booking:
    id: int
    user_id: int
    draft: str
    starts: int
    ends: int
    status: str
    units: dict[int, int]
    """Resource -> how many of its units."""
    occupied: dict[int, Stretch]
    decide_by: int | None
    created: int
    revision: int = 1
    decided_by: int | None = None
    lines: list[Line] = field(default_factory=list)
    reminders: set[int] = field(default_factory=set)
    """When its owner is still to be reminded."""
    ending: int | None = None
    """When its owner is still to be asked whether it shall go on."""
    news: str | None = None
    """What its owner is still to be told."""
    heard: int | None = None
    """The revision about which its owner has heard a decision."""
    before: tuple[str, dict[int, int], Stretch] = ("", {}, (0, 0))
    """Its status, units and period before the last step."""
    approved_by: int | None = None
    """Who has approved it last."""

    @property
    def is_active(self) -> bool:
        return self.status in ACTIVE

    @property
    def period(self) -> Stretch:
        return self.starts, self.ends

    def covers(self, resource: Resource, at: int) -> bool:
        begins, ends = self.occupied[resource.id]
        return begins <= at < ends


@dataclass
class Answer:
    """What may be said to a request: yes, where nothing stands against it, else one of these."""

    outright: set[type[Refusal]] = field(default_factory=set)
    failed: dict[int, set[type[Refusal]]] = field(default_factory=dict)
    """Resource -> what stands against it."""
    wanted: int = 1
    """How many resources are wanted."""

    @property
    def is_yes(self) -> bool:
        return not self.outright and not self.failed

    def allows(self, said: Refusal) -> bool:
        if isinstance(said, NotAll):
            named = {one.resource_id: type(one.refusal) for one in said.failed}
            return (
                self.wanted > 1
                and list(named) == sorted(self.failed)
                and len(named) == len(said.failed)
                and all(kind in self.failed[one] for one, kind in named.items())
            )
        alone = set().union(*self.failed.values()) if self.wanted == 1 else set()
        return type(said) in self.outright | alone

    def also(self, refusal: type[Refusal], *, if_: bool) -> None:
        if if_:
            self.outright.add(refusal)


def within(inner: Stretch, outer: Stretch) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def touch(one: Stretch, other: Stretch) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def minutes_of(stretch: Stretch) -> Iterator[int]:
    """An instant of each minute, and the last of all."""
    yield from range(*stretch, MINUTE)
    yield stretch[1] - 1


class Model:
    """All that is so."""

    def __init__(self, now: int) -> None:
        self.now = now
        self.people: dict[int, Person] = {}
        self.resources: dict[int, Resource] = {}
        self.closures: list[tuple[int | None, int, int]] = []
        """Resource (or None for all), from, until."""
        self.bookings: dict[int, Booking] = {}

    # -- what stands against a request -------------------------------------------------------

    def asked_to_book(
        self, person: Person, units: Mapping[int, int], period: Stretch, seats: Seats
    ) -> Answer:
        if person.role == "blocked":
            return Answer({refusals.Blocked})
        answer = Answer(wanted=len(units))
        for resource_id, count in units.items():
            resource = self.resources.get(resource_id)
            if resource is None:
                return Answer(outright={refusals.ResourceMissing})
            broken = self._rules_for_new(resource, person, period)
            self._add(answer, resource, broken, count, period, seats)
        return answer

    def _rules_for_new(
        self, resource: Resource, person: Person, period: Stretch
    ) -> set[type[Refusal]]:
        own = self._others_of(person.id, resource.id)
        return {
            *self._time(resource, period),
            *self._start(resource, period),
            *self._place(resource, period),
            *self._person(resource, person),
            *self._open(resource, own),
            *self._week(resource, period, own),
        }

    def _add(
        self,
        answer: Answer,
        resource: Resource,
        broken: set[type[Refusal]],
        count: int,
        period: Stretch,
        seats: Seats,
        booking: Booking | None = None,
    ) -> None:
        if count > resource.quantity:
            broken.add(refusals.TooManyUnits)
        elif not self._has_room(resource, count, period, seats, booking):
            broken.add(refusals.SlotTaken)
        if broken:
            answer.failed[resource.id] = broken

    def _time(self, resource: Resource, period: Stretch) -> Iterator[type[Refusal]]:
        length = period[1] - period[0]
        if length < resource.min_minutes * MINUTE:
            yield refusals.TooShort
        if length > resource.max_minutes * MINUTE:
            yield refusals.TooLong
        local = resource.local(period[0])
        second = (local.hour * 60 + local.minute) * MINUTE + local.second
        grid = resource.grid_minutes * MINUTE
        if second % grid or length % grid:
            yield refusals.OffGrid

    def _start(self, resource: Resource, period: Stretch) -> Iterator[type[Refusal]]:
        after = self.now + resource.notice_minutes * MINUTE
        if not resource.notice_minutes and not resource.requires_approval:
            after = self.now - resource.grid_minutes * MINUTE
        if period[0] <= after:
            yield refusals.TooSoon
        today = resource.local(self.now).date()
        if (resource.local(period[0]).date() - today).days > resource.horizon_days:
            yield refusals.TooFarAhead

    def _place(self, resource: Resource, period: Stretch) -> Iterator[type[Refusal]]:
        if not resource.is_active:
            yield refusals.ResourceMissing
        if not all(resource.is_open(at) for at in minutes_of(period)):
            yield refusals.OutsideHours
        closed = [
            (begins, ends)
            for resource_id, begins, ends in self.closures
            if resource_id in (None, resource.id)
        ]
        if any(begins <= at < ends for begins, ends in closed for at in minutes_of(period)):
            yield refusals.InClosure

    def _person(self, resource: Resource, person: Person) -> Iterator[type[Refusal]]:
        if person.role == "blocked":
            yield refusals.Blocked
        if resource.bookers and not resource.bookers & person.tags:
            yield refusals.NotForYou

    def _others_of(
        self, user_id: int, resource_id: int, booking: Booking | None = None
    ) -> list[Booking]:
        """A person's other active bookings of a resource."""
        held = self._holding(resource_id)
        return [one for one in held if one is not booking and one.user_id == user_id]

    def _open(self, resource: Resource, own: Sequence[Booking]) -> Iterator[type[Refusal]]:
        most = resource.max_open_bookings
        if most is not None and sum(one.ends > self.now for one in own) + 1 > most:
            yield refusals.TooManyOpen

    def _week(
        self, resource: Resource, period: Stretch, own: Sequence[Booking]
    ) -> Iterator[type[Refusal]]:
        week = resource.week(period[0])
        used = sum(one.ends - one.starts for one in own if resource.week(one.starts) == week)
        most = resource.max_week_minutes
        if most is not None and used + period[1] - period[0] > most * MINUTE:
            yield refusals.WeekFull

    def _has_room(
        self,
        resource: Resource,
        count: int,
        period: Stretch,
        seats: Seats,
        booking: Booking | None,
    ) -> bool:
        """Whether so many units are left throughout, and free of what has begun; those that a
        booking under way has stay its own."""
        wanted = self._occupied_by(resource, count, period, booking)
        if booking is not None and self._is_running(booking) and period[0] <= self.now:
            kept = set(seats.get((booking.id, resource.id), ()))
            left = kept - self._taken(resource, wanted, seats, booking)
            if len(left) < min(len(kept), count):
                return False
        return self._is_free(resource, count, wanted, seats, booking)

    def _is_running(self, booking: Booking) -> bool:
        return booking.is_active and booking.starts <= self.now < booking.ends

    def _is_free(
        self,
        resource: Resource,
        count: int,
        wanted: Stretch,
        seats: Seats,
        booking: Booking | None,
    ) -> bool:
        """The same for anybody, with what the booking has counted as free."""
        others = [one for one in self._holding(resource.id) if one is not booking]
        for at in minutes_of(wanted):
            used = sum(
                self._used(one, resource, seats) for one in others if one.covers(resource, at)
            )
            if used + count > resource.quantity:
                return False
        units = set(range(1, resource.quantity + 1))
        free = units - self._taken(resource, wanted, seats, booking)
        return wanted[0] > self.now or len(free) >= count

    def _taken(
        self, resource: Resource, wanted: Stretch, seats: Seats, booking: Booking | None
    ) -> set[int]:
        """The units of a stretch that are held by what has begun."""
        return {
            unit
            for one in self._holding(resource.id)
            if one is not booking
            and one.occupied[resource.id][0] <= self.now
            and touch(one.occupied[resource.id], wanted)
            for unit in seats[one.id, resource.id]
        }

    def _holding(self, resource_id: int) -> list[Booking]:
        return [one for one in self.bookings.values() if one.is_active and resource_id in one.units]

    def _used(self, booking: Booking, resource: Resource, seats: Seats) -> int:
        """How many units it uses; of those that have begun, some may be gone since."""
        if booking.occupied[resource.id][0] > self.now:
            return booking.units[resource.id]
        return sum(unit <= resource.quantity for unit in seats[booking.id, resource.id])

    # -- changes -----------------------------------------------------------------------------

    def asked_to_move(
        self,
        booking: Booking,
        person: Person,
        units: Mapping[int, int],
        period: Stretch,
        seats: Seats,
    ) -> Answer:
        if person.role == "blocked":
            return Answer({refusals.Blocked})
        if booking.user_id != person.id:
            return Answer({refusals.BookingMissing})
        if not booking.is_active:
            return Answer({refusals.NotActive})
        answer = self._asked_to_change(booking, person, units, period, seats)
        answer.also(refusals.AlreadyStarted, if_=booking.starts <= self.now)
        is_same = (period, units) == (booking.period, booking.units)
        answer.also(refusals.NothingChanges, if_=is_same)
        return answer

    def asked_to_extend(
        self, booking: Booking, person: Person, minutes: int, seats: Seats
    ) -> Answer:
        if person.role == "blocked":
            return Answer({refusals.Blocked})
        if booking.user_id != person.id:
            return Answer({refusals.BookingMissing})
        if not booking.is_active:
            return Answer({refusals.NotActive})
        longer = booking.starts, booking.ends + minutes * MINUTE
        answer = self._asked_to_change(booking, person, booking.units, longer, seats)
        answer.also(refusals.AlreadyOver, if_=booking.ends <= self.now)
        is_asked_again = self.status_after(booking, booking.units, longer) == "pending"
        has_begun = booking.starts <= self.now
        answer.also(refusals.AlreadyStarted, if_=has_begun and is_asked_again)
        return answer

    def _asked_to_change(
        self,
        booking: Booking,
        person: Person,
        units: Mapping[int, int],
        period: Stretch,
        seats: Seats,
    ) -> Answer:
        """What it holds is checked as a change, what it takes besides as a new request."""
        answer = Answer(wanted=len(units))
        for resource_id, count in units.items():
            resource = self.resources.get(resource_id)
            if resource is None:
                return Answer(outright={refusals.ResourceMissing})
            broken = self._rules_for_new(resource, person, period)
            if resource_id in booking.units:
                broken = self._rules_for_change(resource, person, booking, count, period)
            self._add(answer, resource, broken, count, period, seats, booking)
        return answer

    def _rules_for_change(
        self, resource: Resource, person: Person, booking: Booking, count: int, period: Stretch
    ) -> set[type[Refusal]]:
        """What one has stays one's own, whatever the rules have become meanwhile."""
        broken = set(self._time(resource, period)) if period != booking.period else set()
        length, was = (one[1] - one[0] for one in (period, booking.period))
        if length >= was:
            broken.discard(refusals.TooShort)
        if length <= was:
            broken.discard(refusals.TooLong)
        if period[0] != booking.starts:
            broken.update(self._start(resource, period))
        is_longer = not within(period, booking.period)
        if is_longer or count > booking.units[resource.id]:
            broken.update(self._place(resource, period))
            broken.update(self._person(resource, person))
        if is_longer:
            own = self._others_of(person.id, resource.id, booking)
            broken.update(self._week(resource, period, own))
        return broken

    def status_after(self, booking: Booking, units: Mapping[int, int], period: Stretch) -> str:
        """An approval holds for what was approved, and for less of it."""
        if not any(self.resources[one].requires_approval for one in units):
            return "approved"
        is_less = within(period, booking.period) and all(
            count <= booking.units.get(one, 0) for one, count in units.items()
        )
        return booking.status if is_less else "pending"

    def asked_to_end_early(self, booking: Booking, person: Person) -> Answer:
        if booking.user_id != person.id:
            return Answer({refusals.BookingMissing})
        if not booking.is_active:
            return Answer({refusals.NotActive})
        is_running = booking.starts <= self.now and self.next_minute < booking.ends
        is_running = is_running and booking.status == "approved"
        return Answer(set() if is_running else {refusals.NotRunning})

    def status_undone(self, booking: Booking) -> str:
        """What it was before; but where nothing has to be approved any more, nothing waits."""
        before, units, _ = booking.before
        return before if any(self.resources[one].requires_approval for one in units) else "approved"

    @property
    def next_minute(self) -> int:
        return self.now - self.now % MINUTE + MINUTE

    def asked_to_undo(self, booking: Booking, person: Person, seats: Seats) -> Answer:
        if person.role == "blocked":
            return Answer({refusals.Blocked})
        if booking.user_id != person.id:
            return Answer({refusals.BookingMissing})
        return self._asked_to_take_back(booking, person, person, OWN_STEPS, seats)

    def asked_to_undo_rejection(
        self, booking: Booking, approver: Person, seats: Seats, *, is_approver: bool
    ) -> Answer:
        if not is_approver:
            return Answer({refusals.NotApprover})
        booker = self.people[booking.user_id]
        return self._asked_to_take_back(booking, approver, booker, ("rejected",), seats)

    def _asked_to_take_back(
        self,
        booking: Booking,
        person: Person,
        booker: Person,
        steps: Sequence[str],
        seats: Seats,
    ) -> Answer:
        """What it held then is checked where it is more than it holds now."""
        who, at, step, *_ = booking.lines[-1]
        if step not in steps or who != person.id:
            return Answer({refusals.NothingToUndo})
        before, units, period = booking.before
        answer = Answer(wanted=len(units))
        held = booking.units if booking.is_active else {}
        for resource_id, count in units.items():
            resource = self.resources[resource_id]
            own = self._others_of(booker.id, resource_id, booking)
            broken: set[type[Refusal]] = set()
            if count > held.get(resource_id, 0) or not within(period, booking.period):
                broken.update(self._place(resource, period))
                broken.update(self._person(resource, booker))
                broken.update(self._week(resource, period, own))
                if resource_id not in held:
                    broken.update(self._open(resource, own))
            self._add(answer, resource, broken, count, period, seats, booking)
        answer.also(refusals.TooLateToUndo, if_=self.now >= at + UNDO_WINDOW)
        answer.also(refusals.AlreadyOver, if_=period[1] <= self.now)
        waited = before == "pending" and period[0] <= self.now
        answer.also(refusals.AlreadyStarted, if_=waited)
        return answer

    def asked_to_cancel(self, booking: Booking, person: Person) -> Answer:
        if booking.user_id != person.id:
            return Answer({refusals.BookingMissing})
        if not booking.is_active:
            return Answer({refusals.NotActive})
        latest = min(max(booking.starts, booking.created) + CANCEL_GRACE, booking.ends)
        return Answer(set() if self.now < latest else {refusals.AlreadyStarted})

    # -- decisions and rules -----------------------------------------------------------------

    def asked_to_decide(self, booking: Booking, revision: int, *, is_approver: bool) -> Answer:
        answer = Answer()
        answer.also(refusals.NotApprover, if_=not is_approver)
        answer.also(refusals.AlreadyDecided, if_=booking.status != "pending")
        answer.also(refusals.RequestChanged, if_=booking.revision != revision)
        answer.also(refusals.DeadlinePassed, if_=self.is_overdue(booking))
        return answer

    def is_overdue(self, booking: Booking) -> bool:
        return booking.status == "pending" and (booking.decide_by or 0) <= self.now

    def asked_for_quantity(self, resource: Resource, quantity: int, seats: Seats) -> Answer:
        """Fewer units must be enough for what is held from now on, without those that are gone."""
        held = [
            one for one in self._holding(resource.id) if one.occupied[resource.id][1] > self.now
        ]
        begins = [one.occupied[resource.id][0] for one in held]
        for at in (self.now, *(begin for begin in begins if begin > self.now)):
            used = sum(one.units[resource.id] for one in held if one.covers(resource, at))
            if used > quantity:
                return Answer({refusals.QuantityInUse})
        begun = [one for one in held if one.covers(resource, self.now)]
        is_gone = any(max(seats[one.id, resource.id]) > quantity for one in begun)
        return Answer({refusals.UnitOut} if is_gone else set())

    # -- deeds -------------------------------------------------------------------------------

    def find_draft(self, person: Person, draft: str) -> Booking | None:
        own = [one for one in self.bookings.values() if one.user_id == person.id]
        return next((one for one in own if one.draft == draft), None)

    def book(
        self,
        booking_id: int,
        person: Person,
        draft: str,
        units: Mapping[int, int],
        period: Stretch,
    ) -> Booking:
        decide_by = self._deadline(units, period)
        booking = Booking(
            id=booking_id,
            user_id=person.id,
            draft=draft,
            starts=period[0],
            ends=period[1],
            status="approved" if decide_by is None else "pending",
            units=dict(units),
            occupied=self._occupied(units, period),
            decide_by=decide_by,
            created=self.now,
        )
        self.bookings[booking_id] = booking
        booking.lines.append((person.id, self.now, "booked", None, booking.status))
        self._remind(booking)
        return booking

    def _deadline(self, units: Mapping[int, int], period: Stretch) -> int | None:
        wanted = [self.resources[one] for one in units]
        minutes = [one.approval_minutes for one in wanted if one.requires_approval]
        return min(self.now + min(minutes) * MINUTE, period[0]) if minutes else None

    def _occupied(
        self, units: Mapping[int, int], period: Stretch, booking: Booking | None = None
    ) -> dict[int, Stretch]:
        return {
            one: self._occupied_by(self.resources[one], count, period, booking)
            for one, count in units.items()
        }

    def _occupied_by(
        self, resource: Resource, count: int, period: Stretch, booking: Booking | None
    ) -> Stretch:
        """What a booking has, and no more of it, keeps the buffer it was taken with; but not at
        quite another time."""
        begins, ends = resource.occupied(period)
        if booking is None or count > booking.units.get(resource.id, 0):
            return begins, ends
        if not (period[0] < booking.ends and booking.starts < period[1]):
            return begins, ends
        buffer = booking.starts - booking.occupied[resource.id][0]
        return max(begins, period[0] - buffer), min(ends, period[1] + buffer)

    def _remind(self, booking: Booking) -> None:
        """Of what is approved, `LEADS` before it starts and shortly before its end; of nothing
        else."""
        due = {booking.starts - lead for lead in LEADS if booking.starts - lead > self.now}
        booking.reminders = due if booking.status == "approved" else set()
        at = booking.ends - ENDING_LEAD
        is_ahead = booking.status == "approved" and at > max(booking.starts, self.now)
        booking.ending = at if is_ahead else None

    def _write(self, booking: Booking, who: int | None, action: str, status: str) -> None:
        """A line of its ledger; what is so until then can be taken back."""
        booking.lines.append((who, self.now, action, booking.status, status))
        booking.before = (booking.status, dict(booking.units), booking.period)
        if action == "approved":
            booking.approved_by = who

    def change_status(self, booking: Booking, status: str, who: int | None) -> None:
        self._write(booking, who, status, status)
        booking.status, booking.decide_by = status, None
        booking.news = None
        if status in ("approved", "rejected"):
            booking.decided_by, booking.news = who, "decision"
        if status == "expired":
            booking.news = "expiry"
        self._remind(booking)

    def hold(
        self,
        booking: Booking,
        action: str,
        status: str,
        units: Mapping[int, int],
        period: Stretch,
        who: int | None = None,
    ) -> None:
        """It holds these now, and is of that status: whoever sees an older revision is told so."""
        self._write(booking, booking.user_id if who is None else who, action, status)
        booking.occupied = self._occupied(units, period, booking)
        booking.starts, booking.ends = period
        booking.units = dict(units)
        booking.status, booking.revision = status, booking.revision + 1
        booking.decide_by = self._deadline(units, period) if status == "pending" else None
        needs_approval = any(self.resources[one].requires_approval for one in units)
        if status == "pending" or not needs_approval:
            booking.decided_by = None
        booking.news = None
        self._remind(booking)

    def undo(self, booking: Booking, who: int) -> None:
        """It is as it was, and whoever had approved that has."""
        _, units, period = booking.before
        status = self.status_undone(booking)
        has_heard = booking.lines[-1][2] == "rejected" and booking.heard == booking.revision
        decider = booking.decided_by or booking.approved_by
        self.hold(booking, "restored", status, units, period, who)
        if status == "approved" and any(self.resources[one].requires_approval for one in units):
            booking.decided_by = decider
        if has_heard:  # otherwise, even if it was their own answer to their own request
            booking.news = "decision"

    def end_early(self, booking: Booking) -> None:
        """The rest is free, but for the buffer that it was made with."""
        self._write(booking, booking.user_id, "ended_early", booking.status)
        earlier = booking.ends - self.next_minute
        booking.ends -= earlier
        booking.occupied = {
            one: (begins, ends - earlier) for one, (begins, ends) in booking.occupied.items()
        }
        booking.revision += 1
        booking.news = None
        self._remind(booking)

    def expire(self) -> int:
        """All that wait in vain; returns how many."""
        overdue = [one for one in self.bookings.values() if self.is_overdue(one)]
        for booking in overdue:
            self.change_status(booking, "expired", None)
        return len(overdue)

    def deliver(self, seats: Seats) -> list[tuple[str, int]]:
        """What owners are told now: (what, booking). Of several reminders the latest says it all,
        and once it has started there is nothing to remind of."""
        told: list[tuple[str, int]] = []
        for booking in self.bookings.values():
            if booking.news:
                told.append((booking.news, booking.id))
                booking.heard = booking.revision
            due = {at for at in booking.reminders if at <= self.now}
            if due and self.now < booking.starts:
                told.append(("reminder", booking.id))
            if booking.ending is not None and booking.ending <= self.now:
                told += [("ending", booking.id)] * self._may_stay(booking, seats)
                booking.ending = None
            booking.news = None
            booking.reminders -= due
        return told

    def _may_stay(self, booking: Booking, seats: Seats) -> bool:
        owner = self.people[booking.user_id]
        if not booking.starts <= self.now < booking.ends:
            return False
        after = booking.ends, booking.ends + EXTENSIONS[-1] * MINUTE
        can_stay = any(
            self.asked_to_extend(booking, owner, minutes, seats).is_yes for minutes in EXTENSIONS
        )
        return can_stay and all(
            self._is_free(resource, count, resource.occupied(after), seats, booking)
            for resource, count in self._held_by(booking)
        )

    def _held_by(self, booking: Booking) -> list[tuple[Resource, int]]:
        return [(self.resources[one], count) for one, count in booking.units.items()]
