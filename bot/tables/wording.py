"""What is stored, in the words that cells are read from: `columns.py` the other way round."""

from collections.abc import Collection, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.schemas.resources import ResourceView
from bot.schemas.tables import Row
from bot.schemas.weekly import ALL_DAY, DAY, Day, DaySpan, week_of
from bot.tables.columns import FIELDS, RULES, WEEKDAYS
from db.enums import RULE_COLUMNS

LENGTHS = ("grid", "shortest", "longest", "notice", "buffer", "deadline", "week_hours")
FILE_NAMES = {column: name for name, column in RULES.items()}


def resource_row(resource: ResourceView) -> Row:
    follows = [
        FILE_NAMES[column]
        for rule, column in RULE_COLUMNS.items()
        if rule not in resource.own_rules
    ]
    week = week_of(resource.opening_hours)
    return {
        "name": resource.name,
        "kind": resource.kind.value,
        **{name: cell(name, getattr(resource, column)) for name, column in FIELDS.items()},
        "follows": " ".join(follows),
        **{name: day_cell(day) for name, day in zip(WEEKDAYS, week, strict=True)},
    }


def cell(name: str, value: object) -> object:
    if name in LENGTHS and value is not None:
        return f"{value} min"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "none" if name in RULES else ""
    if name == "features" and isinstance(value, Collection):
        return ", ".join(sorted(value))
    return words(value) if isinstance(value, frozenset) else value


def words(tags: Iterable[str]) -> str:
    return " ".join(sorted(tags))


def day_cell(day: Day) -> str:
    if not day:
        return "closed"
    return "always" if day == ALL_DAY else ", ".join(map(_span, day))


def _span(span: DaySpan) -> str:
    """One that ends on the next day ends before it begins."""
    opens, closes = span.opens, span.closes if span.closes <= DAY else span.closes - DAY
    return f"{opens // 60}:{opens % 60:02}-{closes // 60}:{closes % 60:02}"


def moment_cell(at: datetime, zone: ZoneInfo) -> str:
    """With its offset: nobody has to know whose wall clock it is."""
    local = at.astimezone(zone)
    return local.isoformat(sep=" ", timespec="seconds" if local.second else "minutes")
