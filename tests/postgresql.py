"""Databases on a PostgreSQL server for the tests of this process, each used once."""

import os
from itertools import count
from secrets import token_hex

from sqlalchemy import make_url

from tests.plain import PlainPostgresql

EMPTY = "template0"


class Server:
    """`TEST_POSTGRES_URL` names it, and the database from which the others are made."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._connection = PlainPostgresql(url)
        self._prefix = f"bronia_test_{os.getpid()}_{token_hex(3)}"
        self._names = (f"{self._prefix}_{number}" for number in count(1))

    def create(self, template: str = EMPTY) -> str:
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
