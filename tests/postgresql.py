"""Databases on a PostgreSQL server, for the tests of this process."""

import os
from itertools import count
from secrets import token_hex

from sqlalchemy import make_url

from db.models import Base
from tests.plain import PlainPostgresql

EMPTY = f"""
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
SET session_replication_role = replica;
{"; ".join(f"DELETE FROM {table}" for table in Base.metadata.tables)};
SELECT setval(oid, 1, false) FROM pg_class
    WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace;
"""
"""Past the guards, and as the role of a replica past the foreign keys too."""


class Server:
    """`TEST_POSTGRES_URL` names it, a superuser, and a database from where others are made."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._connection = PlainPostgresql(url)
        self._prefix = f"bronia_test_{os.getpid()}_{token_hex(3)}"
        self._names = (f"{self._prefix}_{number}" for number in count(1))

    def create(self, template: str = "template0") -> str:
        """The URL of a new database: a copy of another one, which nobody may be using."""
        name = next(self._names)
        self._connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._url.set(database=name).render_as_string(hide_password=False)

    def copy(self, url: str) -> str:
        return self.create(template=str(make_url(url).database))

    def drop(self, url: str) -> None:
        """Whoever is still connected is cut off."""
        self._connection.execute(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def close(self) -> None:
        """What a test has left behind goes too."""
        query = "SELECT datname FROM pg_database WHERE starts_with(datname, ?)"
        for (name,) in self._connection.execute(query, self._prefix):
            self._connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        self._connection.close()


class SharedDatabase:
    """A migrated database that every test begins with empty.

    A copy for each, from a template, would take 0.03 to 3 s of 300 new files; this takes 10 ms.
    A test that changes the schema does so in a transaction that it rolls back.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._connection = PlainPostgresql(url)

    def empty(self) -> None:
        self._connection.run(EMPTY)

    def close(self) -> None:
        self._connection.close()
