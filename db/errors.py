"""What the database refused, as classes for the services; never shown to a person."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError

from db.guards import rules


class SlotOverlap(Exception):
    """Another active allocation of this unit overlaps."""


class DuplicateKey(Exception):
    """A row with this unique key is there already."""


@contextmanager
def translated() -> Iterator[None]:
    """Turn the refusals that services act upon into the classes above; let the rest pass."""
    try:
        yield
    except IntegrityError as error:
        reason = str(error.orig)
        if rules.SLOT_OVERLAP in reason:
            raise SlotOverlap from error
        if "UNIQUE constraint failed" in reason:
            raise DuplicateKey(reason) from error
        raise
