"""Queries about the approval groups."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import ApprovalGroup


async def find_bound(session: AsyncSession) -> ApprovalGroup | None:
    """The default one."""
    query = select(ApprovalGroup).where(ApprovalGroup.is_default)
    found: ApprovalGroup | None = await session.scalar(query)
    return found


async def find_by_chat(session: AsyncSession, chat_id: int) -> ApprovalGroup | None:
    query = select(ApprovalGroup).where(ApprovalGroup.chat_id == chat_id)
    found: ApprovalGroup | None = await session.scalar(query)
    return found


async def bind(session: AsyncSession, chat_id: int, *, title: str, bound_by: int | None) -> None:
    """Make a group the default one; the one that was stays, for resources that name it."""
    await session.execute(
        update(ApprovalGroup)
        .where(ApprovalGroup.is_default, ApprovalGroup.chat_id != chat_id)
        .values(is_default=False)
    )
    group = await find_by_chat(session, chat_id)
    if group is None:
        group = ApprovalGroup(chat_id=chat_id)
        session.add(group)
    group.title, group.bound_by, group.is_default = title, bound_by, True
