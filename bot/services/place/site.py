"""The rules of the place itself, which every resource follows that has none of its own."""

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.actor import Actor
from bot.schemas.resources import ResourceView
from bot.schemas.rules import RuleChanges, RuleValues
from bot.services import refusals
from bot.services.place.fields import check_together, check_values
from bot.services.place.impact import Pending
from bot.services.rights import check_admin
from db.engine import Database
from db.enums import RULE_COLUMNS, ResourceKind
from db.models import Resource
from db.repositories import resources, sites

NAMED = 4
"""So many of the resources that stand against a change are named."""


async def get_rules(db: Database, actor: Actor) -> RuleValues:
    """Raises NotAdmin."""
    check_admin(actor)
    async with db.reading() as session:
        return RuleValues.model_validate(await sites.get(session))


def pending(changed: RuleChanges) -> Pending:
    """A change of them, and of those of every resource that follows them: all, or none.

    It touches what is longer than the new longest. Raises the refusal of a value that cannot be;
    to make it (`impact.apply`) raises RulesContradict, or OthersContradict where a resource's own
    rules stand against it.
    """
    check_values(changed)

    async def make(session: AsyncSession) -> None:
        await _make(session, changed)

    site = {rule: changed.columns[RULE_COLUMNS[rule]] for rule in changed.rules}
    return Pending(make, site=site)


async def _make(session: AsyncSession, changed: RuleChanges) -> None:
    site = await sites.lock(session)
    for column, value in changed.columns.items():
        setattr(site, column, value)
    check_together(RuleValues.model_validate(site))
    found = await resources.lock_all_to_change(session)
    for resource in found:
        for rule in changed.rules - resource.own_rules:
            setattr(resource, RULE_COLUMNS[rule], getattr(site, RULE_COLUMNS[rule]))
    _check_others(found)
    await session.flush()


def _check_others(changed: Iterable[Resource]) -> None:
    views = [(one.name, RuleValues.model_validate(one)) for one in changed]
    names = [name for name, rules in views if rules.shortest_minutes > rules.max_minutes]
    if names:
        raise refusals.OthersContradict(", ".join(names[:NAMED]), len(names[NAMED:]))


def plain_resource(rules: RuleValues, timezone: str) -> ResourceView:
    """What a resource would be that follows every rule and is always open: for an example."""
    return ResourceView(
        id=0, kind=ResourceKind.ROOM, name="", timezone=timezone, is_active=True,
        **rules.model_dump(),
    )  # fmt: skip
