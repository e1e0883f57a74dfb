"""Of several times that a phrase may mean, those that can be meant: of what is open from 8 to 20,
"at 10" is in the morning.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.schemas.actor import Actor
from bot.schemas.periods import Period
from bot.schemas.phrases import Start
from bot.schemas.slots import Sought
from bot.services.calendar.availability import Calendar
from bot.services.finding.sought import list_shown, read_sought
from db.engine import Database


async def keep_possible(
    db: Database,
    actor: Actor,
    starts: Sequence[Start],
    sought: Sought,
    *,
    resource_id: int | None,
    now: datetime,
) -> Sequence[Start]:
    """Those at which the rules of the resource that was named allow it, or of any that is sought.

    All of them, where the rules do not tell them apart: then a refusal says which rule it is.
    What is taken counts as possible, so that whoever was slower learns of it.
    """
    if len(starts) < 2:
        return starts
    begins = starts[0].at
    ends = max(one.at + timedelta(minutes=one.minutes or 0) for one in starts)
    async with db.reading() as session:
        shown = await list_shown(session, actor)
        if resource_id is not None:
            shown = [one for one in shown if one.id == resource_id]
            sought = sought._replace(kind=shown[0].kind, people=1) if shown else sought
        sought = sought._replace(minutes=None)
        calendars = await read_sought(session, shown, sought, begins, ends, now=now)
    said = [one for one in starts if _is_allowed(one, one.minutes, calendars)]
    return said or [one for one in starts if _is_allowed(one, None, calendars)] or starts


def _is_allowed(start: Start, minutes: int | None, calendars: Sequence[Calendar]) -> bool:
    """For that long; for its shortest time, where no length is given."""
    return any(
        one.allows(Period.of(start.at, minutes or one.resource.shortest_minutes))
        for one in calendars
    )
