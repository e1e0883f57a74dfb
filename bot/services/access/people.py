"""People, for those who run the place: finding them, their tags and quotas, keeping them out."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.actor import Actor
from bot.schemas.pages import page_within
from bot.schemas.people import PeoplePage, PersonLine, PersonView
from bot.services import lifecycle, refusals
from bot.services.access.tags import checked, parse_tags
from bot.services.access.users import Actors
from bot.services.lifecycle import Act
from bot.services.reasons import check_reason
from bot.services.retries import retried
from bot.services.rights import check_admin
from bot.services.views import booking_view
from db.engine import Database
from db.enums import ADMIN_ROLES, Role
from db.models import User
from db.repositories import bookings, resources, sites, users

PAGE_SIZE = 8
BOOKINGS_SHOWN = 4
SEARCHED_AT_ONCE = 1_000
SEARCHED_IN_ALL = 20_000
"""The newest people: SQLite folds only Latin letters, so the names are looked at here, in pieces
between which everybody else has their turn."""


async def list_people(
    db: Database, actors: Actors, actor: Actor, *, search: str | None = None, page: int = 0
) -> PeoplePage:
    """A page of people, the newest first; a page past the end is the last one.

    `search` is a part of a name or a @username, in whatever case, or an id at Telegram.
    """
    check_admin(actor)
    async with db.reading() as session:
        if search is None:
            count = await users.count_known(session)
            page, pages = page_within(page, count, PAGE_SIZE)
            shown = await users.list_known(session, offset=page * PAGE_SIZE, limit=PAGE_SIZE)
        else:
            found = await _find_ids(session, search)
            count = len(found)
            page, pages = page_within(page, count, PAGE_SIZE)
            ids = found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
            shown = await users.list_by_id(session, ids)
        people = tuple(_line(actors, user) for user in shown)
    return PeoplePage(people=people, search=search, count=count, page=page, pages=pages)


def _line(actors: Actors, user: User) -> PersonLine:
    is_fixed = actors.is_fixed_owner(user.telegram_id)
    line = PersonLine.model_validate(user)
    return line.model_copy(update={"role": Role.OWNER}) if is_fixed else line


async def _find_ids(session: AsyncSession, search: str) -> list[int]:
    wanted = search.strip().removeprefix("@").casefold()
    found: list[int] = []
    before = None
    for _ in range(SEARCHED_IN_ALL // SEARCHED_AT_ONCE):
        rows = await users.list_names(session, before=before, limit=SEARCHED_AT_ONCE)
        found += [
            user_id
            for user_id, telegram_id, username, name in rows
            if wanted in name.casefold()
            or wanted in (username or "").casefold()
            or wanted == str(telegram_id)
        ]
        if len(rows) < SEARCHED_AT_ONCE:
            break
        before = rows[-1][0]
    return found


async def get_person(
    db: Database, actors: Actors, actor: Actor, user_id: int, *, now: datetime, page: int = 0
) -> PersonView:
    """A person with a page of what lies ahead of them. Raises NotAdmin or PersonMissing."""
    check_admin(actor)
    async with db.reading() as session:
        user = await read_known(session, user_id)
        counts = [
            await bookings.count_of_user(session, user_id, upcoming=upcoming, now=now)
            for upcoming in (True, False)
        ]
        page, pages = page_within(page, counts[0], BOOKINGS_SHOWN)
        rows = await bookings.list_of_user(
            session,
            user_id,
            upcoming=True,
            now=now,
            offset=page * BOOKINGS_SHOWN,
            limit=BOOKINGS_SHOWN,
        )
        return PersonView(
            **_line(actors, user).model_dump(),
            is_fixed_owner=actors.is_fixed_owner(user.telegram_id),
            tags=user.tags,
            max_open_bookings=user.max_open_bookings,
            block_reason=user.block_reason,
            created_at=user.created_at,
            bookings=tuple(map(booking_view, rows)),
            ahead=counts[0],
            others=counts[1],
            page=page,
            pages=pages,
        )


async def get_name(db: Database, actor: Actor, user_id: int) -> str:
    """Raises NotAdmin or PersonMissing."""
    check_admin(actor)
    async with db.reading() as session:
        return (await read_known(session, user_id)).full_name


async def list_tags(db: Database, actor: Actor) -> frozenset[str]:
    """Those in use: that somebody has, or that some resource is for. Raises NotAdmin."""
    check_admin(actor)
    async with db.reading() as session:
        return await users.list_tags(session) | await resources.list_bookers(session)


@retried
async def add_tags(db: Database, actors: Actors, actor: Actor, user_id: int, typed: str) -> None:
    """Give somebody the tags that were typed, with spaces or commas between them.

    Raises NotAdmin, PersonMissing, NotATag or TooManyTags.
    """
    check_admin(actor)
    tags = parse_tags(typed)
    async with db.writing() as session:
        user = await read_known(session, user_id, locks=True)
        user.tags = checked(user.tags | tags)
    actors.forget(user.telegram_id)


@retried
async def toggle_tag(db: Database, actors: Actors, actor: Actor, user_id: int, tag: str) -> None:
    """Give somebody a tag, or take it away. Raises what `add_tags` does."""
    check_admin(actor)
    tags = parse_tags(tag)
    async with db.writing() as session:
        user = await read_known(session, user_id, locks=True)
        user.tags = checked(user.tags ^ tags)
    actors.forget(user.telegram_id)


@retried
async def set_quota(
    db: Database, actors: Actors, actor: Actor, user_id: int, most: int | None
) -> None:
    """Limit how many bookings somebody may have ahead; None lifts that.

    Raises NotAdmin or PersonMissing.
    """
    check_admin(actor)
    async with db.writing() as session:
        user = await read_known(session, user_id, locks=True)
        user.max_open_bookings = most or None
    actors.forget(user.telegram_id)


@retried
async def block(
    db: Database,
    actors: Actors,
    actor: Actor,
    user_id: int,
    *,
    reason: str | None,
    cancels: bool,
    now: datetime,
) -> None:
    """Keep somebody out, and tell them why; `cancels`: what lies ahead of them is cancelled.

    Raises NotAdmin, PersonMissing, RunsThePlace or ReasonTooLong.
    """
    check_admin(actor)
    check_reason(reason)
    async with db.writing() as session:
        await sites.lock(session)
        user = await read_known(session, user_id, locks=True)
        check_blockable(actors, user)
        user.role, user.block_reason = Role.BLOCKED, reason
        ahead: Collection[int] = ()
        if cancels:
            ahead = await bookings.list_upcoming_ids(session, user_id, now=now)
        for booking_id in ahead:
            booking = await bookings.lock(session, booking_id)
            if booking.status.is_active:  # meanwhile somebody may have been faster
                await lifecycle.cancel_for(session, Act(actor.user_id, now), booking, reason)
    actors.forget(user.telegram_id)


def check_blockable(actors: Actors, user: User) -> None:
    """Whoever runs the place is made a member first; so nobody blocks themselves either."""
    if user.role in ADMIN_ROLES or actors.is_fixed_owner(user.telegram_id):
        raise refusals.RunsThePlace


async def read_known(session: AsyncSession, user_id: int, *, locks: bool = False) -> User:
    """PersonMissing where there is none, or was one who asked to be forgotten."""
    user = await users.find_known(session, user_id, locks=locks)
    if user is None:
        raise refusals.PersonMissing
    return user
