"""A world in plain SQL."""

from collections.abc import Iterator

import pytest

from tests.db.rows import NOON, STAMPS, allocation, booking, insert
from tests.plain import Plain, connect


@pytest.fixture
def plain(database_url: str) -> Iterator[Plain]:
    """One approved booking of the blue room, 12:00 to 13:00, and a pool of two laptops."""
    connection = connect(database_url)
    person = {"id": 1, "telegram_id": 101, "full_name": "Olena", "language": "uk"}
    connection.execute(insert("users", **person, **STAMPS))
    for resource_id, kind, name in ((1, "room", "Blue room"), (2, "equipment", "Laptop")):
        values = {"id": resource_id, "kind": kind, "name": name, "quantity": resource_id}
        connection.execute(insert("resources", timezone="Europe/Kyiv", **values, **STAMPS))
    connection.execute(booking(1, NOON, "approved"))
    connection.execute(allocation(1, NOON))
    yield connection
    connection.close()
