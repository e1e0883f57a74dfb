"""FSM storage in the database: a restart loses nobody's draft."""

import json
from collections.abc import Mapping
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, DefaultKeyBuilder, StateType, StorageKey

from bot.services.retries import retried
from db.engine import Database
from db.repositories import fsm_states

_KEYS = DefaultKeyBuilder(with_destiny=True)


class DatabaseStorage(BaseStorage):
    """One row for each person in each chat; none for those who are in no dialogue."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        name = state.state if isinstance(state, State) else state
        await self._save(key, {"state": name})

    async def get_state(self, key: StorageKey) -> str | None:
        async with self._db.glancing() as session:
            row = await fsm_states.find(session, _KEYS.build(key))
            return None if row is None else row.state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        await self._save(key, {"data": json.dumps(dict(data), ensure_ascii=False)})

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        async with self._db.glancing() as session:
            row = await fsm_states.find(session, _KEYS.build(key))
            data: dict[str, Any] = {} if row is None else json.loads(row.data)
            return data

    async def close(self) -> None:
        """The database is closed by whoever opened it."""

    @retried
    async def _save(self, key: StorageKey, values: Mapping[str, str | None]) -> None:
        """Write what differs: clearing a dialogue that is not there writes nothing."""
        async with self._db.glancing() as session:
            if await fsm_states.holds(session, _KEYS.build(key), values):
                return
        async with self._db.writing() as session:
            await fsm_states.save(session, _KEYS.build(key), values)
