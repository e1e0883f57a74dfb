"""Queries about the approval group."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import ApprovalGroup


async def find_bound(session: AsyncSession) -> ApprovalGroup | None:
    found: ApprovalGroup | None = await session.scalar(select(ApprovalGroup))
    return found


async def bind(session: AsyncSession, chat_id: int, *, title: str, bound_by: int | None) -> None:
    """Make a group the approval group; there is one at a time."""
    group = await find_bound(session)
    if group is None:
        session.add(ApprovalGroup(chat_id=chat_id, title=title, bound_by=bound_by))
        return
    group.chat_id, group.title, group.bound_by = chat_id, title, bound_by
