"""Queries about half-finished dialogues."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import FsmState


async def find(session: AsyncSession, key: str) -> FsmState | None:
    found: FsmState | None = await session.get(FsmState, key)
    return found


async def holds(session: AsyncSession, key: str, values: Mapping[str, str | None]) -> bool:
    """Whether these values are what is remembered already; no row is no state and no data."""
    row = await session.get(FsmState, key) or FsmState(key=key, state=None, data="{}")
    return all(getattr(row, name) == value for name, value in values.items())


async def save(session: AsyncSession, key: str, values: Mapping[str, str | None]) -> None:
    """Set `state`, `data` or both; a dialogue that remembers nothing leaves no row."""
    row = await session.get(FsmState, key)
    if row is None:
        row = FsmState(key=key, state=None, data="{}")
        session.add(row)
    for name, value in values.items():
        setattr(row, name, value)
    if row.state is None and row.data == "{}":
        await _forget(session, row)


async def _forget(session: AsyncSession, row: FsmState) -> None:
    if row in session.new:
        session.expunge(row)
    else:
        await session.delete(row)


async def delete_older_than(session: AsyncSession, before: datetime) -> None:
    await session.execute(delete(FsmState).where(FsmState.updated_at < before))
