"""The booking rules, of the site and of one resource: what holds, where it comes from, what it
comes to."""

from collections.abc import Collection
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from pydantic import Field

from bot.schemas.resources import ResourceView
from bot.schemas.rules import RuleChanges, RuleExample, RuleValues
from bot.screens.screen import Id, Row, Screen, back_row, button, in_rows, keyboard, lines
from bot.screens.start import Admin
from bot.texts import Texts
from db.enums import Rule

NONE = -1
"""In a button: without a limit."""
RuleValue = Annotated[int, Field(ge=NONE, le=100_000)]

HOUR, DAY = 60, 24 * 60
CHOICES: dict[Rule, tuple[int, ...]] = {
    Rule.GRID: (5, 10, 15, 30, 60),
    Rule.SHORTEST: (15, 30, 45, 60, 90, 120),
    Rule.LONGEST: (60, 120, 240, 480, 720, DAY),
    Rule.NOTICE: (0, 30, 60, 120, DAY, 2 * DAY),
    Rule.HORIZON: (7, 14, 30, 60, 90, 180),
    Rule.BUFFER: (0, 5, 10, 15, 30, 60),
    Rule.APPROVAL: (1, 0),
    Rule.DEADLINE: (HOUR, 4 * HOUR, 12 * HOUR, DAY, 2 * DAY, 3 * DAY),
    Rule.OPEN_BOOKINGS: (1, 2, 3, 5, 10, NONE),
    Rule.WEEK_HOURS: (2 * HOUR, 4 * HOUR, 8 * HOUR, 10 * HOUR, 20 * HOUR, NONE),
}
"""Values worth a button; others are typed."""


class SiteRules(CallbackData, prefix="site"):
    """What holds for the whole place."""


class ResourceRules(CallbackData, prefix="rules"):
    resource_id: Id


class EditRule(CallbackData, prefix="rule"):
    """Of a resource; of the site where there is none."""

    rule: Rule
    resource_id: Id | None = None


class SetRule(CallbackData, prefix="ruleto"):
    rule: Rule
    value: RuleValue
    resource_id: Id | None = None


class FollowSite(CallbackData, prefix="follow"):
    rule: Rule
    resource_id: Id


def site_screen(texts: Texts, rules: RuleValues, example: RuleExample | None) -> Screen:
    text = lines(
        texts.html("rules-site-text"),
        "",
        *(_line(texts, rule, rules) for rule in Rule),
        "",
        example_text(texts, example),
    )
    return Screen(text, keyboard([*_rule_rows(texts, None), back_row(texts, Admin())]))


def rules_screen(
    texts: Texts, resource: ResourceView, example: RuleExample | None, back: CallbackData
) -> Screen:
    text = lines(
        texts.html("rules-text", name=resource.name),
        "",
        *rule_lines(texts, resource),
        "",
        example_text(texts, example),
    )
    return Screen(text, keyboard([*_rule_rows(texts, resource.id), back_row(texts, back)]))


def _rule_rows(texts: Texts, resource_id: int | None) -> list[Row]:
    buttons = [
        button(texts.plain("rule-name", rule=rule), EditRule(rule=rule, resource_id=resource_id))
        for rule in Rule
    ]
    return in_rows(buttons, 2)


def rule_lines(texts: Texts, resource: ResourceView) -> list[str]:
    """Each rule with its value, and where that comes from."""
    return [_line(texts, rule, resource, is_own=rule in resource.own_rules) for rule in Rule]


def change_lines(
    texts: Texts,
    values: RuleValues | RuleChanges,
    rules: Collection[Rule],
    *,
    resource: ResourceView | None = None,
) -> list[str]:
    """Of whom they are, and the values that some rules would have; of the site for no resource."""
    own = None if resource is None else resource.own_rules
    return [
        texts.html("rule-title", name="none" if resource is None else resource.name),
        *(
            _line(texts, rule, values, is_own=None if own is None else rule in own)
            for rule in Rule
            if rule in rules
        ),
    ]


def _line(
    texts: Texts, rule: Rule, rules: RuleValues | RuleChanges, *, is_own: bool | None = None
) -> str:
    """Of the site's own rules nobody asks where they come from."""
    whose = "none" if is_own is None else "own" if is_own else "site"
    return texts.html(
        "rule-line",
        name=texts.plain("rule-name", rule=rule),
        value=value_text(texts, rule, rules.value_of(rule)),
        whose=whose,
    )


def value_text(texts: Texts, rule: Rule, value: int | None) -> str:
    if value is None or value == NONE:
        return texts.plain("rule-no-limit")
    if rule is Rule.APPROVAL:
        return texts.plain("rule-yes" if value else "rule-no")
    if rule is Rule.OPEN_BOOKINGS:
        return str(value)
    if rule is Rule.HORIZON:
        return texts.duration(value * DAY)
    if value == 0:
        return texts.plain("rule-none")
    return texts.duration(value, short=True)


def rule_screen(
    texts: Texts,
    rule: Rule,
    site: RuleValues,
    resource: ResourceView | None,
    example: RuleExample | None,
) -> Screen:
    """One rule: what it means, its value, and others for it."""
    is_own = None if resource is None else rule in resource.own_rules
    text = lines(
        texts.html("rule-title", name="none" if resource is None else resource.name),
        _line(texts, rule, resource or site, is_own=is_own),
        texts.html("rule-about", rule=rule),
        "",
        example_text(texts, example),
        texts.html("rule-hint", rule=rule),
    )
    choices = _choices(texts, rule, (resource or site).value_of(rule), resource)
    rows = in_rows(choices, 3)
    if resource is not None and is_own:
        label = texts.plain("rule-follow", value=value_text(texts, rule, site.value_of(rule)))
        rows.append([button(label, FollowSite(rule=rule, resource_id=resource.id))])
    back = SiteRules() if resource is None else ResourceRules(resource_id=resource.id)
    return Screen(text, keyboard([*rows, back_row(texts, back)]))


def _choices(
    texts: Texts, rule: Rule, present: int | None, resource: ResourceView | None
) -> list[InlineKeyboardButton]:
    present = NONE if present is None else present
    resource_id = None if resource is None else resource.id
    return [
        button(
            ("• " if value == present else "") + value_text(texts, rule, value),
            SetRule(rule=rule, value=value, resource_id=resource_id),
        )
        for value in CHOICES[rule]
    ]


def example_text(texts: Texts, example: RuleExample | None) -> str:
    """What the rules come to, in a sentence or two."""
    if example is None:
        return texts.html("rules-example-none")
    zone, first = example.zone, example.starts[0]
    shortest, longest = example.shortest_minutes, example.longest_minutes
    return texts.html(
        "rules-example",
        day=texts.day(first.astimezone(zone).date()),
        starts=", ".join(texts.time(at, zone) for at in example.starts),
        shortest=texts.duration(shortest),
        longest="none" if longest == shortest else texts.duration(longest),
        ask_by=texts.moment(example.ask_by, zone) if example.rules.notice_minutes else "none",
        last=texts.day(example.last_day),
    )
