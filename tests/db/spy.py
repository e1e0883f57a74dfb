"""Which statements a database runs, and how it would go about them."""

from sqlalchemy import event

from db.engine import Database


class Spy:
    """The statements an engine runs, with their parameters."""

    def __init__(self, db: Database) -> None:
        self.seen: list[tuple[str, object]] = []
        for engine in set(db._engines):
            event.listen(engine.sync_engine, "before_cursor_execute", self._note)

    def _note(
        self, _c: object, _cursor: object, statement: str, params: object, *_: object
    ) -> None:
        self.seen.append((statement, params))

    async def plans(self, db: Database, table: str) -> list[str]:
        """The steps of the statements that read a table, one after another."""
        found = []
        for statement, params in list(self.seen):
            if table in statement and statement.lstrip().startswith(("SELECT", "WITH")):
                found += await explain(db, statement, params)
        assert found, f"nothing has read {table}"
        return found


async def explain(db: Database, statement: str, params: object) -> list[str]:
    async with db.reading() as session:
        connection = await session.connection()
        rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", params)
        return [row[3] for row in rows]
