"""Other weekly hours for a resource, a day at a time or all at once."""

from collections.abc import Mapping

from bot.schemas.resources import ResourceChange, ResourceView
from bot.schemas.weekly import ALL_DAY, DAY, DAYS, Day, spans_of, week_of
from bot.services import refusals

WORKDAYS, ALL_DAYS = range(5), range(DAYS)
ALWAYS: Mapping[int, Day] = dict.fromkeys(ALL_DAYS, ALL_DAY)


def copied(resource: ResourceView, weekday: int, *, everywhere: bool) -> dict[int, Day]:
    """What one weekday has, for Monday to Friday or all days."""
    spans = week_of(resource.opening_hours)[weekday]
    return dict.fromkeys(ALL_DAYS if everywhere else WORKDAYS, spans)


def hours_of(source: ResourceView) -> dict[int, Day]:
    """The hours of all of its days."""
    return dict(enumerate(week_of(source.opening_hours)))


def change_of(resource: ResourceView, days: Mapping[int, Day]) -> ResourceChange:
    """Other hours on these weekdays; none: it is closed. Raises NotUnderstood or NeverOpen."""
    given = [span for spans in days.values() for span in spans]
    if any(not (0 <= opens < DAY and opens < closes <= opens + DAY) for opens, closes in given):
        raise refusals.NotUnderstood
    week = week_of(resource.opening_hours)
    changed = [days.get(day, there) for day, there in enumerate(week)]
    if not any(changed):
        raise refusals.NeverOpen
    return ResourceChange(opening_hours=spans_of(changed))
