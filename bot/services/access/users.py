"""Telegram users become User rows on first contact and follow their names and languages."""

from collections.abc import Collection, Mapping
from time import monotonic

from cachetools import LRUCache
from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.actor import Actor, Contact, Person, QuietHours
from bot.services.notices import UNREACHABLE
from bot.services.retries import retried
from bot.services.views import actor_view
from db.engine import Database
from db.enums import Role
from db.errors import DuplicateKey, translated
from db.models import User
from db.models.users import FULL_NAME_MAX, LANGUAGE_MAX
from db.repositories import notifications, users

CACHE_SIZE = 10_000
CACHE_S = 60
"""What another process, or plain SQL, changes about a person is seen after this long."""


class Actors:
    """Resolves who acts. A person who is known and unchanged costs neither a read nor a write."""

    def __init__(
        self,
        db: Database,
        *,
        admin_ids: Collection[int],
        languages: Collection[str],
        default_language: str,
    ) -> None:
        self._db = db
        self._admin_ids = frozenset(admin_ids)
        self._languages = frozenset(languages)
        self._default_language = default_language
        self._known: LRUCache[int, tuple[Actor, float]] = LRUCache(CACHE_SIZE)
        self._changes = 0
        """What was being read at one of them may be of before it, so it is not remembered."""

    @property
    def fixed_owners(self) -> frozenset[int]:
        """Whom ADMIN_IDS names."""
        return self._admin_ids

    async def resolve(self, person: Person) -> Actor:
        """The actor behind an update; their row is made or corrected where it differs."""
        known, until = self._known.get(person.telegram_id, (None, 0.0))
        if known is None or known.person != person or monotonic() > until:
            changes = self._changes
            known = await self._read(person) or await self._meet(person)
            if changes == self._changes:
                self._known[person.telegram_id] = (known, monotonic() + CACHE_S)
        return known

    @property
    def has_fixed_owners(self) -> bool:
        """Whether ADMIN_IDS names somebody."""
        return bool(self._admin_ids)

    def is_fixed_owner(self, telegram_id: int) -> bool:
        """Whether ADMIN_IDS names this person."""
        return telegram_id in self._admin_ids

    async def list_admins(self) -> tuple[Contact, ...]:
        """Whom to ask, by name."""
        async with self._db.reading() as session:
            found = await users.list_admins(session, self._admin_ids)
        return tuple(map(Contact.model_validate, found))

    def language_of(self, person: Person) -> str:
        """The language to answer in, as far as it is known without asking the database."""
        known = self._known.get(person.telegram_id)
        if known is not None:
            return known[0].language
        return self._language_for(person.language_code) or self._default_language

    @retried
    async def set_language(self, actor: Actor, language: str) -> Actor:
        """Speak another language with this person from now on."""
        async with self._db.writing() as session:
            await users.set_language(session, actor.user_id, language)
        return self._changed(actor, {"language": language})

    @retried
    async def set_quiet_hours(self, actor: Actor, hours: QuietHours) -> Actor:
        """Remind this person silently between those hours from now on."""
        async with self._db.writing() as session:
            await users.set_quiet_hours(session, actor.user_id, hours.begins, hours.ends)
        return self._changed(actor, {"quiet_hours": hours})

    @retried
    async def set_reachable(self, actor: Actor, *, reachable: bool) -> None:
        """Whether the bot may write to this person at all."""
        async with self._db.writing() as session:
            await users.set_reachable(session, actor.user_id, reachable=reachable)
            if reachable:
                await notifications.revive(session, actor.user_id, UNREACHABLE)
        self.forget(actor.person.telegram_id)

    def _changed(self, actor: Actor, update: Mapping[str, object]) -> Actor:
        """Remembered, unless they are to be read anew."""
        changed, telegram_id = actor.model_copy(update=update), actor.person.telegram_id
        known, until = self._known.get(telegram_id, (None, 0.0))
        if known == actor:
            self._known[telegram_id] = (changed, until)
        return changed

    def forget(self, telegram_id: int) -> None:
        """Read this person anew when they act next: their row was changed behind the cache."""
        self._changes += 1
        self._known.pop(telegram_id, None)

    def forget_all(self) -> None:
        """The same for everybody: many rows were changed."""
        self._changes += 1
        self._known.clear()

    async def _read(self, person: Person) -> Actor | None:
        """The actor, if their row says already what Telegram says.

        Who acts can be reached, so a row that says otherwise is corrected.
        """
        async with self._db.glancing() as session:
            user = await users.find_by_telegram_id(session, person.telegram_id)
            if user is None or not user.reachable or _differs(user, person):
                return None
            return self._actor(user, person)

    async def _meet(self, person: Person) -> Actor:
        """Of two processes that meet somebody at once, one finds the row that the other made."""
        try:
            return await self._write(person)
        except DuplicateKey:
            return await self._write(person)

    @retried
    async def _write(self, person: Person) -> Actor:
        async with self._db.writing() as session:
            user = await users.find_by_telegram_id(session, person.telegram_id)
            if user is None:
                user = self._add(session, person)
            else:
                if not user.reachable:
                    await notifications.revive(session, user.id, UNREACHABLE)
                self._follow(user, person)
            with translated():
                await session.flush()
            return self._actor(user, person)

    def _add(self, session: AsyncSession, person: Person) -> User:
        user = User(
            telegram_id=person.telegram_id,
            username=person.username,
            full_name=_full_name(person),
            role=Role.MEMBER,
            language=self._language_for(person.language_code) or self._default_language,
            language_code=_language_code(person),
        )
        session.add(user)
        return user

    def _follow(self, user: User, person: Person) -> None:
        """A language chosen with /language stays until Telegram itself reports another one."""
        user.username, user.full_name, user.reachable = person.username, _full_name(person), True
        code = _language_code(person)
        if code is not None and code != user.language_code:
            user.language_code = code
            user.language = self._language_for(code) or user.language

    def _language_for(self, language_code: str | None) -> str | None:
        language = (language_code or "").split("-")[0]
        return language if language in self._languages else None

    def _actor(self, user: User, person: Person) -> Actor:
        """Whoever ADMIN_IDS names is an owner, whatever happens in the chat."""
        role = Role.OWNER if self.is_fixed_owner(person.telegram_id) else user.role
        return actor_view(user).model_copy(update={"person": person, "role": role})


def _differs(user: User, person: Person) -> bool:
    """Telegram sometimes leaves the language out; that says nothing about it."""
    code = _language_code(person)
    names = (user.username, user.full_name) != (person.username, _full_name(person))
    return names or (code is not None and code != user.language_code)


def _full_name(person: Person) -> str:
    """The name within the column's width; a name of nothing but spaces is the id."""
    return person.full_name.strip()[:FULL_NAME_MAX] or str(person.telegram_id)


def _language_code(person: Person) -> str | None:
    return person.language_code[:LANGUAGE_MAX] if person.language_code else None
