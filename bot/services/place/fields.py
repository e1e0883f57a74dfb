"""What a resource and its rules may be, as checks; each raises its refusal."""

from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from zoneinfo import available_timezones

from bot.clock import MINUTES_PER_DAY
from bot.schemas.resources import NewResource, OpeningSpan, ResourceChange
from bot.schemas.rules import RuleChanges, RuleValues
from bot.services import refusals
from bot.services.access.tags import checked
from db.base import FEATURE, FEATURES_MAX
from db.enums import RULE_COLUMNS, Rule
from db.models.resources import DESCRIPTION_MAX, LOCATION_MAX, NAME_MAX, QUANTITY_MAX

CAPACITY_MAX = 100_000
SPANS_MAX = 8
"""Of one weekday."""
QUOTED = 64
"""So much of what was typed is said again."""
LENGTHS: dict[Rule, tuple[int, int]] = {
    Rule.GRID: (1, MINUTES_PER_DAY),
    Rule.SHORTEST: (1, 31 * MINUTES_PER_DAY),
    Rule.LONGEST: (1, 31 * MINUTES_PER_DAY),
    Rule.NOTICE: (0, 60 * MINUTES_PER_DAY),
    Rule.BUFFER: (0, MINUTES_PER_DAY),
    Rule.DEADLINE: (1, 60 * MINUTES_PER_DAY),
    Rule.WEEK_HOURS: (1, 7 * MINUTES_PER_DAY),
}
"""The rules that are a length of time: the least and the most, in minutes."""
NUMBERS: dict[Rule, tuple[int, int]] = {
    Rule.APPROVAL: (0, 1),
    Rule.HORIZON: (1, 730),
    Rule.OPEN_BOOKINGS: (1, 1000),
}
QUOTAS = (Rule.OPEN_BOOKINGS, Rule.WEEK_HOURS)
"""They may be left out."""
TEXTS = {
    "name": (1, NAME_MAX),
    "description": (0, DESCRIPTION_MAX),
    "location": (0, LOCATION_MAX),
}


def check_fields(changed: NewResource | ResourceChange) -> None:
    """Raise the first refusal that stands against one of the values that are given."""
    given = changed.columns
    for field, (least, most) in TEXTS.items():
        if field in given and not least <= len(given[field] or "") <= most:
            raise refusals.TextOutside(least, most, len(given[field] or ""))
    if "quantity" in given:
        check_number(given["quantity"], 1, QUANTITY_MAX)
    if given.get("capacity") is not None:
        check_number(given["capacity"], 1, CAPACITY_MAX)
    if "timezone" in given and given["timezone"] not in zones():
        raise refusals.NoSuchZone(str(given["timezone"])[:QUOTED])
    checked(frozenset(given.get("bookers") or ()))
    check_features(given.get("features") or ())
    check_values(changed)
    check_hours(changed.opening_hours or ())


def check_values(changed: RuleChanges) -> None:
    """The same for rules, each by itself."""
    for rule in changed.rules:
        value = changed.columns[RULE_COLUMNS[rule]]
        if value is None and rule in QUOTAS:
            continue
        if rule in LENGTHS:
            check_length(value, *LENGTHS[rule])
        else:
            check_number(value, *NUMBERS[rule])


def check_together(rules: RuleValues) -> None:
    """Whether there is any length that a booking may have."""
    if rules.shortest_minutes > rules.max_minutes:
        raise refusals.RulesContradict(rules.shortest_minutes, rules.max_minutes)


def check_number(value: int | None, least: int, most: int) -> None:
    if value is None or not least <= value <= most:
        raise refusals.NumberOutside(least, most)


def check_length(minutes: int | None, least: int, most: int) -> None:
    if minutes is None or not least <= minutes <= most:
        raise refusals.LengthOutside(least, most)


def check_features(features: Collection[str]) -> None:
    for word in features:
        if not FEATURE.fullmatch(word) or word != word.casefold():
            raise refusals.NoFeature(word[:QUOTED])
    _check_room(features, FEATURES_MAX)


def _check_room(words: Collection[str], most: int) -> None:
    """They are one text, with a sign between them."""
    if sum(len(word) + 1 for word in words) > most:
        raise refusals.TooManyWords(most)


def check_hours(spans: Collection[OpeningSpan]) -> None:
    """Whether they are spans of a week; none at all is always open."""
    for weekday, opens, closes in spans:
        if not (0 <= weekday <= 6 and 0 <= opens < closes <= MINUTES_PER_DAY):
            raise refusals.NotUnderstood
    counted = Counter(span.weekday for span in spans)
    if max(counted.values(), default=0) > SPANS_MAX:
        raise refusals.TooManySpans(SPANS_MAX)


@lru_cache
def zones() -> frozenset[str]:
    """The names of all time zones that are known here."""
    return frozenset(available_timezones())
