"""People from a file: their tags, quotas and blocks. Who they are, Telegram says."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.actor import Actor
from bot.schemas.tables import AnyLine, LineReport, Outcome, PersonKey, PersonLine
from bot.services import refusals
from bot.services.access.tags import checked
from bot.services.imports.plans import Plan, Terms
from bot.services.refusals import Refusal
from bot.services.views import actor_view
from db.enums import ADMIN_ROLES, Role
from db.errors import Contention, DuplicateKey, translated
from db.models import User
from db.repositories import imported


class Known:
    """People by what a file may call them."""

    def __init__(self, users: Iterable[User]) -> None:
        self._by_id: dict[int, User] = {}
        self._by_name: dict[str, User] = {}
        self._actors: dict[User, Actor] = {}
        for user in users:
            self._by_id[user.telegram_id] = user
            if user.username:
                self._by_name[user.username.casefold()] = user

    def find(self, key: PersonKey) -> User | None:
        if key.telegram_id is not None:
            return self._by_id.get(key.telegram_id)
        return self._by_name.get((key.username or "").casefold())

    def find_actor(self, key: PersonKey) -> Actor | None:
        """The same as one who books: whoever has many lines is looked at once."""
        user = self.find(key)
        if user is not None and user not in self._actors:
            self._actors[user] = actor_view(user)
        return None if user is None else self._actors[user]


async def read_known(session: AsyncSession, keys: Iterable[PersonKey]) -> Known:
    asked = set(keys)
    ids = {key.telegram_id for key in asked if key.telegram_id is not None}
    names = {key.username for key in asked if key.username and key.telegram_id is None}
    return Known(await imported.list_people(session, ids, names))


async def plan(session: AsyncSession, lines: Sequence[AnyLine], terms: Terms) -> Plan:
    people = cast("Sequence[PersonLine]", lines)
    planning = _Planning(terms, await read_known(session, (line.person for line in people)))
    await asyncio.to_thread(planning.decide, people)
    return Plan(planning.reports, planning.write)


@dataclass
class _Planning:
    terms: Terms
    known: Known
    reports: list[LineReport] = field(default_factory=list)
    _lines: dict[object, int] = field(default_factory=dict)
    _added: list[User] = field(default_factory=list)
    _changed: list[tuple[User, dict[str, Any]]] = field(default_factory=list)

    def decide(self, lines: Iterable[PersonLine]) -> None:
        for line in lines:
            self._report(line)

    def _report(self, line: PersonLine) -> None:
        name = line.name or str(line.person)
        try:
            outcome, what = self._decide(line)
        except Refusal as why:
            self.reports.append(LineReport.refused(line.number, name, why))
        else:
            self.reports.append(LineReport(line.number, name, outcome, what=what))

    def _decide(self, line: PersonLine) -> tuple[Outcome, tuple[str, ...]]:
        user = self.known.find(line.person)
        named = user.id if user else str(line.person)
        before = self._lines.setdefault(named, line.number)
        if before != line.number:
            raise refusals.SaidBefore(before)
        self._check(line, user)
        if user is None:
            self._added.append(self._new(line))
            return Outcome.CREATED, ()
        given = {name: value for name, value in line.values.items() if getattr(user, name) != value}
        if given:
            self._changed.append((user, given))
        return (Outcome.CHANGED if given else Outcome.SAME), tuple(sorted(given))

    def _check(self, line: PersonLine, user: User | None) -> None:
        is_fixed = line.person.telegram_id in self.terms.fixed_owners
        runs_it = is_fixed or (user is not None and user.role in ADMIN_ROLES)
        if line.role in ADMIN_ROLES or (line.role is not None and runs_it):
            raise refusals.RoleNotByFile
        if user is None and line.person.telegram_id is None:
            raise refusals.PersonUnknown(str(line.person))
        checked(line.values.get("tags", frozenset()))

    def _new(self, line: PersonLine) -> User:
        """Telegram corrects the name as soon as they write."""
        values = {"language": self.terms.language, "role": Role.MEMBER} | line.values
        return User(
            telegram_id=line.person.telegram_id,
            username=line.person.username,
            full_name=line.name or str(line.person),
            **values,
        )

    async def write(self, session: AsyncSession) -> None:
        """Batch by batch: everybody else on the loop has their turn."""
        for added in imported.batches(self._added):
            session.add_all(added)
            await self._flush(session)
        for changed in imported.batches(self._changed):
            for user, given in changed:
                for name, value in given.items():
                    setattr(user, name, value)
            await self._flush(session)

    async def _flush(self, session: AsyncSession) -> None:
        try:
            with translated():
                await session.flush()
        except DuplicateKey as met:  # somebody has just written for the first time
            raise Contention from met
