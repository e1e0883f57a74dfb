"""The rules that the database itself holds, so that no path, plain SQL included, can break them.

Each refusal's message is the rule's name, and `db.errors` knows it. SQLite has triggers for all
of them (`sqlite.py`); PostgreSQL an exclusion constraint, and triggers for the others
(`postgresql.py`). Both packages of SQL are attached to the metadata here, so whoever imports
`db.guards` has the whole schema.

A migration that rebuilds one of these tables on SQLite drops its triggers: it has to make them
again (`tests/db/test_migrations.py` compares them with these files).
"""

from db.guards import postgresql, sqlite
from db.models import Base

sqlite.attach(Base.metadata)
postgresql.attach(Base.metadata)
