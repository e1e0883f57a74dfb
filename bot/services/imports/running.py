"""A dry run, and the same again in the transaction that does it."""

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.actor import Actor
from bot.schemas.tables import ImportReport, Table, TableKind
from bot.services.imports import bookings, people
from bot.services.imports import resources as of_resources
from bot.services.imports.plans import Plan, Terms
from bot.services.retries import retried
from bot.services.rights import check_admin
from db.engine import Database
from db.repositories import resources, sites

PLANS = {
    TableKind.RESOURCES: of_resources.plan,
    TableKind.PEOPLE: people.plan,
    TableKind.BOOKINGS: bookings.plan,
}


async def dry_run(db: Database, actor: Actor | None, table: Table, terms: Terms) -> ImportReport:
    """What would be done. Without an actor it is whoever has the shell. Raises NotAdmin."""
    if actor is not None:
        check_admin(actor)
    async with db.reading() as session:
        return await _report(table, await _plan(session, table, terms))


@retried
async def apply(
    db: Database, actor: Actor | None, table: Table, terms: Terms, *, shown: str | None = None
) -> ImportReport:
    """Do it, all or nothing.

    `shown` is the fingerprint of the dry run that somebody has agreed to. Where it is another by
    now, or a line is refused, the report says so and nothing is written. Raises NotAdmin.
    """
    if actor is not None:
        check_admin(actor)
    async with db.writing() as session:
        await _lock(session, table.kind)
        plan = await _plan(session, table, terms)
        report = await _report(table, plan)
        if not report.can_be_done or shown not in (None, report.fingerprint):
            return report
        await plan.write(session)
    return report.model_copy(update={"is_done": True})


async def _lock(session: AsyncSession, kind: TableKind) -> None:
    """What the plan reads has to stay so, where others may write meanwhile.

    Who books is locked before what they book, so a file of people must not lock resources.
    """
    await sites.lock(session)
    if kind is not TableKind.PEOPLE:
        await resources.lock(session, [row[0] for row in await resources.list_all(session)])


async def _plan(session: AsyncSession, table: Table, terms: Terms) -> Plan:
    return await PLANS[table.kind](session, table.lines, terms)


async def _report(table: Table, plan: Plan) -> ImportReport:
    return await asyncio.to_thread(ImportReport.of, table, plan.lines)
