"""Closures, as those who run the place make them: holidays, repairs, a lunch every Wednesday."""

from datetime import datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import MINUTES_PER_DAY
from bot.schemas.actor import Actor
from bot.schemas.closures import ClosurePage, ClosureView, NewClosure
from bot.schemas.pages import page_within
from bot.schemas.periods import Period
from bot.schemas.resources import ResourceOption, ResourcePage
from bot.services import refusals
from bot.services.calendar.stretches import stretches_of, wall_of
from bot.services.place.impact import Pending
from bot.services.retries import retried
from bot.services.rights import check_admin
from bot.services.views import resource_view
from db.engine import Database
from db.enums import Repeat
from db.models import Closure
from db.models.resources import CLOSURE_REASON_MAX
from db.repositories import closures, resources
from db.repositories.resources import ClosureRow

PAGE_SIZE = 6
NEXT = timedelta(days=9 * 366)
"""The next leap day is no further, but around a year like 2100."""
LONGEST = {None: 2 * 366, Repeat.WEEKLY: 7, Repeat.YEARLY: 365}
"""Days; what repeats is over before it comes again."""
NEW = 0
"""The id of one that is no row yet."""


async def list_coming(db: Database, actor: Actor, *, page: int, now: datetime) -> ClosurePage:
    """Those that are not over, in the order in which they come. Raises NotAdmin.

    A page past the end is the last one.
    """
    coming = sorted(await _read(db, actor, now=now), key=_by_start)
    page, pages = page_within(page, len(coming), PAGE_SIZE)
    shown = coming[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    return ClosurePage(closures=tuple(shown), page=page, pages=pages)


def _by_start(view: ClosureView) -> tuple[datetime, int]:
    return view.comes.starts_at, view.id


async def list_resources(db: Database, actor: Actor, *, page: int) -> ResourcePage:
    """What can be closed by itself. Raises NotAdmin."""
    check_admin(actor)
    async with db.reading() as session:
        views = [resource_view(row) for row in await resources.list_active(session)]
    page, pages = page_within(page, len(views), PAGE_SIZE)
    shown = views[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    options = tuple(map(ResourceOption.model_validate, shown))
    return ResourcePage(options=options, page=page, pages=pages)


async def get_closure(db: Database, actor: Actor, closure_id: int, *, now: datetime) -> ClosureView:
    """One that is not over. Raises NotAdmin or ClosureMissing."""
    coming = await _read(db, actor, now=now)
    found = next((one for one in coming if one.id == closure_id), None)
    if found is None:
        raise refusals.ClosureMissing
    return found


async def _read(db: Database, actor: Actor, *, now: datetime) -> list[ClosureView]:
    check_admin(actor)
    async with db.reading() as session:
        rows = await closures.list_since(session, now)
    views = (_view(row, name, now=now) for row, name in rows)
    return [one for one in views if one is not None]


def _view(row: ClosureRow, name: str | None, *, now: datetime) -> ClosureView | None:
    """None for one that does not come again."""
    ahead = Period(starts_at=now, ends_at=max(now, row.starts_at) + NEXT)
    comes = next(stretches_of(row, ahead), None)
    if comes is None:
        return None
    return ClosureView(id=row.id, closure=_said(row), name=name, comes=comes)


def _said(row: ClosureRow) -> NewClosure:
    """As it reads on the clocks of its zone; in an older row that has none, of UTC."""
    timezone = row.timezone or "UTC"
    closure = NewClosure(
        timezone=timezone, resource_id=row.resource_id, kind=row.kind, first=row.starts_at.date(),
        last=row.ends_at.date(), repeats=row.repeats, reason=row.reason,
    )  # fmt: skip
    wall = wall_of(Period(starts_at=row.starts_at, ends_at=row.ends_at), closure.zone)
    until = row.repeats_until and row.repeats_until.astimezone(closure.zone).date()
    said: dict[str, object] = {"first": wall.first, "last": wall.last, "until": until}
    if not wall.is_whole:
        said |= {"opens": wall.opens, "closes": wall.closes}
    return closure.model_copy(update=said)


def check_closure(closure: NewClosure, *, now: datetime) -> None:
    """Raises ReasonTooLong, ClosureBackwards, ClosureTooLong, ClosureInGap or ClosureOver."""
    if closure.reason is not None and len(closure.reason) > CLOSURE_REASON_MAX:
        raise refusals.ReasonTooLong(CLOSURE_REASON_MAX, len(closure.reason))
    period = closure.period
    if period.starts_at >= period.ends_at:
        raise refusals.ClosureBackwards
    most = LONGEST[closure.repeats]
    if (closure.last - closure.first).days >= most:
        raise refusals.ClosureTooLong(most)
    if closure.repeats is not None and not _is_on_the_wall(closure, period):
        raise refusals.ClosureInGap(closure.first)
    until = closure.repeats_until
    is_over = until is not None and until < max(now, period.starts_at)
    if is_over or (closure.repeats is None and period.ends_at <= now):
        raise refusals.ClosureOver


def _is_on_the_wall(closure: NewClosure, period: Period) -> bool:
    """Whether it begins and ends there as was said; what repeats is read from there."""
    closes = MINUTES_PER_DAY if closure.closes is None else closure.closes
    edges = (
        (closure.first, closure.opens or 0, period.starts_at),
        (closure.last, closes, period.ends_at),
    )
    return all(
        datetime.combine(day, time(), closure.zone) + timedelta(minutes=minute)
        == at.astimezone(closure.zone)
        for day, minute, at in edges
    )


def pending(closure: NewClosure, *, closure_id: int | None, now: datetime) -> Pending:
    """The change that makes a closure, or makes one that there is what it shall be.

    Raises what `check_closure` does.
    """
    check_closure(closure, now=now)
    period = closure.period
    row = ClosureRow(
        closure_id or NEW, closure.resource_id, closure.kind, period.starts_at, period.ends_at,
        closure.reason, closure.repeats, closure.repeats_until, closure.timezone,
    )  # fmt: skip

    async def make(session: AsyncSession) -> None:
        await _write(session, row)

    return Pending(make, closure=row, instead_of=closure_id, reason=closure.reason)


async def _write(session: AsyncSession, row: ClosureRow) -> None:
    """Raises ClosureMissing, or ResourceMissing, where somebody has deleted it meanwhile."""
    if row.resource_id is not None and await resources.find(session, row.resource_id) is None:
        raise refusals.ResourceMissing
    columns = row._asdict()
    closure_id = columns.pop("id")
    closure = Closure() if closure_id == NEW else await closures.find(session, closure_id)
    if closure is None:
        raise refusals.ClosureMissing
    for column, value in columns.items():
        setattr(closure, column, value)
    session.add(closure)
    await session.flush()


@retried
async def delete(db: Database, actor: Actor, closure_id: int) -> None:
    """Open what it has closed. Raises NotAdmin or ClosureMissing."""
    check_admin(actor)
    async with db.writing() as session:
        closure = await closures.find(session, closure_id)
        if closure is None:
            raise refusals.ClosureMissing
        await session.delete(closure)
