"""Databases on a PostgreSQL server, for the tests of this process."""

import os
from itertools import count
from secrets import token_hex

from sqlalchemy import make_url

from db.models import Base
from tests.plain import PlainPostgresql

PREFIX = "bronia_tests"
EMPTY = f"""
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
SET session_replication_role = replica;
{"; ".join(f"DELETE FROM {table}" for table in Base.metadata.tables)};
INSERT INTO site (id, created_at, updated_at) VALUES (1, now(), now());
SELECT setval(oid, 1, false) FROM pg_class
    WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace;
"""
"""Past the guards, and as the role of a replica past the foreign keys too. The site's row is always
there."""


class Server:
    """`TEST_POSTGRES_URL` names it, a superuser, and a database from where others are made."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._connection = PlainPostgresql(url)
        self._run = f"{PREFIX}_{os.getpid()}_{token_hex(3)}"
        self._names = (f"{self._run}_{number}" for number in count(1))
        self._connection.execute("SELECT pg_advisory_lock(hashtext(?))", self._run)
        self._drop_orphans()

    def create(self, template: str = "template0") -> str:
        """The URL of a new database: a copy of another one, which nobody may be using."""
        name = next(self._names)
        self._connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._url.set(database=name).render_as_string(hide_password=False)

    def copy(self, url: str) -> str:
        return self.create(template=str(make_url(url).database))

    def drop(self, url: str) -> None:
        """Whoever is still connected is cut off."""
        self._drop(str(make_url(url).database))

    def close(self) -> None:
        """What a test has left behind goes too."""
        for name in self._databases(self._run):
            self._drop(name)
        self._connection.close()

    def _drop_orphans(self) -> None:
        """Those of runs that were killed: nobody holds their lock any more."""
        for name in self._databases(PREFIX):
            query = "SELECT pg_try_advisory_lock(hashtext(?))"
            if self._connection.execute(query, name.rpartition("_")[0]) == [(True,)]:
                self._drop(name)

    def _databases(self, prefix: str) -> list[str]:
        query = "SELECT datname FROM pg_database WHERE starts_with(datname, ?)"
        return [str(name) for (name,) in self._connection.execute(query, prefix)]

    def _drop(self, name: str) -> None:
        self._connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


class SharedDatabase:
    """A migrated database that every test begins with empty.

    A copy for each, from a template, would take 0.03 to 3 s of 300 new files; this takes 10 ms.
    A test that changes the schema does so in a transaction that it rolls back. No commit waits for
    the disk: it need not survive a power cut.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._connection = PlainPostgresql(url)
        self.run(f"ALTER DATABASE {make_url(url).database} SET synchronous_commit = off")

    def empty(self) -> None:
        self._connection.run(EMPTY)

    def run(self, script: str) -> None:
        """Several statements, in one transaction; once it was emptied, past the guards too."""
        self._connection.run(script)

    def close(self) -> None:
        self._connection.close()
