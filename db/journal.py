"""Each line of a booking's ledger, once it is committed, is a line in the log."""

import logging
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.orm import Mapper, Session, object_session

from db.models import BookingEvent

log = logging.getLogger(__name__)


@event.listens_for(BookingEvent, "after_insert")
def _remember(_mapper: Mapper[Any], _connection: Connection, line: BookingEvent) -> None:
    """A session is one transaction: what is rolled back is forgotten with it."""
    session = object_session(line)
    if session is not None:
        session.info.setdefault("ledger", []).append((line.action, line.booking_id))


@event.listens_for(Session, "after_commit")
def _log(session: Session) -> None:
    for action, booking_id in session.info.pop("ledger", ()):
        log.info("booking: %s", action, extra={"booking": booking_id})
