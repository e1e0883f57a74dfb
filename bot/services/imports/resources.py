"""Resources from a file: added, or changed by their names."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.resources import NewResource, ResourceChange, ResourceView
from bot.schemas.rules import RuleValues
from bot.schemas.tables import AnyLine, KeptBooking, LineReport, Outcome, ResourceLine
from bot.schemas.weekly import spans_of, week_of
from bot.services import refusals
from bot.services.imports.plans import Plan, Terms
from bot.services.place.fields import check_fields, check_together
from bot.services.place.impact import list_touched
from bot.services.place.resources import add_within, edit_within, find_moves, pending_all
from bot.services.refusals import Refusal
from bot.services.views import resource_view
from bot.tables.columns import RULES, WEEKDAYS
from db.enums import RULE_COLUMNS
from db.repositories import resources, sites

RULE_OF = {column: rule for rule, column in RULE_COLUMNS.items()}


async def plan(session: AsyncSession, lines: Sequence[AnyLine], terms: Terms) -> Plan:
    known = [resource_view(row) for row in await resources.list_all(session)]
    site = RuleValues.model_validate(await sites.get(session))
    planning = _Planning(terms, {one.name: one for one in known}, site)
    for line in lines:
        await planning.add(session, cast("ResourceLine", line))
    await planning.tell_kept(session)
    return Plan(planning.reports, planning.write)


@dataclass
class _Planning:
    terms: Terms
    known: Mapping[str, ResourceView]
    site: RuleValues
    reports: list[LineReport] = field(default_factory=list)
    _lines: dict[str, int] = field(default_factory=dict)
    _added: list[NewResource] = field(default_factory=list)
    _changed: list[tuple[int, ResourceChange]] = field(default_factory=list)

    async def add(self, session: AsyncSession, line: ResourceLine) -> None:
        try:
            self.reports.append(await self._decide(session, line))
        except Refusal as why:
            self.reports.append(LineReport.refused(line.number, line.name, why))

    async def _decide(self, session: AsyncSession, line: ResourceLine) -> LineReport:
        before = self._lines.setdefault(line.name, line.number)
        if before != line.number:
            raise refusals.SaidBefore(before)
        resource = self.known.get(line.name)
        if resource is None:
            self._added.append(self._new(line))
            return LineReport(line.number, line.name, Outcome.CREATED)
        changed = self._change(line, resource)
        if not changed.model_fields_set:
            return LineReport(line.number, line.name, Outcome.SAME)
        quantity = changed.quantity
        if quantity is not None and quantity < resource.quantity:
            await find_moves(session, resource, quantity, now=self.terms.now)
        self._changed.append((resource.id, changed))
        what = tuple(sorted(changed.model_fields_set))
        return LineReport(line.number, line.name, Outcome.CHANGED, what=what)

    def _new(self, line: ResourceLine) -> NewResource:
        if line.kind is None:
            raise refusals.CellMissing("kind")
        given = line.change.columns
        for column in self._following(line, given):
            del given[column]
        given |= {"name": line.name, "kind": line.kind, **self._hours(line, None)}
        new = NewResource.model_validate({"timezone": self.terms.timezone} | given)
        check_fields(new)
        check_together(self.site.model_copy(update=_rules_of(given)))
        return new

    def _change(self, line: ResourceLine, resource: ResourceView) -> ResourceChange:
        """What differs."""
        if line.kind not in (None, resource.kind):
            raise refusals.KindFixed
        said = line.change.columns | self._hours(line, resource)
        given = {name: value for name, value in said.items() if value != getattr(resource, name)}
        follows = {RULE_OF[column] for column in self._following(line, said)} & resource.own_rules
        if follows:
            given["follows"] = frozenset(follows)
        changed = ResourceChange(**given)
        check_fields(changed)
        check_together(
            RuleValues.model_validate(resource).model_copy(update=_rules_of(changed.columns))
        )
        return changed

    def _following(self, line: ResourceLine, given: Mapping[str, Any]) -> list[str]:
        """The rules that shall be the site's, of those for which it says the same."""
        columns = [RULES[name] for name in line.follows if name in RULES]
        return [one for one in columns if one in given and given[one] == getattr(self.site, one)]

    def _hours(self, line: ResourceLine, resource: ResourceView | None) -> dict[str, Any]:
        """Days of which nothing is said stay as they are; of a new resource they are closed."""
        if all(day is None for day in line.days):
            return {}
        week = week_of(resource.opening_hours) if resource else ((),) * len(WEEKDAYS)
        days = [old if day is None else day for day, old in zip(line.days, week, strict=True)]
        if not any(days):
            raise refusals.CellWrong(WEEKDAYS[0], "closed", "9-18")
        return {"opening_hours": spans_of(days)}

    async def tell_kept(self, session: AsyncSession) -> None:
        """What is booked ahead stays booked, also where it would not be allowed any more."""
        pending = pending_all(dict(self._changed), self.write)
        names = {one.id: one.name for one in self.known.values()}
        kept: dict[str, list[KeptBooking]] = defaultdict(list)
        for one in await list_touched(session, pending, now=self.terms.now):
            view = one.booking
            for resource_id in one.resource_ids:
                booking = KeptBooking(view.id, view.period.starts_at, view.timezone)
                kept[names[resource_id]].append(booking)
        self.reports = [
            line._replace(kept=tuple(kept[line.name])) if line.outcome is Outcome.CHANGED else line
            for line in self.reports
        ]

    async def write(self, session: AsyncSession) -> None:
        await sites.lock(session)
        for new in self._added:
            await add_within(session, new)
        for resource_id, changed in self._changed:
            await edit_within(session, resource_id, changed, now=self.terms.now)


def _rules_of(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {column: columns[column] for column in RULE_COLUMNS.values() if column in columns}
