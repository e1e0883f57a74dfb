"""PostgreSQL: an exclusion constraint for the overlap, and a trigger for each other rule."""

from sqlalchemy import MetaData


def attach(metadata: MetaData) -> None:
    """Make the constraint and the triggers wherever the tables are made."""
