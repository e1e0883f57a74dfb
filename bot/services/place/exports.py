"""Everything, to take along: what an import reads, and what only tells of the past."""

from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping, Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.actor import Actor
from bot.schemas.resources import ResourceView
from bot.schemas.tables import Row
from bot.services.rights import check_admin
from bot.services.views import resource_view
from bot.tables.columns import FORGOTTEN
from bot.tables.wording import moment_cell, resource_row, words
from db.engine import Database
from db.enums import ADMIN_ROLES
from db.repositories import exported, resources

UTC = ZoneInfo("UTC")
Batch = tuple[str, Sequence[Row]]
"""The name of a table, and some of its rows as a file has them."""
Named = Mapping[int, ResourceView]
People = Mapping[int, str]


async def read_everything(db: Database, actor: Actor | None) -> AsyncGenerator[Batch, None]:
    """All that a place has and has agreed, at one instant; not its keys and its drafts. One table
    after another, each in batches (an empty one at least): it may be more than memory holds.

    Without an actor it is whoever has the shell. Raises NotAdmin.
    """
    if actor is not None:
        check_admin(actor)
    async with db.reading() as session:
        async for batch in _read(session):
            yield batch


async def _read(session: AsyncSession) -> AsyncIterator[Batch]:
    views = [resource_view(row) for row in await resources.list_all(session)]
    named = {view.id: view for view in views}
    people: dict[int, str] = {}
    yield "resources", [resource_row(view) for view in views]
    async for users in exported.read_people(session):
        people |= {user["id"]: _person(user) for user in users}
        yield "people", [_person_row(user) for user in users if not user["forgotten_at"]]
    async for bookings in exported.read_bookings(session):
        held = await exported.read_allocations(session, bookings)
        yield "bookings", list(_booking_rows(bookings, held, named, people))
    async for closures in exported.read_closures(session):
        yield "closures", [_closure_row(row, named) for row in closures]
    async for events in exported.read_ledger(session):
        yield "ledger", [_ledger_row(row, people) for row in events]
    yield "site", await exported.read_site(session)


def _person(user: Row) -> str:
    return FORGOTTEN if user["forgotten_at"] else str(user["telegram_id"])


def _person_row(user: Row) -> Row:
    """Of who runs the place no role is said: no file may give that."""
    return {
        "telegram_id": user["telegram_id"],
        "username": user["username"] or "",
        "name": user["full_name"],
        "tags": words(user["tags"]),
        "role": "" if user["role"] in ADMIN_ROLES else user["role"].value,
        "quota": user["max_open_bookings"] or "",
        "language": user["language"],
    }


def _booking_rows(
    bookings: Sequence[Row], held: Sequence[Row], named: Named, people: People
) -> Iterator[Row]:
    """A line for each resource of each booking; `held` is in the order of the bookings."""
    by_id = {booking["id"]: booking for booking in bookings}
    for (booking_id, resource_id), rows in groupby(
        held, key=lambda row: (row["booking_id"], row["resource_id"])
    ):
        booking, resource = by_id[booking_id], named[resource_id]
        units = [row["unit"] for row in rows]
        yield {
            "booking": booking_id,
            "resource": resource.name,
            "person": people[booking["user_id"]],
            "start": moment_cell(booking["starts_at"], resource.zone),
            "end": moment_cell(booking["ends_at"], resource.zone),
            "units": len(units),
            "unit": " ".join(map(str, units)),
            "purpose": booking["purpose"] or "",
            "status": booking["status"].value,
        }


def _closure_row(row: Row, named: Named) -> Row:
    zone = ZoneInfo(row["timezone"]) if row["timezone"] else UTC
    until = row["repeats_until"]
    return {
        "resource": named[row["resource_id"]].name if row["resource_id"] else "",
        "kind": row["kind"].value if row["kind"] else "",
        "start": moment_cell(row["starts_at"], zone),
        "end": moment_cell(row["ends_at"], zone),
        "reason": row["reason"] or "",
        "repeats": row["repeats"].value if row["repeats"] else "",
        "repeats_until": moment_cell(until, zone) if until else "",
        "timezone": row["timezone"] or "",
    }


def _ledger_row(row: Row, people: People) -> Row:
    return {
        "booking": row["booking_id"],
        "at": moment_cell(row["at"], UTC),
        "actor": people[row["actor_id"]] if row["actor_id"] else "",
        "action": row["action"].value,
        "from": row["from_status"].value if row["from_status"] else "",
        "to": row["to_status"].value,
        "reason": row["reason"] or "",
        "rules_set_aside": words(row["overrides"]),
    }
