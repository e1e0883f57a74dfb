"""The booking rules, of the site and of each resource."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from bot.handlers import impact
from bot.handlers.dialogue import TYPED
from bot.handlers.forms import Form
from bot.handlers.states import Asked
from bot.handlers.turn import Turn
from bot.schemas.impact import ResourceDraft, SiteDraft
from bot.schemas.resources import ResourceChange
from bot.schemas.rules import RuleChanges
from bot.screens import rules as screens
from bot.screens.resources import ShowResource
from bot.screens.screen import Screen
from bot.services import refusals
from bot.services.place import inventory, site
from bot.services.place.fields import LENGTHS
from bot.typed.lengths import length_of, number_of
from db.enums import RULE_COLUMNS, Rule

router = Router(name="rules")
DAY = 24 * 60
UNITS = {Rule.HORIZON: DAY, Rule.WEEK_HOURS: 60}
"""What a bare number counts in; minutes, as a rule."""


@router.callback_query(screens.SiteRules.filter())
async def show_site(tap: CallbackQuery, turn: Turn) -> None:
    rules = await site.get_rules(turn.db, turn.actor)
    example = inventory.example_of(site.plain_resource(rules, turn.settings.timezone), now=turn.now)
    await turn.show(tap, screens.site_screen(turn.texts, rules, example))


@router.callback_query(screens.ResourceRules.filter())
async def show_rules(tap: CallbackQuery, callback_data: screens.ResourceRules, turn: Turn) -> None:
    resource = await inventory.get_any(turn.db, turn.actor, callback_data.resource_id)
    example = inventory.example_of(resource, now=turn.now)
    back = ShowResource(resource_id=resource.id)
    await turn.show(tap, screens.rules_screen(turn.texts, resource, example, back))


@router.callback_query(screens.EditRule.filter())
async def ask(tap: CallbackQuery, callback_data: screens.EditRule, turn: Turn) -> None:
    await ask_for(tap, callback_data.rule, callback_data.resource_id, turn)


@router.callback_query(screens.SetRule.filter())
async def choose(tap: CallbackQuery, callback_data: screens.SetRule, turn: Turn) -> None:
    rule, value = callback_data.rule, callback_data.value
    chosen = None if value == screens.NONE else value
    draft = draft_of(rule, chosen, callback_data.resource_id)
    if await impact.make(tap, turn, draft):
        await ask_for(tap, rule, callback_data.resource_id, turn)


@router.callback_query(screens.FollowSite.filter())
async def follow(tap: CallbackQuery, callback_data: screens.FollowSite, turn: Turn) -> None:
    changed = ResourceChange(follows=frozenset({callback_data.rule}))
    resource_id = callback_data.resource_id
    draft = ResourceDraft(resource_id=resource_id, changed=changed)
    if await impact.make(tap, turn, draft):
        await ask_for(tap, callback_data.rule, resource_id, turn)


@router.message(StateFilter(Asked.rule), TYPED)
async def take_value(message: Message, turn: Turn) -> None:
    form = Form(turn)
    about = await form.about()
    rule, resource_id = Rule(about["rule"]), about["resource_id"]
    draft = draft_of(rule, typed_of(rule, message.text or ""), resource_id)
    if await impact.make(message, turn, draft):
        await form.ask_on(message, await screen_of(rule, resource_id, turn))


def typed_of(rule: Rule, typed: str) -> int:
    """Raises NotUnderstood."""
    if rule in LENGTHS or rule is Rule.HORIZON:
        value = length_of(typed, unit=UNITS.get(rule, 1))
    else:
        value = number_of(typed)
    if value is None or rule is Rule.APPROVAL:
        raise refusals.NotUnderstood
    return -(-value // DAY) if rule is Rule.HORIZON else value


def draft_of(rule: Rule, value: int | None, resource_id: int | None) -> ResourceDraft | SiteDraft:
    is_flag = rule is Rule.APPROVAL and value is not None
    values = {RULE_COLUMNS[rule]: bool(value) if is_flag else value}
    if resource_id is None:
        return SiteDraft(changed=RuleChanges.model_validate(values))
    changed = ResourceChange.model_validate(values)
    return ResourceDraft(resource_id=resource_id, changed=changed)


async def ask_for(tap: CallbackQuery, rule: Rule, resource_id: int | None, turn: Turn) -> None:
    screen = await screen_of(rule, resource_id, turn)
    await Form(turn).ask(tap, screen, Asked.rule, rule=rule, resource_id=resource_id)


async def screen_of(rule: Rule, resource_id: int | None, turn: Turn) -> Screen:
    rules = await site.get_rules(turn.db, turn.actor)
    if resource_id is None:
        resource, shown = None, site.plain_resource(rules, turn.settings.timezone)
    else:
        resource = shown = await inventory.get_any(turn.db, turn.actor, resource_id)
    example = inventory.example_of(shown, now=turn.now)
    return screens.rule_screen(turn.texts, rule, rules, resource, example)
