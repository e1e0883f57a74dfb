"""The rules a request must keep, as checklists of pure functions; each raises its refusal."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta

from bot.clock import day_bounds, local_day
from bot.schemas.actor import Actor
from bot.schemas.periods import Period
from bot.schemas.resources import ResourceView
from bot.services import refusals
from bot.services.calendar import hours
from bot.services.calendar.hours import ClosureView
from bot.services.calendar.overrides import APPROVAL, NOTHING, Aside
from db.enums import Role


def check_rules(
    resource: ResourceView,
    period: Period,
    *,
    closures: Sequence[ClosureView],
    now: datetime,
    aside: Aside = NOTHING,
) -> None:
    """Raise the first refusal that stands against booking this resource for this period."""
    check_active(resource)
    with aside:
        check_duration(resource, period)
    with aside:
        check_grid(resource, period)
    check_start(resource, period, now=now, aside=aside)
    with aside:
        check_hours(resource, period)
    with aside:
        check_closures(resource, period, closures)


def check_history(
    resource: ResourceView, period: Period, *, closures: Sequence[ClosureView]
) -> Iterator[Callable[[], None]]:
    """The same as questions, one by one, for what was agreed elsewhere: when it was asked for, and
    how far ahead, is not known."""
    yield lambda: check_duration(resource, period)
    yield lambda: check_grid(resource, period)
    yield lambda: check_hours(resource, period)
    yield lambda: check_closures(resource, period, closures)


def check_booker(
    resource: ResourceView,
    booker: Actor,
    period: Period,
    own: Sequence[Period],
    *,
    now: datetime,
    aside: Aside = NOTHING,
) -> None:
    """The same for a person; `own` are their other active bookings of this resource.

    What they have of all resources together is `check_person_quota`'s.
    """
    check_may_book(resource, booker, aside=aside)
    with aside:
        check_open_bookings(resource, own, now=now)
    with aside:
        check_week_hours(resource, period, own)


def check_change(
    resource: ResourceView,
    old: Period,
    new: Period,
    *,
    closures: Sequence[ClosureView],
    now: datetime,
    aside: Aside = NOTHING,
) -> None:
    """The same for a booking that holds the resource already.

    What it has stays its own, whatever the rules have become meanwhile: the grid is asked only of
    another period, the shortest booking of a shorter one and the longest of a longer one, notice
    and horizon of another start, hours and closures of time that is not within the old.
    """
    with aside:
        if new.minutes < old.minutes:
            check_shortest(resource, new)
        elif new.minutes > old.minutes:
            check_longest(resource, new)
    if new != old:
        with aside:
            check_grid(resource, new)
    if new.starts_at != old.starts_at:
        check_start(resource, new, now=now, aside=aside)
    if not old.contains(new):
        check_place(resource, new, closures=closures, aside=aside)


def check_place(
    resource: ResourceView,
    period: Period,
    *,
    closures: Sequence[ClosureView],
    aside: Aside = NOTHING,
) -> None:
    """Whether the resource can be used then at all."""
    check_active(resource)
    with aside:
        check_hours(resource, period)
    with aside:
        check_closures(resource, period, closures)


def check_start(
    resource: ResourceView, period: Period, *, now: datetime, aside: Aside = NOTHING
) -> None:
    """Notice and horizon; where notice is set aside, what is past is past all the same, and nobody
    is asked about what has begun."""
    with aside:
        check_notice(resource, period, now=now)
    has_begun = period.starts_at <= now
    is_asked = has_begun and resource.requires_approval and not aside.takes(APPROVAL)
    if is_asked or period.starts_at <= now - resource.grid:
        raise refusals.TooSoon(0, period.starts_at, resource.timezone)
    with aside:
        check_horizon(resource, period, now=now)


def check_active(resource: ResourceView) -> None:
    if not resource.is_active:
        raise refusals.ResourceMissing


def check_duration(resource: ResourceView, period: Period) -> None:
    check_shortest(resource, period)
    check_longest(resource, period)


def check_shortest(resource: ResourceView, period: Period) -> None:
    if period.minutes < resource.min_minutes:
        raise refusals.TooShort(resource.min_minutes, period.minutes)


def check_longest(resource: ResourceView, period: Period) -> None:
    if period.minutes > resource.max_minutes:
        raise refusals.TooLong(resource.max_minutes, period.minutes)


def check_grid(resource: ResourceView, period: Period) -> None:
    """A booking starts on the grid of the wall clock and lasts a whole number of its steps."""
    local = period.starts_at.astimezone(resource.zone)
    minute = local.hour * 60 + local.minute
    if minute % resource.grid_minutes or local.second or period.length % resource.grid:
        raise refusals.OffGrid(resource.grid_minutes, period, resource.timezone)


def check_notice(resource: ResourceView, period: Period, *, now: datetime) -> None:
    if period.starts_at < earliest_start(resource, now=now):
        raise refusals.TooSoon(resource.notice_minutes, period.starts_at, resource.timezone)


def earliest_start(resource: ResourceView, *, now: datetime) -> datetime:
    """The soonest start.

    Who stands at the door of a free room may take the step of the grid that is running already;
    not so where notice or approval is asked for.
    """
    if resource.notice_minutes or resource.requires_approval:
        return now + timedelta(minutes=resource.notice_minutes, seconds=1)
    return now - resource.grid + timedelta(seconds=1)


def check_horizon(resource: ResourceView, period: Period, *, now: datetime) -> None:
    last = last_day(resource, now=now)
    asked = local_day(period.starts_at, resource.zone)
    if asked > last:
        raise refusals.TooFarAhead(resource.horizon_days, last, asked)


def last_day(resource: ResourceView, *, now: datetime) -> date:
    """The last local day on which a booking may start."""
    return local_day(now, resource.zone) + timedelta(days=resource.horizon_days)


def check_hours(resource: ResourceView, period: Period) -> None:
    if not any(span.contains(period) for span in hours.open_around(resource, period)):
        day = local_day(period.starts_at, resource.zone)
        weekly = hours.weekly_hours(resource, day)
        raise refusals.OutsideHours(day, weekly, period, resource.timezone)


def check_closures(resource: ResourceView, period: Period, closures: Sequence[ClosureView]) -> None:
    for closure in closures:
        if closure.period.overlaps(period):
            raise refusals.InClosure(
                closure.reason or "", closure.period.ends_at, period, resource.timezone
            )


def check_may_book(resource: ResourceView, booker: Actor, *, aside: Aside = NOTHING) -> None:
    check_not_blocked(booker)
    with aside:
        if not is_for(resource, booker):
            raise _not_for(resource, booker)


def check_not_blocked(actor: Actor) -> None:
    if actor.role is Role.BLOCKED:
        raise refusals.Blocked(actor.block_reason or "")


def check_person_quota(booker: Actor, count: int) -> None:
    """`count`: how many active bookings they have that have not ended, of all resources."""
    most = booker.max_open_bookings
    if most is not None and count >= most:
        raise refusals.PersonQuota(most, count)


def check_may_look(resource: ResourceView, actor: Actor) -> None:
    """Who may book it, and approvers and admins at every one. Raises NotForYou or Blocked."""
    check_not_blocked(actor)
    if not may_look(resource, actor):
        raise _not_for(resource, actor)


def _not_for(resource: ResourceView, actor: Actor) -> refusals.NotForYou:
    return refusals.NotForYou(", ".join(sorted(resource.bookers)), ", ".join(sorted(actor.tags)))


def may_look(resource: ResourceView, actor: Actor) -> bool:
    return may_ask_for(resource, actor) or actor.is_approver


def may_ask_for(resource: ResourceView, actor: Actor) -> bool:
    """Whether it is listed for the actor: an admin may ask for others, and set tags aside."""
    return actor.is_admin or is_for(resource, actor)


def is_for(resource: ResourceView, actor: Actor) -> bool:
    """Whether the resource is for everybody, or for one of the actor's tags."""
    return not resource.bookers or bool(resource.bookers & actor.tags)


def check_open_bookings(resource: ResourceView, own: Sequence[Period], *, now: datetime) -> None:
    most = resource.max_open_bookings
    count = sum(period.ends_at > now for period in own)
    if most is not None and count >= most:
        raise refusals.TooManyOpen(most, count)


def check_week_hours(resource: ResourceView, period: Period, own: Sequence[Period]) -> None:
    """A booking counts wholly in the local week in which it starts."""
    most = resource.max_week_minutes
    if most is None:
        return
    week = week_of(resource, period)
    used = sum(other.minutes for other in own if week.starts_at <= other.starts_at < week.ends_at)
    if used + period.minutes > most:
        raise refusals.WeekFull(most, used, period.minutes)


def week_of(resource: ResourceView, period: Period) -> Period:
    """The local week, Monday to Sunday, in which a period starts."""
    day = local_day(period.starts_at, resource.zone)
    monday = day - timedelta(days=day.weekday())
    begins, _ = day_bounds(monday, resource.zone)
    _, ends = day_bounds(monday + timedelta(days=6), resource.zone)
    return Period(starts_at=begins, ends_at=ends)
