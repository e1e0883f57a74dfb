"""What a database consists of, down to its triggers: name -> definition."""

import sqlite3

from sqlalchemy import make_url

from tests.plain import PlainPostgresql

POSTGRESQL = """
WITH ours AS (
    SELECT oid, relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'
)
SELECT 'column ' || relname || '.' || attname, concat_ws(
    ' ', format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN 'NOT NULL' END,
    attgenerated::text, pg_get_expr(adbin, adrelid))
FROM ours JOIN pg_attribute ON attrelid = ours.oid
    LEFT JOIN pg_attrdef ON adrelid = ours.oid AND adnum = attnum
WHERE attnum > 0 AND NOT attisdropped
UNION ALL
SELECT 'constraint ' || relname || '.' || conname, pg_get_constraintdef(pg_constraint.oid)
FROM ours JOIN pg_constraint ON conrelid = ours.oid
UNION ALL
SELECT 'index ' || relname || '.' || indexrelid::regclass, pg_get_indexdef(indexrelid)
FROM ours JOIN pg_index ON indrelid = ours.oid
UNION ALL
SELECT 'trigger ' || relname || '.' || tgname, tgenabled::text || pg_get_triggerdef(pg_trigger.oid)
FROM ours JOIN pg_trigger ON tgrelid = ours.oid WHERE NOT tgisinternal
UNION ALL
SELECT 'function ' || proname, pg_get_functiondef(pg_proc.oid) FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND NOT EXISTS (
    SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
"""
"""All but what belongs to an extension."""


def schema(url: str) -> dict[str, list[str]]:
    """A table that was rebuilt on SQLite lists its CHECKs in another order: parts are sorted."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_schema(str(parsed.database))
    connection = PlainPostgresql(url)
    found = {str(name): [str(definition)] for name, definition in connection.execute(POSTGRESQL)}
    connection.close()
    return found


def _sqlite_schema(path: str) -> dict[str, list[str]]:
    with sqlite3.connect(path) as connection:
        rows = connection.execute(
            "SELECT type || ' ' || name, sql FROM sqlite_master"
            " WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%'"
        )
        return {name: _parts(sql) for name, sql in rows}


def _parts(sql: str) -> list[str]:
    rebuilt = sql.replace("('')", "''")  # Alembic puts brackets around a default that it copies
    plain = rebuilt.translate(str.maketrans(dict.fromkeys('")')))
    return sorted(" ".join(part.split()) for part in plain.split(","))
